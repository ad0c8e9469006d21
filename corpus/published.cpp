// Keys and values of a published index.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/published.h"

#include <zlib.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "analyzers/varint.h"
#include "corpus/compressed.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kSealBytes = 4;
constexpr const char* kDamaged = "the published index is damaged; publish it anew with `opslag-indexer publish`";

[[noreturn]] void damaged() {
  throw PublishedError(kDamaged);
}

// Sorts as the numbers do.
std::string numbered(char kind, std::uint32_t number) {
  std::string key(1, kind);
  for (int shift = 24; shift >= 0; shift -= 8) key += static_cast<char>(number >> shift & 0xFF);
  return key;
}

std::string seal_of(std::string_view key, std::string_view value) {
  const auto* const bytes = reinterpret_cast<const Bytef*>(key.data());
  uLong sum = crc32_z(0, bytes, key.size());
  sum = crc32_z(sum, reinterpret_cast<const Bytef*>(value.data()), value.size());
  return numbered('\0', static_cast<std::uint32_t>(sum)).substr(1);
}

void put(std::string& out, std::uint64_t value) {
  analyzers::put_varint(out, value);
}

void put(std::string& out, std::string_view text) {
  put(out, text.size());
  out += text;
}

std::uint64_t number_from(std::string_view& left) {
  const std::optional<std::uint64_t> value = analyzers::take_varint(left);
  if (!value) damaged();
  return *value;
}

std::uint32_t small_from(std::string_view& left) {
  const std::uint64_t value = number_from(left);
  if (value > 0xFFFFFFFFU) damaged();
  return static_cast<std::uint32_t>(value);
}

std::string_view text_from(std::string_view& left) {
  const std::uint64_t size = number_from(left);
  if (size > left.size()) damaged();
  const std::string_view text = left.substr(0, size);
  left.remove_prefix(size);
  return text;
}

std::string unpacked(std::string_view bytes) {
  try {
    return decompressed(bytes);
  } catch (const std::runtime_error&) {
    damaged();
  }
}

}  // namespace

std::string data_key(std::uint32_t document) {
  return numbered('D', document);
}
std::string rows_key(std::uint32_t chunk) {
  return numbered('F', chunk);
}
std::string positions_key(std::uint32_t document) {
  return numbered('P', document);
}
std::string postings_key(std::string_view term) {
  return 'T' + std::string(term);
}
std::string words_key(std::uint32_t chunk) {
  return numbered('W', chunk);
}
std::string about_key() {
  return "Z";
}
std::string_view term_of_key(std::string_view key) {
  return key.substr(1);
}

std::string sealed(std::string_view key, std::string value) {
  return value += seal_of(key, value);
}

std::string_view unsealed(std::string_view key, std::string_view value) {
  if (value.empty()) return value;
  if (value.size() < kSealBytes) damaged();
  const std::string_view content = value.substr(0, value.size() - kSealBytes);
  if (seal_of(key, content) != value.substr(content.size())) damaged();
  return content;
}

std::string pack(const PublishedAbout& about) {
  const nlohmann::json json{{"published", kPublishedVersion},
                            {"documents", about.documents},
                            {"row_chunks", about.row_chunks},
                            {"word_chunks", about.word_chunks},
                            {"generation", to_json_text(about.generation)}};
  return compressed(json.dump());
}

PublishedAbout unpack_about(std::string_view bytes) {
  const nlohmann::json json = nlohmann::json::parse(unpacked(bytes), nullptr, false);
  try {
    const int version = json.at("published").get<int>();
    if (version != kPublishedVersion) {
      throw IndexError("the published index has version " + std::to_string(version) + ", this program reads " +
                       std::to_string(kPublishedVersion) + "; publish it anew with `opslag-indexer publish`");
    }
    PublishedAbout about;
    about.documents = json.at("documents").get<std::uint32_t>();
    about.row_chunks = json.at("row_chunks").get<std::uint32_t>();
    about.word_chunks = json.at("word_chunks").get<std::uint32_t>();
    about.generation = parse_generation("of the published index", json.at("generation").get<std::string>());
    return about;
  } catch (const nlohmann::json::exception&) {
    damaged();
  }
}

void append(std::string& chunk, std::uint32_t document, const PublishedRow& row) {
  put(chunk, row.sort_key);
  put(chunk, row.facets);
  put(chunk, std::uint64_t{row.length});
  // How far behind its item it stands; an item written anew may stand behind its attachments.
  const std::int64_t behind = row.item == 0 ? 0 : std::int64_t{document} - std::int64_t{row.item};
  put(chunk, static_cast<std::uint64_t>(behind < 0 ? -2 * behind - 1 : 2 * behind));
}

std::uint32_t each_row(std::string_view chunk, std::uint32_t first,
                       const std::function<void(std::uint32_t document, const PublishedRow& row)>& visit) {
  const std::string bytes = unpacked(chunk);
  std::string_view left = bytes;
  for (; !left.empty(); ++first) {
    PublishedRow row;
    row.sort_key = text_from(left);
    row.facets = text_from(left);
    row.length = small_from(left);
    const std::uint64_t behind = number_from(left);
    const std::uint64_t far = (behind + 1) / 2;
    if (behind % 2 == 0 ? far >= first : far > 0xFFFFFFFFU - first) damaged();
    if (behind != 0) row.item = static_cast<std::uint32_t>(behind % 2 == 0 ? first - far : first + far);
    visit(first, row);
  }
  return first;
}

void PostingPacker::add(std::uint32_t document, std::uint32_t count) {
  put(bytes_, std::uint64_t{document - last_} << 1 | (count == 1 ? 1 : 0));
  if (count != 1) put(bytes_, std::uint64_t{count});
  last_ = document;
  ++documents_;
}

std::string PostingPacker::take() {
  std::string list;
  put(list, std::uint64_t{documents_});
  list += std::exchange(bytes_, {});
  documents_ = last_ = 0;
  return list;
}

PostingReader::PostingReader(std::string_view bytes) : left_(bytes) {
  if (!left_.empty()) documents_ = small_from(left_);
}

bool PostingReader::next() {
  if (left_.empty()) return false;
  const std::uint64_t head = number_from(left_);
  document_ += static_cast<std::uint32_t>(head >> 1);
  count_ = (head & 1) != 0 ? 1 : small_from(left_);
  return true;
}

}  // namespace opslag::corpus
