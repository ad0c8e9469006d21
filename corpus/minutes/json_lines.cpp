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
  } catch (const nlohmann::json::parse_error& error) {
    throw std::runtime_error("is no valid JSON from byte " + std::to_string(error.byte) + " on");
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
  constexpr std::size_t kMostWarnings = 1000;
  ReadResult result;
  std::size_t number = 0, bad = 0;
  for (const Line& line : split_lines(text)) {
    ++number;
    if (line.blank()) continue;
    try {
      const auto json = parse(line.text);
      if (json.is_object() && !json.contains("items"))
        throw std::runtime_error("items: is missing: this is no meeting");
      result.meetings.push_back(meeting_from_json(json));
      if (result.meetings.back().layout.empty()) result.meetings.back().layout = "jsonl";
    } catch (const std::runtime_error& error) {
      if (++bad <= kMostWarnings) result.warnings.push_back("line " + std::to_string(number) + ": " + error.what());
    }
  }
  if (bad > kMostWarnings)
    result.warnings.push_back("as many as " + std::to_string(bad) + " lines are wrong; these were the first");
  if (result.meetings.empty()) {
    if (result.warnings.empty()) throw SourceError("the file is empty");
    const std::string others = bad == 1 ? "" : "; " + std::to_string(bad - 1) + " more lines are wrong";
    throw SourceError("no line holds a meeting: " + result.warnings.front() + others);
  }
  return result;
}

}  // namespace opslag::corpus::minutes
