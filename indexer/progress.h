// Tells how far an update has come: a bar on a terminal, plain lines elsewhere.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
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
  // (bar) is done; with the rate and the time left once the phase has taken some seconds.
  void step(std::string_view phase, std::size_t done, std::size_t total);

 private:
  std::ostream& out_;
  Style style_;
  std::string phase_;
  std::size_t shown_ = 0;
  std::chrono::steady_clock::time_point begin_;
};

// ", 850 a second, 2 min 5 s left"; empty where that would say little: at the begin, at the end, in the first seconds.
std::string rate(std::size_t done, std::size_t total, double seconds);

}  // namespace opslag::indexer
