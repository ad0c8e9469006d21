// Danish personal numbers (CPR) in running text: finding and masking them.
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

// Ten digits that begin with a day and a month (replacement numbers' days, 61–91, too), as DDMMYY-XXXX, DDMMYY XXXX or
// DDMMYYXXXX; any kind of hyphen or space will do, spaces around the hyphen too, and a line that ends there. With a hyphen the date is enough, unless a word before says that it is something else (sag, journal,
// tlf., konto, EAN, CVR …); otherwise a word that announces it (CPR, personnummer, født) must stand within 40 bytes
// before, or the check digit be right (modulus 11; numbers given since October 2007 may lack it). Linear in the text.
std::vector<PersonalNumber> find_personal_numbers(std::string_view text);

// The text with each number's digits replaced by '*'; offsets stay. Returns how many there were.
std::size_t mask_personal_numbers(std::string& text);

}  // namespace opslag::corpus
