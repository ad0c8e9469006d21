// Which texts of a document are indexed, as which fields, in which order.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/stored.h"

namespace opslag::corpus {
namespace {

// The decision's own section is indexed as the decision already: whole, or as the beginning or end of a longer one.
bool is_part_of(std::string_view section, const std::optional<Decision>& decision) {
  return decision && !section.empty() && (decision->text.starts_with(section) || decision->text.ends_with(section));
}

void add(std::vector<FieldText>& texts, Field field, std::string_view text, std::size_t attachment = 0) {
  if (!text.empty()) texts.push_back({field, text, attachment});
}

}  // namespace

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
