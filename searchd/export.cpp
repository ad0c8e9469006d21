// Lines of CSV and NDJSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/export.h"

#include <algorithm>
#include <array>

#include "analyzers/text.h"
#include "corpus/json.h"
#include "searchd/search_response.h"

namespace opslag::searchd {
namespace {

constexpr std::string_view kHead =
    "id;committee;date;number;title;decision_codes;decision;municipalities;topics;attachments;url";

bool starts_with_any(std::string_view text, const auto& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return text.substr(0, start.size()) == start; });
}

// Spreadsheets pass over spaces before a formula, full-width signs begin one as well, and so may what is invisible.
bool looks_like_formula(std::string_view text) {
  static constexpr std::array<std::string_view, 10> kStarts{"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
  static constexpr std::array<std::string_view, 12> kSpaces{" ",
                                                            "\n",
                                                            "\v",
                                                            "\f",
                                                            "\xC2\xA0",
                                                            "\xE3\x80\x80",
                                                            "\xE2\x80\x8B",
                                                            "\xE2\x80\x83",
                                                            "\xE2\x80\xAF",
                                                            "\xEF\xBB\xBF",
                                                            "\xC2\xAD",
                                                            "\xE2\x81\xA0"};
  while (!starts_with_any(text, kStarts)) {
    const auto* space = std::find_if(kSpaces.begin(), kSpaces.end(),
                                     [&](std::string_view one) { return text.substr(0, one.size()) == one; });
    if (space == kSpaces.end()) return false;
    text.remove_prefix(space->size());
  }
  return true;
}

std::string joined(const std::vector<std::string>& values) {
  std::string list;
  for (const auto& value : values) {
    if (!list.empty()) list += " | ";
    list += value;
  }
  return list;
}

std::vector<std::string> labels_of(const std::vector<corpus::LabelledValue>& values) {
  std::vector<std::string> labels;
  for (const auto& [value, label] : values) labels.push_back(label);
  return labels;
}

std::vector<std::string> names_of(const corpus::Stored& stored) {
  if (stored.kind == corpus::DocumentKind::attachment) return {stored.item.attachments.at(stored.attachment).name};
  std::vector<std::string> names;
  for (const auto& attachment : stored.item.attachments) names.push_back(attachment.name);
  return names;
}

}  // namespace

std::string csv_head() {
  return "\xEF\xBB\xBF" + std::string(kHead) + "\r\n";
}

std::string csv_cell(std::string_view text) {
  std::string cell;
  for (const char c : text)
    if (c != '\0') cell += c;
  cell = analyzers::valid_utf8(cell);
  if (looks_like_formula(cell)) cell.insert(0, 1, '\'');
  const bool spaced = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
  if (!spaced && cell.find_first_of(";\"\r\n\t,") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted.append(c == '"' ? 2 : 1, c);
  return quoted += '"';
}

std::string csv_line(const Hit& hit, const Labels& labels, Language language) {
  const auto& stored = hit.stored;
  const auto values = [&](corpus::Facet facet) { return joined(labels_of(labels.values(stored, facet, language))); };
  const bool is_item = stored.kind == corpus::DocumentKind::item;
  std::vector<std::string> codes;
  for (const auto& [value, label] : labels.values(stored, corpus::Facet::decision, language)) codes.push_back(value);
  const std::array<std::string, 11> cells{is_item ? stored.item.id : stored.item.attachments.at(stored.attachment).id,
                                          stored.meeting.committee.value_or(""),
                                          stored.meeting.date.value_or(""),
                                          corpus::to_string(stored.item.number),
                                          stored.item.title,
                                          joined(codes),
                                          stored.item.decision ? stored.item.decision->text : "",
                                          values(corpus::Facet::municipality),
                                          values(corpus::Facet::topic),
                                          joined(names_of(stored)),
                                          url_of(stored)};
  std::string line;
  for (const auto& cell : cells) {
    if (&cell != &cells.front()) line += ';';
    line += csv_cell(cell);
  }
  return line += "\r\n";
}

std::string ndjson_line(const Hit& hit, const Labels& labels, Language language) {
  return hit_json(hit, labels, language) + '\n';
}

}  // namespace opslag::searchd
