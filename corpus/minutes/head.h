// What stands before the items: committee, date, times, place, title, type.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "corpus/minutes/lines.h"
#include "corpus/minutes/vocabulary.h"
#include "corpus/model.h"

namespace opslag::corpus::minutes {

struct Head {
  MeetingHead meeting;     // id, layout and source are not set
  std::string other_date;  // the other reading of a date with a short year
  bool said_type = false;  // the text says what it is
};

// Reads labels on lines of their own, before a colon, or before a value; else what title-like lines say.
// `range` ends where the list of items or the first item begins.
Head read_head(const Lines& lines, Range range);

// What a title such as "REFERAT Socialforum d. 27-03-2030" or "Møde i Byrådet den 3. maj 2030" says.
void read_title(std::string_view title, Head& head);

// The role of a line that is a label of the head, with what follows it on the line.
struct Label {
  Role role = Role::none;
  std::string_view value;
};
Label find_label(std::string_view line);

}  // namespace opslag::corpus::minutes
