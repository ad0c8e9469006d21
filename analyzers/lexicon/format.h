// The compiled dictionary on disk (lexicon.bin): what build_lexicon writes and Lexicon maps into memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

// The file is: Header, Entry[entries], std::uint32_t[readings], std::uint32_t[slots] (hash table: entry number + 1, or
// 0), std::uint8_t[slots] (one byte of each slot's hash, 0 where empty), and `text` bytes of keys, one after the other.
// Everything in the machine's byte order; each array begins on a multiple of 8 bytes.
namespace opslag::analyzers::lexicon_format {

inline constexpr char kMagic[8] = {'O', 'P', 'S', 'L', 'E', 'X', 'I', '\n'};
inline constexpr std::uint32_t kVersion = 4;
inline constexpr std::uint32_t kByteOrder = 0x01020304;

struct Header {
  char magic[8];
  std::uint32_t version;
  std::uint32_t byte_order;
  std::uint64_t file_size;
  std::uint64_t checksum;  // hash_of() everything after the header; identifies the content
  std::uint32_t entries;
  std::uint32_t readings;
  std::uint32_t slots;  // a power of two
  std::uint32_t text;
};

enum EntryFlags : std::uint16_t {
  kForm = 1,     // a word that may stand alone
  kHead = 2,     // may begin a compound, linking letters included
  kTail = 4,     // may end a compound
  kName = 8,     // written with a capital in the dictionary
  kCommon = 16,  // written without: a word is "only a name" if kName without kCommon
  kLemma = 32,   // the dictionary form of something
  kForbidden = 64,
};

struct Entry {
  std::uint32_t text;      // offset of the key
  std::uint32_t readings;  // number of its first reading
  std::uint16_t flags;
  std::uint16_t head_family;  // lemmas: how many of the dictionary's compounds it begins
  std::uint16_t tail_family;  // lemmas: how many it ends
  std::uint8_t length;        // of the key in bytes
  std::uint8_t reading_count;
};
static_assert(sizeof(Entry) == 16);

// A reading: which lemma, as what.
inline constexpr std::uint32_t kLemmaMask = 0x00FFFFFF;
inline constexpr std::uint32_t kPosShift = 24;
inline constexpr std::uint32_t kPosMask = 7;
inline constexpr std::uint32_t kReadingHead = 1U << 30;
inline constexpr std::uint32_t kReadingTail = 1U << 29;
inline constexpr std::uint32_t kReadingForm = 1U << 31;

enum class Pos : std::uint8_t { other = 0, noun = 1, verb = 2, adjective = 3, name = 4 };

// A polynomial, so that the hash of a word with one letter changed follows from the hashes of what stands around it.
inline constexpr std::uint64_t kHashSeed = 0x9AE16A3B2F90404FULL;
inline constexpr std::uint64_t kHashBase = 0x100000001B3ULL;
constexpr std::uint64_t hash_step(std::uint64_t hash, char c) {
  return hash * kHashBase + static_cast<unsigned char>(c) + 1;
}
constexpr std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = kHashSeed;
  for (const char c : text) hash = hash_step(hash, c);
  return hash;
}
// Its low bits are weak: the slot and the tag come from a mixed hash.
constexpr std::uint64_t mixed(std::uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29);
}
constexpr std::uint8_t tag_of(std::uint64_t mixed_hash) {
  return static_cast<std::uint8_t>((mixed_hash >> 56) | 1U);
}

// Letters as numbers below 32, for sequences of four; 0 is what stands around a word.
inline constexpr std::size_t kGramWords = (std::size_t{1} << 20) / 64;
inline constexpr std::size_t kBorderWords = (std::size_t{1} << 15) / 64;
constexpr std::uint8_t letter_code(char32_t c) {
  if (c >= U'a' && c <= U'z') return static_cast<std::uint8_t>(c - U'a' + 1);
  if (c == U'æ') return 27;
  if (c == U'ø') return 28;
  if (c == U'å') return 29;
  return 30;
}
constexpr std::uint32_t gram_of(const std::uint8_t* codes) {
  return static_cast<std::uint32_t>(codes[0] << 15 | codes[1] << 10 | codes[2] << 5 | codes[3]);
}
constexpr std::uint32_t border_of(const std::uint8_t* codes) {
  return static_cast<std::uint32_t>(codes[0] << 10 | codes[1] << 5 | codes[2]);
}

}  // namespace opslag::analyzers::lexicon_format
