// Any bytes as text: offsets stay within it, in order, and terms keep their limit.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/analyzer.h"
#include "analyzers/text.h"
#include "tests/fuzz/fuzz.h"

namespace {

bool on_border(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static opslag::analyzers::Analyzer analyzer(opslag::analyzers::load_language());
  const std::string text = opslag::analyzers::valid_utf8(opslag::fuzz::text_of(data, size));
  std::size_t last = 0;
  analyzer.analyze(text, [&](const opslag::analyzers::Token& token) {
    opslag::fuzz::must(token.begin <= token.end && token.end <= text.size(), "0 <= begin <= end <= size");
    opslag::fuzz::must(token.begin >= last, "begins never go backwards");
    opslag::fuzz::must(on_border(text, token.begin) && on_border(text, token.end), "offsets are on code-point borders");
    opslag::fuzz::must(token.terms != nullptr, "terms are never null");
    for (const auto& term : *token.terms) opslag::fuzz::must(term.text.size() <= 200, "a term has at most 200 bytes");
    last = token.begin;
  });
  return 0;
}
