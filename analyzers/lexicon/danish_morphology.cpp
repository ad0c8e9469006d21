// Analysis of word forms: see danish_morphology.h and analyzers/morphology.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/danish_morphology.h"

#include <algorithm>

#include "analyzers/lexicon/guessed_lemma.h"
#include "analyzers/lexicon/letters.h"

namespace opslag::analyzers {

using namespace lexicon_format;

DanishMorphology::DanishMorphology(const Files& files)
    : lexicon_(files.lexicon),
      rules_(files.compound_exceptions, files.compound_parts),
      irregular_(files.irregular, lexicon_),
      splitter_(lexicon_, rules_) {}

// The dictionary forms that an entry belongs to, best first: itself, then by how productive they are; names last.
std::vector<std::string> DanishMorphology::lemmas_of(const Lexicon::Entry& entry, std::uint32_t wanted,
                                                     std::string_view word) const {
  struct Candidate {
    std::string_view lemma;
    double rank;
    bool verb;
  };
  std::vector<Candidate> candidates;
  for (const auto reading : lexicon_.readings(entry)) {
    if (!(reading & wanted)) continue;
    const auto decoded = Lexicon::decode(reading);
    const auto& lemma = lexicon_.entry(decoded.lemma);
    double rank = 1.0 + lemma.head_family + lemma.tail_family;
    if (lexicon_.text(lemma) == word && (lemma.flags & kForm)) rank += 1e6;
    if (decoded.pos == Pos::name) rank -= 1e7;
    candidates.push_back({lexicon_.text(lemma), rank, decoded.pos == Pos::verb});
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](auto& a, auto& b) { return a.rank > b.rank; });
  std::vector<std::string> lemmas;
  for (const auto& candidate : candidates) {
    auto lemma = irregular_.resolve(candidate.lemma);
    if (std::find(lemmas.begin(), lemmas.end(), lemma) == lemmas.end()) lemmas.push_back(std::move(lemma));
  }
  return lemmas;
}

std::string DanishMorphology::part_lemma(std::string_view piece, bool last) const {
  const auto lemma_as = [&](std::string_view text, std::uint32_t wanted) -> std::string {
    const auto* entry = lexicon_.find(text);
    if (!entry) return {};
    auto lemmas = lemmas_of(*entry, wanted, text);
    return lemmas.empty() ? std::string() : std::move(lemmas.front());
  };
  const auto wanted = last ? kReadingTail | kReadingForm : kReadingHead;
  if (auto lemma = lemma_as(piece, wanted); !lemma.empty()) return lemma;
  if (auto lemma = lemma_as(piece, kReadingForm); !lemma.empty()) return lemma;
  for (const std::string_view link : {"s", "er", "e"}) {
    if (last || !piece.ends_with(link)) continue;
    const auto bare = piece.substr(0, piece.size() - link.size());
    if (auto lemma = lemma_as(bare, kReadingForm); !lemma.empty()) return lemma;
  }
  return last ? guessed_lemma(piece, lexicon_) : std::string(piece);
}

void DanishMorphology::fill_pieces(std::string_view word, const std::vector<std::size_t>& cuts, WordForm& form) const {
  if (cuts.empty()) {
    form.pieces.emplace_back(word);
    return;
  }
  std::size_t begin = 0;
  for (const auto cut : cuts) {
    form.pieces.emplace_back(word.substr(begin, cut - begin));
    form.parts.push_back(part_lemma(form.pieces.back(), false));
    begin = cut;
  }
  form.pieces.emplace_back(word.substr(begin));
  form.parts.push_back(part_lemma(form.pieces.back(), true));
}

WordForm DanishMorphology::known_form(std::string_view word, const Lexicon::Entry& entry) const {
  WordForm form;
  form.known = true;
  form.name = !(entry.flags & kCommon);
  form.lemmas = lemmas_of(entry, kReadingForm, word);
  if (form.lemmas.empty()) form.lemmas.emplace_back(word);
  if (form.name)
    form.pieces.emplace_back(word);
  else
    fill_pieces(word, splitter_.split_known(word, entry).cuts, form);
  return form;
}

WordForm DanishMorphology::unknown_form(std::string_view word) const {
  WordForm form;
  const auto split = splitter_.split_unknown(word);
  fill_pieces(word, split.cuts, form);
  form.known = !split.cuts.empty();
  if (form.known) {
    const auto tail = word.substr(split.cuts.back());
    const auto before = std::string(word.substr(0, split.cuts.back()));
    if (const auto* entry = lexicon_.find(tail))
      for (const auto& lemma : lemmas_of(*entry, kReadingTail, tail)) form.lemmas.push_back(before + lemma);
    if (form.lemmas.empty()) form.lemmas.push_back(before + guessed_lemma(tail, lexicon_));
  } else {
    form.lemmas.push_back(irregular_.resolve(guessed_lemma(word, lexicon_)));
  }
  return form;
}

WordForm DanishMorphology::analyze(std::string_view word, bool /*capitalised*/) const {
  const auto* entry = lexicon_.find(word);
  if (entry && (entry->flags & kForm)) return known_form(word, *entry);
  return unknown_form(word);
}

std::vector<std::string> DanishMorphology::related(std::string_view) const {
  return {};
}

std::optional<Repair> DanishMorphology::repair(std::string_view, bool) const {
  return std::nullopt;
}

std::vector<std::string> DanishMorphology::unfold(std::string_view) const {
  return {};
}

std::string DanishMorphology::fingerprint() const {
  return "lexicon1:" + std::to_string(lexicon_.checksum()) + ":" + std::to_string(rules_.checksum()) + ":" +
         std::to_string(irregular_.checksum());
}

}  // namespace opslag::analyzers
