// Danish personal numbers (CPR) in running text and in names: finding and masking them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus {

struct PersonalNumber {
  std::size_t begin = 0, end = 0;  // bytes in the text
};

// In a text, digits before or behind ("27.00.00-010190-1234", "010190-1234-2") make a number part of a longer one. In a
// name (of a file, an id, an address) they are counters, dates and folders beside it.
enum class Within { text, name };

// Ten digits that begin with a day and a month (replacement numbers' days, 61–91, too), as DDMMYY-XXXX, DDMMYY XXXX or
// DDMMYYXXXX; any kind of hyphen or space will do (an underscore too), spaces around the hyphen, a line that ends
// there, and letters that can't be seen between the digits. With a hyphen the date is enough, unless the word just
// before says that it is something else (sag, journal, tlf., konto, EAN, CVR …); otherwise a word that announces it
// (CPR, personnummer, født) must stand within 40 bytes before, or the check digit be right (modulus 11; numbers given
// since October 2007 may lack it). DD.MM.YY-XXXX, with any of ". -/" twice, needs the word or the check digit too.
// Linear in the text.
std::vector<PersonalNumber> find_personal_numbers(std::string_view text, Within within = Within::text);

// The text with each number's digits replaced by '*'; offsets stay. Returns how many there were.
std::size_t mask_personal_numbers(std::string& text, Within within = Within::text);

// A URL or a path: as a name, and with %2D and + read as what they stand for.
bool address_holds_personal_number(std::string_view address);

}  // namespace opslag::corpus
