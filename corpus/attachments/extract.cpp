// Reads a file and hands it to the extractor of its kind.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/extract.h"

#include <fstream>
#include <iterator>
#include <new>

#include "corpus/attachments/extractors.h"

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
  if (type == "text/plain" || type == "text/csv") return extract_plain;
  return nullptr;
}

std::string why_not(std::string_view type) {
  if (type == "application/x-ole-storage") return "encrypted, or an old Office file under another name";
  if (type == "application/msword" || type.starts_with("application/vnd.ms-"))
    return "an old Office format that needs a converter: save it as DOCX, XLSX or PPTX";
  if (type.starts_with("image/")) return "a picture: it holds no text";
  if (type == "application/zip") return "an archive that is no document";
  return "not a kind of file that can be read";
}

std::string read_file(const std::filesystem::path& file, const ExtractionLimits& limits) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw ExtractionError("cannot be opened: " + error.message());
  if (size > limits.file_size)
    throw ExtractionError("larger than the limit of " + std::to_string(limits.file_size >> 20) + " MB");
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in.good() && !in.eof()) throw ExtractionError("cannot be read to its end");
  if (bytes.empty()) throw ExtractionError("empty");
  return bytes;
}

}  // namespace

Extraction extract(const std::filesystem::path& file, const ExtractionLimits& limits) {
  Extraction result;
  result.media_type = media_type_of_name(file.filename().string());
  TextSink sink(limits);
  try {
    const std::string bytes = read_file(file, limits);
    result.media_type = media_type_of(bytes, file.filename().string());
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
  result.pages = sink.take();
  tidy(result.pages);
  std::size_t letters = 0;
  for (const Page& page : result.pages) letters += page.text.size();
  if (result.status == ExtractionStatus::failed && letters > 0) result.status = ExtractionStatus::partial;
  if (result.status == ExtractionStatus::failed) result.pages.clear();
  return result;
}

}  // namespace opslag::corpus
