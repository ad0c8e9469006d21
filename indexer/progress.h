// Tells how far an update has come: a bar on a terminal, plain lines elsewhere.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace opslag::indexer {

class Progress {
 public:
  enum class Style { bar, lines };
  Progress(std::ostream& out, Style style) : out_(out), style_(style) {}
  // For the program: standard error, a bar if that is a terminal.
  static Style style_of_standard_error();

  // Of `total` steps of a phase ("reading") `done` are done. Prints only when a tenth more (lines) or a hundredth more
  // (bar) is done.
  void step(std::string_view phase, std::size_t done, std::size_t total);

 private:
  std::ostream& out_;
  Style style_;
  std::string phase_;
  std::size_t shown_ = 0;
};

}  // namespace opslag::indexer
