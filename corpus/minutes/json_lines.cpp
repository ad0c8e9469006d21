// Reads JSON Lines sources.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/json_lines.h"

#include "corpus/json.h"
#include "corpus/minutes/lines.h"

namespace opslag::corpus::minutes {
namespace {

// Nested lists would be parsed by recursion: real meetings are five levels deep.
constexpr int kDeepest = 32;

nlohmann::ordered_json parse(std::string_view line) {
  const auto shallow = [](int depth, nlohmann::json::parse_event_t, nlohmann::ordered_json&) {
    if (depth > kDeepest) throw std::runtime_error("is nested too deeply");
    return true;
  };
  try {
    return nlohmann::ordered_json::parse(line, shallow);
  } catch (const nlohmann::json::exception&) {
    throw std::runtime_error("is no valid JSON");
  }
}

}  // namespace

bool looks_like_json(std::string_view text) {
  const std::string_view start = trim(text.substr(0, 4096));
  return start.starts_with('{') || start.starts_with('[');
}

ReadResult read_json_lines(std::string_view text) {
  ReadResult result;
  std::size_t number = 0;
  for (const Line& line : split_lines(text)) {
    ++number;
    if (line.blank()) continue;
    try {
      const auto json = parse(line.text);
      if (!json.is_object() || !json.contains("items")) throw std::runtime_error("is no meeting: it has no \"items\"");
      result.meetings.push_back(meeting_from_json(json));
      if (result.meetings.back().layout.empty()) result.meetings.back().layout = "jsonl";
    } catch (const std::runtime_error& error) {
      result.warnings.push_back("line " + std::to_string(number) + ": " + error.what());
    }
    if (result.warnings.size() > 1000) break;
  }
  if (result.meetings.empty()) {
    throw SourceError(result.warnings.empty() ? "the file is empty"
                                              : "no line holds a meeting: " + result.warnings.front());
  }
  return result;
}

}  // namespace opslag::corpus::minutes
