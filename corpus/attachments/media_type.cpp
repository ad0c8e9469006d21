// Kinds of files by their first bytes and by their names.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "analyzers/text.h"
#include "corpus/attachments/extract.h"

namespace opslag::corpus {
namespace {

struct Kind {
  std::string_view extension, type;
};

constexpr std::string_view kOle = "application/x-ole-storage";
constexpr std::string_view kZip = "application/zip";

constexpr std::array kKinds = std::to_array<Kind>({
    {"pdf", "application/pdf"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"docm", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"xlsm", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {"odp", "application/vnd.oasis.opendocument.presentation"},
    {"doc", "application/msword"},
    {"xls", "application/vnd.ms-excel"},
    {"ppt", "application/vnd.ms-powerpoint"},
    {"msg", "application/vnd.ms-outlook"},
    {"rtf", "application/rtf"},
    {"html", "text/html"},
    {"htm", "text/html"},
    {"txt", "text/plain"},
    {"csv", "text/csv"},
    {"eml", "message/rfc822"},
    {"mht", "message/rfc822"},
    {"zip", "application/zip"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"tif", "image/tiff"},
    {"tiff", "image/tiff"},
});

// Office packages name their main part in [Content_Types].xml, OpenDocument in its first entry; both stand early in
// the file, the latter uncompressed. What stands compressed is left to the name.
std::string_view package_kind(std::string_view content, std::string_view by_name) {
  const std::string_view start = content.substr(0, 4096);
  for (const Kind& kind : kKinds) {
    if (kind.type.starts_with("application/vnd.oasis") && start.find(kind.type) != std::string_view::npos)
      return kind.type;
  }
  if (by_name.starts_with("application/vnd.o")) return by_name;
  if (content.find("word/document.xml") != std::string_view::npos) return kKinds[1].type;
  if (content.find("xl/workbook.xml") != std::string_view::npos) return kKinds[3].type;
  if (content.find("ppt/presentation.xml") != std::string_view::npos) return kKinds[5].type;
  return kZip;
}

// Which program wrote a compound file: its directory names the parts in UTF-16.
std::string_view compound_kind(std::string_view content, std::string_view by_name) {
  struct Part {
    std::string_view name, type;
  };
  constexpr std::array kParts = std::to_array<Part>({
      {"EncryptedPackage", kOle},
      {"__properties_version1.0", "application/vnd.ms-outlook"},
      {"WordDocument", "application/msword"},
      {"PowerPoint Document", "application/vnd.ms-powerpoint"},
      {"Workbook", "application/vnd.ms-excel"},
      {"Book", "application/vnd.ms-excel"},
  });
  for (const Part& part : kParts) {
    std::string wide;
    for (const char c : part.name) (wide += c) += '\0';
    if (content.find(wide + std::string(2, '\0')) != std::string_view::npos) return part.type;
  }
  const bool old_office = by_name == "application/msword" || by_name.starts_with("application/vnd.ms-");
  return old_office ? by_name : kOle;
}

bool looks_like_html(std::string_view content) {
  std::string start = analyzers::lower(analyzers::valid_utf8(content.substr(0, 1024)));
  const auto from = start.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (from == std::string::npos) return false;
  start.erase(0, from);
  return start.starts_with("<!doctype html") || start.starts_with("<html") || start.find("<body") != std::string::npos;
}

}  // namespace

std::string media_type_of_name(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string extension(name.substr(dot + 1));
  while (!extension.empty() && extension.back() == ' ') extension.pop_back();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const Kind& kind : kKinds) {
    if (kind.extension == extension) return std::string(kind.type);
  }
  return {};
}

std::string media_type_of(std::string_view content, std::string_view name) {
  const std::string by_name = media_type_of_name(name);
  if (content.substr(0, 1024).find("%PDF-") != std::string_view::npos) return "application/pdf";
  if (content.starts_with("PK\x03\x04") || content.starts_with("PK\x05\x06")) {
    return std::string(package_kind(content, by_name));
  }
  if (content.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return std::string(compound_kind(content, by_name));
  if (content.starts_with("{\\rtf")) return "application/rtf";
  if (content.starts_with("\x89PNG")) return "image/png";
  if (content.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (content.starts_with("II*") || content.starts_with("MM")) {
    if (by_name == "image/tiff") return by_name;
  }
  if (by_name == "text/csv" || by_name == "message/rfc822" || by_name == "text/html") return by_name;
  if (looks_like_html(content)) return "text/html";
  if (by_name == "text/plain") return by_name;
  // Text has no zero bytes, unless it is UTF-16 with its mark.
  const std::string_view start = content.substr(0, 4096);
  const bool marked = start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF");
  if (by_name.empty() && !start.empty() && (marked || start.find('\0') == std::string_view::npos)) return "text/plain";
  return by_name.empty() ? "application/octet-stream" : by_name;
}

std::string_view name_of(ExtractionStatus status) {
  switch (status) {
    case ExtractionStatus::ok:
      return "ok";
    case ExtractionStatus::partial:
      return "partial";
    case ExtractionStatus::failed:
      return "failed";
  }
  return "";
}

}  // namespace opslag::corpus
