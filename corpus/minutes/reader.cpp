// Chooses the reader by looking at the text.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/reader.h"

#include "corpus/minutes/text_repair.h"

namespace opslag::corpus::minutes {
namespace {

// From the most telling layout to the least.
const std::vector<std::unique_ptr<Reader>>& readers() {
  static const auto all = [] {
    std::vector<std::unique_ptr<Reader>> made;
    made.push_back(make_website_reader());
    made.push_back(make_pdf_text_reader());
    made.push_back(make_numbered_reader());
    made.push_back(make_unnumbered_reader());
    made.push_back(make_last_resort_reader());
    return made;
  }();
  return all;
}

}  // namespace

std::optional<Meeting> read_minutes(std::string_view text) {
  const std::string repaired = with_lines(without_html(text));
  Lines lines = split_lines(repaired);
  repair(lines);
  for (const auto& reader : readers()) {
    if (auto meeting = reader->read(lines)) return meeting;
  }
  return std::nullopt;
}

}  // namespace opslag::corpus::minutes
