// Packed positions of all documents; where each ends (8 bytes, little-endian); lists of terms; for each where it ends
// (8), the term's bytes (1) and the term; how many documents (8), and how many bytes their positions (8), the lists (8)
// and what tells of them (8) are; a mark (8). Before there were lists: documents, their bytes and another mark.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/segment_positions.h"

#include <algorithm>

#include "corpus/generation.h"

namespace opslag::corpus {
namespace {

constexpr std::string_view kMark = "OpslagP2", kWithoutLists = "OpslagP1";
constexpr std::size_t kNumber = 8;

std::uint64_t number_at(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = kNumber; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

void put_number(std::string& out, std::uint64_t value) {
  for (std::size_t i = 0; i < kNumber; ++i, value >>= 8) out += static_cast<char>(value & 0xFF);
}

}  // namespace

SegmentPositions::SegmentPositions(const std::filesystem::path& segment)
    : file_(segment, MappedFile::Reading::anywhere) {
  std::string_view left = file_.bytes();
  const IndexError damaged(segment.string() + " lacks the positions of its words");
  has_lists_ = left.ends_with(kMark);
  if (!has_lists_ && !left.ends_with(kWithoutLists)) throw damaged;
  left.remove_suffix(kMark.size());
  const auto take = [&](std::uint64_t bytes) {
    if (bytes > left.size()) throw damaged;
    const std::string_view found = left.substr(left.size() - bytes);
    left.remove_suffix(bytes);
    return found;
  };
  std::string_view lists, of_lists;
  const std::string_view numbers = take((has_lists_ ? 4 : 2) * kNumber);
  const std::uint64_t documents = number_at(numbers, 0), packed = number_at(numbers, kNumber);
  if (documents > left.size() / kNumber || documents > UINT32_MAX) throw damaged;
  if (has_lists_) {
    bytes_of_lists_ = number_at(numbers, 2 * kNumber) + number_at(numbers, 3 * kNumber);
    of_lists = take(number_at(numbers, 3 * kNumber));
    lists = take(number_at(numbers, 2 * kNumber));
  }
  directory_ = take(documents * kNumber);
  packed_ = take(packed);
  documents_ = static_cast<std::uint32_t>(documents);
  if (!read_lists(lists, of_lists)) throw damaged;
}

bool SegmentPositions::read_lists(std::string_view lists, std::string_view directory) {
  std::uint64_t begin = 0;
  while (!directory.empty()) {
    if (directory.size() <= kNumber) return false;
    const std::uint64_t end = number_at(directory, 0);
    const std::size_t size = static_cast<unsigned char>(directory[kNumber]);
    directory.remove_prefix(kNumber + 1);
    if (size > directory.size() || end < begin || end > lists.size()) return false;
    const std::string_view term = directory.substr(0, size);
    if (!lists_.empty() && term <= lists_.back().term) return false;
    lists_.push_back({term, lists.substr(begin, end - begin)});
    directory.remove_prefix(size);
    begin = end;
  }
  lists_.shrink_to_fit();
  return true;
}

const SegmentPositions::List* SegmentPositions::list(std::string_view term) const {
  const auto at = std::lower_bound(lists_.begin(), lists_.end(), term,
                                   [](const List& list, std::string_view wanted) { return list.term < wanted; });
  return at != lists_.end() && at->term == term ? &*at : nullptr;
}

std::string_view SegmentPositions::of(std::uint32_t document) const {
  if (document == 0 || document > documents_) return {};
  const std::size_t at = (document - 1) * kNumber;
  const std::uint64_t begin = document == 1 ? 0 : number_at(directory_, at - kNumber);
  const std::uint64_t end = number_at(directory_, at);
  return begin <= end && end <= packed_.size() ? packed_.substr(begin, end - begin) : std::string_view();
}

void PositionsDirectory::add(std::uint64_t bytes_of_document) {
  end_ += bytes_of_document;
  put_number(ends_, end_);
}

void PositionsDirectory::add_list(std::string_view term, std::uint64_t bytes) {
  end_of_lists_ += bytes;
  put_number(lists_, end_of_lists_);
  lists_ += static_cast<char>(term.size());
  lists_ += term;
}

std::string PositionsDirectory::finish() {
  const std::uint64_t of_lists = lists_.size();
  for (const std::uint64_t number : {std::uint64_t{ends_.size() / kNumber}, end_, end_of_lists_, of_lists})
    put_number(lists_, number);
  lists_ += kMark;
  return std::move(lists_);
}

}  // namespace opslag::corpus
