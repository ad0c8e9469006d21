// Sorts postings by counting, since terms have numbers already.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/inverter.h"

#include <zlib.h>

#include <algorithm>
#include <new>
#include <numeric>
#include <stdexcept>

#include "corpus/compressed.h"
#include "indexer/posting_chunks.h"

namespace opslag::indexer {
namespace {

// As a number that sorts as they do; zeros behind the end.
std::uint64_t first_bytes(std::string_view text) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i)
    number = number << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  return number;
}

}  // namespace

// Compresses as Xapian expects it of a table's tags.
class Inverter::Deflater {
 public:
  Deflater() {
    constexpr int kRawWindow = -15, kMemory = 9;
    if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kRawWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  // Empty if the bytes would not become fewer. Good until the next call.
  std::string_view deflated(std::string_view bytes) {
    if (buffer_.size() < bytes.size()) buffer_.resize(bytes.size());
    deflateReset(&stream_);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
    stream_.avail_out = static_cast<uInt>(bytes.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END || stream_.total_out >= bytes.size()) return {};
    return {buffer_.data(), stream_.total_out};
  }

 private:
  z_stream stream_{};
  std::string buffer_;
};

Inverter::Inverter() : deflater_(std::make_unique<Deflater>()) {}
Inverter::~Inverter() = default;

void Inverter::Values::add(std::uint32_t document, std::string_view value) {
  if (value.empty()) return;
  if (number == 0 || value < least) least = value;
  if (number == 0 || value > most) most = value;
  ++number;
  if (chunk.empty())
    first = document;
  else
    pack_uint(chunk, document - last - 1);
  last = document;
  pack_string(chunk, value);
  if (chunk.size() >= kChunkBytes) end_chunk();
}

void Inverter::Values::end_chunk() {
  if (chunk.empty()) return;
  pack_uint(chunks, first);
  pack_string(chunks, chunk);
  ++chunks_written;
  chunk.clear();
}

void Inverter::add(const BuiltDocument& document, const TermTable& terms) {
  const std::uint32_t number = ++statistics_.documents;
  std::uint32_t length = 0;
  for (const DocumentTerm& term : document.terms) {
    if (terms.text(term.term).empty()) throw std::logic_error("a document has an empty term");
    postings_.push_back({term.term, number, term.count});
    length += term.count;
    statistics_.highest_count = std::max(statistics_.highest_count, term.count);
  }
  lengths_.push_back(length);
  statistics_.total_length += length;
  statistics_.longest = std::max(statistics_.longest, length);
  if (length > 0 && (statistics_.shortest == 0 || length < statistics_.shortest)) statistics_.shortest = length;
  for (std::size_t slot = 0; slot < kSlotCount; ++slot) values_[slot].add(number, document.values[slot]);
  constexpr std::size_t kLeastDeflated = 18;  // Xapian's own limit
  const bool deflates = document.data.size() > kLeastDeflated && !corpus::is_compressed(document.data);
  const std::string_view small = deflates ? deflater_->deflated(document.data) : std::string_view();
  const std::string_view kept = small.empty() ? document.data : small;
  pack_uint(data_, kept.size() << 1 | (small.empty() ? 0 : 1));
  data_ += kept;
  pack_string(positions_, document.positions);
  const auto before = static_cast<std::uint32_t>(places_.size());
  std::uint32_t begin = before;
  for (const TermPlaces& placed : document.placed) {
    const std::uint32_t end = before + placed.end;
    placements_.push_back({placed.term, number, begin, end});
    begin = end;
  }
  places_ += document.places;
}

std::size_t Inverter::bytes() const {
  std::size_t bytes = postings_.size() * sizeof(Posting) * 2 + data_.size() + positions_.size();
  bytes += placements_.size() * sizeof(Placement) * 2 + places_.size();
  for (const Values& values : values_) bytes += values.chunks.size();
  return bytes;
}

void Inverter::sort_placements(std::size_t terms) {
  std::vector<std::uint32_t>& end = sorting_.end_of_places;
  end.assign(terms + 1, 0);
  for (const Placement& placement : placements_) ++end[placement.term + 1];
  std::partial_sum(end.begin(), end.end(), end.begin());
  std::vector<Placement>& sorted = sorting_.places;
  sorted.resize(placements_.size());
  std::vector<std::uint32_t>& next = sorting_.next;
  next.assign(end.begin(), end.end() - 1);
  for (const Placement& placement : placements_) sorted[next[placement.term]++] = placement;
}

// Runs have most terms in common: only what is new is sorted.
void Inverter::order_all(const TermTable& terms) {
  if (sorting_.table != terms.number()) sorting_.all.clear();
  sorting_.table = terms.number();
  const auto before = [&](const Name& a, const Name& b) {
    return a.begin != b.begin ? a.begin < b.begin : terms.text(a.id) < terms.text(b.id);
  };
  std::vector<Name>& fresh = sorting_.fresh;
  fresh.clear();
  for (std::size_t id = sorting_.all.size(); id < terms.size(); ++id) {
    const auto number = static_cast<TermTable::Id>(id);
    fresh.push_back({first_bytes(terms.text(number)), number});
  }
  std::sort(fresh.begin(), fresh.end(), before);
  sorting_.merged.resize(terms.size());
  std::merge(sorting_.all.begin(), sorting_.all.end(), fresh.begin(), fresh.end(), sorting_.merged.begin(), before);
  sorting_.all.swap(sorting_.merged);
}

void Inverter::write_terms(const TermTable& terms, std::string& out) {
  std::vector<std::uint32_t>& end = sorting_.end;
  end.assign(terms.size() + 1, 0);
  for (const Posting& posting : postings_) ++end[posting.term + 1];
  order_all(terms);
  std::vector<Name>& order = sorting_.order;
  order.clear();
  for (const Name& name : sorting_.all)
    if (end[name.id + 1] > 0) order.push_back(name);
  std::partial_sum(end.begin(), end.end(), end.begin());
  std::vector<Entry>& sorted = sorting_.sorted;
  sorted.resize(postings_.size());
  std::vector<std::uint32_t>& next = sorting_.next;
  next.assign(end.begin(), end.end() - 1);
  for (const Posting& posting : postings_) sorted[next[posting.term]++] = {posting.document, posting.count};
  sort_placements(terms.size());
  const std::vector<std::uint32_t>& end_of_places = sorting_.end_of_places;
  const std::vector<Placement>& placements = sorting_.places;
  pack_uint(out, order.size());
  std::string chunks, places;
  // Names' numbers are in another order: what the next ones need is fetched into the processor's cache meanwhile.
  const auto fetch_ahead = [&](std::size_t at) {
    constexpr std::size_t kNext = 2, kNear = 4, kFar = 8;
    if (at + kFar >= order.size()) return;
    const TermTable::Id far = order[at + kFar].id, near = order[at + kNear].id;
    const std::size_t place = end_of_places[order[at + kNext].id];
    if (place < placements.size()) __builtin_prefetch(places_.data() + placements[place].begin);
    __builtin_prefetch(&end[far]);
    __builtin_prefetch(&end_of_places[far]);
    __builtin_prefetch(terms.text(far).data());
    __builtin_prefetch(sorted.data() + end[near]);
    __builtin_prefetch(placements.data() + end_of_places[near]);
  };
  for (std::size_t name = 0; name < order.size(); ++name) {
    fetch_ahead(name);
    const TermTable::Id id = order[name].id;
    std::uint64_t total = 0;
    std::uint32_t written = 0;
    PostingChunk chunk;
    chunks.clear();
    const auto end_chunk = [&] {
      pack_uint(chunks, chunk.first);
      pack_uint(chunks, chunk.last);
      pack_string(chunks, chunk.bytes);
      ++written;
      chunk.bytes.clear();
    };
    for (std::uint32_t i = end[id]; i < end[id + 1]; ++i) {
      total += sorted[i].count;
      chunk.add(sorted[i].document, sorted[i].count);
      if (chunk.bytes.size() >= kChunkBytes) end_chunk();
    }
    if (!chunk.empty()) end_chunk();
    pack_string(out, terms.text(id));
    pack_uint(out, end[id + 1] - end[id]);
    pack_uint(out, total);
    pack_uint(out, written);
    out += chunks;
    places.clear();
    for (std::uint32_t i = end_of_places[id]; i < end_of_places[id + 1]; ++i) {
      const Placement& placement = placements[i];
      pack_uint(places, placement.document);
      pack_string(places, std::string_view(places_).substr(placement.begin, placement.end - placement.begin));
    }
    pack_string(out, places);
  }
}

std::string_view Inverter::take(const TermTable& terms) {
  std::string& out = sorting_.run;
  out.clear();
  out.reserve(bytes() / 2);
  for (const std::uint64_t number :
       {std::uint64_t{statistics_.documents}, statistics_.total_length, std::uint64_t{statistics_.shortest},
        std::uint64_t{statistics_.longest}, std::uint64_t{statistics_.highest_count}})
    pack_uint(out, number);
  pack_string(out, data_);
  pack_string(out, positions_);
  for (Values& values : values_) {
    values.end_chunk();
    pack_uint(out, values.number);
    pack_string(out, values.least);
    pack_string(out, values.most);
    pack_uint(out, values.chunks_written);
    pack_string(out, values.chunks);
  }
  for (const std::uint32_t length : lengths_) pack_uint(out, length);
  write_terms(terms, out);
  statistics_ = {};
  postings_.clear();
  placements_.clear();
  places_.clear();
  lengths_.clear();
  values_ = {};
  data_.clear();
  positions_.clear();
  return out;
}

}  // namespace opslag::indexer
