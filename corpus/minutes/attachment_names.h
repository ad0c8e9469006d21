// Which files an item lists.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/minutes/lines.h"

namespace opslag::corpus::minutes {

// The end of a name that is a file's extension (".pdf" …), without the dot, lower case; empty if there is none.
std::string file_extension(std::string_view name);
// By extension; none if it is unknown.
std::optional<std::string> media_type(std::string_view name);
// Is it a kind of file that minutes list as an attachment (and that is not read as minutes)?
bool is_attachment_kind(std::string_view extension);

// One list under "Bilag": the names in it, as written, without bullets. `files`: has one of them an extension?
struct NameList {
  std::vector<std::string> names;
  bool files = false;
};
NameList read_names(const Lines& lines, Range range);

// "Bilag: name.pdf" inside prose: the name, if it is a file's.
std::optional<std::string> inline_name(std::string_view line);

// All lists of an item to one: where one list holds files, lists of prose names are left out; a name counts once.
std::vector<std::string> merge_names(const std::vector<NameList>& lists, const std::vector<std::string>& inline_names);

}  // namespace opslag::corpus::minutes
