// Draws progress.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/progress.h"

#include <unistd.h>

#include <cstdint>
#include <iostream>

namespace opslag::indexer {

Progress::Style Progress::style_of_standard_error() {
  return ::isatty(STDERR_FILENO) ? Style::bar : Style::lines;
}

std::string rate(std::size_t done, std::size_t total, double seconds) {
  constexpr double kTelling = 3;
  if (done == 0 || done >= total || seconds < kTelling) return {};
  const double pace = static_cast<double>(done) / seconds;
  const auto left = static_cast<std::uint64_t>(static_cast<double>(total - done) / pace);
  std::string text = ", ";
  text += pace < 10 ? std::to_string(pace).substr(0, 3) : std::to_string(static_cast<std::uint64_t>(pace));
  text += " a second, ";
  if (left >= 3600) text += std::to_string(left / 3600) + " h ";
  if (left >= 60) text += std::to_string(left / 60 % 60) + " min ";
  if (left < 3600) text += std::to_string(left % 60) + " s ";
  return text += "left";
}

void Progress::step(std::string_view phase, std::size_t done, std::size_t total) {
  if (total == 0) return;
  const std::size_t parts = style_ == Style::bar ? 100 : 10;
  const std::size_t now = done * parts / total;
  const bool begins = phase != phase_;
  if (!begins && now == shown_) return;
  if (begins) begin_ = std::chrono::steady_clock::now();
  phase_ = phase;
  shown_ = now;
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin_;
  const std::string pace = rate(done, total, spent.count());
  if (style_ == Style::lines) {
    if (!begins || done == total) out_ << phase << ' ' << done << " of " << total << pace << '\n';
    return;
  }
  const std::size_t filled = now * 30 / parts;
  out_ << "\r[" << std::string(filled, '#') << std::string(30 - filled, ' ') << "] " << phase << ' ' << done << " of "
       << total << pace << "\x1b[K";
  if (done == total) out_ << '\n';
  out_.flush();
}

}  // namespace opslag::indexer
