// Old Office files are read through what is installed, confined; where nothing is, that is said.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/converters.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

#include "indexer/confined_program.h"
#include "indexer/extraction_process.h"
#include "indexer/extraction_wire.h"
#include "tests/corpus/attachments/documents.h"
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
        "an old Word document (DOC): it is read through antiword or LibreOffice or catdoc, and none is installed");
  CHECK(converted(none, document, "application/vnd.ms-excel").reason ==
        "an old Excel sheet (XLS): it is read through LibreOffice or xls2csv, and none is installed");
  CHECK(converted(none, document, "application/vnd.ms-powerpoint").reason ==
        "an old PowerPoint show (PPT): it is read through LibreOffice or catppt, and none is installed");
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

// Doubles a string of 16 bytes to 16 MB.
constexpr const char* kSixteenMegabytes =
    "x=0123456789abcdef; i=0; while [ $i -lt 20 ]; do x=$x$x; i=$((i+1)); done; echo ${#x}";

TEST_CASE("a converter's limits are those that are documented, and hold on both sides") {
  const ProgramLimits usual;
  CHECK(usual.memory == 512u << 20);
  CHECK(usual.seconds == 60);
  CHECK(usual.cpu_seconds == 20);
  CHECK(usual.output == 20u << 20);
  CHECK(usual.written == 0);
  CHECK_FALSE(usual.processes);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  ProgramLimits limits;
  limits.memory = 256u << 20;
  CHECK(run(kSixteenMegabytes, limits).output == "16777216\n");
  limits.memory = 16u << 20;
  CHECK_FALSE(run(kSixteenMegabytes, limits).done);
  const Files file;
  file.script("antiword", kSixteenMegabytes);
  indexer::ConverterLimits bounds;
  CHECK(converted(Converters({file.path()}, bounds), file("a.doc")).status == ExtractionStatus::ok);
  bounds.printing.memory = 16u << 20;
  CHECK_THAT(converted(Converters({file.path()}, bounds), file("a.doc")).reason, Contains("can't be read: antiword"));
#endif
}

// In LibreOffice's place: called as "--convert-to KIND --outdir FOLDER FILE", it takes the file for what it made.
TEST_CASE("LibreOffice's limits are those that are documented, and hold on both sides") {
  const indexer::ProgramLimits usual = indexer::ConverterLimits().office;
  CHECK(usual.memory == std::size_t{4} << 30);
  CHECK(usual.seconds == 120);
  CHECK(usual.cpu_seconds == 60);
  CHECK(usual.written == 200u << 20);
  const Files file;
  const std::string bytes = docx_of("<w:p><w:r><w:t>M\u00F8de</w:t></w:r></w:p>");
  const fs::path document = file("a.doc", bytes);
  const std::string make = "/bin/cat \"$8\" > \"$7/in.$5\"";
  struct Row {
    const char* what;
    std::string before, reason;  // none: it is read
    std::function<void(ProgramLimits&)> change;
  };
  const auto none = [](ProgramLimits&) {};
  for (const Row& row : {
         Row{"usual", "", "", none}, Row{"fails", "exit 1; ", "LibreOffice gave up", none},
             Row{"makes nothing", "exit 0; ", "LibreOffice gave up", none},
             Row{"sleeps", "/bin/sleep 30; ", "LibreOffice took more than 1 seconds", [](auto& l) { l.seconds = 1; }},
             Row{"works", "while :; do :; done; ", "LibreOffice took more than 1 seconds of processor time",
                 [](auto& l) { l.cpu_seconds = 1; }},
             Row{"writes as much as it may", "", "", [&](auto& l) { l.written = bytes.size() + 1; }},
             Row{"writes more", "", "LibreOffice", [&](auto& l) { l.written = bytes.size() - 1; }},
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
             Row{"takes memory", std::string(kSixteenMegabytes) + "; ", "", [](auto& l) { l.memory = 256u << 20; }},
             Row {
           "takes more memory", std::string(kSixteenMegabytes) + "; ", "LibreOffice gave up",
               [](auto& l) { l.memory = 16u << 20; }
         }
#endif
       }) {
    INFO(row.what);
    file.script("soffice", row.before + make);
    indexer::ConverterLimits bounds;
    row.change(bounds.office);
    const Extraction read = converted(Converters({file.path()}, bounds), document);
    INFO(read.reason);
    CHECK((read.status == ExtractionStatus::ok) == row.reason.empty());
    CHECK_THAT(read.reason, Contains(row.reason));
    if (row.reason.empty()) CHECK(read.pages.at(0).text == "Møde");
  }
}

TEST_CASE("of a Word file with deleted text LibreOffice is asked first, and others are not wholly believed") {
  const Files file;
  const std::string docx = docx_of("<w:p><w:r><w:t>office</w:t></w:r></w:p>");
  const std::string deleted("\0\x08\x01\x63\x48\x01\x00", 7), other("\0\x08\x01\0\0", 5);
  const fs::path plain = file("plain.doc", docx + other), tracked = file("tracked.doc", docx + deleted),
                 late = file("late.doc", std::string((1u << 16) - 1, 'x') + deleted);
  file.script("antiword", "echo antiword");
  const Converters fast({file.path()});
  CHECK(converted(fast, plain).status == ExtractionStatus::ok);
  for (const fs::path& document : {tracked, late}) {
    const Extraction read = converted(fast, document);
    CHECK(read.status == ExtractionStatus::partial);
    CHECK_THAT(read.reason, Contains("tracked changes have deleted"));
    CHECK(read.pages.at(0).text == "antiword");
  }
  file.script("soffice", "/bin/cat \"$8\" > \"$7/in.$5\"");
  const Converters both({file.path()});
  CHECK(converted(both, plain).pages.at(0).text == "antiword");
  const Extraction read = converted(both, tracked);
  CHECK(read.status == ExtractionStatus::ok);
  CHECK(read.pages.at(0).text == "office");
}

}  // namespace
}  // namespace opslag::tests
