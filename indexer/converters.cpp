// Which program reads which kind, best first, and how it is called.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/converters.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>

#include "indexer/confined_program.h"
#include "indexer/extraction_wire.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;
using corpus::Extraction;
using corpus::ExtractionStatus;

constexpr const char* kFile = "/proc/self/fd/0";
constexpr const char* kOffice = "soffice";

struct Converter {
  std::string_view media_type, program;
  std::array<const char*, 8> arguments;  // before the file; of LibreOffice: the kind that it makes
};

// LibreOffice knows numbers, dates and slides best, and takes two seconds; antiword reads Word's texts as well at once;
// catdoc and its sisters drop what they don't know.
constexpr std::array kConverters = std::to_array<Converter>({
    {"application/msword", "antiword", {"-m", "UTF-8.txt", "-w", "0"}},
    {"application/msword", kOffice, {"docx"}},
    {"application/msword", "catdoc", {"-d", "utf-8", "-w"}},
    {"application/vnd.ms-excel", kOffice, {"xlsx"}},
    {"application/vnd.ms-excel", "xls2csv", {"-d", "utf-8", "-q", "0", "-c", "\t", "-b", "\f"}},
    {"application/vnd.ms-powerpoint", kOffice, {"pptx"}},
    {"application/vnd.ms-powerpoint", "catppt", {"-d", "utf-8"}},
});

bool is_office(const Converter& converter) {
  return converter.program == kOffice;
}

std::vector<Converter> converters_of(std::string_view media_type, bool office_first) {
  std::vector<Converter> converters;
  std::copy_if(kConverters.begin(), kConverters.end(), std::back_inserter(converters),
               [&](const Converter& converter) { return converter.media_type == media_type; });
  if (office_first) std::stable_partition(converters.begin(), converters.end(), is_office);
  return converters;
}

constexpr std::size_t kAround = 32;  // bytes

// sprmCFRMarkDel (0x0800), on, and near it who deleted or when (sprmCIbstRMarkDel, sprmCDttmRMarkDel): [MS-DOC] 2.6.1.
bool marks_deleted_text(std::string_view bytes) {
  constexpr std::string_view kDeleted("\x00\x08\x01", 3), kBy("\x63\x48", 2), kAt("\x64\x68", 2);
  for (std::size_t at = 0; (at = bytes.find(kDeleted, at)) != std::string_view::npos; ++at) {
    const std::size_t from = at - std::min(at, kAround);
    const std::string_view around = bytes.substr(from, at + kDeleted.size() + kAround - from);
    if (around.find(kBy) != std::string_view::npos || around.find(kAt) != std::string_view::npos) return true;
  }
  return false;
}

// Whether a Word file may hold text that tracked changes have deleted.
bool may_hold_deleted_text(int file) {
  std::array<char, 65536> buffer;
  std::string window;
  lseek(file, 0, SEEK_SET);
  for (;;) {
    const ssize_t got = read(file, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    window.append(buffer.data(), static_cast<std::size_t>(got));
    if (marks_deleted_text(window)) return true;
    window.erase(0, window.size() - std::min(window.size(), 3 * kAround));
  }
}

std::string what_it_is(std::string_view media_type) {
  if (media_type == "application/msword") return "an old Word document (DOC)";
  return media_type == "application/vnd.ms-excel" ? "an old Excel sheet (XLS)" : "an old PowerPoint show (PPT)";
}

Extraction failed(std::string_view media_type, std::string reason) {
  Extraction extraction;
  extraction.media_type = media_type;
  extraction.status = ExtractionStatus::failed;
  extraction.reason = std::move(reason);
  return extraction;
}

// A folder that goes with all that is in it.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "opslag-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\f") == std::string_view::npos;
}

Descriptor in_memory(std::string_view bytes) {
  Descriptor file(memfd_create("converted", MFD_CLOEXEC));
  while (file && !bytes.empty()) {
    const ssize_t written = write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw std::runtime_error("no memory for what a converter printed");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return file;
}

// By what it prints.
Extraction convert_to_text(const fs::path& program, const Converter& converter, int file, const ProgramLimits& limits,
                           const Converters::Read& read) {
  std::vector<std::string> command{program.string()};
  for (const char* argument : converter.arguments) {
    if (argument != nullptr) command.emplace_back(argument);
  }
  command.emplace_back(kFile);
  const ProgramRun run = run_confined(command, file, limits);
  if (!run.done) return failed(converter.media_type, program.filename().string() + " " + run.failure);
  if (is_blank(run.output)) return failed(converter.media_type, program.filename().string() + " finds no text in it");
  Extraction extraction = read(in_memory(run.output).get(), "converted.txt");
  if (run.cut && extraction.status == ExtractionStatus::ok) {
    extraction.status = ExtractionStatus::partial;
    extraction.reason = "text over the limit of " + std::to_string(limits.output >> 20) + " MB was left out";
  }
  return extraction;
}

// Into a document of a kind that is read here. It writes, so it has a folder of its own.
Extraction convert_by_office(const fs::path& program, const Converter& converter, int file, const ProgramLimits& limits,
                             const Converters::Read& read) {
  const ScratchFolder folder;
  const std::string kind = converter.arguments[0];
  const fs::path source = folder.path() / "in", made = folder.path() / ("in." + kind);
  fs::copy_file("/proc/self/fd/" + std::to_string(file), source);
  const ProgramRun run = run_confined({program.string(), "--headless", "--norestore",
                                       "-env:UserInstallation=file://" + (folder.path() / "profile").string(),
                                       "--convert-to", kind, "--outdir", folder.path().string(), source.string()},
                                      file, limits, folder.path());
  const Descriptor result(open(made.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!run.done || !result)
    return failed(converter.media_type, "LibreOffice " + (run.done ? std::string("gave up") : run.failure));
  return read(result.get(), made.filename().string());
}

}  // namespace

Converters::Converters(std::vector<fs::path> folders, const ConverterLimits& limits)
    : folders_(std::move(folders)), limits_(limits) {}

bool Converters::are_for(std::string_view media_type) {
  return std::any_of(kConverters.begin(), kConverters.end(),
                     [&](const Converter& converter) { return converter.media_type == media_type; });
}

fs::path Converters::find(std::string_view program) const {
  for (const fs::path& folder : folders_) {
    if (access((folder / program).c_str(), X_OK) == 0) return folder / program;
  }
  return {};
}

Extraction Converters::convert(const fs::path& file, std::string_view media_type, const Read& read) const {
  const Descriptor open_file(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!open_file) return failed(media_type, std::string("cannot be opened: ") + std::strerror(errno));
  const bool deleted = media_type == "application/msword" && may_hold_deleted_text(open_file.get());
  std::string names, reasons;
  for (const Converter& converter : converters_of(media_type, deleted)) {
    const bool office = is_office(converter);
    (names += names.empty() ? "" : " or ") += office ? "LibreOffice" : std::string(converter.program);
    const fs::path program = find(converter.program);
    if (program.empty()) continue;
    Extraction extraction = office ? convert_by_office(program, converter, open_file.get(), limits_.office, read)
                                   : convert_to_text(program, converter, open_file.get(), limits_.printing, read);
    if (extraction.status != ExtractionStatus::failed) {
      extraction.media_type = media_type;
      if (deleted && !office && extraction.status == ExtractionStatus::ok) {
        extraction.status = ExtractionStatus::partial;
        extraction.reason = "text that tracked changes have deleted may be among it: only LibreOffice tells it apart";
      }
      return extraction;
    }
    (reasons += reasons.empty() ? "" : ", ") += extraction.reason;
  }
  if (reasons.empty())
    return failed(media_type, what_it_is(media_type) + ": it is read through " + names + ", and none is installed");
  return failed(media_type, what_it_is(media_type) + " that can't be read: " + reasons);
}

std::string Converters::fingerprint() const {
  std::string found;
  for (const Converter& converter : kConverters) {
    if (const fs::path program = find(converter.program); !program.empty()) (found += program.string()) += '\n';
  }
  return found;
}

}  // namespace opslag::indexer
