// Old Office files are read through what is installed, confined; where nothing is, that is said.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/converters.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "indexer/confined_program.h"
#include "indexer/extraction_process.h"
#include "indexer/extraction_wire.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::Extraction;
using corpus::ExtractionStatus;
using indexer::Converters;
using indexer::Descriptor;
using indexer::ProgramLimits;
using indexer::ProgramRun;
using indexer::run_confined;
namespace fs = std::filesystem;
using Catch::Matchers::Contains;

constexpr const char* kWord = "application/msword";

struct Files : TemporaryFolder {
  fs::path operator()(const std::string& name, std::string_view text = "tekst") const {
    write_file(path() / name, text);
    return path() / name;
  }
  fs::path script(const std::string& name, const std::string& commands) const {
    (*this)(name, "#!/bin/sh\n" + commands + "\n");
    fs::permissions(path() / name, fs::perms::owner_all);
    return path() / name;
  }
};

Extraction converted(const Converters& converters, const fs::path& file, std::string_view type = kWord) {
  indexer::ExtractionProcess process;
  return converters.convert(file, type, [&](int made, std::string_view name) { return process.extract(made, name); });
}

ProgramRun run(const std::string& command, ProgramLimits limits = {}, const fs::path& folder = {}) {
  const Files file;
  const Descriptor input(open(file("in", "Møde").c_str(), O_RDONLY | O_CLOEXEC));
  return run_confined({"/bin/sh", "-c", command}, input.get(), limits, folder);
}

TEST_CASE("a confined program prints what it reads") {
  const ProgramRun read = run("read line < /proc/self/fd/0; echo \"$line\"");
  CHECK(read.done);
  CHECK(read.output == "Møde\n");
  CHECK(read.failure.empty());
}

TEST_CASE("a confined program can do nothing else") {
  const Files file;
  const std::string secret = file("secret", "hemmeligt").string();
  struct Row {
    const char* what;
    std::string command;
  };
  for (const Row& row :
       {Row{"writing", "echo x > " + secret + " && echo done"},
        Row{"making a file", "echo x > " + file.path().string() + "/new && echo done"},
        Row{"another process", "/bin/true; echo done"}, Row{"a pipe of processes", "echo done | /bin/cat"}}) {
    INFO(row.what);
    const ProgramRun tried = run(row.command);
    CHECK(tried.output.find("done") == std::string::npos);
  }
  CHECK(file("secret", "hemmeligt").string() == secret);
  ProgramLimits free;  // what may start processes can do the last two, or the test would prove nothing
  free.processes = true;
  CHECK(run("/bin/true; echo done", free).output == "done\n");
  CHECK(run("echo done | /bin/cat", free).output == "done\n");
}

TEST_CASE("a confined program's time, output and files are bounded") {
  ProgramLimits limits;
  limits.output = 5;
  CHECK(run("echo 12345", limits).cut);
  limits.output = 6;
  const ProgramRun within = run("echo 12345", limits);
  CHECK(within.output == "12345\n");
  CHECK_FALSE(within.cut);
  const ProgramRun endless = run("while :; do echo 12345; done", limits);
  CHECK(endless.cut);
  CHECK(endless.output.size() == 6);
  limits.cpu_seconds = 1;
  CHECK(run("while :; do :; done", limits).failure == "took more than 1 seconds of processor time");
  limits.cpu_seconds = 20;
  limits.seconds = 1;
  limits.processes = true;  // what it has started is ended too
  CHECK(run("/bin/sleep 30 & /bin/sleep 30", limits).failure == "took more than 1 seconds");
  CHECK(run("exit 3").failure == "gave up");
  const Files folder;
  limits.seconds = 20;
  limits.written = 512;
  const std::string made = (folder.path() / "made").string();
  CHECK(run("echo 1234567 > " + made, limits, folder.path()).done);
  CHECK(fs::file_size(made) == 8);
  run("while echo 1234567; do :; done > " + made, limits, folder.path());
  CHECK(fs::file_size(made) == 512);
}

TEST_CASE("converters are tried in turn, and their absence is told") {
  const Files file;
  const fs::path document = file("a.doc");
  const Converters none({file.path() / "nothing"});
  CHECK(converted(none, document).reason ==
        "an old Word document (DOC): it is read through antiword or catdoc or LibreOffice, and none is installed");
  CHECK(converted(none, document, "application/vnd.ms-excel").reason ==
        "an old Excel sheet (XLS): it is read through xls2csv or LibreOffice, and none is installed");
  CHECK(converted(none, document, "application/vnd.ms-powerpoint").reason ==
        "an old PowerPoint show (PPT): it is read through catppt or LibreOffice, and none is installed");
  CHECK(none.fingerprint().empty());
  file.script("antiword", "exit 1");
  const Converters one({file.path()});
  CHECK(converted(one, document).reason == "an old Word document (DOC) that can't be read: antiword gave up");
  file.script("catdoc", "echo Referat");
  const Extraction read = converted(one, document);
  CHECK(read.status == ExtractionStatus::ok);
  CHECK(read.media_type == kWord);
  REQUIRE(read.pages.size() == 1);
  CHECK(read.pages.front().text == "Referat");
  CHECK_FALSE(one.fingerprint().empty());
  CHECK(Converters::are_for(kWord));
  CHECK_FALSE(Converters::are_for("application/pdf"));
}

TEST_CASE("what a converter prints is read as text: pages, cells, mended words") {
  const Files file;
  const fs::path document = file("a.doc");
  const std::string split = "special-\\nområde sk\\302\\255ole o\\357\\254\\203cer A\\314\\212rhus";
  struct Row {
    const char *program, *type, *printed;
    std::vector<std::string> pages;
  };
  for (const Row& row :
       {Row{"antiword", kWord, "|År  |Beløb|", {"|År  |Beløb|"}},
        Row{"antiword", kWord, split.c_str(), {"specialområde skole officer Århus"}},
        Row{"catdoc", kWord, split.c_str(), {"specialområde skole officer Århus"}},
        Row{"xls2csv", "application/vnd.ms-excel", "År\\tBeløb\\f2026\\t5,5", {"År\tBeløb", "2026\t5,5"}},
        Row{"xls2csv", "application/vnd.ms-excel", split.c_str(), {"specialområde skole officer Århus"}},
        Row{"catppt", "application/vnd.ms-powerpoint", "Mål\\nNote", {"Mål\nNote"}},
        Row{"catppt", "application/vnd.ms-powerpoint", split.c_str(), {"specialområde skole officer Århus"}}}) {
    INFO(row.program << ": " << row.printed);
    const Files programs;
    programs.script(row.program, "printf '" + std::string(row.printed) + "'");
    const Extraction read = converted(Converters({programs.path()}), document, row.type);
    INFO(read.reason);
    CHECK(read.status == ExtractionStatus::ok);
    CHECK(read.media_type == row.type);
    std::vector<std::string> pages;
    for (const corpus::Page& page : read.pages) pages.push_back(page.text);
    CHECK(pages == row.pages);
    programs.script(row.program, "exit 1");  // what is encrypted, or anything else that it can't read
    const Extraction left = converted(Converters({programs.path()}), document, row.type);
    CHECK(left.status == ExtractionStatus::failed);
    CHECK_THAT(left.reason, Contains("that can't be read: " + std::string(row.program) + " gave up"));
  }
}

TEST_CASE("LibreOffice is confined too, and what it makes is read") {
  const fs::path office = "/usr/bin/soffice";
  if (!fs::exists(office)) {
    WARN("skipped: LibreOffice is not installed");
    return;
  }
  const Files file;
  fs::create_symlink(office, file.path() / "soffice");
  const Extraction read =
      converted(Converters({file.path()}), file("a.doc", "{\\rtf1\\ansi M\\'f8de p\\'e5 \\'c6r\\'f8\\par}"));
  INFO(read.reason);
  CHECK(read.status == ExtractionStatus::ok);
  REQUIRE(read.pages.size() == 1);
  CHECK(read.pages.front().text == "Møde på Ærø");
}

}  // namespace
}  // namespace opslag::tests
