// Item headings: their number, their title, the markers of closed items and the case numbers beside them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "corpus/model.h"

namespace opslag::corpus::minutes {

// "3. Title", "03) Title", "Punkt 3: Title", "Pkt. 3", "3.1 Title", "3 Title".
struct Numbered {
  std::string word;        // key of the word before the number ("punkt", "sag nr"), empty if none
  std::string number;      // as written: "3", "03", "3.1"
  char mark = '\0';        // '.', ')', ':', '-' after the number, '\0' if none
  std::string_view title;  // may be empty
};
// A line that begins with a number, perhaps behind a bullet and one of the vocabulary's words for it.
std::optional<Numbered> parse_numbered(std::string_view line);

ItemNumber item_number(std::string_view written);  // "07" → 7, "3.1" → "3.1"

// Do two titles mean the same? Spelling, cuts at the end and additions are allowed for; `a`, `b` are keys.
bool same_title(const std::string& a, const std::string& b);
// From 0 to 1: how alike two keys are over the length of the shorter.
double likeness(std::string_view a, std::string_view b);

struct Title {
  std::string text;  // without markers
  bool closed = false;
};
// Takes the marker of a closed item from a title: "Lukket: …", "… - Lukket punkt", "… (lukket)", that of a public one
// before it: "(Åben) …", "Åben sag: …"; and what else a row has beside it ("…⇥Åben", "…⇥25/12341"). A title that is
// nothing but a marker is kept as it is.
Title clean_title(std::string_view title);

// The marker that a title begins with: "(Lukket) …", "Åben sag: …"; bare: "Åben Lokalplan", which may as well be a
// title ("Åben Skole"). A bare closed marker counts as closed: hiding too much is the smaller fault.
enum class MarkerKind { none, open, bare_open, closed };
MarkerKind marker_before(std::string_view title);
std::string without_bare_marker(const std::string& title);  // takes a bare open one off

// Takes from a title what minutes write behind it: "( bilag )", "( )", "(14.00-15.00) #", "v/Navn – 10 min.".
std::string tidy_title(std::string_view title);

// A line that says that the item is closed: "IsOpen: false", "Lukket punkt", "Åben/lukket: Lukket".
bool says_closed(std::string_view line);

// "SagsNr. 25/26257", "Sagsnr.: EMN-2025-010561", "J.nr. 27.00.00-G01-1-21", "Sag 306-2009-600" → the number. A prose
// sentence has none. `end` is where the number ends in the line.
struct CaseNumber {
  std::string text;
  std::size_t end = 0;
};
std::optional<CaseNumber> find_case_number(std::string_view line);

}  // namespace opslag::corpus::minutes
