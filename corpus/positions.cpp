// Terms as short hashes in ascending order, their gaps, counts and positions in Golomb–Rice and Elias codes, behind a
// directory of ranges of hashes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/positions.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>

namespace opslag::corpus {
namespace {

constexpr unsigned kMaxHashBits = 48;
constexpr unsigned kSalts = 256;
constexpr unsigned kLongestRun = 60;  // a quotient from here on is written as it is
constexpr unsigned kPlainBits = 32;

// Bits come together in a word of 64, which is written by its half.
class BitWriter {
 public:
  void bits(std::uint64_t value, unsigned count) {
    for (unsigned done = 0; done < count;) {
      const unsigned some = std::min(count - done, kMostAtOnce);
      put((value >> done) & mask(some), some);
      done += some;
    }
  }
  void rice(std::uint64_t value, unsigned low) {
    const std::uint64_t high = value >> low;
    if (high + 1 + low <= kMostAtOnce) {
      const auto run = static_cast<unsigned>(high);
      return put(mask(run) | (value & mask(low)) << (run + 1), run + 1 + low);
    }
    const auto run = static_cast<unsigned>(std::min<std::uint64_t>(high, kLongestRun));
    bits(mask(run), run);
    if (run == kLongestRun) {
      bits(high, kPlainBits);
    } else {
      put(0, 1);
    }
    bits(value, low);
  }
  void gamma(std::uint64_t value) {  // value ≥ 1
    const auto extra = static_cast<unsigned>(std::bit_width(value)) - 1;
    bits(mask(extra), extra);
    put(0, 1);
    bits(value, extra);
  }
  void append(const BitWriter& other) {
    std::size_t at = 0;
    for (; at + kBytesAtOnce <= other.bytes_.size(); at += kBytesAtOnce) {
      std::uint64_t some = 0;
      for (std::size_t i = 0; i < kBytesAtOnce; ++i)
        some |= std::uint64_t{static_cast<unsigned char>(other.bytes_[at + i])} << (8 * i);
      put(some, kMostAtOnce);
    }
    put(other.open_, other.used_);
  }
  std::size_t size() const { return bytes_.size() * 8 + used_; }
  void clear() {
    bytes_.clear();
    open_ = 0;
    used_ = 0;
  }
  // With what is left of the last byte zero.
  std::string whole() const {
    std::string all;
    all.reserve(bytes_.size() + kBytesAtOnce);
    all = bytes_;
    for (unsigned done = 0; done < used_; done += 8) all += static_cast<char>(open_ >> done & 0xFF);
    return all;
  }

 private:
  static constexpr unsigned kMostAtOnce = 32;
  static constexpr std::size_t kBytesAtOnce = kMostAtOnce / 8;
  static constexpr std::uint64_t mask(unsigned count) { return (std::uint64_t{1} << count) - 1; }
  void put(std::uint64_t value, unsigned count) {  // at most kMostAtOnce
    open_ |= value << used_;
    used_ += count;
    if (used_ < kMostAtOnce) return;
    std::array<char, kBytesAtOnce> some;
    for (std::size_t i = 0; i < kBytesAtOnce; ++i) some[i] = static_cast<char>(open_ >> (8 * i) & 0xFF);
    bytes_.append(some.data(), some.size());
    open_ >>= kMostAtOnce;
    used_ -= kMostAtOnce;
  }
  std::string bytes_;  // by whole kBytesAtOnce
  std::uint64_t open_ = 0;
  unsigned used_ = 0;
};

// Past the end there are zeros, and `failed`.
class BitReader {
 public:
  explicit BitReader(std::string_view bytes) : bytes_(bytes) {}
  bool failed() const { return at_ > bytes_.size() * 8; }
  std::size_t at() const { return at_; }
  void go_to(std::size_t bit) { at_ = bit; }

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
    if (std::endian::native == std::endian::little && first + sizeof value <= bytes_.size()) {
      std::memcpy(&value, bytes_.data() + first, sizeof value);
      return value >> (at_ % 8);
    }
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

// The terms' hashes are cut into so many equal ranges that each has some four to eight terms. A directory tells
// where each range's terms end, so that a few terms can be read without all others. In bits of the range's number.
unsigned directory_bits(std::uint64_t terms, unsigned hash_bits) {
  const auto width = static_cast<unsigned>(std::bit_width(terms));
  return std::min(width > 3 ? width - 3 : 0, hash_bits);
}

// The low bits of a Rice code for numbers that are `mean` on average.
unsigned low_bits(std::uint64_t mean) {
  return mean < 2 ? 0 : static_cast<unsigned>(std::bit_width(mean * 11 / 16)) - 1;
}

struct Entry {
  std::uint64_t hash;
  const std::vector<std::uint32_t>* positions;
};

// What packing works with: memory that is used again.
struct Packing {
  std::vector<std::uint64_t> hashes;
  std::vector<std::uint32_t> next;  // by the hash's first bits, where the next entry goes
  std::vector<Entry> entries;
  std::vector<std::uint64_t> ends;
  BitWriter body, out;
};

// Entries in the order of their hashes; false if two terms have one hash. Hashes are spread evenly: laid down by their
// first bits they are nearly sorted.
bool shorten(const std::vector<TermPositions>& terms, std::uint64_t salt, unsigned hash_bits, Packing& packing) {
  const unsigned first_bits = std::min(hash_bits, static_cast<unsigned>(std::bit_width(terms.size())));
  const unsigned others = hash_bits - first_bits;
  auto& [hashes, next, entries, ends, body, out] = packing;
  hashes.resize(terms.size());
  next.assign((std::size_t{1} << first_bits) + 1, 0);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    hashes[i] = shortened(terms[i].key, salt, hash_bits);
    ++next[(hashes[i] >> others) + 1];
  }
  std::partial_sum(next.begin(), next.end(), next.begin());
  entries.resize(terms.size());
  for (std::size_t i = 0; i < terms.size(); ++i)
    entries[next[hashes[i] >> others]++] = {hashes[i], &terms[i].positions};
  bool unlike = true;
  for (std::size_t i = 1; i < entries.size(); ++i) {
    const Entry entry = entries[i];
    std::size_t at = i;
    for (; at > 0 && entries[at - 1].hash > entry.hash; --at) entries[at] = entries[at - 1];
    if (at > 0 && entries[at - 1].hash == entry.hash) unlike = false;
    entries[at] = entry;
  }
  return unlike;
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
  thread_local Packing packing;
  std::uint64_t salt = 0;
  while (!shorten(terms, salt, hash_bits, packing) && hash_bits < kMaxHashBits) {
    if (++salt == kSalts) salt = 0, ++hash_bits;
  }
  std::uint32_t last = 1;
  for (const TermPositions& term : terms) last = std::max(last, term.positions.back());
  const unsigned hash_low = low_bits((std::uint64_t{1} << hash_bits) / terms.size());
  const unsigned ranges = directory_bits(terms.size(), hash_bits);
  const unsigned in_range = hash_bits - ranges;
  BitWriter& body = packing.body;
  std::vector<std::uint64_t>& ends = packing.ends;
  body.clear();
  ends.clear();
  std::uint64_t before = 0;
  for (const Entry& entry : packing.entries) {
    while (ends.size() < entry.hash >> in_range) {
      ends.push_back(body.size());
      before = ends.size() << in_range;
    }
    body.rice(entry.hash - before, hash_low);
    before = entry.hash;
    body.gamma(entry.positions->size());
    const unsigned low = low_bits(last / (entry.positions->size() + 1));
    std::uint32_t previous = 0;
    for (const std::uint32_t position : *entry.positions) {
      body.rice(position - previous, low);
      previous = position;
    }
  }
  ends.resize(std::size_t{1} << ranges, body.size());
  BitWriter& out = packing.out;
  out.clear();
  out.gamma(terms.size());
  out.bits(hash_bits, 6);
  out.bits(salt, 8);
  out.gamma(last);
  const auto width = static_cast<unsigned>(std::bit_width(body.size()));
  out.bits(width, 6);
  for (const std::uint64_t end : ends) out.bits(end, width);
  out.append(body);
  return out.whole();
}

namespace {

struct Head {
  std::uint64_t terms = 0, salt = 0, last = 0;
  unsigned hash_bits = 0, width = 0, ranges = 0;
  std::size_t directory = 0, body = 0;  // in bits
  bool whole = false;                   // the directory can be read
};

// `last` is 0 if nothing can be read.
Head read_head(BitReader& in) {
  Head head;
  head.terms = in.gamma();
  head.hash_bits = static_cast<unsigned>(in.bits(6));
  head.salt = in.bits(8);
  const std::uint64_t last = in.gamma();
  if (in.failed() || head.hash_bits == 0 || head.hash_bits > kMaxHashBits) return head;
  head.last = last;
  head.width = static_cast<unsigned>(in.bits(6));
  head.ranges = directory_bits(head.terms, head.hash_bits);
  head.directory = in.at();
  head.body = head.directory + (std::size_t{head.width} << head.ranges);
  head.whole = !in.failed() && head.width <= kPlainBits;
  return head;
}

// Calls take(key's index, position) for each position of each key; returns the document's last position.
template <class Take>
std::uint64_t unpack(std::string_view packed, std::span<const std::uint64_t> keys, const Take& take) {
  if (packed.empty()) return 0;
  BitReader in(packed);
  const Head head = read_head(in);
  const auto& [terms, salt, last, hash_bits, width, ranges, directory, body, whole] = head;
  if (!whole) return last;
  const unsigned in_range = hash_bits - ranges;
  const unsigned hash_low = low_bits((std::uint64_t{1} << hash_bits) / terms);
  for (std::size_t key = 0; key < keys.size(); ++key) {
    const std::uint64_t wanted = shortened(keys[key], salt, hash_bits);
    const std::uint64_t range = wanted >> in_range;
    std::uint64_t begin = 0;
    if (range > 0) {
      in.go_to(directory + (range - 1) * width);
      begin = in.bits(width);
    } else {
      in.go_to(directory);
    }
    const std::size_t end = body + in.bits(width);
    in.go_to(body + begin);
    std::uint64_t hash = range << in_range;
    while (in.at() < end && !in.failed()) {
      hash += in.rice(hash_low);
      if (hash > wanted) break;
      const std::uint64_t count = in.gamma();
      if (count > packed.size() * 8) break;  // a position takes a bit or more
      const unsigned low = low_bits(last / (count + 1));
      std::uint64_t position = 0;
      for (std::uint64_t i = 0; i < count && !in.failed(); ++i) {
        position += in.rice(low);
        if (hash == wanted) take(key, static_cast<std::uint32_t>(position));
      }
      if (hash == wanted) break;
    }
  }
  return last;
}

}  // namespace

std::string_view behind_positions(std::string_view packed) {
  if (packed.empty()) return {};
  BitReader in(packed);
  const Head head = read_head(in);
  if (!head.whole || head.body > packed.size() * 8) return {};
  in.go_to(head.body - head.width);
  const std::size_t end = (head.body + in.bits(head.width) + 7) / 8;
  return end < packed.size() ? packed.substr(end) : std::string_view();
}

std::vector<std::vector<std::uint32_t>> unpack_positions(std::string_view packed, std::span<const std::uint64_t> keys) {
  std::vector<std::vector<std::uint32_t>> found;
  unpack_positions(packed, keys, found);
  return found;
}

void unpack_positions(std::string_view packed, std::span<const std::uint64_t> keys,
                      std::vector<std::vector<std::uint32_t>>& found) {
  found.resize(keys.size());
  for (std::vector<std::uint32_t>& positions : found) positions.clear();
  unpack(packed, keys, [&](std::size_t key, std::uint32_t position) { found[key].push_back(position); });
}

void unpack_positions(std::string_view packed, std::span<const std::uint64_t> keys, PositionsTogether& found) {
  found.positions.clear();
  found.last = static_cast<std::uint32_t>(
      unpack(packed, keys, [&](std::size_t, std::uint32_t position) { found.positions.push_back(position); }));
  std::sort(found.positions.begin(), found.positions.end());
  found.positions.erase(std::unique(found.positions.begin(), found.positions.end()), found.positions.end());
}

}  // namespace opslag::corpus
