// Any bytes as a source of minutes: read by some reader or by none, and what is read survives JSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/text.h"
#include "corpus/json.h"
#include "corpus/minutes/json_lines.h"
#include "corpus/minutes/reader.h"
#include "corpus/source.h"
#include "tests/fuzz/fuzz.h"

namespace {

void read_back(const opslag::corpus::Meeting& meeting) {
  const auto line = opslag::corpus::to_line(opslag::corpus::to_json(meeting));
  const auto again = opslag::corpus::meeting_from_json(nlohmann::ordered_json::parse(line));
  opslag::fuzz::must(again == meeting, "a meeting written as JSON is read back as it was");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto decoded = opslag::analyzers::decode(opslag::fuzz::text_of(data, size));
  opslag::fuzz::must(opslag::analyzers::valid_utf8(decoded.text) == decoded.text, "decoded text is valid UTF-8");
  if (const auto meeting = opslag::corpus::minutes::read_minutes(decoded.text)) read_back(*meeting);
  if (!opslag::corpus::minutes::looks_like_json(decoded.text)) return 0;
  try {
    for (const auto& meeting : opslag::corpus::minutes::read_json_lines(decoded.text).meetings) read_back(meeting);
  } catch (const opslag::corpus::SourceError&) {  // no line of it was a meeting: that is an answer too
  }
  return 0;
}
