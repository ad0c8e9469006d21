// Facet values of a document, their packing into a value slot, and the key that sorts newest first.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facet_values.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "analyzers/text.h"
#include "analyzers/varint.h"

namespace opslag::corpus {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"januar", "februar", "marts",     "april",   "maj",      "juni",
                                                   "juli",   "august",  "september", "oktober", "november", "december"};

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

std::string date_in_words(std::string_view date) {
  const int month = (date[5] - '0') * 10 + (date[6] - '0');
  if (month < 1 || month > 12) return std::string(date);
  const std::string_view day = date.substr(date[8] == '0' ? 9 : 8);
  std::string words(day.substr(0, date[8] == '0' ? 1 : 2));
  words += ". ";
  words += kMonths[static_cast<std::size_t>(month - 1)];
  words += ' ';
  return words += date.substr(0, 4);
}

std::string meeting_label(const MeetingHead& meeting) {
  std::string label = meeting.committee.value_or(meeting.title.value_or(meeting.id));
  if (meeting.date && is_date(*meeting.date)) label += " den " + date_in_words(*meeting.date);
  if (meeting.type == "dagsorden") label += " (dagsorden)";
  if (meeting.type == "tillaegsdagsorden") label += " (tillægsdagsorden)";
  return label;
}

// Begins with its organisation's where that is known; empty if the committee's name has no letters.
std::string committee_value(const MeetingHead& meeting) {
  const std::string slug = analyzers::slug(*meeting.committee);
  if (slug.empty() || !meeting.organisation) return slug;
  std::string value = analyzers::slug(*meeting.organisation);
  return (value += value.empty() ? "" : "-") += slug;
}

void add(std::vector<FacetValue>& list, std::string value, std::string label = {}) {
  if (value.empty()) return;
  const auto same = [&](const FacetValue& other) { return other.value == value; };
  if (std::none_of(list.begin(), list.end(), same)) list.push_back({std::move(value), std::move(label)});
}

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
  std::size_t number() {
    const std::optional<std::uint64_t> value = analyzers::take_varint(rest_);
    if (!value) throw std::runtime_error("packed facet values are damaged");
    return *value;
  }
  std::string_view text() {
    const std::size_t size = number();
    if (size > rest_.size()) throw std::runtime_error("packed facet values are damaged");
    const std::string_view result = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return result;
  }
  std::vector<FacetValue> values() {
    std::vector<FacetValue> list;
    for (std::size_t left = number(); left > 0; --left) {
      FacetValue value;
      value.value = text();
      value.label = text();
      list.push_back(std::move(value));
    }
    return list;
  }
  std::string_view piece() {
    const std::string_view from = rest_;
    for (std::size_t left = 2 * number(); left > 0; --left) text();
    return from.substr(0, from.size() - rest_.size());
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// Six digits: no meeting has a million items.
std::string padded(std::size_t number) {
  const std::string digits = std::to_string(std::min<std::size_t>(number, 999999));
  return std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

}  // namespace

std::vector<FacetValue> facet_values(const MeetingHead& meeting, const AgendaItem& item, DocumentKind kind,
                                     Facet facet) {
  std::vector<FacetValue> list;
  if (kind == DocumentKind::meeting &&
      (facet == Facet::municipality || facet == Facet::topic || facet == Facet::decision))
    return list;
  switch (facet) {
    case Facet::organisation:
      if (meeting.organisation) add(list, analyzers::slug(*meeting.organisation), *meeting.organisation);
      break;
    case Facet::committee:
      if (meeting.committee) add(list, committee_value(meeting), *meeting.committee);
      break;
    case Facet::meeting:
      add(list, meeting.id, meeting_label(meeting));
      break;
    case Facet::year:
      if (meeting.date && is_date(*meeting.date)) add(list, meeting.date->substr(0, 4));
      break;
    case Facet::municipality:
      for (const std::string& label : item.municipalities) add(list, analyzers::slug(label), label);
      break;
    case Facet::topic:
      for (const std::string& topic : item.topics) add(list, topic);
      break;
    case Facet::decision:
      if (!item.decision) break;
      for (const std::string& code : item.decision->codes) add(list, code);
      break;
    case Facet::kind:
      add(list, std::string(name_of(kind)));
      break;
  }
  return list;
}

FacetValues facet_values(const MeetingHead& meeting, const AgendaItem& item, DocumentKind kind) {
  FacetValues values;
  for (std::size_t facet = 0; facet < kFacetCount; ++facet)
    values[facet] = facet_values(meeting, item, kind, static_cast<Facet>(facet));
  return values;
}

FacetValues stored_part(FacetValues values, DocumentKind kind) {
  if (kind == DocumentKind::meeting) return values;
  for (std::size_t f = 0; f < kFacetCount; ++f) {
    const auto facet = static_cast<Facet>(f);
    if (kind == DocumentKind::attachment && facet != Facet::kind) values[f].clear();
    if (facet != Facet::organisation && facet != Facet::committee && facet != Facet::meeting) continue;
    for (FacetValue& value : values[f]) value.label.clear();
  }
  return values;
}

std::string pack(const FacetValues& values) {
  std::string out;
  for (const std::vector<FacetValue>& list : values) {
    analyzers::put_varint(out, list.size());
    for (const FacetValue& value : list) {
      analyzers::put_varint(out, value.value.size());
      out += value.value;
      analyzers::put_varint(out, value.label.size());
      out += value.label;
    }
  }
  return out;
}

FacetValues unpack(std::string_view bytes) {
  FacetValues values;
  Unpacker unpacker(bytes);
  for (std::vector<FacetValue>& list : values) list = unpacker.values();
  if (!unpacker.at_end()) throw std::runtime_error("packed facet values are damaged");
  return values;
}

std::array<std::string_view, kFacetCount> pieces(std::string_view bytes) {
  std::array<std::string_view, kFacetCount> all;
  Unpacker unpacker(bytes);
  for (std::string_view& piece : all) piece = unpacker.piece();
  if (!unpacker.at_end()) throw std::runtime_error("packed facet values are damaged");
  return all;
}

std::vector<FacetValue> unpack_piece(std::string_view piece) {
  return Unpacker(piece).values();
}

std::string sort_key(const MeetingHead& meeting, std::size_t position, std::size_t attachment) {
  std::string key;
  if (meeting.date && is_date(*meeting.date)) {
    for (const char c : *meeting.date) {
      if (c != '-') key += static_cast<char>('9' - (c - '0'));
    }
  } else {
    key = "~";  // after all digits: unknown dates come last
  }
  // 0x01 is below all that an id holds, so that an id sorts before those that it begins.
  return key + meeting.id + '\x01' + padded(position) + padded(attachment);
}

bool is_of_item(std::string_view attachment_key, std::string_view item_key) {
  constexpr std::size_t kDigits = 6;  // of the attachment's number
  return attachment_key.size() == item_key.size() && item_key.size() > kDigits &&
         attachment_key.substr(0, attachment_key.size() - kDigits) == item_key.substr(0, item_key.size() - kDigits);
}

std::size_t position_in(std::string_view sort_key) {
  const std::size_t mark = sort_key.rfind('\x01');
  std::size_t position = 0;
  if (mark == std::string_view::npos || sort_key.size() < mark + 7) return position;
  std::from_chars(sort_key.data() + mark + 1, sort_key.data() + mark + 7, position);
  return position;
}

}  // namespace opslag::corpus
