// Sources that hold meetings as JSON, one a line, in the form that `show` prints.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "corpus/ordinary_file.h"
#include "corpus/source.h"

namespace opslag::corpus::minutes {

// Does the text look like JSON: an object or a list?
bool looks_like_json(std::string_view text);

// Reads what lines can be read; each of the others is a warning that names its line. `known`: lines that are passed
// over, if there are any. Throws SourceError if no line holds a meeting.
ReadResult read_json_lines(std::string_view text, const KnownLines* known = nullptr);

// Hashes a file's bytes, of which nothing was read yet, line by line; returns what identifies them all. `lines` gets
// those that are not blank; none if there are more than meetings' lines can be: 1024, and one for each 64 bytes.
// Throws FileError.
std::string hash_lines(OrdinaryFile& file, LinePlaces& lines);
// A line's hash as MeetingLine has it.
std::string hash_of(const LinePlace& place);
// What read_json_lines() makes of a file whose lines, and those that are known, the source tells: though only those are
// read that are not known, and of these only the items that are not. nullopt where it takes the whole file to tell: it
// changed since, is in another encoding, or a line is wrong. Throws FileError.
std::optional<ReadResult> read_changed_lines(OrdinaryFile& file, const SourceFile& source);

}  // namespace opslag::corpus::minutes
