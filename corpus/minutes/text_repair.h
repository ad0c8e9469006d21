// Makes lines of texts that lost theirs: pages on one line, glued headings, escaped HTML, Markdown.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "corpus/minutes/lines.h"

namespace opslag::corpus::minutes {

// Does the text hold HTML entities and tags as text ("&oslash;", "&lt;p&gt;", "<p>")? Then it without them, block tags
// as line ends; else the text itself.
std::string without_html(std::string_view text);

// Does most of the text stand in lines of whole pages? Then it with line ends before labels, headings and items; else
// the text itself.
std::string with_lines(std::string_view text);

// Splits "…gives.Beslutning i Udvalget den 12-09-2030" and rows whose first cell is a heading ("Beslutning⇥Godkendt."),
// and takes Markdown's marks from headings.
void repair(Lines& lines);

}  // namespace opslag::corpus::minutes
