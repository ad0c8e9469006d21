// Tells files from prose in lists of attachments.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/attachment_names.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "corpus/minutes/vocabulary.h"

namespace opslag::corpus::minutes {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 38> kKinds{{
    {"pdf", "application/pdf"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"docm", "application/vnd.ms-word.document.macroEnabled.12"},
    {"doc", "application/msword"},
    {"dotx", "application/vnd.openxmlformats-officedocument.wordprocessingml.template"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12"},
    {"xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"},
    {"xls", "application/vnd.ms-excel"},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"ppsx", "application/vnd.openxmlformats-officedocument.presentationml.slideshow"},
    {"ppt", "application/vnd.ms-powerpoint"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {"odp", "application/vnd.oasis.opendocument.presentation"},
    {"rtf", "application/rtf"},
    {"html", "text/html"},
    {"htm", "text/html"},
    {"mht", "message/rfc822"},
    {"xml", "application/xml"},
    {"csv", "text/csv"},
    {"txt", "text/plain"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"tif", "image/tiff"},
    {"tiff", "image/tiff"},
    {"bmp", "image/bmp"},
    {"svg", "image/svg+xml"},
    {"zip", "application/zip"},
    {"7z", "application/x-7z-compressed"},
    {"msg", "application/vnd.ms-outlook"},
    {"eml", "message/rfc822"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"dwg", "image/vnd.dwg"},
    {"vsd", "application/vnd.visio"},
}};

// A sentence or a lead-in, not a name.
bool is_prose(std::string_view text) {
  if (text.size() > 220 || text.ends_with(':')) return true;
  const std::string words = key(text);
  for (const std::string_view start :
       {"se ", "vedlagt ", "vedlagte bilag", "der er ", "materialet ", "bilag er ", "bilag kan "}) {
    if (words.starts_with(start) && count_words(text) > 3) return true;
  }
  return (text.ends_with('.') || text.ends_with('!') || text.ends_with('?')) && count_words(text) > 12;
}

bool says_none(std::string_view text) {
  const std::string words = key(text);
  const auto& none = vocabulary().no_attachments();
  return words.empty() || words == "-" || std::find(none.begin(), none.end(), words) != none.end();
}

// "1. Notat" in a list that counts from 1: the number belongs to the list.
std::string_view without_number(std::string_view text, int expected) {
  const std::string number = std::to_string(expected);
  if (!text.starts_with(number)) return {};
  const std::string_view rest = text.substr(number.size());
  if (rest.size() < 3 || (rest[0] != '.' && rest[0] != ')') || trim(rest.substr(1)).size() + 1 == rest.size())
    return {};
  return trim(rest.substr(1));
}

// A name wrapped by the page's width goes on in the next line.
bool goes_on(std::string_view line, std::string_view next) {
  if (!file_extension(line).empty() || file_extension(next).empty()) return false;
  const std::string words = key(line);
  for (const std::string_view tail :
       {" -", ",", " og", " til", " for", " af", " med", " i", " på", " om", " vedr", " den", "/"}) {
    if (words.ends_with(tail)) return true;
  }
  return starts_lower(next) && line.size() > 50;
}

struct Entry {
  std::string name;
  bool file = false;
  bool prose = false;
  bool after_gap = false;
};

// "12-03-2031", "25/12345-3", "PDF", "2": what a table of attachments has beside their names.
bool is_code(std::string_view cell) {
  const std::string words = key(cell);
  return words.empty() || count_words(words) == 0 || is_attachment_kind(words) ||
         words.find_first_not_of("0123456789-/.,: ()kmb") == std::string::npos;
}

// A row of such a table without its first and last cells that are no names.
std::string name_of_row(std::string_view row) {
  std::vector<std::string_view> cells;
  for (std::size_t at = 0; at <= row.size();) {
    const std::size_t end = std::min(row.find('\t', at), row.size());
    if (const std::string_view cell = trim(row.substr(at, end - at)); !cell.empty()) cells.push_back(cell);
    at = end + 1;
  }
  if (std::all_of(cells.begin(), cells.end(), is_code)) return std::string(row);
  while (is_code(cells.back())) cells.pop_back();
  const auto first = std::find_if_not(cells.begin(), cells.end(), is_code);
  std::string name;
  for (auto cell = first; cell != cells.end(); ++cell) (name += name.empty() ? "" : " ") += *cell;
  return name;
}

std::vector<Entry> read_entries(const Lines& lines, Range range) {
  std::vector<Entry> entries;
  bool gap = false;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (lines[i].blank()) {
      gap = true;
      continue;
    }
    std::string name = name_of_row(without_bullet(lines[i].text));
    if (!gap && i + 1 < range.end && !lines[i + 1].blank() && goes_on(name, lines[i + 1].text)) {
      name += ' ';
      name += lines[++i].text;
    }
    if (!says_none(name)) {
      const bool file = !file_extension(name).empty();
      entries.push_back({std::move(name), file, false, gap});
      entries.back().prose = !file && is_prose(entries.back().name);
    }
    gap = false;
  }
  return entries;
}

}  // namespace

std::string file_extension(std::string_view name) {
  name = trim(name);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.size() - dot > 6 || name.size() - dot < 3) return {};
  std::string extension = key(name.substr(dot + 1));
  return is_attachment_kind(extension) || extension == "txt" || extension == "xml" || extension == "csv" ? extension
                                                                                                         : "";
}

std::optional<std::string> media_type(std::string_view name) {
  const std::string extension = file_extension(name);
  for (const auto& [kind, type] : kKinds) {
    if (kind == extension) return std::string(type);
  }
  return std::nullopt;
}

bool is_attachment_kind(std::string_view extension) {
  if (extension == "txt" || extension == "xml" || extension == "csv") return false;
  return std::any_of(kKinds.begin(), kKinds.end(), [&](const auto& kind) { return kind.first == extension; });
}

NameList read_names(const Lines& lines, Range range) {
  NameList list;
  const std::vector<Entry> entries = read_entries(lines, range);
  const auto last_file = std::find_if(entries.rbegin(), entries.rend(), [](const Entry& e) { return e.file; });
  list.files = last_file != entries.rend();
  const auto files_end = static_cast<std::size_t>(entries.rend() - last_file);
  int expected = 1;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry& entry = entries[i];
    if (entry.prose) {
      if (!list.files) break;  // a list of names ends where prose begins
      continue;
    }
    // Behind the files, a line that stands apart is the page's, not the list's.
    if (list.files && i >= files_end && (entry.after_gap || count_words(entry.name) > 12)) break;
    const std::string_view plain = without_number(entry.name, expected);
    list.names.emplace_back(plain.empty() ? std::string_view(entry.name) : plain);
    if (!plain.empty()) ++expected;
  }
  return list;
}

std::optional<std::string> inline_name(std::string_view line) {
  const std::string_view text = without_bullet(line);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon > 24 || file_extension(text).empty()) return std::nullopt;
  if (vocabulary().heading(key(text.substr(0, colon))) != Role::attachments) return std::nullopt;
  return std::string(trim(text.substr(colon + 1)));
}

std::vector<std::string> merge_names(const std::vector<NameList>& lists, const std::vector<std::string>& inline_names) {
  const bool files = std::any_of(lists.begin(), lists.end(), [](const NameList& list) { return list.files; });
  std::vector<std::string> names;
  std::unordered_set<std::string> seen;
  const auto add = [&](const std::string& name) {
    std::string form = key(name);
    if (!seen.insert(std::move(form)).second) return;
    names.push_back(name);
  };
  for (const NameList& list : lists) {
    if (files && !list.files) continue;
    std::for_each(list.names.begin(), list.names.end(), add);
  }
  std::for_each(inline_names.begin(), inline_names.end(), add);
  return names;
}

}  // namespace opslag::corpus::minutes
