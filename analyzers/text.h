// Text before words: decoding bytes of unknown encoding, normalisation, case, folding, slugs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace opslag::analyzers {

struct DecodedText {
  std::string text;      // valid UTF-8, NFC, no BOM, no NUL; line ends as they were
  std::string encoding;  // "UTF-8", "UTF-16LE", "UTF-16BE" or "windows-1252"
  bool lossy = false;    // some bytes could not be decoded and became U+FFFD
};

// Bytes of unknown encoding → text. A BOM decides; else UTF-16 by its pattern of zero bytes; else UTF-8 if valid;
// else Windows-1252. Never throws on bad input; time linear in the input.
DecodedText decode(std::string_view bytes);

// Replaces what is no valid UTF-8 by U+FFFD. Valid input is returned unchanged.
std::string valid_utf8(std::string_view text);

// Canonical composition (NFC). The input may hold invalid UTF-8; the result is valid.
std::string nfc(std::string_view utf8);

// Lower case by Unicode's rules (locale-independent), for valid UTF-8.
std::string lower(std::string_view utf8);

// Search folding of lower-case NFC text: å→aa, æ→ae, ø→oe (ä→ae, ö→oe, ü→y), other accents dropped (é→e).
// Never å→a or ø→o: bor is not bør.
std::string fold(std::string_view lower_case);

// CONTRACT's slug: NFC, lower case, æ→ae, ø→oe, å→aa, other accents dropped, each run of anything else than a–z and 0–9
// → one '-', none at the ends. May be empty.
std::string slug(std::string_view utf8);

// The text's number of code points, and the text cut to at most that many bytes on a code-point border.
std::size_t code_points(std::string_view utf8);
std::string_view cut_utf8(std::string_view utf8, std::size_t max_bytes);

}  // namespace opslag::analyzers
