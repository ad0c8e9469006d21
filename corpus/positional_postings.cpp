// A list is: how many blocks (4 bytes, little-endian); for each its first document and where it begins among the
// entries (4 and 4); the entries. An entry is one byte, the gap to the document before less one in its low half and how
// many bytes of positions in its high half (15: the rest follows, seven bits a byte, gap before size); then the
// positions, gap by gap: less one in one byte below 224; else less 225 in the rest of that byte and another; from 255
// on the rest seven bits a byte. In a block the first document's gap is counted from the one before it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/positional_postings.h"

#include <algorithm>
#include <utility>

#include "analyzers/varint.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kNumber = 4;  // bytes
constexpr std::size_t kPlace = 2 * kNumber;

void put_fixed(std::string& out, std::size_t value) {
  for (std::size_t i = 0; i < kNumber; ++i, value >>= 8) out += static_cast<char>(value & 0xFF);
}

std::uint32_t fixed_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = kNumber; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// False past the end.
bool get(const char*& at, const char* end, std::uint32_t& value) {
  std::string_view left(at, end);
  const std::optional<std::uint64_t> number = analyzers::take_varint(left);
  at = left.data();
  value = static_cast<std::uint32_t>(number.value_or(0));
  return number.has_value();
}

}  // namespace

void encode_positions(std::span<const std::uint32_t> positions, std::string& out) {
  std::uint32_t before = 0;
  for (const std::uint32_t position : positions) {
    std::uint32_t gap = position - std::exchange(before, position) - 1;
    if (gap < PositionalCursor::kShort) {
      out += static_cast<char>(gap);
      continue;
    }
    gap -= PositionalCursor::kShort;
    if (gap < PositionalCursor::kLong) {
      out += static_cast<char>(PositionalCursor::kShort + (gap >> 8));
      out += static_cast<char>(gap & 0xFF);
    } else {
      out += static_cast<char>(PositionalCursor::kLongest);
      analyzers::put_varint(out, gap - PositionalCursor::kLong);
    }
  }
}

std::uint32_t PositionalCursor::long_gap(unsigned char byte, const char*& at, const char* end) {
  std::uint32_t gap = kShort + 1;
  if (byte < kLongest) {
    gap += static_cast<std::uint32_t>(byte - kShort) << 8;
    return at == end ? gap : gap + static_cast<unsigned char>(*at++);
  }
  std::uint32_t rest = 0;
  if (!get(at, end, rest)) at = end;
  return gap + kLong + rest;
}

void PositionalPostingsWriter::add(std::uint32_t document, std::string_view positions) {
  if (documents_++ % PositionalCursor::kBlock == 0) {
    put_fixed(blocks_, document);
    put_fixed(blocks_, entries_.size());
    last_ = document - 1;
  }
  const std::uint32_t gap = document - last_ - 1;
  const auto size = static_cast<std::uint32_t>(positions.size());
  entries_ +=
      static_cast<char>(std::min(gap, PositionalCursor::kEscape) | std::min(size, PositionalCursor::kEscape) << 4);
  if (gap >= PositionalCursor::kEscape) analyzers::put_varint(entries_, gap - PositionalCursor::kEscape);
  if (size >= PositionalCursor::kEscape) analyzers::put_varint(entries_, size - PositionalCursor::kEscape);
  entries_ += positions;
  last_ = document;
}

void PositionalPostingsWriter::take(std::string& out) {
  out.clear();
  put_fixed(out, blocks_.size() / kPlace);
  out += blocks_;
  out += entries_;
  clear();
}

void PositionalPostingsWriter::clear() {
  blocks_.clear();
  entries_.clear();
  documents_ = last_ = 0;
}

PositionalCursor::PositionalCursor(std::string_view list) {
  if (list.size() < kNumber) return;
  blocks_ = fixed_at(list, 0);
  list.remove_prefix(kNumber);
  if (blocks_ == 0 || blocks_ > list.size() / kPlace) return;
  directory_ = list.substr(0, blocks_ * kPlace);
  entries_ = list.substr(directory_.size());
  enter(0);
}

std::uint32_t PositionalCursor::first_of(std::size_t block) const {
  return fixed_at(directory_, block * kPlace);
}

void PositionalCursor::end() {
  document_ = kEnd;
  positions_ = {};
  at_ = block_end_;
  blocks_ = 0;
  following_ = kEnd;
}

void PositionalCursor::enter(std::size_t block) {
  if (block >= blocks_) return end();
  const auto place = [&](std::size_t of) {
    return of < blocks_ ? fixed_at(directory_, of * kPlace + kNumber) : entries_.size();
  };
  const std::size_t begin = place(block), behind = place(block + 1);
  if (begin < passed_ || begin >= behind || behind > entries_.size()) return end();
  passed_ = behind;
  block_ = block;
  at_ = entries_.data() + begin;
  block_end_ = entries_.data() + behind;
  following_ = block + 1 < blocks_ ? first_of(block + 1) : kEnd;
  document_ = first_of(block) - 1;
  next();
}

// An entry whose gap or size does not fit into half a byte.
void PositionalCursor::read_long(unsigned char head) {
  std::uint32_t gap = head & 15U, size = head >> 4, more = 0;
  if (gap == kEscape) {
    if (!get(at_, block_end_, more)) return end();
    gap += more;
  }
  if (size == kEscape) {
    if (!get(at_, block_end_, more)) return end();
    size += more;
  }
  if (size > static_cast<std::size_t>(block_end_ - at_)) return end();
  document_ += gap + 1;
  positions_ = {at_, size};
  at_ += size;
}

// Entry by entry of a block, with all that is needed in the processor's registers.
void PositionalCursor::until(std::uint32_t end, std::uint32_t behind, std::vector<std::uint64_t>& places) {
  std::size_t made = places.size();
  while (document_ < end) {
    const char* at = positions_.data();
    // A position takes a byte or more.
    const std::size_t most = made + static_cast<std::size_t>(block_end_ - at);
    if (places.size() < most) places.resize(2 * most);
    std::uint64_t* out = places.data() + made;
    const char* entry_end = at + positions_.size();
    std::uint32_t document = document_;
    for (;;) {
      const std::uint64_t high = std::uint64_t{document} << 32;
      for (std::uint32_t position = behind; at != entry_end; *out++ = high | position) {
        const auto byte = static_cast<unsigned char>(*at++);
        if (byte < kShort) {
          position += byte + 1U;
        } else {
          const char* rest = at;
          position += long_gap(byte, rest, entry_end);
          at = rest;
        }
      }
      if (at == block_end_) break;
      const auto head = static_cast<unsigned char>(*at);
      const std::uint32_t gap = head & 15U, size = head >> 4;
      if (document >= end || gap == kEscape || size == kEscape || size >= block_end_ - at) break;
      const std::uint32_t following = document + gap + 1;
      if (following >= end) break;
      document = following;
      entry_end = ++at + size;
    }
    made = static_cast<std::size_t>(out - places.data());
    at_ = at;
    document_ = document;
    next();
  }
  places.resize(made);
}

void PositionalCursor::skip_blocks(std::uint32_t document) {
  // The last block that begins at or before it: by steps that double, then by halves.
  std::size_t low = block_ + 1, step = 1;
  while (low + step < blocks_ && first_of(low + step) <= document) {
    low += step;
    step *= 2;
  }
  std::size_t high = std::min(low + step, blocks_);
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (first_of(middle) <= document ? low : high) = middle;
  }
  enter(low);
}

}  // namespace opslag::corpus
