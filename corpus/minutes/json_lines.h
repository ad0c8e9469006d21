// Sources that hold meetings as JSON, one a line, in the form that `show` prints.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

#include "corpus/source.h"

namespace opslag::corpus::minutes {

// Does the text look like JSON: an object or a list?
bool looks_like_json(std::string_view text);

// Reads what lines can be read; each of the others is a warning that names its line. `known`: lines that are passed
// over, if there are any. Throws SourceError if no line holds a meeting.
ReadResult read_json_lines(std::string_view text, const KnownLines* known = nullptr);

}  // namespace opslag::corpus::minutes
