// The readers of minutes, one a family of layouts, and the choice between them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/minutes/lines.h"
#include "corpus/model.h"

namespace opslag::corpus::minutes {

class Reader {
 public:
  virtual ~Reader() = default;
  virtual std::string_view layout() const = 0;
  // None if the text is not of this layout. Thread-safe, linear in the text.
  virtual std::optional<Meeting> read(Lines lines) const = 0;
};

std::unique_ptr<Reader> make_website_reader();      // UDVALG / MØDE / STED / STARTTIDSPUNKT / PUNKTER
std::unique_ptr<Reader> make_pdf_text_reader();     // "Punkt N: title"
std::unique_ptr<Reader> make_numbered_reader();     // "1. title", "Pkt. 1", "Sag nr. 74", "Ad 1" …
std::unique_ptr<Reader> make_unnumbered_reader();   // sections that begin again and again
std::unique_ptr<Reader> make_last_resort_reader();  // one item of all of it

// Asks the readers in turn. None if no reader wants the text: it has neither a date nor a "Beslutning".
std::optional<Meeting> read_minutes(std::string_view text);

}  // namespace opslag::corpus::minutes
