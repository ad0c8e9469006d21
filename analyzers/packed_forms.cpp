// Lengths take seven bits a byte; what a form says twice is stored once.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/packed_forms.h"

#include "analyzers/quick_hash.h"
#include "analyzers/varint.h"
#include "analyzers/word_forms.h"

namespace opslag::analyzers {
namespace {

enum Flag : unsigned {
  kCapitalised = 1,
  kAcronym = 2,
  kKnown = 4,
  kName = 8,
  kBaseIsSurface = 16,
};

void put(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out += text;
}

std::size_t take_number(std::string_view& in) {
  return take_varint(in).value();
}

std::string_view take(std::string_view& in) {
  const std::size_t size = take_number(in);
  const std::string_view text = in.substr(0, size);
  in.remove_prefix(size);
  return text;
}

std::uint64_t hash_of(std::string_view raw) {
  return quick_hash(raw);
}

}  // namespace

std::string pack(const WordFormTerms& form) {
  std::string out;
  const bool base_is_surface = form.base == form.surface;
  out += static_cast<char>((form.capitalised ? kCapitalised : 0U) | (form.acronym ? kAcronym : 0U) |
                           (form.known ? kKnown : 0U) | (form.name ? kName : 0U) |
                           (base_is_surface ? kBaseIsSurface : 0U));
  put(out, form.surface);
  if (!base_is_surface) put(out, form.base);
  put_varint(out, form.unfolded.size());
  for (const std::string& word : form.unfolded) put(out, word);
  put_varint(out, form.terms->size());
  for (const Term& term : *form.terms) {
    const bool same = term.text == form.surface;
    put_varint(out, 2 * static_cast<std::size_t>(term.kind) + (same ? 1 : 0));
    if (!same) put(out, term.text);
  }
  return out;
}

WordFormTerms unpack(std::string_view packed) {
  WordFormTerms form;
  const auto flags = static_cast<unsigned char>(packed.front());
  packed.remove_prefix(1);
  form.capitalised = (flags & kCapitalised) != 0;
  form.acronym = (flags & kAcronym) != 0;
  form.known = (flags & kKnown) != 0;
  form.name = (flags & kName) != 0;
  form.surface = take(packed);
  form.base = (flags & kBaseIsSurface) != 0 ? std::string_view(form.surface) : take(packed);
  form.unfolded.resize(take_number(packed));
  for (std::string& word : form.unfolded) word = take(packed);
  std::vector<Term> terms(take_number(packed));
  for (Term& term : terms) {
    const std::size_t head = take_number(packed);
    term.kind = static_cast<TermKind>(head / 2);
    term.text = head % 2 != 0 ? std::string_view(form.surface) : take(packed);
  }
  form.terms = std::make_shared<const std::vector<Term>>(std::move(terms));
  return form;
}

std::optional<std::string_view> PackedForms::find(std::string_view raw) {
  if (young_.count + old_.count == 0) return std::nullopt;
  const std::uint64_t hash = hash_of(raw);
  if (const auto found = young_.find(raw, hash)) return found;
  if (const auto found = old_.find(raw, hash)) {
    insert(raw, std::string(*found));
    return young_.find(raw, hash);
  }
  return std::nullopt;
}

void PackedForms::insert(std::string_view raw, std::string_view packed) {
  if (most_ == 0) return;
  constexpr std::size_t kMostFields = 2 * 5;  // two lengths
  const std::size_t more = raw.size() + packed.size() + kMostFields;
  const auto room = [&] { return young_.bytes.size() + more + young_.slots.size() * sizeof(std::uint64_t); };
  if (young_.count > 0 && room() > most_) {
    std::swap(young_, old_);
    young_.bytes.clear();
    young_.slots.assign(young_.slots.size(), 0);
    young_.count = 0;
  }
  young_.add(raw, packed, hash_of(raw));
}

std::optional<std::string_view> PackedForms::Generation::find(std::string_view raw, std::uint64_t hash) const {
  if (count == 0) return std::nullopt;
  const std::size_t mask = slots.size() - 1;
  for (std::size_t at = hash & mask; slots[at] != 0; at = (at + 1) & mask) {
    if (slots[at] >> 32 != hash >> 32) continue;
    std::string_view entry = std::string_view(bytes).substr((slots[at] & 0xFFFFFFFFU) - 1);
    if (take(entry) == raw) return take(entry);
  }
  return std::nullopt;
}

void PackedForms::Generation::add(std::string_view raw, std::string_view packed, std::uint64_t hash) {
  if (4 * (count + 1) > 3 * slots.size()) grow();
  const std::size_t mask = slots.size() - 1;
  std::size_t at = hash & mask;
  while (slots[at] != 0) at = (at + 1) & mask;
  slots[at] = hash >> 32 << 32 | (bytes.size() + 1);
  put(bytes, raw);
  put(bytes, packed);
  ++count;
}

void PackedForms::Generation::grow() {
  std::vector<std::uint64_t> before(slots.empty() ? 256 : 2 * slots.size(), 0);
  before.swap(slots);
  const std::size_t mask = slots.size() - 1;
  for (const std::uint64_t slot : before) {
    if (slot == 0) continue;
    std::string_view entry = std::string_view(bytes).substr((slot & 0xFFFFFFFFU) - 1);
    std::size_t at = hash_of(take(entry)) & mask;
    while (slots[at] != 0) at = (at + 1) & mask;
    slots[at] = slot;
  }
}

}  // namespace opslag::analyzers
