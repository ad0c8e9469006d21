// Text files' encodings beyond those that minutes come in.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/text.h"

namespace opslag::corpus {

// As analyzers::decode, and UTF-32 by its mark, and old Macs' and DOS's bytes (MacRoman, code page 850) where these
// make more Danish words of them than Windows-1252 does. Time linear in the input.
analyzers::DecodedText decode_document(std::string_view bytes);

// Bytes of a known encoding, by the name that iconv knows ("MACINTOSH", "CP850" …), as UTF-8; nullopt if it knows none
// such. What can't be decoded becomes U+FFFD.
std::optional<std::string> decode_as(std::string_view bytes, const std::string& encoding);

}  // namespace opslag::corpus
