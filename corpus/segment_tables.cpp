// B-trees of 8 kB blocks, as indexer/glass_table.cpp writes them. Whatever they say of lengths and places is checked.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/segment_tables.h"

#include <algorithm>
#include <bit>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "analyzers/varint.h"
#include "corpus/compressed.h"
#include "corpus/generation.h"
#include "corpus/glass_keys.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kBlockBytes = 8192;
constexpr std::size_t kLine = 64;  // of the processor's caches
// Of a block: level at 4, end of the directory at 9 (2 bytes), the directory of items' offsets from 11.
constexpr std::size_t kLevel = 4, kDirectoryEnd = 9, kDirectory = 11, kOffset = 2;
// Of a leaf's item: size less 3, with flags (2 bytes), key's size, key, the piece's number unless it is the first,
// piece.
constexpr std::size_t kLeafHead = 3, kPieceNumber = 2;
constexpr unsigned kDeflated = 0x8000, kLastPiece = 0x4000, kFirstPiece = 0x2000, kSize = 0x1FFF;
// Of a branch's: block (4 bytes), key's size, key, number of a piece.
constexpr std::size_t kBranchHead = 5;

[[noreturn]] void damaged() {
  throw IndexError("The index is damaged: a block of a segment makes no sense");
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  if (at + size > bytes.size()) damaged();
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

std::string_view part(std::string_view bytes, std::size_t at, std::size_t size) {
  if (at > bytes.size() || size > bytes.size() - at) damaged();
  return bytes.substr(at, size);
}

std::string_view key_of(std::string_view item, bool leaf) {
  const std::size_t head = leaf ? kLeafHead : kBranchHead;
  return part(item, head, number_at(item, head - 1, 1));
}

std::uint64_t take_number(std::string_view& bytes) {
  const std::optional<std::uint64_t> value = analyzers::take_varint(bytes);
  if (!value) damaged();
  return *value;
}

std::uint32_t take_small(std::string_view& bytes) {
  const std::uint64_t value = take_number(bytes);
  if (value >= PostingCursor::kEnd) damaged();
  return static_cast<std::uint32_t>(value);
}

// The term of a list's first chunk; of the others nothing, nor of entries that are no lists.
std::optional<std::string> term_of_key(std::string_view key) {
  if (key.empty() || key.starts_with('\0')) return std::nullopt;
  std::string term;
  for (std::size_t i = 0; i < key.size(); ++i) {
    term += key[i];
    if (key[i] != '\0') continue;
    if (i + 1 == key.size() || key[i + 1] != '\xff') return std::nullopt;
    ++i;
  }
  return term;
}

}  // namespace

std::string_view TableCursor::block(unsigned level) const {
  return {file_.data() + std::size_t{path_[level].block} * kBlockBytes, kBlockBytes};
}

void TableCursor::enter(unsigned level, std::uint32_t block) {
  const std::string_view bytes = part(file_, std::size_t{block} * kBlockBytes, kBlockBytes);
  const std::size_t end = number_at(bytes, kDirectoryEnd, kOffset);
  if (static_cast<unsigned char>(bytes[kLevel]) != level || end <= kDirectory || end > kBlockBytes) damaged();
  path_[level] = {block, 0, static_cast<std::uint16_t>((end - kDirectory) / kOffset)};
}

std::string_view TableCursor::item(unsigned level) const {
  const std::string_view here = block(level);
  return here.substr(
      std::min<std::size_t>(number_at(here, kDirectory + path_[level].item * kOffset, kOffset), kBlockBytes));
}

void TableCursor::read_leaf() {
  const std::string_view here = item(0);
  const std::uint32_t head = number_at(here, 0, 2);
  const std::string_view whole = part(here, 0, (head & kSize) + kLeafHead);
  key_ = key_of(whole, true);
  first_ = (head & kFirstPiece) != 0;
  last_ = (head & kLastPiece) != 0;
  deflated_ = (head & kDeflated) != 0;
  const std::size_t begin = kLeafHead + key_.size() + (first_ ? 0 : kPieceNumber);
  piece_ = part(whole, begin, whole.size() - std::min(begin, whole.size()));
}

// Of the items in the level's block the last whose key is not behind the one that is sought; in a branch the first
// counts as before all. The block is seldom in a cache of the processor: what may be compared next is asked for ahead.
std::size_t TableCursor::last_not_behind(std::string_view key, unsigned level) const {
  const std::string_view here = block(level);
  const auto item_at = [&](std::size_t i) {
    return here.substr(std::min<std::size_t>(number_at(here, kDirectory + i * kOffset, kOffset), kBlockBytes));
  };
  const auto fetch = [&](std::size_t from, std::size_t to) {
    if (to - from > 1) __builtin_prefetch(item_at(from + (to - from) / 2).data());
  };
  std::size_t low = 0, high = path_[level].items;
  for (std::size_t at = kLine; at < kDirectory + high * kOffset; at += kLine) __builtin_prefetch(here.data() + at);
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    fetch(low, middle);
    fetch(middle, high);
    const std::string_view there = item_at(middle);
    const int order = key_of(there, level == 0).compare(key);
    // Pieces of one tag have the same key: the first is wanted.
    const bool later_piece = order == 0 && (level == 0 ? (number_at(there, 0, 2) & kFirstPiece) == 0
                                                       : number_at(there, kBranchHead + key.size(), kPieceNumber) > 1);
    if (order > 0 || later_piece) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return low;
}

bool TableCursor::find(std::string_view key) {
  if (file_.empty()) return false;
  std::uint32_t next = root_;
  for (unsigned level = level_;; --level) {
    enter(level, next);
    path_[level].item = static_cast<std::uint16_t>(last_not_behind(key, level));
    if (level == 0) break;
    next = number_at(item(level), 0, 4);
  }
  read_leaf();
  return first_ && key_ == key;
}

bool TableCursor::seek(std::string_view key) {
  if (file_.empty()) return false;
  // Where the key would begin a block, the entry found is behind it already.
  return find(key) || (first_ && key_ > key) || next();
}

// To the next piece, in whichever block it is.
bool TableCursor::step() {
  unsigned level = 0;
  while (++path_[level].item == path_[level].items) {
    if (level == level_) return false;
    ++level;
  }
  for (; level > 0; --level) enter(level - 1, number_at(item(level), 0, 4));
  read_leaf();
  return true;
}

bool TableCursor::next() {
  if (file_.empty()) return false;
  do {
    if (!step()) return false;
  } while (!first_);
  return true;
}

std::string_view TableCursor::tag(std::string& copy) {
  if (last_) return piece_;
  const std::string_view key = key_;
  copy.assign(piece_);
  while (!last_) {
    if (!step() || first_ || key_ != key) damaged();
    copy += piece_;
  }
  return copy;
}

void PostingCursor::damaged() {
  corpus::damaged();
}

std::uint32_t PostingCursor::number() {
  std::string_view left(reinterpret_cast<const char*>(at_), static_cast<std::size_t>(end_ - at_));
  const std::uint32_t value = take_small(left);
  at_ = end_ - left.size();
  return value;
}

// Nearly all gaps and counts of a frequent term are numbers of one byte: eight documents at a time, up to the first
// number that is longer. Behind it one more, however long.
std::size_t PostingCursor::take_short(std::uint32_t end, Batch& batch, std::size_t size) {
#ifdef __SSE2__
  constexpr std::size_t kAtOnce = 8;
  constexpr std::ptrdiff_t kMostBytes = 2 * kAtOnce + 2 * kLongest;
  constexpr std::uint32_t kFarthest = kAtOnce * 128;  // that eight short gaps can reach
  const __m128i zero = _mm_setzero_si128();
  const auto put = [](std::uint32_t* to, __m128i four) { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), four); };
  const unsigned char* at = at_;
  std::uint32_t document = document_, count = count_;
  while (size + kAtOnce < Batch::kRoom && end_ - at >= kMostBytes && document < end && document < kEnd - kFarthest) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto long_ones = static_cast<unsigned>(_mm_movemask_epi8(bytes)) | 1U << 2 * kAtOnce;
    const auto pairs = static_cast<std::size_t>(std::countr_zero(long_ones)) / 2;
    __m128i reached = _mm_add_epi16(_mm_and_si128(bytes, _mm_set1_epi16(0xFF)), _mm_set1_epi16(1));
    reached = _mm_add_epi16(reached, _mm_slli_si128(reached, 2));
    reached = _mm_add_epi16(reached, _mm_slli_si128(reached, 4));
    reached = _mm_add_epi16(reached, _mm_slli_si128(reached, 8));
    const __m128i base = _mm_set1_epi32(static_cast<int>(document)), often = _mm_srli_epi16(bytes, 8);
    std::uint32_t* const documents = &batch.documents[size];
    std::uint32_t* const counts = &batch.counts[size];
    documents[0] = document;
    put(documents + 1, _mm_add_epi32(base, _mm_unpacklo_epi16(reached, zero)));
    put(documents + 5, _mm_add_epi32(base, _mm_unpackhi_epi16(reached, zero)));
    if (pairs > 0 && documents[pairs - 1] >= end) break;
    counts[0] = count;
    put(counts + 1, _mm_unpacklo_epi16(often, zero));
    put(counts + 5, _mm_unpackhi_epi16(often, zero));
    size += pairs;
    at += 2 * pairs;
    document = documents[pairs];
    count = counts[pairs];
    if (pairs == kAtOnce || document >= end) continue;
    ++size;
    step(at, document, count);
  }
  at_ = at;
  document_ = document;
  count_ = count;
#endif
  return size;
}

std::size_t PostingCursor::take(std::uint32_t end, Batch& batch) {
  std::size_t size = 0;
  while (document_ < end && size < Batch::kRoom) {
    const std::size_t before = size;
    size = take_short(end, batch, size);
    if (size > before) continue;
    batch.documents[size] = document_;
    batch.counts[size] = count_;
    ++size;
    next();
  }
  return size;
}

void PostingCursor::next_chunk() {
  if (last_chunk_) {
    document_ = last_ = kEnd;
    at_ = end_;
    return;
  }
  if (!entries_.next()) damaged();
  const std::uint32_t before = document_;
  open_chunk(entries_.tag(*copy_), false);
  if (document_ <= before) damaged();
}

// A chunk: whether it is the list's last; how far its last document is from its first; the first's count; then gaps
// less one and counts. The list's first tells how many documents there are, how often the term is in them, and the
// first document less one; all others' keys end in their first document.
void PostingCursor::open_chunk(std::string_view tag, bool first) {
  if (first) {
    documents_ = take_small(tag);
    take_number(tag);
    document_ = take_small(tag) + 1;
  } else {
    const std::string_view key = entries_.key();
    const std::optional<std::uint32_t> document = unpack_sortable(key.substr(std::min(key_bytes_ + 1, key.size())));
    if (!document) damaged();
    document_ = *document;
  }
  last_chunk_ = part(tag, 0, 1).front() == '1';
  tag.remove_prefix(1);
  last_ = document_ + take_small(tag);
  at_ = reinterpret_cast<const unsigned char*>(tag.data());
  end_ = at_ + tag.size();
  count_ = number();
}

namespace {

// The places of the tables: see indexer/glass_head.cpp.
struct Head {
  struct Root {
    std::uint32_t block = 0;
    unsigned level = 0;
    bool absent = true;
  };
  Root postings, data;

  explicit Head(std::string_view file) {
    constexpr std::string_view kMagic("\x0f\x0dXapian Glass\x04\x6e");
    constexpr std::size_t kUuid = 16;
    if (file.size() % kBlockBytes != 0 || file.size() < kBlockBytes || !file.starts_with(kMagic)) damaged();
    std::string_view left = file.substr(0, kBlockBytes);
    left.remove_prefix(kMagic.size() + kUuid);
    take_number(left);  // revision
    for (Root* root : {&postings, &data}) {
      root->block = take_small(left);
      const std::uint64_t marks = take_number(left);
      root->level = static_cast<unsigned>(marks >> 2);
      root->absent = (marks & 1) != 0;
      take_number(left);  // entries
      if (take_number(left) << 11 != kBlockBytes || root->level >= 10) damaged();
      take_number(left);  // the least size that is deflated
      const std::uint64_t free = take_number(left);
      left = part(left, free, left.size() - std::min<std::size_t>(free, left.size()));
    }
  }
};

}  // namespace

SegmentTables::SegmentTables(const std::filesystem::path& segment) : file_(segment, MappedFile::Reading::anywhere) {
  const std::string_view all = file_.bytes();
  const std::string_view blocks = all.substr(0, all.size() - all.size() % kBlockBytes);
  const Head head(blocks);
  if (!head.postings.absent) postings_ = TableCursor(blocks, head.postings.block, head.postings.level);
  if (!head.data.absent) data_ = TableCursor(blocks, head.data.block, head.data.level);
}

PostingCursor SegmentTables::postings(std::string_view term) const {
  PostingCursor cursor;
  const std::string key = key_of_term(term);
  TableCursor at = postings_;
  if (!at.find(key)) return cursor;
  cursor.entries_ = at;
  cursor.key_bytes_ = key.size();
  cursor.copy_ = std::make_unique<std::string>();
  cursor.open_chunk(cursor.entries_.tag(*cursor.copy_), true);
  return cursor;
}

std::uint32_t SegmentTables::documents(std::string_view term) const {
  TableCursor at = postings_;
  if (!at.find(key_of_term(term))) return 0;
  std::string copy;
  std::string_view tag = at.tag(copy);
  return take_small(tag);
}

void SegmentTables::each_term(std::string_view beginning, const std::function<bool(std::string)>& visit) const {
  const std::string first = key_of_term(beginning);
  TableCursor at = postings_;
  for (bool there = at.seek(first); there && at.key().starts_with(first); there = at.next()) {
    if (std::optional<std::string> term = term_of_key(at.key()); term && !visit(std::move(*term))) return;
  }
}

void SegmentTables::each_frequent_term(std::string_view beginning, std::uint32_t least,
                                       const std::function<void(std::string)>& visit) const {
  const std::string first = key_of_term(beginning);
  TableCursor at = postings_;
  std::string copy;
  for (bool there = at.seek(first); there && at.key().starts_with(first); there = at.next()) {
    std::optional<std::string> term = term_of_key(at.key());
    if (!term) continue;
    std::string_view tag = at.tag(copy);
    if (take_small(tag) >= least) visit(std::move(*term));
  }
}

void SegmentTables::each_list(std::string_view beginning,
                              const std::function<void(std::string_view, PostingCursor&)>& visit) const {
  const std::string first = key_of_term(beginning);
  PostingCursor list;
  list.copy_ = std::make_unique<std::string>();
  TableCursor at = postings_;
  for (bool there = at.seek(first); there && at.key().starts_with(first); there = at.next()) {
    const std::optional<std::string> term = term_of_key(at.key());
    if (!term) continue;
    list.entries_ = at;
    list.key_bytes_ = at.key().size();
    list.open_chunk(list.entries_.tag(*list.copy_), true);
    visit(*term, list);
  }
}

std::optional<std::string_view> SegmentTables::data(std::uint32_t document, std::string& copy) const {
  TableCursor at = data_;
  std::string key;
  pack_sortable(key, document);
  if (!at.find(key)) return std::nullopt;
  const bool deflated = at.deflated();
  const std::string_view tag = at.tag(copy);
  if (!deflated) return tag;
  copy = inflated(tag);
  return copy;
}

}  // namespace opslag::corpus
