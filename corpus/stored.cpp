// The document data: positional CBOR, so that neither key names nor escapes take space and any bytes survive.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/stored.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace opslag::corpus {
namespace {
using Json = nlohmann::json;

constexpr int kCodecVersion = 2;
constexpr std::size_t kMostAttachments = 100'000;  // an item has fewer

Json write(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json(nullptr);
}

std::optional<std::string> read_optional(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return json.get<std::string>();
}

Json write(const ItemNumber& number) {
  if (const int* whole = std::get_if<int>(&number)) return *whole;
  if (const std::string* text = std::get_if<std::string>(&number)) return *text;
  return nullptr;
}

ItemNumber read_number(const Json& json) {
  if (json.is_number_integer()) return json.get<int>();
  if (json.is_string()) return json.get<std::string>();
  return std::monostate{};
}

Json write(const MeetingHead& head) {
  return Json::array({head.id, write(head.organisation), write(head.committee), head.type, write(head.title),
                      write(head.date), write(head.start), write(head.end), write(head.place), write(head.published),
                      head.layout, head.source, write(head.source_url), head.audience == Audience::internal});
}

MeetingHead read_head(const Json& json) {
  MeetingHead head;
  head.id = json.at(0).get<std::string>();
  head.organisation = read_optional(json.at(1));
  head.committee = read_optional(json.at(2));
  head.type = json.at(3).get<std::string>();
  head.title = read_optional(json.at(4));
  head.date = read_optional(json.at(5));
  head.start = read_optional(json.at(6));
  head.end = read_optional(json.at(7));
  head.place = read_optional(json.at(8));
  head.published = read_optional(json.at(9));
  head.layout = json.at(10).get<std::string>();
  head.source = json.at(11).get<std::string>();
  head.source_url = read_optional(json.at(12));
  head.audience = json.at(13).get<bool>() ? Audience::internal : Audience::everyone;
  return head;
}

// A decision's text is nearly always a section's: then only the section's place is stored.
Json write_decision(const AgendaItem& item) {
  if (!item.decision) return nullptr;
  for (std::size_t i = 0; i < item.sections.size(); ++i) {
    if (item.sections[i].text == item.decision->text) return Json::array({i, item.decision->codes});
  }
  return Json::array({item.decision->text, item.decision->codes});
}

std::optional<Decision> read_decision(const Json& json, const AgendaItem& item) {
  if (json.is_null()) return std::nullopt;
  Decision decision;
  const Json& text = json.at(0);
  decision.text = text.is_number() ? item.sections.at(text.get<std::size_t>()).text : text.get<std::string>();
  decision.codes = json.at(1).get<std::vector<std::string>>();
  return decision;
}

Json write(const Attachment& attachment) {
  return Json::array(
      {attachment.id, attachment.name, write(attachment.file), write(attachment.media_type), attachment.content});
}

Attachment read_attachment(const Json& json) {
  return {json.at(0).get<std::string>(), json.at(1).get<std::string>(), read_optional(json.at(2)),
          read_optional(json.at(3)),     json.at(4).get<std::string>(), {}};
}

Json write(const AgendaItem& item) {
  Json sections = Json::array();
  for (const Section& section : item.sections) sections.push_back(Json::array({write(section.heading), section.text}));
  Json attachments = Json::array();
  for (const Attachment& attachment : item.attachments) attachments.push_back(write(attachment));
  return Json::array({item.id, write(item.number), item.title, item.audience == Audience::internal,
                      write(item.case_number), std::move(sections), write_decision(item), item.municipalities,
                      item.topics, std::move(attachments)});
}

AgendaItem read_item(const Json& json) {
  AgendaItem item;
  item.id = json.at(0).get<std::string>();
  item.number = read_number(json.at(1));
  item.title = json.at(2).get<std::string>();
  item.audience = json.at(3).get<bool>() ? Audience::internal : Audience::everyone;
  item.case_number = read_optional(json.at(4));
  for (const Json& section : json.at(5)) {
    item.sections.push_back({read_optional(section.at(0)), section.at(1).get<std::string>()});
  }
  item.decision = read_decision(json.at(6), item);
  item.municipalities = json.at(7).get<std::vector<std::string>>();
  item.topics = json.at(8).get<std::vector<std::string>>();
  for (const Json& attachment : json.at(9)) item.attachments.push_back(read_attachment(attachment));
  return item;
}

Json write(const ItemReference& reference) {
  return Json::array({reference.id, write(reference.number), reference.title});
}

ItemReference read_reference(const Json& json) {
  return {json.at(0).get<std::string>(), read_number(json.at(1)), json.at(2).get<std::string>()};
}

Json write(const std::optional<ItemReference>& reference) {
  return reference ? write(*reference) : Json(nullptr);
}

std::optional<ItemReference> read_optional_reference(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return read_reference(json);
}

Json write_attachment(const Stored& stored) {
  return Json::array({stored.item.id, stored.attachment, write(stored.item.attachments.at(stored.attachment)),
                      stored.pages, stored.text_problem});
}

void read_attachment(const Json& json, Stored& stored) {
  stored.item.id = json.at(2).get<std::string>();
  stored.attachment = json.at(3).get<std::size_t>();
  if (stored.attachment >= kMostAttachments) throw std::runtime_error("a stored attachment is not among its item's");
  stored.item.attachments.resize(stored.attachment + 1);
  stored.item.attachments.back() = read_attachment(json.at(4));
  stored.pages = json.at(5).get<std::vector<std::string>>();
  stored.text_problem = json.at(6).get<std::string>();
}

Stored read_stored(const Json& json) {
  if (json.at(0).get<int>() != kCodecVersion) throw std::runtime_error("a stored document has an unknown form");
  Stored stored;
  const int kind = json.at(1).get<int>();
  if (kind < 0 || kind > static_cast<int>(DocumentKind::meeting)) {
    throw std::runtime_error("a stored document has an unknown kind");
  }
  stored.kind = static_cast<DocumentKind>(kind);
  if (stored.kind == DocumentKind::attachment) {
    read_attachment(json, stored);
    return stored;
  }
  stored.meeting = read_head(json.at(2));
  stored.item = read_item(json.at(3));
  stored.previous = read_optional_reference(json.at(4));
  stored.next = read_optional_reference(json.at(5));
  for (const Json& item : json.at(6)) stored.items.push_back(read_reference(item));
  return stored;
}

// The decision's own section is indexed as the decision already: whole, or as the beginning or end of a longer one.
bool is_part_of(std::string_view section, const std::optional<Decision>& decision) {
  return decision && !section.empty() && (decision->text.starts_with(section) || decision->text.ends_with(section));
}

void add(std::vector<FieldText>& texts, Field field, std::string_view text, std::size_t attachment = 0) {
  if (!text.empty()) texts.push_back({field, text, attachment});
}

}  // namespace

std::string encode(const Stored& stored) {
  Json json = Json::array({kCodecVersion, static_cast<int>(stored.kind)});
  if (stored.kind == DocumentKind::attachment) {
    for (Json& part : write_attachment(stored)) json.push_back(std::move(part));
  } else {
    Json items = Json::array();
    for (const ItemReference& item : stored.items) items.push_back(write(item));
    for (Json part : {write(stored.meeting), write(stored.item), write(stored.previous), write(stored.next), items}) {
      json.push_back(std::move(part));
    }
  }
  std::string bytes;
  Json::to_cbor(json, bytes);
  return bytes;
}

void add_item(const Stored& item, Stored& attachment) {
  if (item.kind != DocumentKind::item || attachment.kind != DocumentKind::attachment ||
      item.item.id != attachment.item.id || attachment.attachment >= item.item.attachments.size()) {
    throw std::runtime_error("a stored attachment is not its item's");
  }
  attachment.meeting = item.meeting;
  attachment.item = item.item;
  attachment.item.sections.clear();
}

Stored decode(std::string_view bytes) {
  try {
    return read_stored(Json::from_cbor(bytes));
  } catch (const Json::exception& error) {
    throw std::runtime_error(std::string("a stored document is damaged: ") + error.what());
  } catch (const std::out_of_range& error) {
    throw std::runtime_error(std::string("a stored document is damaged: ") + error.what());
  }
}

std::vector<FieldText> field_texts(const Stored& stored) {
  std::vector<FieldText> texts;
  const AgendaItem& item = stored.item;
  if (stored.kind == DocumentKind::attachment) {
    add(texts, Field::attachment_name, item.attachments.at(stored.attachment).name, stored.attachment);
    for (const std::string& page : stored.pages) add(texts, Field::attachment_text, page, stored.attachment);
  }
  if (stored.kind != DocumentKind::item) return texts;
  add(texts, Field::title, item.title);
  if (item.decision) add(texts, Field::decision, item.decision->text);
  for (const Section& section : item.sections) {
    if (section.heading) add(texts, Field::heading, *section.heading);
    if (!is_part_of(section.text, item.decision)) add(texts, Field::body, section.text);
  }
  for (std::size_t i = 0; i < item.attachments.size(); ++i) {
    add(texts, Field::attachment_name, item.attachments[i].name, i);
  }
  if (item.case_number) add(texts, Field::case_number, *item.case_number);
  for (std::size_t i = 0; i < stored.attachment_pages.size(); ++i) {
    for (const std::string& page : stored.attachment_pages[i]) add(texts, Field::attachment_text, page, i);
  }
  return texts;
}

}  // namespace opslag::corpus
