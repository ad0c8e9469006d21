// The words before ten digits that say what they are.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

namespace opslag::corpus {

enum class NearWord {
  none,
  names,       // cpr, personnummer … anywhere in the 40 bytes before
  announces,   // født, fødselsdag … there: a date may follow, and behind it a postcode
  other_kind,  // sagsnr., tlf., konto …: the last word before, "nr." and the like aside, with no number in between
};

constexpr bool announces_number(NearWord word) {
  return word == NearWord::names || word == NearWord::announces;
}

// By the end of what stands before the digits.
NearWord word_before(std::string_view before);

// "CPR" or "født", with nothing between it and the digits.
bool ends_in_announcement(std::string_view before);

}  // namespace opslag::corpus
