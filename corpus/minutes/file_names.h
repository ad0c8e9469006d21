// The forms in which the names of files and of attachments are compared, and names that say too little to be compared.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace opslag::corpus::minutes {

// Letters and digits in lower case, NFC, what stands between them as one space.
std::string loose(std::string_view name);
// Without the extension of a known kind.
std::string stem_of(const std::string& name);
// "bilag 1 notat" → "notat", of loose forms; unchanged where no number follows or nothing is left.
std::string without_prefix(const std::string& stem);

// Does the name consist of nothing but [attachment word]s of headings.txt, numbers of up to three digits and single
// letters? "Bilag 1.pdf", "Dagsorden.pdf": many meetings' files are called so.
bool says_little(const std::string& name);

// The item's number that a folder bears: "punkt 3", "03", "Bilag til pkt. 3" → "3"; "3.1" → "3 1"; empty if it bears
// none, or says more.
std::string number_of_folder(std::string_view name);
// An item's number in that form.
std::string folder_number(std::string_view number);

}  // namespace opslag::corpus::minutes
