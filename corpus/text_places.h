// A document's directory of its texts, behind its packed positions: how many positions each has, and how many there are
// before some of its sentences, so that what lies between need not be read to be counted.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/selection.h"
#include "corpus/stored.h"

namespace opslag::corpus {

// Fed the texts of field_texts() that have positions, in their order, each with its tokens. Not thread-safe.
class TextPlacesWriter {
 public:
  void begin(std::string_view text);
  // In the order of the text: where a token begins, and its position.
  void token(std::size_t byte, std::uint32_t position) {
    if (byte >= break_) pass(byte);
    words_ = std::max(words_, position + 1);
  }
  void end();
  // All of them; then it is as new.
  std::string take();

 private:
  void pass(std::size_t byte);

  std::string bytes_;
  std::string places_;  // of the text at hand
  std::string_view text_;
  std::size_t count_ = 0, break_ = 0;
  analyzers::TextPlace last_;
  std::uint32_t words_ = 0;
};

// By text. Each text's last place is its end.
class TextPlaces {
 public:
  // False if the bytes are no directory of these texts. Any bytes are survived.
  bool read(std::string_view bytes, const std::vector<FieldText>& texts);
  std::span<const analyzers::TextPlace> of(std::size_t text) const {
    const std::size_t begin = text == 0 ? 0 : ends_[text - 1];
    return {all_.data() + begin, ends_[text] - begin};
  }
  std::uint32_t positions(std::size_t text) const { return all_[ends_[text] - 1].position; }

 private:
  bool read(std::string_view& bytes, std::string_view text);

  std::vector<analyzers::TextPlace> all_;
  std::vector<std::size_t> ends_;
};

}  // namespace opslag::corpus
