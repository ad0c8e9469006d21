// Which program reads which kind, best first, and how it is called.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/converters.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

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

constexpr std::array kConverters = std::to_array<Converter>({
    {"application/msword", "antiword", {"-m", "UTF-8.txt", "-w", "0"}},
    {"application/msword", "catdoc", {"-d", "utf-8", "-w"}},
    {"application/msword", kOffice, {"docx"}},
    {"application/vnd.ms-excel", "xls2csv", {"-d", "utf-8", "-q", "0", "-c", "\t", "-b", "\f"}},
    {"application/vnd.ms-excel", kOffice, {"xlsx"}},
    {"application/vnd.ms-powerpoint", "catppt", {"-d", "utf-8"}},
    {"application/vnd.ms-powerpoint", kOffice, {"pptx"}},
});

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
Extraction convert_to_text(const fs::path& program, const Converter& converter, int file,
                           const Converters::Read& read) {
  std::vector<std::string> command{program.string()};
  for (const char* argument : converter.arguments) {
    if (argument != nullptr) command.emplace_back(argument);
  }
  command.emplace_back(kFile);
  const ProgramRun run = run_confined(command, file);
  if (!run.done) return failed(converter.media_type, program.filename().string() + " " + run.failure);
  if (is_blank(run.output)) return failed(converter.media_type, program.filename().string() + " finds no text in it");
  Extraction extraction = read(in_memory(run.output).get(), "converted.txt");
  if (run.cut && extraction.status == ExtractionStatus::ok) {
    extraction.status = ExtractionStatus::partial;
    extraction.reason = "text over the limit of 20 MB was left out";
  }
  return extraction;
}

// Into a document of a kind that is read here. It writes, so it has a folder of its own.
Extraction convert_by_office(const fs::path& program, const Converter& converter, int file,
                             const Converters::Read& read) {
  const ScratchFolder folder;
  const std::string kind = converter.arguments[0];
  const fs::path source = folder.path() / "in", made = folder.path() / ("in." + kind);
  fs::copy_file("/proc/self/fd/" + std::to_string(file), source);
  ProgramLimits limits;
  limits.memory = std::size_t{4} << 30;  // of address space: it maps much more than it takes
  limits.seconds = 120, limits.cpu_seconds = 60;
  limits.written = 200u << 20;
  limits.processes = true;
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

Converters::Converters(std::vector<fs::path> folders) : folders_(std::move(folders)) {}

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
  std::string names, reasons;
  for (const Converter& converter : kConverters) {
    if (converter.media_type != media_type) continue;
    const bool office = converter.program == kOffice;
    (names += names.empty() ? "" : " or ") += office ? "LibreOffice" : std::string(converter.program);
    const fs::path program = find(converter.program);
    if (program.empty()) continue;
    Extraction extraction = office ? convert_by_office(program, converter, open_file.get(), read)
                                   : convert_to_text(program, converter, open_file.get(), read);
    if (extraction.status != ExtractionStatus::failed) {
      extraction.media_type = media_type;
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
