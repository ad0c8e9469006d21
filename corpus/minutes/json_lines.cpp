// Reads JSON Lines sources.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/json_lines.h"

#include <algorithm>
#include <cstdint>

#include "analyzers/plain_bytes.h"
#include "corpus/generation.h"
#include "corpus/json.h"
#include "corpus/minutes/json_items.h"
#include "corpus/minutes/lines.h"
#include "corpus/sha256.h"

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

unsigned char byte_of(char high, char low) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  return static_cast<unsigned char>(digit(high) * 16 + digit(low));
}

LinePlace place_of(std::string_view hash, std::uint64_t begin, std::uint64_t size) {
  LinePlace place{{}, begin, size};
  for (std::size_t i = 0; i < place.hash.size(); ++i) place.hash[i] = byte_of(hash[2 * i], hash[2 * i + 1]);
  return place;
}

Meeting whole_meeting(std::string_view line) {
  const auto json = parse(line);
  if (json.is_object() && !json.contains("items")) throw std::runtime_error("items: is missing: this is no meeting");
  return meeting_from_json(json);
}

// The value of a member as it is read; null if there is none.
nlohmann::ordered_json member(const JsonMembers& members, std::string_view name) {
  const auto found = members.find(name);
  return found == members.end() ? nlohmann::ordered_json() : parse(found->second);
}

// An item of which nothing is read but what decides its id and those of the others.
AgendaItem held_item(const JsonMembers& members, const ItemReference& known) {
  AgendaItem item;
  const auto id = member(members, "id");
  if (id.is_string()) item.id = id.get<std::string>();
  item.number = known.number;
  return item;
}

// Whether the items that are held get the ids by which they are known.
bool keep_their_ids(Meeting meeting, const std::vector<const ItemReference*>& held) {
  assign_item_ids(meeting);
  for (std::size_t i = 0; i < held.size(); ++i)
    if (held[i] != nullptr && meeting.items[i].id != held[i]->id) return false;
  return true;
}

// Which items of a line are known to be at the same place among the public ones of their meeting.
std::vector<const ItemReference*> known_among(const ItemTexts& texts, const std::vector<JsonMembers>& members,
                                              const std::vector<ItemReference>& known) {
  std::vector<const ItemReference*> held(texts.items.size());
  for (std::size_t i = 0, place = 0; i < held.size(); ++i) {
    if (place < known.size() && known[place].hash == texts.hashes[i]) held[i] = &known[place];
    const auto audience = members[i].find("audience");
    if (held[i] != nullptr || audience == members[i].end() || audience->second != "\"internal\"") ++place;
  }
  return held;
}

// Without what the index knows; nullopt where it knows nothing of the line, or it takes all to tell.
std::optional<Meeting> changed_meeting(std::string_view line, const ItemTexts& texts, const KnownItems& known_items,
                                       MeetingLine& told) {
  const auto id = member(texts.members, "id");
  if (!id.is_string()) return std::nullopt;
  const std::vector<ItemReference> known = known_items(id.get<std::string>());
  if (known.empty()) return std::nullopt;
  std::vector<JsonMembers> members;
  for (const std::string_view item : texts.items) {
    std::optional<JsonMembers> its = json_members(item);
    if (!its) return std::nullopt;
    members.push_back(*std::move(its));
  }
  const std::vector<const ItemReference*> held = known_among(texts, members, known);
  std::vector<bool> wanted;
  for (const ItemReference* each : held) wanted.push_back(each == nullptr);
  if (std::find(wanted.begin(), wanted.end(), false) == wanted.end()) return std::nullopt;

  const auto json = parse(line_of(line, texts, wanted));
  Meeting meeting;
  static_cast<MeetingHead&>(meeting) = head_from_json(json);
  for (std::size_t i = 0; i < held.size(); ++i)
    meeting.items.push_back(wanted[i] ? item_from_json(json["items"][i]) : held_item(members[i], *held[i]));
  if (!keep_their_ids(meeting, held)) return std::nullopt;
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (!wanted[i]) told.known_titles.emplace(i, held[i]->title);
  }
  return meeting;
}

// Tells of the line what its items are known by.
Meeting meeting_in(std::string_view line, const KnownItems& known_items, MeetingLine& told) {
  const std::optional<ItemTexts> texts = item_texts(line);
  std::optional<Meeting> meeting;
  if (texts) {
    told.items = texts->hashes;
    if (known_items) meeting = changed_meeting(line, *texts, known_items, told);
  }
  if (!meeting) meeting = whole_meeting(line);
  if (told.items.size() != meeting->items.size()) told.items.clear();
  if (meeting->layout.empty()) meeting->layout = "jsonl";
  return *std::move(meeting);
}

// The last part of what was read may be the first of a line. Lines of a few bytes each hold no meetings: their places
// would take many times what they do themselves.
class LineHasher {
 public:
  void add(std::string_view bytes, LinePlaces& lines) {
    for_each_line(bytes, [&](std::string_view raw) {
      if (too_many_) return;
      const std::string_view line = trim(raw);
      const auto begin = static_cast<std::size_t>((line.empty() ? raw : line).data() - bytes.data());
      digest_.add(bytes.substr(told_, begin - told_));
      told_ = begin + line.size();
      if (line.empty()) return;
      const std::string hash = hash_of(line);
      digest_.add(hash);
      lines.push_back(place_of(hash, before_ + begin, line.size()));
      too_many_ = lines.size() > kFew + (before_ + told_) / kShortest;
      if (too_many_) LinePlaces().swap(lines);
    });
    digest_.add(bytes.substr(told_));
    before_ += bytes.size();
    told_ = 0;
  }
  std::string hex() { return digest_.hex(); }

 private:
  static constexpr std::size_t kFew = 1024, kShortest = 64;  // lines; bytes of one

  Sha256 digest_;
  bool too_many_ = false;     // the digest takes what follows as it is
  std::uint64_t before_ = 0;  // bytes of what was added before
  std::size_t told_ = 0;      // bytes of what is being added that the digest knows of
};

}  // namespace

std::string hash_of(const LinePlace& place) {
  std::string text;
  for (const unsigned char byte : place.hash) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

std::string hash_lines(OrdinaryFile& file, LinePlaces& lines) {
  constexpr std::size_t kPiece = std::size_t{1} << 18;
  LineHasher hasher;
  std::string bytes, piece;
  for (std::uint64_t left = kLargestSource; left > 0;) {
    file.read(static_cast<std::size_t>(std::min<std::uint64_t>(left, kPiece)), piece);
    if (piece.empty()) break;
    left -= piece.size();
    // A CR at the very end may have its LF in the next piece.
    const std::size_t whole = piece.rfind('\n') + 1;
    bytes.append(piece, 0, whole);
    if (whole > 0) {
      hasher.add(bytes, lines);
      bytes.clear();
    }
    bytes.append(piece, whole);
  }
  hasher.add(bytes, lines);
  return hasher.hex();
}

std::optional<ReadResult> read_changed_lines(OrdinaryFile& file, const SourceFile& source) {
  if (!source.known_lines || !source.lines) return std::nullopt;
  KnownLines left = *source.known_lines;
  ReadResult result;
  std::string line;
  for (const LinePlace& place : *source.lines) {
    const std::string hash = hash_of(place);
    const auto before = left.find(hash);
    result.lines.push_back({hash, before == left.end()});
    if (before != left.end()) {
      left.erase(before);
      continue;
    }
    file.read_at(place.begin, place.size, line);
    if (hash_of(line) != hash || !analyzers::decodes_as_it_is(line)) return std::nullopt;
    try {
      result.meetings.push_back(meeting_in(line, source.known_items, result.lines.back()));
    } catch (const std::runtime_error&) {
      return std::nullopt;
    }
  }
  if (result.lines.empty()) return std::nullopt;
  return result;
}

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
      MeetingLine told{std::move(hash)};
      result.meetings.push_back(meeting_in(line, {}, told));
      result.lines.push_back(std::move(told));
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
