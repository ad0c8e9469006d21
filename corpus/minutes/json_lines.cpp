// Reads JSON Lines sources.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/json_lines.h"

#include <algorithm>

#include "corpus/generation.h"
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

// JSON Lines end in LF, CRLF or CR and in nothing else: within a JSON text other line ends stand for themselves.
template <typename Use>
void for_each_line(std::string_view text, Use use) {
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    for (std::size_t end = 0; end != line.npos; line.remove_prefix(end == line.npos ? 0 : end + 1)) {
      end = line.find('\r');
      use(line.substr(0, end));
    }
  }
}

// Of the lines of one file few are alike: half of a sha256 is plenty.
std::string hash_of(std::string_view line) {
  constexpr std::size_t kHexDigits = 32;
  return sha256(line).substr(0, kHexDigits);
}

}  // namespace

bool looks_like_json(std::string_view text) {
  const std::string_view start = trim(text.substr(0, 4096));
  return start.starts_with('{') || start.starts_with('[');
}

ReadResult read_json_lines(std::string_view text, const KnownLines* known) {
  constexpr std::size_t kMostWarnings = 1000;
  KnownLines left = known != nullptr ? *known : KnownLines();
  ReadResult result;
  std::size_t number = 0, bad = 0;
  for_each_line(text, [&](std::string_view raw) {
    ++number;
    const std::string_view line = trim(raw);
    if (line.empty()) return;
    std::string hash = hash_of(line);
    if (const auto before = left.find(hash); before != left.end()) {
      left.erase(before);
      result.lines.push_back({std::move(hash), false});
      return;
    }
    try {
      const auto json = parse(line);
      if (json.is_object() && !json.contains("items"))
        throw std::runtime_error("items: is missing: this is no meeting");
      result.meetings.push_back(meeting_from_json(json));
      if (result.meetings.back().layout.empty()) result.meetings.back().layout = "jsonl";
      result.lines.push_back({std::move(hash), true});
    } catch (const std::runtime_error& error) {
      if (++bad <= kMostWarnings) result.warnings.push_back("line " + std::to_string(number) + ": " + error.what());
    }
  });
  if (bad > kMostWarnings)
    result.warnings.push_back("as many as " + std::to_string(bad) + " lines are wrong; these were the first");
  if (result.lines.empty()) {
    if (result.warnings.empty()) throw SourceError("the file is empty");
    const std::string others = bad == 1 ? "" : "; " + std::to_string(bad - 1) + " more lines are wrong";
    throw SourceError("no line holds a meeting: " + result.warnings.front() + others);
  }
  return result;
}

}  // namespace opslag::corpus::minutes
