// Many short texts that live as long as one another, in large blocks: strings of their own would take half as much
// again, and leave the memory around them in pieces.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace opslag::searchd {

class KeptText {
 public:
  // A copy that stays where it is for as long as this lives.
  std::string_view keep(std::string_view bytes) {
    if (bytes.empty()) return {};
    if (left_ < bytes.size()) {
      left_ = std::max(kBlock, bytes.size());
      blocks_.push_back(std::make_unique<char[]>(left_));
      end_ = blocks_.back().get() + left_;
    }
    char* const begin = end_ - left_;
    std::copy(bytes.begin(), bytes.end(), begin);
    left_ -= bytes.size();
    return {begin, bytes.size()};
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{1} << 16;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* end_ = nullptr;  // of the last of them
  std::size_t left_ = 0;
};

}  // namespace opslag::searchd
