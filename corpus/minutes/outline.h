// The items of a meeting as lines of its text: the list of contents, and the headings that answer to it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "corpus/minutes/head.h"
#include "corpus/minutes/item_body.h"
#include "corpus/minutes/lines.h"
#include "corpus/model.h"

namespace opslag::corpus::minutes {

// An entry of the list of contents.
struct Entry {
  ItemNumber number;
  std::string title;
  std::string key;
  bool closed = false;
};

// Where an item begins.
struct Heading {
  std::size_t line = 0;  // its heading
  std::size_t body = 0;  // the first line of its text
  std::size_t end = 0;   // set by build(): where the next begins
  ItemNumber number;
  std::string title;                       // as written
  bool closed = false;                     // it stands in a closed part, or its entry said so
  std::optional<std::string> case_number;  // stood in the heading
};

struct Contents {
  std::vector<Entry> entries;
  std::size_t begin = 0, end = 0;  // the lines from the first entry to behind the last
};

// "Title.....<tab>12", "Title ........ 12" → the title; a cut title has no dots.
std::string_view without_page(std::string_view text);

// Reads the entries after a line that begins the list. Splits lines where the last entry and the first heading are
// glued together ("10. Eventuelt1. Orientering").
Contents read_contents(Lines& lines, std::size_t begin);

// Splits lines on which an item's text follows its listed title: "6. Eventuelt Intet at bemærke."
void split_after_titles(Lines& lines, const Contents& contents);

// Finds the heading of each entry: a line with its number and its title; where lines bear no numbers, with its title.
// Entries without a heading get one without text, at their place in the list.
std::vector<Heading> find_headings(const Lines& lines, const Contents& contents);

// A long title goes on in the next lines: where `listed` (the list's key of it, or none) says so, or where a line can
// be nothing else.
void extend_title(const Lines& lines, Heading& heading, const std::string* listed);

// Puts head and items together. `layout` is the reader's name.
struct Plan {
  Head head;
  std::vector<Heading> headings;  // in the document's order
  std::size_t list_end = 0;       // behind the list of contents, whose closed parts are its own
  BodyOptions body;               // date and committee are filled in from the head
  std::string layout;
};
Meeting build(const Lines& lines, Plan plan);

}  // namespace opslag::corpus::minutes
