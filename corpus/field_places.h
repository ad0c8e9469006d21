// Where the positions of a document's texts begin: counted alike by who indexes them and by who shows them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>

#include "corpus/stored.h"

namespace opslag::corpus {

// Fed the texts of field_texts(), in their order: first begin(text), then took(how many positions it has).
class FieldPlaces {
 public:
  // The position of the text's first word. Pages of one attachment run on, so that a phrase may cross them; all else is
  // apart.
  std::uint32_t begin(const FieldText& text) {
    const bool runs_on =
        text.field == Field::attachment_text && last_field_ == text.field && last_attachment_ == text.attachment;
    base_ = next_ + (first_ || runs_on ? 0 : kPositionGap);
    first_ = false;
    last_field_ = text.field;
    last_attachment_ = text.attachment;
    return base_;
  }
  void took(std::uint32_t positions) {
    if (positions == 0) return;
    next_ = base_ + positions;
    // Behind a field's prefix its borders are stored, the position past its end too.
    last_ = std::max(last_, spec(last_field_).prefix.empty() ? next_ - 1 : next_);
  }
  // The last position that the document stores; 1 if it stores none.
  std::uint32_t last() const { return last_; }

 private:
  std::uint32_t base_ = 1, next_ = 1, last_ = 1;
  bool first_ = true;
  Field last_field_ = Field::title;
  std::size_t last_attachment_ = 0;
};

}  // namespace opslag::corpus
