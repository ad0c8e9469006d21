// Search results as files: CSV that Danish Excel opens, and NDJSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "searchd/labels.h"
#include "searchd/search_result.h"

namespace opslag::searchd {

enum class ExportFormat { csv, ndjson };

// Byte order mark and header line.
std::string csv_head();
// One line, ended by CR LF.
std::string csv_line(const Hit& hit, const Labels& labels, Language language);
// A cell as it stands in the file: never a formula to a spreadsheet, quoted where needed, valid UTF-8.
std::string csv_cell(std::string_view text);
std::string ndjson_line(const Hit& hit, const Labels& labels, Language language);

}  // namespace opslag::searchd
