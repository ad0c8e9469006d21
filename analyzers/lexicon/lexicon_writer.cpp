// Collects forms and writes lexicon.bin: see lexicon_writer.h and format.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/lexicon_writer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <numeric>
#include <stdexcept>

#include "analyzers/lexicon/letters.h"

namespace opslag::analyzers {
namespace {

using namespace lexicon_format;

constexpr std::size_t kMaxKey = 200;
constexpr std::size_t kMaxReadings = 40;
constexpr int kRounds = 4;

std::uint16_t rounded(double count) {
  return static_cast<std::uint16_t>(std::min(65535.0, std::round(count)));
}

template <typename T>
void append(std::string& out, const std::vector<T>& items) {
  out.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  out.resize((out.size() + 7) / 8 * 8);
}

}  // namespace

std::uint32_t LexiconWriter::number_of(const std::string& text) {
  const auto [at, fresh] = numbers_.try_emplace(text, static_cast<std::uint32_t>(words_.size()));
  if (fresh) words_.push_back({text, 0, {}, 0, 0});
  return at->second;
}

void LexiconWriter::add_reading(std::uint32_t word, std::uint32_t lemma, std::uint32_t bits) {
  constexpr std::uint32_t identity = kLemmaMask | (kPosMask << kPosShift);
  auto& readings = words_[word].readings;
  for (auto& reading : readings)
    if ((reading & identity) == ((lemma | bits) & identity)) {
      reading |= bits;
      return;
    }
  if (readings.size() < kMaxReadings) readings.push_back(lemma | bits);
}

void LexiconWriter::add(const ExpandedForm& form) {
  if (form.form.size() > kMaxKey || form.lemma.size() > kMaxKey || form.lemma.empty()) return;
  if (form.lemma.find(' ') != std::string::npos) return;
  const auto word = number_of(form.form);
  if (form.forbidden) {
    words_[word].flags |= kForbidden;
    return;
  }
  const auto lemma = number_of(form.lemma);
  unsigned flags = form.capitalised ? kName : kCommon;
  auto bits = static_cast<std::uint32_t>(form.capitalised ? Pos::name : form.pos) << kPosShift;
  if (form.stands_alone) flags |= kForm, bits |= kReadingForm;
  if (form.begins) flags |= kHead, bits |= kReadingHead;
  if (form.ends) flags |= kTail, bits |= kReadingTail;
  words_[word].flags |= static_cast<std::uint16_t>(flags);
  words_[lemma].flags |= kLemma;
  add_reading(word, lemma, bits);
}

bool LexiconWriter::may_end(const Word& word) const {
  constexpr unsigned wanted = kTail | kLemma | kCommon;
  return (word.flags & wanted) == wanted && letter_count(word.text) >= 3;
}

std::vector<LexiconWriter::Cut> LexiconWriter::cuts_of(const Word& word) const {
  std::vector<Cut> cuts;
  for (std::size_t at = 2; at + 3 <= word.text.size(); ++at) {
    if (!on_border(word.text, at)) continue;
    const auto tail = numbers_.find(word.text.substr(at));
    if (tail == numbers_.end() || !may_end(words_[tail->second])) continue;
    const auto head = numbers_.find(word.text.substr(0, at));
    if (head == numbers_.end() || !(words_[head->second].flags & kHead)) continue;
    if (words_[head->second].flags & kForbidden) continue;
    cuts.push_back({head->second, tail->second});
  }
  return cuts;
}

void LexiconWriter::count_families() {
  std::vector<std::pair<std::uint32_t, std::vector<Cut>>> compounds;
  for (std::uint32_t i = 0; i < words_.size(); ++i) {
    constexpr unsigned wanted = kForm | kLemma | kCommon;
    if ((words_[i].flags & wanted) != wanted) continue;
    if (auto cuts = cuts_of(words_[i]); !cuts.empty()) compounds.emplace_back(i, std::move(cuts));
  }
  const auto head_weight = [&](std::uint32_t head) {
    double best = 0;
    for (const auto reading : words_[head].readings)
      if (reading & kReadingHead) best = std::max(best, words_[reading & kLemmaMask].head_family);
    return best;
  };
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> heads(words_.size(), 0);
    std::vector<double> tails(words_.size(), 0);
    for (const auto& [number, cuts] : compounds) {
      std::vector<double> weights;
      for (const auto& cut : cuts)
        weights.push_back(round == 0 ? 1 : (0.2 + head_weight(cut.head)) * (0.2 + words_[cut.tail].tail_family));
      const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
      for (std::size_t k = 0; k < cuts.size(); ++k) {
        const double share = weights[k] / sum;
        tails[cuts[k].tail] += share;
        for (const auto reading : words_[cuts[k].head].readings)
          if (reading & kReadingHead) heads[reading & kLemmaMask] += share;
      }
    }
    for (std::uint32_t i = 0; i < words_.size(); ++i) {
      words_[i].head_family = heads[i];
      words_[i].tail_family = tails[i];
    }
  }
}

LexiconWriter::Patterns LexiconWriter::patterns_of_keys() const {
  Patterns patterns;
  const auto mark = [](std::vector<std::uint64_t>& bits, std::uint32_t bit) {
    bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
  };
  for (const Word& word : words_) {
    std::vector<std::uint8_t> codes = {0};
    for (const char32_t c : utf32(word.text)) codes.push_back(letter_code(c));
    codes.push_back(0);
    for (std::size_t i = 0; i + 4 <= codes.size(); ++i) mark(patterns.grams, gram_of(&codes[i]));
    const auto letters = codes.size() - 2;
    if (letters < 3) continue;
    if (word.flags & (kHead | kTail | kForm)) mark(patterns.part_begins, border_of(&codes[1]));
    if (!(word.flags & (kHead | kLemma))) continue;
    mark(patterns.head_ends, border_of(&codes[letters - 2]));
    codes[letters + 1] = letter_code(U's');  // with a linking s that should not be there
    mark(patterns.head_ends, border_of(&codes[letters - 1]));
  }
  return patterns;
}

void LexiconWriter::write(const std::filesystem::path& target) const {
  if (words_.size() >= kLemmaMask) throw std::runtime_error(target.string() + ": too many words");
  std::vector<Entry> entries;
  std::vector<std::uint32_t> readings;
  std::string text;
  const auto slots = std::bit_ceil(words_.size() * 3 / 2);
  std::vector<std::uint32_t> table(slots, 0);
  std::vector<std::uint8_t> tags(slots, 0);
  for (std::uint32_t i = 0; i < words_.size(); ++i) {
    const Word& word = words_[i];
    entries.push_back({static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(readings.size()), word.flags,
                       rounded(word.head_family), rounded(word.tail_family),
                       static_cast<std::uint8_t>(word.text.size()), static_cast<std::uint8_t>(word.readings.size())});
    text += word.text;
    readings.insert(readings.end(), word.readings.begin(), word.readings.end());
    const auto hash = mixed(hash_of(word.text));
    auto slot = hash & (slots - 1);
    while (table[slot] != 0) slot = (slot + 1) & (slots - 1);
    table[slot] = i + 1;
    tags[slot] = tag_of(hash);
  }
  const auto patterns = patterns_of_keys();
  std::string body;
  append(body, entries);
  append(body, readings);
  append(body, table);
  append(body, tags);
  append(body, patterns.grams);
  append(body, patterns.head_ends);
  append(body, patterns.part_begins);
  body += text;
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.byte_order = kByteOrder;
  header.file_size = sizeof header + body.size();
  header.checksum = hash_of(body);
  header.entries = static_cast<std::uint32_t>(entries.size());
  header.readings = static_cast<std::uint32_t>(readings.size());
  header.slots = static_cast<std::uint32_t>(slots);
  header.text = static_cast<std::uint32_t>(text.size());
  auto temporary = target;
  temporary += ".new";
  std::ofstream out(temporary, std::ios::binary);
  out.write(reinterpret_cast<const char*>(&header), sizeof header);
  out.write(body.data(), static_cast<std::streamsize>(body.size()));
  out.close();
  if (!out) throw std::runtime_error("cannot write " + temporary.string());
  std::filesystem::rename(temporary, target);
}

}  // namespace opslag::analyzers
