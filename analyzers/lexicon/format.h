// The compiled dictionary on disk (lexicon.bin): what build_lexicon writes and Lexicon maps into memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

// The file is: Header, std::uint64_t[kFilterWords] (which hashes may be keys), Block[blocks] (hash table), four tables
// of std::uint32_t[kTriples] (letters that may stand in each place of four), two bit sets of borders, `units` units
// of four bytes of entries, one after the other (Entry, its readings, its key, zeros up to a whole unit), and three
// arrays of SlipLine (slips.h): head_slip_lines, half_lines, slip_lines. Everything in the machine's byte order; each
// array begins on a multiple of 64 bytes.
namespace opslag::analyzers::lexicon_format {

inline constexpr char kMagic[8] = {'O', 'P', 'S', 'L', 'E', 'X', 'I', '\n'};
inline constexpr std::uint32_t kVersion = 7;
inline constexpr std::uint32_t kByteOrder = 0x01020304;

struct Header {
  char magic[8];
  std::uint32_t version;
  std::uint32_t byte_order;
  std::uint64_t file_size;
  std::uint64_t checksum;  // hash_of() everything between the header and the slips; identifies the content
  std::uint32_t entries;
  std::uint32_t blocks;
  std::uint32_t units;
  std::uint32_t slip_lines;  // of Role::end
  std::uint32_t head_slip_lines;
  std::uint32_t half_lines;
  std::uint32_t unused[2];
};
static_assert(sizeof(Header) == 64);

// What is asked most is whether a word is there, and mostly it is not: the filter, two bits a key in one of its words,
// says so from memory that is always at hand.
inline constexpr std::size_t kFilterWords = std::size_t{1} << 16;

// A key's block follows from its hash; where that is full, the key is in the next that is not.
inline constexpr std::size_t kBlockSlots = 32;
struct Block {
  std::uint16_t tags[kBlockSlots];    // 16 bits of each key's hash; 0 behind the last
  std::uint32_t places[kBlockSlots];  // of their entries, in units
};
static_assert(sizeof(Block) == 192);

enum EntryFlags : std::uint16_t {
  kForm = 1,     // a word that may stand alone
  kHead = 2,     // may begin a compound, linking letters included
  kTail = 4,     // may end a compound
  kName = 8,     // written with a capital in the dictionary
  kCommon = 16,  // written without: a word is "only a name" if kName without kCommon
  kLemma = 32,   // the dictionary form of something
  kForbidden = 64,
};

// Behind it in the file: std::uint32_t[reading_count], char[length].
struct Entry {
  std::uint16_t flags;
  std::uint16_t head_family;  // lemmas: how many of the dictionary's compounds it begins
  std::uint16_t tail_family;  // lemmas: how many it ends
  std::uint8_t length;        // of the key in bytes
  std::uint8_t reading_count;
};
static_assert(sizeof(Entry) == 8);

// A reading: which lemma (the place of its entry, in units), as what.
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
// Its low bits are weak: block and tag come from a mixed hash.
constexpr std::uint64_t mixed(std::uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29);
}
constexpr std::uint16_t tag_of(std::uint64_t mixed_hash) {
  const auto tag = static_cast<std::uint16_t>(mixed_hash >> 48);
  return tag != 0 ? tag : std::uint16_t{1};
}
constexpr std::size_t filter_word_of(std::uint64_t mixed_hash) {
  return (mixed_hash >> 32) % kFilterWords;
}
constexpr std::uint64_t filter_bits_of(std::uint64_t mixed_hash) {
  return std::uint64_t{1} << (mixed_hash >> 52 & 63) | std::uint64_t{1} << (mixed_hash >> 58);
}
constexpr std::uint32_t block_of(std::uint64_t mixed_hash, std::uint32_t blocks) {
  return static_cast<std::uint32_t>((mixed_hash & 0xFFFFFFFFU) * blocks >> 32);
}

// Letters as numbers below 32, for sequences of four; 0 is what stands around a word.
// The table of place p says, for the other three letters, which letters (bits) stand there in some key.
inline constexpr std::size_t kTriples = std::size_t{1} << 15;
inline constexpr std::size_t kBorderWords = (std::size_t{1} << 15) / 64;
constexpr std::uint8_t letter_code(char32_t c) {
  if (c >= U'a' && c <= U'z') return static_cast<std::uint8_t>(c - U'a' + 1);
  if (c == U'æ') return 27;
  if (c == U'ø') return 28;
  if (c == U'å') return 29;
  return 30;
}
constexpr std::uint32_t triple_of(std::uint8_t a, std::uint8_t b, std::uint8_t c) {
  return static_cast<std::uint32_t>(a << 10 | b << 5 | c);
}
constexpr std::uint32_t border_of(const std::uint8_t* codes) {
  return triple_of(codes[0], codes[1], codes[2]);
}

}  // namespace opslag::analyzers::lexicon_format
