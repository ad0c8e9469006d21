// The compiled dictionary, mapped into memory and shared between processes: forms, lemmas, compound heads and tails.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "analyzers/lexicon/format.h"

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

  // `word` in lower case; nullptr if it is neither a form nor part of compounds.
  const Entry* find(std::string_view word) const { return find(word, lexicon_format::hash_of(word)); }
  // With the word's hash_of() already at hand (it grows letter by letter).
  const Entry* find(std::string_view word, std::uint64_t hash) const;

  // False: no word has this hash_of(). True: one may.
  bool may_hold(std::uint64_t hash) const;

  // Does any key hold these four letters in a row (lexicon_format::letter_code)?
  bool holds_gram(const std::uint8_t* codes) const {
    const auto gram = lexicon_format::gram_of(codes);
    return (grams_[gram / 64] >> (gram % 64) & 1U) != 0;
  }
  // Three letters each (lexicon_format::border_of): the ends of first parts, the beginnings of what may follow.
  std::span<const std::uint64_t> head_ends() const { return {head_ends_, lexicon_format::kBorderWords}; }
  std::span<const std::uint64_t> part_begins() const { return {part_begins_, lexicon_format::kBorderWords}; }

  std::string_view text(const Entry& entry) const { return {text_ + entry.text, entry.length}; }
  std::span<const std::uint32_t> readings(const Entry& entry) const {
    return {readings_ + entry.readings, entry.reading_count};
  }
  static Reading decode(std::uint32_t reading);
  const Entry& entry(std::uint32_t number) const { return entries_[number]; }
  std::uint32_t number(const Entry& entry) const { return static_cast<std::uint32_t>(&entry - entries_); }
  std::uint32_t size() const { return header_->entries; }
  std::uint64_t checksum() const { return header_->checksum; }

 private:
  void check(const std::filesystem::path& file) const;

  const void* mapping_ = nullptr;
  std::size_t mapped_ = 0;
  const lexicon_format::Header* header_ = nullptr;
  const Entry* entries_ = nullptr;
  const std::uint32_t* readings_ = nullptr;
  const std::uint32_t* table_ = nullptr;
  const std::uint8_t* tags_ = nullptr;
  const std::uint64_t* grams_ = nullptr;
  const std::uint64_t* head_ends_ = nullptr;
  const std::uint64_t* part_begins_ = nullptr;
  const char* text_ = nullptr;
};

}  // namespace opslag::analyzers
