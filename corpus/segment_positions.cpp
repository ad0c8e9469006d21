// Packed positions of all documents; where each ends (8 bytes, little-endian); their bytes (8); a mark (8).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/segment_positions.h"

#include "corpus/generation.h"

namespace opslag::corpus {
namespace {

constexpr std::string_view kMark = "OpslagP1";
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
  constexpr std::size_t kTail = 2 * kNumber + kMark.size();
  std::string_view left = file_.bytes();
  const IndexError damaged(segment.string() + " lacks the positions of its words");
  if (left.size() < kTail || !left.ends_with(kMark)) throw damaged;
  const std::uint64_t documents = number_at(left, left.size() - kTail);
  const std::uint64_t packed = number_at(left, left.size() - kTail + kNumber);
  left.remove_suffix(kTail);
  if (documents > left.size() / kNumber || documents > UINT32_MAX) throw damaged;
  directory_ = left.substr(left.size() - documents * kNumber);
  left.remove_suffix(directory_.size());
  if (packed > left.size()) throw damaged;
  packed_ = left.substr(left.size() - packed);
  documents_ = static_cast<std::uint32_t>(documents);
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

std::string PositionsDirectory::finish() {
  const std::uint64_t documents = ends_.size() / kNumber;
  put_number(ends_, documents);
  put_number(ends_, end_);
  ends_ += kMark;
  return std::move(ends_);
}

}  // namespace opslag::corpus
