// RTF as Outlook keeps it in its mails: LZFu, a small LZ77 with a dictionary that is filled beforehand ([MS-OXRTFCP]).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace opslag::corpus {

struct UnpackedRtf {
  std::string text;    // as far as it could be had
  bool whole = false;  // it ends where it should, and is as long as its head says
};

// Any bytes are survived. No more than `most` bytes are given, which is then not the whole; the time is linear in them.
UnpackedRtf unpack_rtf(std::string_view bytes, std::size_t most);

}  // namespace opslag::corpus
