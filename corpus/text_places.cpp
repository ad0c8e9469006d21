// Of each text: its positions, and if it is long the number of its places, then of each what it has more than the one
// before it, in bytes beyond the least and in positions. All are varints, behind one byte that says so.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/text_places.h"

#include <limits>
#include <optional>

#include "analyzers/sentence.h"
#include "analyzers/varint.h"

namespace opslag::corpus {
namespace {

using analyzers::put_varint;
using analyzers::take_varint;
using analyzers::TextPlace;

constexpr char kForm = 1;
constexpr std::size_t kLeast = 128;  // bytes between two places
constexpr std::size_t kLong = 256;   // bytes of a text that has places

}  // namespace

void TextPlacesWriter::begin(std::string_view text) {
  if (bytes_.empty()) bytes_ += kForm;
  text_ = text;
  places_.clear();
  last_ = {};
  words_ = 0;
  count_ = 0;
  break_ = text.size() < kLong ? text.size() : analyzers::next_break(text, kLeast);
}

void TextPlacesWriter::pass(std::size_t byte) {
  while (break_ <= byte && break_ < text_.size()) {
    put_varint(places_, break_ - last_.byte - kLeast);
    put_varint(places_, words_ - last_.position);
    ++count_;
    last_ = {break_, words_};
    break_ = analyzers::next_break(text_, break_ + kLeast);
  }
}

void TextPlacesWriter::end() {
  put_varint(bytes_, words_);
  if (text_.size() < kLong) return;
  put_varint(bytes_, count_);
  bytes_ += places_;
}

std::string TextPlacesWriter::take() {
  std::string all = std::move(bytes_);
  bytes_.clear();
  return all;
}

bool TextPlaces::read(std::string_view& bytes, std::string_view text) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max() / 2;
  const std::optional<std::uint64_t> positions = take_varint(bytes);
  if (!positions || *positions > kMost) return false;
  TextPlace place;
  if (text.size() >= kLong) {
    const std::optional<std::uint64_t> count = take_varint(bytes);
    if (!count || *count > text.size() / kLeast) return false;
    for (std::uint64_t i = 0; i < *count; ++i) {
      const std::optional<std::uint64_t> more_bytes = take_varint(bytes), more = take_varint(bytes);
      if (!more_bytes || !more || *more_bytes > text.size() || *more > *positions) return false;
      place.byte += kLeast + *more_bytes;
      place.position += static_cast<std::uint32_t>(*more);
      if (place.position > *positions || place.byte >= text.size() || !analyzers::is_break(text, place.byte))
        return false;
      all_.push_back(place);
    }
  }
  all_.push_back({text.size(), static_cast<std::uint32_t>(*positions)});
  ends_.push_back(all_.size());
  return true;
}

bool TextPlaces::read(std::string_view bytes, const std::vector<FieldText>& texts) {
  all_.clear();
  ends_.clear();
  if (bytes.empty() || bytes.front() != kForm) return false;
  bytes.remove_prefix(1);
  return std::all_of(texts.begin(), texts.end(), [&](const FieldText& text) { return read(bytes, text.text); }) &&
         bytes.empty();
}

}  // namespace opslag::corpus
