// The document data: positional CBOR, so that neither key names nor escapes take space and any bytes survive.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/stored.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "corpus/cbor.h"
#include "corpus/compressed.h"

namespace opslag::corpus {
namespace {
constexpr int kCodecVersion = 2;
constexpr std::size_t kParts = 7;                  // of a document, whatever its kind
constexpr std::size_t kMostAttachments = 100'000;  // an item has fewer

void write(CborWriter& out, const ItemNumber& number) {
  if (const int* whole = std::get_if<int>(&number)) return out.number(*whole);
  if (const std::string* text = std::get_if<std::string>(&number)) return out.text(std::string_view(*text));
  out.null();
}

ItemNumber read_number(CborReader& in) {
  if (in.take_null()) return std::monostate{};
  if (in.next_major() == kCborText) return in.text();
  return static_cast<int>(in.number());
}

void write(CborWriter& out, const MeetingHead& head) {
  out.array(14);
  out.text(std::string_view(head.id));
  out.text(head.organisation);
  out.text(head.committee);
  out.text(std::string_view(head.type));
  for (const auto* text : {&head.title, &head.date, &head.start, &head.end, &head.place, &head.published}) {
    out.text(*text);
  }
  out.text(std::string_view(head.layout));
  out.text(std::string_view(head.source));
  out.text(head.source_url);
  out.truth(head.audience == Audience::internal);
}

MeetingHead read_head(CborReader& in) {
  MeetingHead head;
  in.array_of(14);
  head.id = in.text();
  head.organisation = in.optional_text();
  head.committee = in.optional_text();
  head.type = in.text();
  for (auto* text : {&head.title, &head.date, &head.start, &head.end, &head.place, &head.published}) {
    *text = in.optional_text();
  }
  head.layout = in.text();
  head.source = in.text();
  head.source_url = in.optional_text();
  head.audience = in.truth() ? Audience::internal : Audience::everyone;
  return head;
}

// A decision's text is nearly always a section's: then only the section's place is stored.
void write_decision(CborWriter& out, const AgendaItem& item) {
  if (!item.decision) return out.null();
  out.array(2);
  const auto same = std::find_if(item.sections.begin(), item.sections.end(),
                                 [&](const Section& section) { return section.text == item.decision->text; });
  if (same != item.sections.end()) {
    out.number(same - item.sections.begin());
  } else {
    out.text(std::string_view(item.decision->text));
  }
  out.texts(item.decision->codes);
}

std::optional<Decision> read_decision(CborReader& in, const AgendaItem& item) {
  if (in.take_null()) return std::nullopt;
  Decision decision;
  in.array_of(2);
  if (in.next_major() == kCborText) {
    decision.text = in.text();
  } else {
    const std::size_t section = in.size();
    if (section >= item.sections.size()) CborReader::fail("a decision is no section's");
    decision.text = item.sections[section].text;
  }
  decision.codes = in.texts();
  return decision;
}

void write(CborWriter& out, const Attachment& attachment) {
  out.array(6);
  out.text(std::string_view(attachment.id));
  out.text(std::string_view(attachment.name));
  out.text(attachment.file);
  out.text(attachment.media_type);
  out.text(std::string_view(attachment.content));
  out.number(static_cast<int>(attachment.original));
}

Attachment read_attachment(CborReader& in) {
  Attachment attachment;
  const std::size_t parts = in.array();
  if (parts != 5 && parts != 6) CborReader::fail("an attachment has another size");  // 5: before files were given out
  attachment.id = in.text();
  attachment.name = in.text();
  attachment.file = in.optional_text();
  attachment.media_type = in.optional_text();
  attachment.content = in.text();
  const std::int64_t original = parts > 5 ? in.number() : 0;
  if (original < 0 || original > static_cast<int>(Original::withheld))
    CborReader::fail("an attachment is of no known state");
  attachment.original = static_cast<Original>(original);
  return attachment;
}

void write(CborWriter& out, const AgendaItem& item) {
  out.array(10);
  out.text(std::string_view(item.id));
  write(out, item.number);
  out.text(std::string_view(item.title));
  out.truth(item.audience == Audience::internal);
  out.text(item.case_number);
  out.array(item.sections.size());
  for (const Section& section : item.sections) {
    out.array(2);
    out.text(section.heading);
    out.text(std::string_view(section.text));
  }
  write_decision(out, item);
  out.texts(item.municipalities);
  out.texts(item.topics);
  out.array(item.attachments.size());
  for (const Attachment& attachment : item.attachments) write(out, attachment);
}

AgendaItem read_item(CborReader& in) {
  AgendaItem item;
  in.array_of(10);
  item.id = in.text();
  item.number = read_number(in);
  item.title = in.text();
  item.audience = in.truth() ? Audience::internal : Audience::everyone;
  item.case_number = in.optional_text();
  item.sections.resize(in.array());
  for (Section& section : item.sections) {
    in.array_of(2);
    section.heading = in.optional_text();
    section.text = in.text();
  }
  item.decision = read_decision(in, item);
  item.municipalities = in.texts();
  item.topics = in.texts();
  item.attachments.resize(in.array());
  for (Attachment& attachment : item.attachments) attachment = read_attachment(in);
  return item;
}

void write(CborWriter& out, const ItemReference& reference) {
  out.array(reference.hash == 0 ? 3 : 4);
  out.text(std::string_view(reference.id));
  write(out, reference.number);
  out.text(std::string_view(reference.title));
  if (reference.hash != 0) out.number(static_cast<std::int64_t>(reference.hash));
}

ItemReference read_reference(CborReader& in) {
  ItemReference reference;
  const std::size_t parts = in.array();
  if (parts != 3 && parts != 4) CborReader::fail("a reference has another size");
  reference.id = in.text();
  reference.number = read_number(in);
  reference.title = in.text();
  if (parts > 3) reference.hash = static_cast<std::uint64_t>(in.number());
  return reference;
}

// Older documents have a copy of each neighbour where newer ones have nothing: a title that changed made three
// documents change.
void write_no_neighbours(CborWriter& out) {
  out.null();
  out.null();
}

void pass_over_neighbours(CborReader& in) {
  for (int i = 0; i < 2; ++i)
    if (!in.take_null()) read_reference(in);
}

void write_attachment(CborWriter& out, const Stored& stored) {
  out.text(std::string_view(stored.item.id));
  out.number(static_cast<std::int64_t>(stored.attachment));
  write(out, stored.item.attachments.at(stored.attachment));
  out.texts(stored.pages);
  out.text(std::string_view(stored.text_problem));
}

void read_attachment(CborReader& in, Stored& stored) {
  stored.item.id = in.text();
  stored.attachment = in.size();
  if (stored.attachment >= kMostAttachments) throw std::runtime_error("a stored attachment is not among its item's");
  stored.item.attachments.resize(stored.attachment + 1);
  stored.item.attachments.back() = read_attachment(in);
  stored.pages = in.texts();
  stored.text_problem = in.text();
}

Stored read_stored(CborReader& in) {
  if (in.array() != kParts || in.number() != kCodecVersion) {
    throw std::runtime_error("a stored document has an unknown form");
  }
  Stored stored;
  const std::int64_t kind = in.number();
  if (kind < 0 || kind > static_cast<int>(DocumentKind::meeting)) {
    throw std::runtime_error("a stored document has an unknown kind");
  }
  stored.kind = static_cast<DocumentKind>(kind);
  if (stored.kind == DocumentKind::attachment) {
    read_attachment(in, stored);
  } else {
    stored.meeting = read_head(in);
    stored.item = read_item(in);
    pass_over_neighbours(in);
    stored.items.resize(in.array());
    for (ItemReference& item : stored.items) item = read_reference(in);
  }
  in.end();
  return stored;
}

}  // namespace

std::string encode(const Stored& stored) {
  CborWriter out;
  out.array(kParts);
  out.number(kCodecVersion);
  out.number(static_cast<int>(stored.kind));
  if (stored.kind == DocumentKind::attachment) {
    write_attachment(out, stored);
  } else {
    write(out, stored.meeting);
    write(out, stored.item);
    write_no_neighbours(out);
    out.array(stored.items.size());
    for (const ItemReference& item : stored.items) write(out, item);
  }
  return out.take();
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

bool add_neighbours(const Stored& meeting, Stored& item) {
  const std::vector<ItemReference>& all = meeting.items;
  const auto own =
      std::find_if(all.begin(), all.end(), [&](const ItemReference& each) { return each.id == item.item.id; });
  item.previous.reset();
  item.next.reset();
  if (own == all.end()) return false;
  if (own != all.begin()) item.previous = *(own - 1);
  if (own + 1 != all.end()) item.next = *(own + 1);
  return true;
}

Stored decode(std::string_view bytes) {
  if (is_compressed(bytes)) bytes = decompressed_here(bytes);
  CborReader in(bytes);
  return read_stored(in);
}

}  // namespace opslag::corpus
