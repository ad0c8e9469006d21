// Reads a file and hands it to the extractor of its kind.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/extract.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>

#include "analyzers/text.h"
#include "corpus/attachments/extractors.h"
#include "corpus/attachments/ocr.h"

namespace opslag::corpus {
namespace {

using Extractor = void (*)(std::string_view, TextSink&);

Extractor extractor_for(std::string_view type) {
  if (type == "application/pdf") return extract_pdf;
  if (type.ends_with("wordprocessingml.document")) return extract_word;
  if (type.ends_with("spreadsheetml.sheet")) return extract_spreadsheet;
  if (type.ends_with("presentationml.presentation")) return extract_slides;
  if (type.starts_with("application/vnd.oasis.opendocument")) return extract_open_document;
  if (type == "application/rtf") return extract_rtf;
  if (type == "text/html") return extract_html;
  if (type == "message/rfc822") return extract_mail;
  if (type == "application/vnd.ms-outlook") return extract_outlook;
  if (type == "text/plain" || type == "text/csv") return extract_plain;
  if (type == "image/png" || type == "image/jpeg" || type == "image/tiff") return extract_picture;
  return nullptr;
}

std::string why_not(std::string_view type) {
  if (type == "application/x-ole-storage") return "encrypted: a password is needed";
  if (type == "application/msword" || type.starts_with("application/vnd.ms-"))
    return "an old Office format that needs a converter";
  if (type.starts_with("image/")) return "a picture of a kind that is not read";
  if (type == "application/zip") return "an archive that is no document";
  return "not a kind of file that can be read";
}

std::string read_all(int descriptor, const ExtractionLimits& limits) {
  struct stat about {};
  if (fstat(descriptor, &about) != 0) throw ExtractionError(std::string("cannot be read: ") + std::strerror(errno));
  if (!S_ISREG(about.st_mode)) throw ExtractionError("no ordinary file");
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size > limits.file_size)
    throw ExtractionError("larger than the limit of " + std::to_string(limits.file_size >> 20) + " MB");
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = pread(descriptor, bytes.data() + done, size - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw ExtractionError(std::string("cannot be read: ") + std::strerror(errno));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  if (bytes.empty()) throw ExtractionError("empty");
  return bytes;
}

}  // namespace

void extract_attached(std::string_view bytes, std::string_view name, TextSink& sink) {
  const TextSink::Nested nested(sink);
  const std::string type = media_type_of(bytes, name);
  const Extractor extractor = extractor_for(type);
  try {
    if (bytes.empty()) throw ExtractionError("empty");
    if (extractor == nullptr) throw ExtractionError(why_not(type));
    extractor(bytes, sink);
  } catch (const ExtractionError& error) {
    sink.note("attached \"" + analyzers::valid_utf8(name) + "\": " + error.what());
  }
}

Extraction extract(int descriptor, std::string_view name, const ExtractionLimits& limits, Ocr* ocr) {
  Extraction result;
  result.media_type = media_type_of_name(name);
  TextSink sink(limits, ocr);
  if (ocr != nullptr) ocr->begin_file();
  try {
    const std::string bytes = read_all(descriptor, limits);
    result.media_type = media_type_of(bytes, name);
    const Extractor extractor = extractor_for(result.media_type);
    if (extractor == nullptr) throw ExtractionError(why_not(result.media_type));
    extractor(bytes, sink);
    result.reason = sink.notes();
    result.status = result.reason.empty() ? ExtractionStatus::ok : ExtractionStatus::partial;
  } catch (const std::bad_alloc&) {
    result.reason = "it needs more memory than it may have";
    result.status = ExtractionStatus::failed;
  } catch (const std::exception& error) {
    result.reason = error.what();
    result.status = ExtractionStatus::failed;
  }
  result.recognised = ocr != nullptr && ocr->asked();
  result.pages = sink.take();
  // Sheets, slides and mails have no running lines: what they have in common is text.
  const bool printed = result.media_type == "application/pdf" || result.media_type == "text/plain";
  tidy(result.pages, sink.running_told() || !printed);
  std::size_t letters = 0;
  for (const Page& page : result.pages) letters += page.text.size();
  if (result.status == ExtractionStatus::failed && letters > 0) result.status = ExtractionStatus::partial;
  if (result.status == ExtractionStatus::failed) result.pages.clear();
  return result;
}

Extraction extract(const std::filesystem::path& file, const ExtractionLimits& limits, Ocr* ocr) {
  const std::string name = file.filename().string();
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) {
    Extraction result;
    result.media_type = media_type_of_name(name);
    result.status = ExtractionStatus::failed;
    result.reason = std::string("cannot be opened: ") + std::strerror(errno);
    return result;
  }
  Extraction result = extract(descriptor, name, limits, ocr);
  close(descriptor);
  return result;
}

}  // namespace opslag::corpus
