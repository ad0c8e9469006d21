// Makes documents for the tests of extractors: archives of parts, and small PDFs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/attachments/extract.h"

namespace opslag::tests {

using Parts = std::vector<std::pair<std::string, std::string>>;  // an entry's name and content

std::string zip_of(const Parts& parts, bool compress = true);
// A Word document of this body, in the namespaces w and mc, with other parts beside it.
std::string docx_of(std::string_view body, const Parts& others = {});
std::string xlsx_of(std::string_view rows, const Parts& others = {});  // <row>…</row> of one sheet, "Budget"
std::string pptx_of(const std::vector<std::string>& slides);           // each the inside of a text body
std::string odt_of(std::string_view text);                             // the inside of office:text
// One line of ASCII text on each page; `meanings`: what bytes of the font stand for, as bfchar lines of a ToUnicode
// map.
std::string pdf_of(const std::vector<std::string>& pages, const std::string& meanings = {});

// What a scanner makes of such a PDF: each page a gray picture of so many dots an inch, lying on its side if `turned`.
std::string scan_of(const std::string& pdf, int dots = 150, bool turned = false);

// Read from memory, as a file of this name would be.
corpus::Extraction extract_bytes(const std::string& name, std::string_view bytes,
                                 const corpus::ExtractionLimits& limits = {});
// The pages' texts, separated by "|".
std::string text_of(const corpus::Extraction& extraction);

}  // namespace opslag::tests
