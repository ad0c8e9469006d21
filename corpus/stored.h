// What the index stores of a document, to be shown in answers and pages: the codec of the document data.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/model.h"
#include "corpus/schema.h"

namespace opslag::corpus {

struct ItemReference {
  std::string id;
  ItemNumber number;
  std::string title;
  std::uint64_t hash = 0;  // of what it was read from (MeetingLine, corpus/source.h); 0 where that is not known
};

// One document's data. For an item: everything of it. For an attachment: its item (without sections), which attachment,
// and its text, page by page; stored are only the item's id, the attachment and its text. For a meeting: its head and
// the list of its public items.
struct Stored {
  DocumentKind kind = DocumentKind::item;
  MeetingHead meeting;
  AgendaItem item;
  std::optional<ItemReference> previous, next;  // public neighbours of an item. Not stored: add_neighbours() tells them
  std::size_t attachment = 0;                   // index into item.attachments
  std::vector<std::string> pages;
  std::string text_problem;  // of an attachment: why its text, or a part of it, is missing; a sentence
  std::vector<ItemReference> items;
  // Of an item, by attachment: their pages, to be indexed with it. Not stored: each attachment stores its own.
  std::vector<std::vector<std::string>> attachment_pages;
};

std::string encode(const Stored& stored);
// Throws std::runtime_error if the bytes are not what encode() made, compressed or not. A decoded attachment knows its
// own entry among its item's, at its place, and else only the item's id.
Stored decode(std::string_view bytes);
// Gives a decoded attachment its meeting and all else of its item. Throws std::runtime_error if it is another's.
void add_item(const Stored& item, Stored& attachment);
// Tells an item its neighbours, by its meeting's document; false, and no neighbours, if that does not list the item.
bool add_neighbours(const Stored& meeting, Stored& item);

// The searchable texts of an item, or of an attachment, in the order in which they are indexed: DocumentBuilder indexes
// them, the highlighter searches them. Views into `stored`. An item's texts include its attachments' names.
struct FieldText {
  Field field;
  std::string_view text;
  std::size_t attachment = 0;  // for attachment fields: index into item.attachments
};
std::vector<FieldText> field_texts(const Stored& stored);

}  // namespace opslag::corpus
