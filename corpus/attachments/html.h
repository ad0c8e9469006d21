// HTML as headed sections, for portals whose minutes are HTML fragments.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "corpus/attachments/extract.h"

namespace opslag::corpus {

struct HtmlSection {
  std::string heading;  // empty before the first heading, and where a heading is empty
  std::string text;     // blocks on lines of their own, list items numbered as a browser shows them
};

// The sections of the element with that id, else of the whole fragment. A heading (h1–h6) counts only where it is a
// child of that element, or of a plain wrapper around such headings: deeper ones are text. Throws ExtractionError if
// the fragment is nested too deeply.
std::vector<HtmlSection> html_sections(std::string_view html, std::string_view id, const ExtractionLimits& limits = {});
// A fragment's text alone.
std::string html_text(std::string_view html, const ExtractionLimits& limits = {});

}  // namespace opslag::corpus
