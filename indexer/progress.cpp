// Draws progress.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/progress.h"

#include <unistd.h>

#include <iostream>

namespace opslag::indexer {

Progress::Style Progress::style_of_standard_error() {
  return ::isatty(STDERR_FILENO) ? Style::bar : Style::lines;
}

void Progress::step(std::string_view phase, std::size_t done, std::size_t total) {
  if (total == 0) return;
  const std::size_t parts = style_ == Style::bar ? 100 : 10;
  const std::size_t now = done * parts / total;
  const bool begins = phase != phase_;
  if (!begins && now == shown_) return;
  phase_ = phase;
  shown_ = now;
  if (style_ == Style::lines) {
    if (!begins || done == total) out_ << phase << ' ' << done << " of " << total << '\n';
    return;
  }
  const std::size_t filled = now * 30 / parts;
  out_ << "\r[" << std::string(filled, '#') << std::string(30 - filled, ' ') << "] " << phase << ' ' << done << " of "
       << total << "\x1b[K";
  if (done == total) out_ << '\n';
  out_.flush();
}

}  // namespace opslag::indexer
