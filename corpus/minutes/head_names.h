// Names in the head of a meeting: committees, organisations, and the words of titles around them. Between the files
// that read heads. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "corpus/model.h"

namespace opslag::corpus::minutes {

// `words` is a line as key() makes it. Does a word in it begin so?
bool has_word(const std::string& words, std::string_view word);
// Does it look like a committee's name?
bool is_committee_name(const std::string& words);

// A title without the words around the committee's name, taken off one by one: "Referat af møde i Byrådet" → "Byrådet".
std::string committee_in_title(std::string_view title);
// "skolebestyrelsesmøde" → "skolebestyrelsen", "byrådsmøde" → "byrådet"; unchanged where no body's name is in it.
std::string body_of_meeting(const std::string& name);
// With a capital first letter.
std::string capitalised(std::string text);
// "Egebjerg Kommune Kommunalbestyrelsen" names two.
void split_organisation(MeetingHead& meeting);

}  // namespace opslag::corpus::minutes
