// Terms as short hashes in ascending order, their gaps, counts and positions in Golomb–Rice and Elias codes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/positions.h"

#include <algorithm>
#include <bit>

namespace opslag::corpus {
namespace {

constexpr unsigned kMaxHashBits = 48;
constexpr unsigned kSalts = 256;
constexpr unsigned kLongestRun = 60;  // a quotient from here on is written as it is
constexpr unsigned kPlainBits = 32;

class BitWriter {
 public:
  void bits(std::uint64_t value, unsigned count) {
    for (unsigned i = 0; i < count; ++i) bit((value >> i) & 1);
  }
  void rice(std::uint64_t value, unsigned low) {
    const std::uint64_t high = value >> low;
    const auto run = static_cast<unsigned>(std::min<std::uint64_t>(high, kLongestRun));
    for (unsigned i = 0; i < run; ++i) bit(true);
    if (run == kLongestRun) {
      bits(high, kPlainBits);
    } else {
      bit(false);
    }
    bits(value, low);
  }
  void gamma(std::uint64_t value) {  // value ≥ 1
    const auto extra = static_cast<unsigned>(std::bit_width(value)) - 1;
    for (unsigned i = 0; i < extra; ++i) bit(true);
    bit(false);
    bits(value, extra);
  }
  std::string take() { return std::move(bytes_); }

 private:
  void bit(bool on) {
    if (used_ % 8 == 0) bytes_ += '\0';
    if (on) bytes_.back() = static_cast<char>(static_cast<unsigned char>(bytes_.back()) | (1U << (used_ % 8)));
    ++used_;
  }
  std::string bytes_;
  std::size_t used_ = 0;
};

// Past the end there are zeros, and `failed`.
class BitReader {
 public:
  explicit BitReader(std::string_view bytes) : bytes_(bytes) {}
  bool failed() const { return at_ > bytes_.size() * 8; }

  std::uint64_t bits(unsigned count) {
    std::uint64_t value = 0;
    for (unsigned done = 0; done < count;) {
      const unsigned some = std::min(count - done, 32U);
      value |= (window() & ((std::uint64_t{1} << some) - 1)) << done;
      at_ += some;
      done += some;
    }
    return value;
  }
  std::uint64_t rice(unsigned low) {
    const unsigned run = ones(kLongestRun);
    const std::uint64_t high = run == kLongestRun ? bits(kPlainBits) : run;
    return (high << low) | bits(low);
  }
  std::uint64_t gamma() {
    const unsigned extra = ones(63);
    return (std::uint64_t{1} << extra) | (extra == 0 ? 0 : bits(extra) & ((std::uint64_t{1} << extra) - 1));
  }

 private:
  // The next 56 bits or more.
  std::uint64_t window() const {
    std::uint64_t value = 0;
    const std::size_t first = at_ / 8;
    for (std::size_t i = 0; i < 8 && first + i < bytes_.size(); ++i) {
      value |= std::uint64_t{static_cast<unsigned char>(bytes_[first + i])} << (8 * i);
    }
    return value >> (at_ % 8);
  }
  // A run of ones and the zero behind it; a run of `most` has none.
  unsigned ones(unsigned most) {
    unsigned run = 0;
    for (;;) {
      const auto some = std::min(static_cast<unsigned>(std::countr_one(window())), 32U);
      run += some;
      if (run >= most) {
        at_ += some - (run - most);
        return most;
      }
      at_ += some;
      if (some < 32) {
        ++at_;
        return run;
      }
    }
  }
  std::string_view bytes_;
  std::size_t at_ = 0;
};

std::uint64_t shortened(std::uint64_t key, std::uint64_t salt, unsigned hash_bits) {
  key += salt * 0x9e3779b97f4a7c15U;
  key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9U;
  key = (key ^ (key >> 27)) * 0x94d049bb133111ebU;
  return (key ^ (key >> 31)) >> (64 - hash_bits);
}

// So many bits that some salt tells all terms of the document apart.
unsigned hash_bits_for(std::size_t terms) {
  return std::clamp(2 * static_cast<unsigned>(std::bit_width(terms)), 8U, kMaxHashBits);
}

// The low bits of a Rice code for numbers that are `mean` on average.
unsigned low_bits(std::uint64_t mean) {
  return mean < 2 ? 0 : static_cast<unsigned>(std::bit_width(mean * 11 / 16)) - 1;
}

struct Entry {
  std::uint64_t hash;
  const std::vector<std::uint32_t>* positions;
};

// False if two terms have one hash.
bool shorten(const std::vector<TermPositions>& terms, std::uint64_t salt, unsigned hash_bits,
             std::vector<Entry>& entries) {
  entries.clear();
  for (const TermPositions& term : terms) entries.push_back({shortened(term.key, salt, hash_bits), &term.positions});
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
  return std::adjacent_find(entries.begin(), entries.end(),
                            [](const Entry& a, const Entry& b) { return a.hash == b.hash; }) == entries.end();
}

}  // namespace

std::uint64_t position_key(std::string_view index_term) {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
  for (const char c : index_term) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

std::string pack_positions(const std::vector<TermPositions>& terms) {
  if (terms.empty()) return {};
  unsigned hash_bits = hash_bits_for(terms.size());
  std::vector<Entry> entries;
  std::uint64_t salt = 0;
  while (!shorten(terms, salt, hash_bits, entries) && hash_bits < kMaxHashBits) {
    if (++salt == kSalts) salt = 0, ++hash_bits;
  }
  std::uint32_t last = 1;
  for (const TermPositions& term : terms) last = std::max(last, term.positions.back());
  BitWriter out;
  out.gamma(terms.size());
  out.bits(hash_bits, 6);
  out.bits(salt, 8);
  out.gamma(last);
  const unsigned hash_low = low_bits((std::uint64_t{1} << hash_bits) / terms.size());
  std::uint64_t before = 0;
  for (const Entry& entry : entries) {
    out.rice(entry.hash - before, hash_low);
    before = entry.hash;
    out.gamma(entry.positions->size());
    const unsigned low = low_bits(last / (entry.positions->size() + 1));
    std::uint32_t previous = 0;
    for (const std::uint32_t position : *entry.positions) {
      out.rice(position - previous, low);
      previous = position;
    }
  }
  return out.take();
}

namespace {

// Calls take(key's index, position) for each position of each key; returns the document's last position.
template <class Take>
std::uint64_t unpack(std::string_view packed, std::span<const std::uint64_t> keys, const Take& take) {
  if (packed.empty()) return 0;
  BitReader in(packed);
  const std::uint64_t terms = in.gamma();
  const auto hash_bits = static_cast<unsigned>(in.bits(6));
  const std::uint64_t salt = in.bits(8);
  const std::uint64_t last = in.gamma();
  if (in.failed() || hash_bits == 0 || hash_bits > kMaxHashBits) return 0;
  std::vector<std::pair<std::uint64_t, std::size_t>> wanted;
  wanted.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) wanted.emplace_back(shortened(keys[i], salt, hash_bits), i);
  std::sort(wanted.begin(), wanted.end());
  const unsigned hash_low = low_bits((std::uint64_t{1} << hash_bits) / terms);
  auto next = wanted.begin();
  std::uint64_t hash = 0;
  for (std::uint64_t left = terms; left > 0 && next != wanted.end() && !in.failed(); --left) {
    hash += in.rice(hash_low);
    while (next != wanted.end() && next->first < hash) ++next;
    const bool asked = next != wanted.end() && next->first == hash;
    const std::uint64_t count = in.gamma();
    const unsigned low = low_bits(last / (count + 1));
    std::uint64_t position = 0;
    for (std::uint64_t i = 0; i < count && !in.failed(); ++i) {
      position += in.rice(low);
      if (!asked) continue;
      for (auto same = next; same != wanted.end() && same->first == hash; ++same) {
        take(same->second, static_cast<std::uint32_t>(position));
      }
    }
  }
  return last;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> unpack_positions(std::string_view packed, std::span<const std::uint64_t> keys) {
  std::vector<std::vector<std::uint32_t>> found(keys.size());
  unpack(packed, keys, [&](std::size_t key, std::uint32_t position) { found[key].push_back(position); });
  return found;
}

void unpack_positions(std::string_view packed, std::span<const std::uint64_t> keys, PositionsTogether& found) {
  found.positions.clear();
  found.last = static_cast<std::uint32_t>(
      unpack(packed, keys, [&](std::size_t, std::uint32_t position) { found.positions.push_back(position); }));
  std::sort(found.positions.begin(), found.positions.end());
  found.positions.erase(std::unique(found.positions.begin(), found.positions.end()), found.positions.end());
}

}  // namespace opslag::corpus
