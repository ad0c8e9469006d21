// Reads and writes manifests as text; says clearly what is wrong with an index and what to do about it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/generation.h"

#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "analyzers/text.h"
#include "corpus/schema.h"
#include "corpus/sha256.h"

namespace opslag::corpus {
namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view kChecksumKey = ",\"sha256\":\"";
constexpr std::size_t kHexBytes = 64;
constexpr const char* kRemedy = "; restore it, or make the index anew with `opslag-indexer update --rebuild`";

std::optional<std::string> read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return std::nullopt;
  return text;
}

std::string numbered(const char* stem, std::uint64_t number, const char* extension) {
  const std::string digits = std::to_string(number);
  return stem + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits + extension;
}

// Names in CURRENT and in manifests never lead out of the index directory.
bool is_file_name(std::string_view name, std::string_view stem, std::string_view extension) {
  if (!name.starts_with(stem) || !name.ends_with(extension) || name.size() <= stem.size() + extension.size()) {
    return false;
  }
  const std::string_view digits = name.substr(stem.size(), name.size() - stem.size() - extension.size());
  return digits.find_first_not_of("0123456789") == std::string_view::npos;
}

struct Current {
  std::string file;
  std::string sha256;  // empty if CURRENT holds the name alone
};

std::optional<Current> read_current(const fs::path& index) {
  const fs::path path = index / "CURRENT";
  const std::optional<std::string> text = read_file(path);
  if (!text) {
    if (!fs::exists(path)) return std::nullopt;
    throw IndexError(path.string() + " can't be read; check its permissions");
  }
  Current current;
  const std::string line = text->substr(0, text->find('\n'));
  const std::size_t space = line.find(' ');
  current.file = line.substr(0, space);
  if (space != std::string::npos) current.sha256 = line.substr(space + 1);
  if (!is_file_name(current.file, "generation-", ".json") ||
      (space != std::string::npos && current.sha256.size() != kHexBytes)) {
    throw IndexError(path.string() + " is damaged" + kRemedy);
  }
  return current;
}

Json to_json(const SegmentInfo& segment) {
  return {{"file", segment.file}, {"size", segment.size},           {"sha256", segment.sha256},
          {"uuid", segment.uuid}, {"documents", segment.documents}, {"deleted", segment.deleted}};
}

SegmentInfo read_segment(const Json& json) {
  SegmentInfo segment;
  segment.file = json.at("file").get<std::string>();
  segment.size = json.at("size").get<std::uint64_t>();
  segment.sha256 = json.at("sha256").get<std::string>();
  segment.uuid = json.at("uuid").get<std::string>();
  segment.documents = json.at("documents").get<std::uint32_t>();
  segment.deleted = json.at("deleted").get<std::vector<std::uint32_t>>();
  if (!is_file_name(segment.file, "segment-", ".glass")) throw std::runtime_error("a segment has an impossible name");
  return segment;
}

// Paths are bytes, JSON is not: what is no UTF-8 is written in hex. Absolute paths begin with '/', so this is clear.
constexpr std::string_view kHexMark = "hex:";

std::string path_to_text(const std::string& path) {
  if (analyzers::valid_utf8(path) == path) return path;
  std::string text(kHexMark);
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

std::string path_from_text(const std::string& text) {
  if (!text.starts_with(kHexMark)) return text;
  std::string path;
  for (std::size_t i = kHexMark.size(); i + 1 < text.size(); i += 2) {
    path += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  }
  return path;
}

// "HASH ITEMS WITHHELD", the last only if there are any.
std::string to_text(const SourceLine& line) {
  const std::string text = line.hash + ' ' + std::to_string(line.items);
  return line.withheld > 0 ? text + ' ' + std::to_string(line.withheld) : text;
}

SourceLine line_from_text(const std::string& text) {
  SourceLine line;
  std::istringstream in(text);
  if (!(in >> line.hash >> line.items)) throw std::runtime_error("a line of a source is unclear");
  in >> line.withheld;
  return line;
}

Json to_json(const SourceState& source) {
  Json json{{"path", path_to_text(source.path)},
            {"root", path_to_text(source.root)},
            {"name", source.name},
            {"hash", source.hash},
            {"meetings", source.meetings},
            {"items", source.items},
            {"withheld", source.withheld}};
  if (source.lines.empty()) return json;
  json["context"] = source.context;
  for (const SourceLine& line : source.lines) json["lines"].push_back(to_text(line));
  return json;
}

SourceState read_source_state(const Json& json) {
  SourceState source{path_from_text(json.at("path").get<std::string>()),
                     path_from_text(json.at("root").get<std::string>()),
                     json.at("name").get<std::string>(),
                     json.at("hash").get<std::string>(),
                     json.at("meetings").get<std::vector<std::string>>(),
                     json.at("items").get<std::uint64_t>(),
                     json.at("withheld").get<std::uint64_t>()};
  if (!json.contains("lines")) return source;
  source.context = json.at("context").get<std::string>();
  for (const Json& line : json.at("lines")) source.lines.push_back(line_from_text(line.get<std::string>()));
  if (source.lines.size() != source.meetings.size()) throw std::runtime_error("a source has other lines than meetings");
  return source;
}

Generation read_generation(const Json& json) {
  Generation generation;
  generation.number = json.at("number").get<std::uint64_t>();
  generation.analyzer = json.at("analyzer").get<std::string>();
  generation.audience = json.at("audience").get<std::string>();
  generation.meetings = json.at("meetings").get<std::uint64_t>();
  generation.items = json.at("items").get<std::uint64_t>();
  generation.attachments = json.at("attachments").get<std::uint64_t>();
  for (const Json& segment : json.at("segments")) generation.segments.push_back(read_segment(segment));
  for (const Json& source : json.at("sources")) generation.sources.push_back(read_source_state(source));
  generation.word_list = json.at("word_list").get<std::string>();
  generation.word_list_sha256 = json.at("word_list_sha256").get<std::string>();
  if (!is_file_name(generation.word_list, "words-", ".txt")) {
    throw std::runtime_error("the word list has an impossible name");
  }
  return generation;
}

std::string read_manifest(const fs::path& file) {
  std::optional<std::string> text = read_file(file);
  if (!text) throw IndexError("the manifest " + file.string() + " is missing or can't be read" + kRemedy);
  return *std::move(text);
}

}  // namespace

Generation parse_generation(const fs::path& file, const std::string& text) {
  const auto damaged = [&](const std::string& why) {
    return IndexError("the manifest " + file.string() + " is damaged (" + why + ")" + kRemedy);
  };
  const std::size_t key = text.rfind(kChecksumKey);
  if (key == std::string::npos || text.size() != key + kChecksumKey.size() + kHexBytes + 3 ||
      !text.ends_with("\"}\n")) {
    throw damaged("its end is missing");
  }
  if (text.substr(key + kChecksumKey.size(), kHexBytes) != sha256(std::string_view(text).substr(0, key))) {
    throw damaged("its checksum does not fit");
  }
  try {
    const Json json = Json::parse(text);
    const int version = json.at("schema_version").get<int>();
    if (version > kSchemaVersion) {
      throw IndexError("a newer program made the index: it has schema version " + std::to_string(version) +
                       ", this program reads " + std::to_string(kOldestSchemaVersion) + " to " +
                       std::to_string(kSchemaVersion) +
                       "; use the newer program, or replace its index on purpose with `opslag-indexer update "
                       "--rebuild`");
    }
    if (version < kOldestSchemaVersion) {
      throw IndexError("the index has schema version " + std::to_string(version) + ", this program reads " +
                       std::to_string(kOldestSchemaVersion) + " to " + std::to_string(kSchemaVersion) +
                       "; make it anew with `opslag-indexer update --rebuild`");
    }
    Generation generation = read_generation(json);
    generation.schema_version = version;
    return generation;
  } catch (const IndexError&) {
    throw;
  } catch (const std::exception& error) {
    throw damaged(error.what());
  }
}

std::string generation_file(std::uint64_t number) {
  return numbered("generation-", number, ".json");
}
std::string segment_file(std::uint64_t number) {
  return numbered("segment-", number, ".glass");
}
std::string word_list_file(std::uint64_t number) {
  return numbered("words-", number, ".txt");
}

std::string current_line(const std::string& file, std::string_view manifest) {
  return file + ' ' + sha256(manifest) + '\n';
}

std::optional<std::string> current_file(const fs::path& index) {
  const std::optional<Current> current = read_current(index);
  if (!current) return std::nullopt;
  return current->file;
}

Generation load_current(const fs::path& index) {
  const std::optional<Current> current = read_current(index);
  if (!current) {
    throw IndexError(index.string() + " holds no index; make one with `opslag-indexer update --index " +
                     index.string() + " SOURCE...`");
  }
  const fs::path file = index / current->file;
  const std::string text = read_manifest(file);
  if (!current->sha256.empty() && current->sha256 != sha256(text)) {
    throw IndexError("the manifest " + file.string() + " is not the one that CURRENT names" + kRemedy);
  }
  return parse_generation(file, text);
}

Generation load_generation(const fs::path& file) {
  return parse_generation(file, read_manifest(file));
}

std::string to_json_text(const Generation& generation) {
  Json json{{"number", generation.number},
            {"schema_version", generation.schema_version},
            {"analyzer", generation.analyzer},
            {"audience", generation.audience},
            {"meetings", generation.meetings},
            {"items", generation.items},
            {"attachments", generation.attachments},
            {"segments", Json::array()},
            {"sources", Json::array()},
            {"word_list", generation.word_list},
            {"word_list_sha256", generation.word_list_sha256}};
  for (const SegmentInfo& segment : generation.segments) json["segments"].push_back(to_json(segment));
  for (const SourceState& source : generation.sources) json["sources"].push_back(to_json(source));
  std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.pop_back();
  const std::string checksum = sha256(text);
  text += kChecksumKey;
  text += checksum;
  return text += "\"}\n";
}

// Of a large file the next piece is read while one is digested: each takes about as long as the other.
std::string sha256_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw IndexError(file.string() + " is missing or can't be read" + kRemedy);
  constexpr std::size_t kPiece = std::size_t{1} << 20;  // that two of them stay in the processor
  auto piece = std::make_unique_for_overwrite<char[]>(kPiece), next = std::make_unique_for_overwrite<char[]>(kPiece);
  const auto read = [&] {
    in.read(next.get(), static_cast<std::streamsize>(kPiece));
    return static_cast<std::size_t>(in.gcount());
  };
  Sha256 digest;
  for (std::size_t size = read(); size > 0;) {
    piece.swap(next);
    std::future<std::size_t> reading;
    if (size == kPiece) reading = std::async(read);
    digest.add({piece.get(), size});
    size = reading.valid() ? reading.get() : 0;
  }
  if (in.bad()) throw IndexError(file.string() + " can't be read to its end" + kRemedy);
  return digest.hex();
}

std::string sha256(std::string_view bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.hex();
}

}  // namespace opslag::corpus
