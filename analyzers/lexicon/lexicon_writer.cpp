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
  out.resize((out.size() + 63) / 64 * 64);
}

std::vector<SlipLine> lines_of(std::vector<std::uint64_t> keys, std::size_t bits_a_key) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::vector<SlipLine> lines(keys.size() * bits_a_key / (8 * sizeof(SlipLine)) + 1);
  const auto count = static_cast<std::uint32_t>(lines.size());
  for (const auto key : keys) set_slip(lines[slip_line_of(key, count)], key);
  return lines;
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
    for (std::size_t i = 0; i + 4 <= codes.size(); ++i) {
      const auto* four = &codes[i];
      const std::uint32_t others[] = {triple_of(four[1], four[2], four[3]), triple_of(four[0], four[2], four[3]),
                                      triple_of(four[0], four[1], four[3]), triple_of(four[0], four[1], four[2])};
      for (std::size_t place = 0; place < 4; ++place)
        patterns.letters[place * kTriples + others[place]] |= 1U << four[place];
    }
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

std::vector<std::uint64_t> LexiconWriter::filter_of_keys() const {
  std::vector<std::uint64_t> filter(kFilterWords, 0);
  for (const Word& word : words_) {
    const auto hash = mixed(hash_of(word.text));
    filter[filter_word_of(hash)] |= filter_bits_of(hash);
  }
  return filter;
}

std::vector<SlipLine> LexiconWriter::slips_of_keys(Role role) const {
  std::vector<std::uint64_t> keys;
  for (const Word& word : words_) {
    if (!has_role(word.flags, role)) continue;
    std::uint64_t alike = kHashSeed;
    for (std::size_t begin = 0; begin < word.text.size();) {
      std::size_t end = begin + 1;
      while (!on_border(word.text, end)) ++end;
      keys.push_back(slip_key(hash_of(word.text.substr(0, begin) + word.text.substr(end)), role, false));
      const auto letter = utf32(word.text.substr(begin, end - begin));
      alike = hash_step(alike, static_cast<char>(kAlikeCodes.of[letter_code(letter.front())]));
      begin = end;
    }
    keys.push_back(slip_key(alike, role, true));
  }
  return lines_of(std::move(keys), kSlipBitsAKey);
}

// Of the spellings that are one edit away from each word: these have a letter more or less, or as many.
std::vector<SlipLine> LexiconWriter::halves_of_keys() const {
  std::vector<std::uint64_t> keys;
  for (const Word& word : words_) {
    const auto letters = utf32(word.text);
    const std::u32string_view view = letters;
    const auto add = [&](std::u32string_view half, bool begins) {
      for (const Role role : kRoles)
        if (has_role(word.flags, role)) keys.push_back(half_key(hash_of(utf8(half)), role, begins));
    };
    for (auto spelt = std::max<std::size_t>(letters.size(), 1) - 1; spelt <= letters.size() + 1; ++spelt) {
      const auto first = half_of(spelt), rest = spelt - first;
      if (first <= letters.size()) add(view.substr(0, first), true);
      if (rest <= letters.size()) add(view.substr(letters.size() - rest), false);
    }
  }
  return lines_of(std::move(keys), kHalfBitsAKey);
}

std::vector<Block> LexiconWriter::table_of_keys(const std::vector<std::uint32_t>& places) const {
  constexpr std::size_t usual_load = 22;
  std::vector<Block> table(words_.size() / usual_load + 2);
  std::vector<std::uint8_t> filled(table.size(), 0);
  const auto blocks = static_cast<std::uint32_t>(table.size());
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const auto hash = mixed(hash_of(words_[i].text));
    auto number = block_of(hash, blocks);
    while (filled[number] == kBlockSlots) number = number + 1 == blocks ? 0 : number + 1;
    const auto slot = filled[number]++;
    table[number].tags[slot] = tag_of(hash);
    table[number].places[slot] = places[i];
  }
  return table;
}

// In units; one more than there are words, the last being the end.
std::vector<std::uint32_t> LexiconWriter::places_of_entries() const {
  std::vector<std::uint32_t> places;
  std::size_t place = 0;
  for (const Word& word : words_) {
    places.push_back(static_cast<std::uint32_t>(place));
    place += (sizeof(Entry) + word.readings.size() * sizeof(std::uint32_t) + word.text.size() + 3) / 4;
  }
  places.push_back(static_cast<std::uint32_t>(place));
  return places;
}

std::string LexiconWriter::entries_at(const std::vector<std::uint32_t>& places) const {
  std::string out;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const Word& word = words_[i];
    const Entry entry{word.flags, rounded(word.head_family), rounded(word.tail_family),
                      static_cast<std::uint8_t>(word.text.size()), static_cast<std::uint8_t>(word.readings.size())};
    out.append(reinterpret_cast<const char*>(&entry), sizeof entry);
    for (const auto reading : word.readings) {
      const auto placed = (reading & ~kLemmaMask) | places[reading & kLemmaMask];
      out.append(reinterpret_cast<const char*>(&placed), sizeof placed);
    }
    out += word.text;
    out.resize(std::size_t{places[i + 1]} * sizeof(std::uint32_t));
  }
  return out;
}

void LexiconWriter::write(const std::filesystem::path& target) const {
  const auto places = places_of_entries();
  if (words_.size() >= kLemmaMask || places.back() >= kLemmaMask)
    throw std::runtime_error(target.string() + ": too many words");
  const auto table = table_of_keys(places);
  const auto patterns = patterns_of_keys();
  std::string body;
  append(body, filter_of_keys());
  append(body, table);
  append(body, patterns.letters);
  append(body, patterns.head_ends);
  append(body, patterns.part_begins);
  body += entries_at(places);
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.byte_order = kByteOrder;
  header.checksum = hash_of(body);
  header.entries = static_cast<std::uint32_t>(words_.size());
  header.blocks = static_cast<std::uint32_t>(table.size());
  header.units = places.back();
  // They follow from the entries, so they are no part of what identifies the content.
  body.resize((body.size() + 63) / 64 * 64);
  const auto append_lines = [&](const std::vector<SlipLine>& lines) {
    append(body, lines);
    return static_cast<std::uint32_t>(lines.size());
  };
  header.head_slip_lines = append_lines(slips_of_keys(Role::head));
  header.half_lines = append_lines(halves_of_keys());
  header.slip_lines = append_lines(slips_of_keys(Role::end));
  header.file_size = sizeof header + body.size();
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
