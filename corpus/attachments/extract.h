// An attachment's text, page by page. Files are hostile: callers run extract() in a limited child process.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus {

struct Page {
  unsigned number = 1;  // from 1: a page, a sheet, a slide; 1 for formats without pages
  std::string text;     // NFC; lines separated by '\n', table cells by '\t', feet of pages behind a '\f'
};

enum class ExtractionStatus { ok, partial, failed };  // partial: some text, but reason says what is missing

struct Extraction {
  std::string media_type;
  ExtractionStatus status = ExtractionStatus::ok;
  std::string reason;  // a sentence; empty if ok
  std::vector<Page> pages;
  bool recognised = false;  // OCR was asked about some of its pages
  bool withheld = false;    // held personal numbers, which were masked or dropped
  bool passing = false;     // failed for no reason of its own: another try may succeed
};

// What a file may cost. Over a limit, the text so far is kept and the status is partial; archives that lie or explode
// fail. Sizes in bytes.
struct ExtractionLimits {
  std::size_t file_size = 200u << 20;
  std::size_t text = 20u << 20;
  std::size_t archive_entries = 1000;
  std::size_t unpacked = 200u << 20;
  double ratio = 100;                   // unpacked ÷ packed of one entry …
  std::size_t ratio_from = 100u << 10;  // … once it has unpacked this much
  std::size_t xml_depth = 256;
  std::size_t attached_depth = 3;  // mails in mails in mails: what is attached deeper is left out
};

// The file can't be read as what it is; what() is the reason. Used between extractors; extract() turns it into a
// status.
struct ExtractionError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The kind of a file by its content first, then by its name: "application/pdf" …; "application/octet-stream" if
// unknown.
std::string media_type_of(std::string_view content, std::string_view name);
// The kind by a name's extension alone; empty if it has none that is known.
std::string media_type_of_name(std::string_view name);

class Ocr;  // corpus/attachments/ocr.h

// Reads a file of any kind, pictures of text only with an `ocr`. Never throws; a file that can't be read is `failed`
// with a reason. Not to be trusted with memory or time by itself: poppler may take gigabytes for a few kilobytes.
Extraction extract(const std::filesystem::path& file, const ExtractionLimits& limits = {}, Ocr* ocr = nullptr);
// The same from a descriptor open for reading, at its start; `name` for its extension only. The descriptor stays open.
Extraction extract(int descriptor, std::string_view name, const ExtractionLimits& limits = {}, Ocr* ocr = nullptr);

std::string_view name_of(ExtractionStatus status);  // "ok", "partial", "failed"

}  // namespace opslag::corpus
