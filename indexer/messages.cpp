// Standard error is read by people, terminals and logs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/messages.h"

#include <iostream>

#include "analyzers/text.h"
#include "corpus/personal_numbers.h"

namespace opslag::indexer {
namespace {

void append_hex(std::string& line, unsigned char byte) {
  line += "\\x";
  line += "0123456789abcdef"[byte >> 4];
  line += "0123456789abcdef"[byte & 15];
}

}  // namespace

std::string one_line(std::string_view text) {
  const std::string valid = analyzers::valid_utf8(text);
  std::string line;
  line.reserve(valid.size());
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const auto byte = static_cast<unsigned char>(valid[i]);
    const auto next = i + 1 < valid.size() ? static_cast<unsigned char>(valid[i + 1]) : 0;
    if (byte < 0x20 || byte == 0x7F) {
      append_hex(line, byte);
    } else if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {  // U+0080 to U+009F
      append_hex(line, static_cast<unsigned char>(next));
      ++i;
    } else {
      line += valid[i];
    }
  }
  return line;
}

std::string without_personal_numbers(std::string reason) {
  corpus::mask_personal_numbers(reason, corpus::Within::name);
  return reason;
}

void tell_failure(std::string_view source, std::string_view reason) {
  std::cerr << "failed: " << one_line(source) << ": " << one_line(without_personal_numbers(std::string(reason)))
            << '\n';
}

void tell_warning(std::string_view source, std::string_view reason) {
  std::cerr << "warning: " << one_line(source) << ": " << one_line(without_personal_numbers(std::string(reason)))
            << '\n';
}

}  // namespace opslag::indexer
