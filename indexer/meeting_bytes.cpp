// The model field by field: what one function writes the other reads.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/meeting_bytes.h"

#include <stdexcept>

#include "indexer/glass_packing.h"

namespace opslag::indexer {
namespace {
using corpus::AgendaItem;
using corpus::Audience;
using Text = std::optional<std::string>;

// One function goes through the fields, for writing and for reading: they can't disagree.
class Writer {
 public:
  void number(std::uint64_t value) { pack_uint(bytes, value); }
  void field(const std::string& text) { pack_string(bytes, text); }
  void field(const std::filesystem::path& path) { pack_string(bytes, path.native()); }
  void field(const Text& text) {
    number(text ? 1 : 0);
    if (text) field(*text);
  }
  void field(Audience audience) { number(audience == Audience::internal ? 1 : 0); }
  void field(bool value) { number(value ? 1 : 0); }
  void field(corpus::Original value) { number(static_cast<std::uint64_t>(value)); }
  void field(const corpus::ItemNumber& value) {
    number(value.index());
    if (const int* whole = std::get_if<int>(&value)) number(static_cast<std::uint32_t>(*whole));
    if (const std::string* text = std::get_if<std::string>(&value)) field(*text);
  }
  template <typename T, typename Each>
  void list(const std::vector<T>& values, const Each& each) {
    number(values.size());
    for (const T& value : values) each(*this, value);
  }
  template <typename T>
  bool present(const std::optional<T>& value) {
    number(value ? 1 : 0);
    return value.has_value();
  }
  std::string bytes;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : in_(bytes) {}
  void field(std::string& text) { text = in_.text(); }
  void field(std::filesystem::path& path) { path = std::string(in_.text()); }
  void field(Text& text) {
    if (in_.number() != 0) text = std::string(in_.text());
  }
  void field(Audience& audience) { audience = in_.number() != 0 ? Audience::internal : Audience::everyone; }
  void field(bool& value) { value = in_.number() != 0; }
  void field(corpus::Original& value) { value = static_cast<corpus::Original>(in_.number()); }
  void field(corpus::ItemNumber& value) {
    const std::uint64_t kind = in_.number();
    if (kind == 1) value = static_cast<int>(in_.small());
    if (kind == 2) value = std::string(in_.text());
  }
  template <typename T, typename Each>
  void list(std::vector<T>& values, const Each& each) {
    for (std::uint64_t left = in_.number(); left > 0; --left) each(*this, values.emplace_back());
  }
  template <typename T>
  bool present(std::optional<T>& value) {
    if (in_.number() != 0) value.emplace();
    return value.has_value();
  }
  bool at_end() const { return in_.rest().empty(); }

 private:
  Unpacker in_;
};

constexpr auto kTexts = [](auto& codec, auto& text) { codec.field(text); };

template <typename Codec, typename Attachment>
void attachment_fields(Codec& codec, Attachment& attachment) {
  codec.field(attachment.id);
  codec.field(attachment.name);
  codec.field(attachment.file);
  codec.field(attachment.media_type);
  codec.field(attachment.content);
  codec.field(attachment.path);
  codec.field(attachment.by_usual_name);
  codec.field(attachment.original);
}

template <typename Codec, typename Item>
void item_fields(Codec& codec, Item& item) {
  codec.field(item.id);
  codec.field(item.number);
  codec.field(item.title);
  codec.field(item.audience);
  codec.field(item.case_number);
  codec.list(item.sections, [](auto& each, auto& section) {
    each.field(section.heading);
    each.field(section.text);
  });
  if (codec.present(item.decision)) {
    codec.field(item.decision->text);
    codec.list(item.decision->codes, kTexts);
  }
  codec.list(item.municipalities, kTexts);
  codec.list(item.topics, kTexts);
  codec.list(item.attachments, [](auto& each, auto& attachment) { attachment_fields(each, attachment); });
}

template <typename Codec, typename Meeting>
void meeting_fields(Codec& codec, Meeting& meeting) {
  codec.field(meeting.id);
  codec.field(meeting.organisation);
  codec.field(meeting.committee);
  codec.field(meeting.type);
  for (auto* text : {&meeting.title, &meeting.date, &meeting.start, &meeting.end, &meeting.place, &meeting.published})
    codec.field(*text);
  codec.field(meeting.layout);
  codec.field(meeting.source);
  codec.field(meeting.source_url);
  codec.field(meeting.audience);
  codec.list(meeting.items, [](auto& each, auto& item) { item_fields(each, item); });
}

}  // namespace

std::string to_bytes(const corpus::Meeting& meeting) {
  Writer writer;
  meeting_fields(writer, meeting);
  return std::move(writer.bytes);
}

corpus::Meeting meeting_from_bytes(std::string_view bytes) {
  Reader reader(bytes);
  corpus::Meeting meeting;
  meeting_fields(reader, meeting);
  if (!reader.at_end()) throw std::runtime_error("a file of an update under way is damaged");
  return meeting;
}

}  // namespace opslag::indexer
