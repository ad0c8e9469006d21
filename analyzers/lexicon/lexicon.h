// The compiled dictionary, mapped into memory and shared between processes: forms, lemmas, compound heads and tails.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <span>
#include <string_view>

#include "analyzers/lexicon/format.h"
#include "analyzers/lexicon/slips.h"

namespace opslag::analyzers {

// One reading of a form: a lemma and how the form belongs to it.
struct Reading {
  std::uint32_t lemma;  // an entry's number
  lexicon_format::Pos pos;
  bool form;  // as a word of its own
  bool head;  // as the beginning of a compound
  bool tail;  // as the end of one
};

// Immutable and thread-safe. Entries are pointers into the mapping and live as long as the lexicon.
class Lexicon {
 public:
  using Entry = lexicon_format::Entry;

  // Throws std::runtime_error naming the file and what is wrong with it: missing, not a lexicon, another version or
  // byte order, cut short. The content itself is trusted: it comes from the build.
  explicit Lexicon(const std::filesystem::path& file);
  ~Lexicon();
  Lexicon(const Lexicon&) = delete;
  Lexicon& operator=(const Lexicon&) = delete;

  // Copies the file into memory of this process, in large pages: what is looked up by the million is found a tenth
  // quicker then. Thread-safe; entries stay where they are. Where that can't be done, all is as before.
  void gather() const;

  // `word` in lower case; nullptr if it is neither a form nor part of compounds.
  const Entry* find(std::string_view word) const { return find(word, lexicon_format::hash_of(word)); }
  // With the word's hash_of() already at hand (it grows letter by letter).
  const Entry* find(std::string_view word, std::uint64_t hash) const {
    const auto mixed_hash = lexicon_format::mixed(hash);
    return passes_filter(mixed_hash) ? look_up(word, mixed_hash) : nullptr;
  }

  // False: find() of a word with this hash_of() would find nothing. Quicker than may_hold(), and less sure.
  bool may_find(std::uint64_t hash) const { return passes_filter(lexicon_format::mixed(hash)); }

  // What may_find() will look at comes into the processor's cache meanwhile.
  void expect(std::uint64_t hash) const {
    __builtin_prefetch(&filter_[lexicon_format::filter_word_of(lexicon_format::mixed(hash))]);
  }

  // False: no word has this hash_of(). True: one may.
  bool may_hold(std::uint64_t hash) const {
    const auto mixed_hash = lexicon_format::mixed(hash);
    return passes_filter(mixed_hash) && has_tag(mixed_hash);
  }

  // False: no word of this role is left with this hash_of() when one letter is taken out of it. True: one may be.
  bool may_lack_letter(std::uint64_t hash, lexicon_format::Role role) const { return has_slip(hash, role, false); }
  // The same for words whose letters' kAlikeCodes have this hash_of().
  bool may_be_alike(std::uint64_t hash, lexicon_format::Role role) const { return has_slip(hash, role, true); }

  // What may_lack_letter() will look at comes into the processor's cache meanwhile.
  void expect_lack_letter(std::uint64_t hash, lexicon_format::Role role) const {
    const auto& lines = slips_[static_cast<std::size_t>(role)];
    __builtin_prefetch(
        &lines.first[lexicon_format::slip_line_of(lexicon_format::slip_key(hash, role, false), lines.count)]);
  }
  // False: no word of this role whose number of letters differs by one at most has a half with this hash_of()
  // (lexicon_format::half_of). True: one may.
  bool may_have_half(std::uint64_t hash, lexicon_format::Role role, bool begins) const {
    return halves_.hold(lexicon_format::half_key(hash, role, begins));
  }

  // The letters (a bit each, by letter_code) that some key has in place 0..3 of four in a row whose others are these.
  std::uint32_t letters_at(std::size_t place, std::uint32_t triple) const {
    return letters_[place * lexicon_format::kTriples + triple];
  }
  // Does any key hold these four letters in a row?
  bool holds_gram(const std::uint8_t* codes) const {
    return (letters_at(3, lexicon_format::border_of(codes)) >> codes[3] & 1U) != 0;
  }
  // Three letters each (lexicon_format::border_of): the ends of first parts, the beginnings of what may follow.
  std::span<const std::uint64_t> head_ends() const { return {head_ends_, lexicon_format::kBorderWords}; }
  std::span<const std::uint64_t> part_begins() const { return {part_begins_, lexicon_format::kBorderWords}; }

  static std::string_view text(const Entry& entry) {
    return {reinterpret_cast<const char*>(&entry + 1) + entry.reading_count * sizeof(std::uint32_t), entry.length};
  }
  static std::span<const std::uint32_t> readings(const Entry& entry) {
    return {reinterpret_cast<const std::uint32_t*>(&entry + 1), entry.reading_count};
  }
  static Reading decode(std::uint32_t reading);
  // By its number in a Reading.
  const Entry& entry(std::uint32_t number) const { return *reinterpret_cast<const Entry*>(units_ + number); }
  std::uint32_t number(const Entry& entry) const {
    return static_cast<std::uint32_t>(reinterpret_cast<const std::uint32_t*>(&entry) - units_);
  }
  std::uint64_t checksum() const { return header_->checksum; }

 private:
  void check(const std::filesystem::path& file) const;
  const Entry* look_up(std::string_view word, std::uint64_t mixed_hash) const;
  bool has_tag(std::uint64_t mixed_hash) const;
  bool has_slip(std::uint64_t hash, lexicon_format::Role role, bool alike) const {
    return slips_[static_cast<std::size_t>(role)].hold(lexicon_format::slip_key(hash, role, alike));
  }
  bool passes_filter(std::uint64_t mixed_hash) const {
    const auto bits = lexicon_format::filter_bits_of(mixed_hash);
    return (filter_[lexicon_format::filter_word_of(mixed_hash)] & bits) == bits;
  }

  void* reserved_ = nullptr;  // addresses, some more than are needed: large pages have round ones
  std::size_t reserved_bytes_ = 0;
  const void* mapping_ = nullptr;
  std::size_t mapped_ = 0;
  mutable std::once_flag gathered_;
  const lexicon_format::Header* header_ = nullptr;
  const std::uint64_t* filter_ = nullptr;
  const lexicon_format::Block* blocks_ = nullptr;
  const std::uint32_t* letters_ = nullptr;
  const std::uint64_t* head_ends_ = nullptr;
  const std::uint64_t* part_begins_ = nullptr;
  const std::uint32_t* units_ = nullptr;
  struct Lines {
    const lexicon_format::SlipLine* first = nullptr;
    std::uint32_t count = 0;
    bool hold(std::uint64_t key) const {
      return lexicon_format::has_slip(first[lexicon_format::slip_line_of(key, count)], key);
    }
  };
  Lines slips_[lexicon_format::kRoles.size()];  // by role
  Lines halves_;
};

}  // namespace opslag::analyzers
