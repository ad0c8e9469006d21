// One item's lines → its sections, decision, attachments and case number. Shared by all readers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/minutes/lines.h"
#include "corpus/minutes/vocabulary.h"
#include "corpus/model.h"

namespace opslag::corpus::minutes {

// A line that heads a section.
struct HeadingLine {
  Role role = Role::none;
  std::string heading;              // verbatim without a final colon
  std::string_view rest;            // what follows on the same line
  std::size_t lines = 1;            // how many lines it takes
  std::optional<std::string> date;  // "Beslutning i X den 12-09-2030"
  std::string body;                 // X, as a key
};

// `inline_labels`: "Beslutning: Godkendt." on one line is a heading and its text.
std::optional<HeadingLine> find_heading(const Lines& lines, std::size_t index, std::size_t end, bool inline_labels);

struct BodyOptions {
  std::optional<std::string> date;  // the meeting's: tells its own decision from an earlier one's
  std::string committee;            // its key
  bool inline_labels = false;
  bool join_pages = false;       // sentences broken by blank lines are put together
  bool all_is_decision = false;  // a table whose second column is the decision
  bool bare_decisions = false;   // a last paragraph like "Til efterretning." is the decision
};

struct Body {
  AgendaItem item;      // sections, decision, attachments, case_number; title is left alone
  bool closed = false;  // a line of it says so
  bool has_decision_heading = false;
};

// `title`: the item's, to leave its repetitions out.
Body read_body(const Lines& lines, Range range, const std::string& title, const BodyOptions& options);

}  // namespace opslag::corpus::minutes
