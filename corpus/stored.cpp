// The document data: positional CBOR, so that neither key names nor escapes take space and any bytes survive.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/stored.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <stdexcept>

#include "corpus/compressed.h"

namespace opslag::corpus {
namespace {
constexpr int kCodecVersion = 2;
constexpr std::size_t kParts = 7;                  // of a document, whatever its kind
constexpr std::size_t kMostAttachments = 100'000;  // an item has fewer

// CBOR's major types, as far as they are used.
enum Major : unsigned { kPositive = 0, kNegative = 1, kText = 3, kArray = 4, kSimple = 7 };
constexpr std::uint64_t kFalse = 20, kTrue = 21, kNull = 22;

class Writer {
 public:
  void array(std::size_t size) { head(kArray, size); }
  void text(std::string_view text) {
    head(kText, text.size());
    bytes_ += text;
  }
  void text(const std::optional<std::string>& optional) {
    if (optional) {
      text(std::string_view(*optional));
    } else {
      null();
    }
  }
  void texts(const std::vector<std::string>& all) {
    array(all.size());
    for (const std::string& one : all) text(std::string_view(one));
  }
  void number(std::int64_t number) {
    if (number < 0) {
      head(kNegative, static_cast<std::uint64_t>(-(number + 1)));
    } else {
      head(kPositive, static_cast<std::uint64_t>(number));
    }
  }
  void truth(bool truth) { head(kSimple, truth ? kTrue : kFalse); }
  void null() { head(kSimple, kNull); }
  std::string take() { return std::move(bytes_); }

 private:
  void head(unsigned major, std::uint64_t value) {
    const unsigned bytes = value < 24 ? 0 : value <= 0xFF ? 1 : value <= 0xFFFF ? 2 : value <= 0xFFFFFFFF ? 4 : 8;
    const unsigned low =
        bytes == 0 ? static_cast<unsigned>(value) : 24U + static_cast<unsigned>(std::countr_zero(bytes));
    bytes_ += static_cast<char>(major << 5 | low);
    for (unsigned i = bytes; i > 0; --i) bytes_ += static_cast<char>(value >> (8 * (i - 1)) & 0xFF);
  }
  std::string bytes_;
};

// Reads what Writer wrote, in one pass and without a tree in between. Throws on anything else.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  // No more elements than there are bytes left.
  std::size_t array() {
    const std::uint64_t size = expect(kArray);
    if (size > rest_.size()) fail("an array is cut short");
    return size;
  }
  void array_of(std::size_t size) {
    if (array() != size) fail("an array has another size");
  }
  std::string text() {
    const std::uint64_t size = expect(kText);
    if (size > rest_.size()) fail("a text is cut short");
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }
  std::optional<std::string> optional_text() {
    if (take_null()) return std::nullopt;
    return text();
  }
  std::vector<std::string> texts() {
    std::vector<std::string> all(array());
    for (std::string& one : all) one = text();
    return all;
  }
  std::int64_t number() {
    if (next_major() != kNegative) return static_cast<std::int64_t>(expect(kPositive) & kLargest);
    return -static_cast<std::int64_t>(expect(kNegative) & kLargest) - 1;
  }
  std::size_t size() { return expect(kPositive); }
  bool truth() {
    const std::uint64_t value = expect(kSimple);
    if (value != kTrue && value != kFalse) fail("a truth is neither");
    return value == kTrue;
  }
  bool take_null() {
    if (rest_.empty() || static_cast<unsigned char>(rest_.front()) != (kSimple << 5 | kNull)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  unsigned next_major() const {
    return rest_.empty() ? kSimple : static_cast<unsigned>(static_cast<unsigned char>(rest_.front())) >> 5;
  }
  void end() const {
    if (!rest_.empty()) fail("more follows");
  }
  [[noreturn]] static void fail(const std::string& what) {
    throw std::runtime_error("a stored document is damaged: " + what);
  }

 private:
  static constexpr std::uint64_t kLargest = ~std::uint64_t{0} >> 1;

  std::uint64_t expect(Major major) {
    if (rest_.empty() || next_major() != major) fail("it holds something else than expected");
    const unsigned low = static_cast<unsigned char>(rest_.front()) & 0x1FU;
    rest_.remove_prefix(1);
    if (low < 24) return low;
    if (low > 27) fail("it holds a length of no known kind");
    const std::size_t bytes = std::size_t{1} << (low - 24);
    if (bytes > rest_.size()) fail("it is cut short");
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<unsigned char>(rest_[i]);
    rest_.remove_prefix(bytes);
    return value;
  }
  std::string_view rest_;
};

void write(Writer& out, const ItemNumber& number) {
  if (const int* whole = std::get_if<int>(&number)) return out.number(*whole);
  if (const std::string* text = std::get_if<std::string>(&number)) return out.text(std::string_view(*text));
  out.null();
}

ItemNumber read_number(Reader& in) {
  if (in.take_null()) return std::monostate{};
  if (in.next_major() == kText) return in.text();
  return static_cast<int>(in.number());
}

void write(Writer& out, const MeetingHead& head) {
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

MeetingHead read_head(Reader& in) {
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
void write_decision(Writer& out, const AgendaItem& item) {
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

std::optional<Decision> read_decision(Reader& in, const AgendaItem& item) {
  if (in.take_null()) return std::nullopt;
  Decision decision;
  in.array_of(2);
  if (in.next_major() == kText) {
    decision.text = in.text();
  } else {
    const std::size_t section = in.size();
    if (section >= item.sections.size()) Reader::fail("a decision is no section's");
    decision.text = item.sections[section].text;
  }
  decision.codes = in.texts();
  return decision;
}

void write(Writer& out, const Attachment& attachment) {
  out.array(6);
  out.text(std::string_view(attachment.id));
  out.text(std::string_view(attachment.name));
  out.text(attachment.file);
  out.text(attachment.media_type);
  out.text(std::string_view(attachment.content));
  out.number(static_cast<int>(attachment.original));
}

Attachment read_attachment(Reader& in) {
  Attachment attachment;
  const std::size_t parts = in.array();
  if (parts != 5 && parts != 6) Reader::fail("an attachment has another size");  // 5: before files were given out
  attachment.id = in.text();
  attachment.name = in.text();
  attachment.file = in.optional_text();
  attachment.media_type = in.optional_text();
  attachment.content = in.text();
  const std::int64_t original = parts > 5 ? in.number() : 0;
  if (original < 0 || original > static_cast<int>(Original::withheld))
    Reader::fail("an attachment is of no known state");
  attachment.original = static_cast<Original>(original);
  return attachment;
}

void write(Writer& out, const AgendaItem& item) {
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

AgendaItem read_item(Reader& in) {
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

void write(Writer& out, const ItemReference& reference) {
  out.array(3);
  out.text(std::string_view(reference.id));
  write(out, reference.number);
  out.text(std::string_view(reference.title));
}

ItemReference read_reference(Reader& in) {
  ItemReference reference;
  in.array_of(3);
  reference.id = in.text();
  reference.number = read_number(in);
  reference.title = in.text();
  return reference;
}

void write(Writer& out, const std::optional<ItemReference>& reference) {
  if (!reference) return out.null();
  write(out, *reference);
}

std::optional<ItemReference> read_optional_reference(Reader& in) {
  if (in.take_null()) return std::nullopt;
  return read_reference(in);
}

void write_attachment(Writer& out, const Stored& stored) {
  out.text(std::string_view(stored.item.id));
  out.number(static_cast<std::int64_t>(stored.attachment));
  write(out, stored.item.attachments.at(stored.attachment));
  out.texts(stored.pages);
  out.text(std::string_view(stored.text_problem));
}

void read_attachment(Reader& in, Stored& stored) {
  stored.item.id = in.text();
  stored.attachment = in.size();
  if (stored.attachment >= kMostAttachments) throw std::runtime_error("a stored attachment is not among its item's");
  stored.item.attachments.resize(stored.attachment + 1);
  stored.item.attachments.back() = read_attachment(in);
  stored.pages = in.texts();
  stored.text_problem = in.text();
}

Stored read_stored(Reader& in) {
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
    stored.previous = read_optional_reference(in);
    stored.next = read_optional_reference(in);
    stored.items.resize(in.array());
    for (ItemReference& item : stored.items) item = read_reference(in);
  }
  in.end();
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
  Writer out;
  out.array(kParts);
  out.number(kCodecVersion);
  out.number(static_cast<int>(stored.kind));
  if (stored.kind == DocumentKind::attachment) {
    write_attachment(out, stored);
  } else {
    write(out, stored.meeting);
    write(out, stored.item);
    write(out, stored.previous);
    write(out, stored.next);
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

Stored decode(std::string_view bytes) {
  std::string whole;
  if (is_compressed(bytes)) bytes = whole = decompressed(bytes);
  Reader in(bytes);
  return read_stored(in);
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
