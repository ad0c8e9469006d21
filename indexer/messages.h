// Messages about sources: one line each, whatever the source is called and whatever its reader says.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace opslag::indexer {

// Control characters (line feeds, a terminal's escape sequences) as "\x1b"; a file's name can't forge another line.
std::string one_line(std::string_view text);

// A reason as people may read it: without the personal numbers of the names and titles that it quotes.
std::string without_personal_numbers(std::string reason);

// "failed: NAME: reason" and "warning: NAME: reason" on standard error.
void tell_failure(std::string_view source, std::string_view reason);
void tell_warning(std::string_view source, std::string_view reason);

}  // namespace opslag::indexer
