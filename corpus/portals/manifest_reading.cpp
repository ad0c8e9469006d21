// Puts a manifest's meeting together.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/portals/manifest_reading.h"

#include "analyzers/text.h"
#include "corpus/attachments/html.h"
#include "corpus/minutes/attachment_names.h"
#include "corpus/minutes/dates.h"
#include "corpus/minutes/item_body.h"
#include "corpus/minutes/numbered.h"
#include "corpus/portals/decisions.h"

namespace opslag::corpus {
namespace fs = std::filesystem;
namespace {

std::optional<std::string> optional_text(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

fs::path root_of(const SourceFile& file) {
  std::error_code error;
  if (fs::is_directory(file.root, error)) return file.root;
  return file.path.parent_path();
}

// "2026-03-24T18:00", or the day alone where no time is told.
std::pair<std::optional<std::string>, std::optional<std::string>> day_and_time(const std::string& date,
                                                                               const std::string& time) {
  const auto day = minutes::find_date(date);
  if (!day) return {};
  std::string rest = time.empty() ? date.substr(day->end) : time;
  if (rest.starts_with('T')) rest[0] = ' ';
  const std::vector<std::string> times = minutes::find_times(rest);
  // Midnight is how a day without a time is written.
  const bool told = !times.empty() && !(time.empty() && times.front() == "00:00");
  return {day->iso, told ? std::optional(day->iso + "T" + times.front()) : std::nullopt};
}

// The name that an attachment goes by: its title, with its file's ending so that its kind can be seen.
std::optional<std::string> type_of(const std::string& name, const std::string& path) {
  const auto type = minutes::media_type(path.substr(path.find_last_of("/\\") + 1));
  return type ? type : minutes::media_type(name);
}

}  // namespace

ManifestReading::ManifestReading(const SourceFile& file) : files_(file.path.parent_path(), root_of(file)) {}

void ManifestReading::set_committee(const std::string& name) {
  meeting.committee = optional_text(name);
  meeting.title = meeting.committee;
}

void ManifestReading::set_start(const std::string& date, const std::string& time) {
  const auto [day, start] = day_and_time(date, time);
  meeting.date = day;
  meeting.start = start;
}

void ManifestReading::set_end(const std::string& date, const std::string& time) {
  const std::string day = date.empty() ? meeting.date.value_or("") : date;
  meeting.end = day_and_time(day, time).second;
}

void ManifestReading::set_place(const std::string& place) {
  meeting.place = optional_text(place);
}

void ManifestReading::begin_item(const std::string& number, const std::string& title, bool open) {
  item_ = AgendaItem{};
  std::string plain = number;
  while (plain.ends_with('.') || plain.ends_with(':')) plain.pop_back();
  if (!plain.empty()) item_.number = minutes::item_number(plain);
  const minutes::Title cleaned = minutes::clean_title(title);
  item_.title = cleaned.text;
  if (!open || cleaned.closed || meeting.audience == Audience::internal) item_.audience = Audience::internal;
  if (meeting.type == "referat") item_.decision = Decision{};
}

void ManifestReading::set_case_number(const std::string& number) {
  if (item_.audience == Audience::everyone) item_.case_number = optional_text(number);
}

void ManifestReading::add_section(const std::string& heading, const std::string& html) {
  if (item_.audience == Audience::internal) return;
  std::string plain = heading;
  while (plain.ends_with(':')) plain.pop_back();
  try {
    std::string text = html_text(html);
    if (!text.empty()) item_.sections.push_back({optional_text(plain), std::move(text)});
  } catch (const ExtractionError& error) {  // nested to harm: the item is kept without it
    result.warnings.push_back("\"" + item_.title + "\": a text can't be read: " + error.what());
  }
}

void ManifestReading::add_block(const std::string& html) {
  const std::size_t first = item_.sections.size();
  add_section({}, html);
  if (item_.sections.size() == first) return;
  const std::string text = std::move(item_.sections.back().text);
  item_.sections.pop_back();
  const minutes::Lines lines = minutes::split_lines(text);
  minutes::BodyOptions options;
  options.date = meeting.date;
  options.committee = minutes::key(meeting.committee.value_or(""));
  options.inline_labels = true;
  minutes::Body body = minutes::read_body(lines, {0, lines.size()}, item_.title, options);
  for (Section& section : body.item.sections) item_.sections.push_back(std::move(section));
  if (!item_.case_number) item_.case_number = std::move(body.item.case_number);
}

void ManifestReading::add_attachment(const std::string& name, const std::string& path, bool open) {
  if (item_.audience == Audience::internal || !open) return;
  Attachment attachment;
  attachment.name = name.empty() ? path.substr(path.find_last_of("/\\") + 1) : name;
  if (attachment.name.empty()) return;
  attachment.media_type = type_of(attachment.name, path);
  if (!path.empty()) {
    attachment.file = path;  // so that it is not looked for by its name
    if (const auto found = files_.find(path)) {
      attachment.file = found->name;
      attachment.path = found->path;
    } else {
      result.warnings.push_back("\"" + attachment.name + "\" is listed, but not there: " + path);
    }
  }
  item_.attachments.push_back(std::move(attachment));
}

void ManifestReading::end_item() {
  read_decision(meeting, item_);
  meeting.items.push_back(std::move(item_));
}

ReadResult ManifestReading::finish() {
  result.meetings.push_back(std::move(meeting));
  result.names_files = true;
  return std::move(result);
}

bool says_true(const std::string& value) {
  const std::string lower = analyzers::lower(value);
  return lower == "true" || lower == "1" || lower == "ja";
}

}  // namespace opslag::corpus
