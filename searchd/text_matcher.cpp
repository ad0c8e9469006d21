// Matching a query against tokens in memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/text_matcher.h"

#include <algorithm>
#include <map>

#include "analyzers/match_rule.h"
#include "analyzers/text.h"
#include "corpus/positions.h"

namespace opslag::searchd {
namespace {

bool asked_alike(corpus::Field left, corpus::Field right) {
  return left == right || corpus::spec(left).name == corpus::spec(right).name;
}

// Nearer readings stand before wider ones of the same weight.
bool better(const TextMatch& left, const TextMatch& right) {
  return left.weight > right.weight;
}

// One place in the text has one match for each leaf: the best.
void keep_best(std::vector<TextMatch>& found) {
  const auto before = [](const TextMatch& a, const TextMatch& b) {
    if (a.begin != b.begin) return a.begin < b.begin;
    if (a.leaf != b.leaf) return a.leaf < b.leaf;
    return better(a, b);
  };
  constexpr std::size_t kFew = 32;  // nearly in order already
  if (found.size() > kFew) {
    std::stable_sort(found.begin(), found.end(), before);
  } else {
    for (std::size_t i = 1; i < found.size(); ++i) {
      for (std::size_t at = i; at > 0 && before(found[at], found[at - 1]); --at) std::swap(found[at], found[at - 1]);
    }
  }
  const auto same = [](const TextMatch& a, const TextMatch& b) { return a.begin == b.begin && a.leaf == b.leaf; };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
}

}  // namespace

namespace {

struct Place {
  std::size_t position, token;
};
using Places = std::vector<Place>;

}  // namespace

// Where the words of phrases and paraphrases stand, by slot; positions ascending.
struct TextMatcher::Sequences {
  std::vector<Places> slots;

  void add(std::size_t slot, Place place) {
    Places& places = slots[slot];
    if (places.empty() || places.back().position != place.position) places.push_back(place);
  }
  const Place* at(std::size_t slot, std::size_t position) const {
    const Places& places = slots[slot];
    const auto found = std::lower_bound(places.begin(), places.end(), position,
                                        [](const Place& place, std::size_t wanted) { return place.position < wanted; });
    return found != places.end() && found->position == position ? &*found : nullptr;
  }
};

TextMatcher::TextMatcher(const QueryNode& root) {
  each_leaf(root, [&](const QueryNode& node, bool excluded) {
    const std::size_t leaf = leaves_.size();
    leaves_.push_back(&node);
    excluded_.push_back(excluded);
    if (node.kind == NodeKind::word) add_word(leaf, node.words.front());
    if (node.kind == NodeKind::phrase) add_phrase(leaf, node);
    if (node.kind == NodeKind::prefix) add_prefix(leaf, node);
  });
}

TextMatcher::Meaning& TextMatcher::meaning(const analyzers::Term& term) {
  auto& known = meanings_[static_cast<std::size_t>(term.kind)];
  if (const auto found = known.find(term.text); found != known.end()) return found->second;
  if (corpus::has_positions(term.kind)) {
    keys_.push_back(corpus::position_key(corpus::index_term(term)));
  } else {
    spellings_.add_word(term.text);
  }
  may_mean_[static_cast<std::size_t>(term.kind)].add(term.text);
  return known[texts_.emplace_back(term.text)];
}

void TextMatcher::add_word(std::size_t leaf, const analyzers::QueryWord& word) {
  for (const analyzers::Alternative& alternative : word.alternatives) {
    meaning(alternative.term).uses.push_back({leaf, &word, &alternative});
  }
  for (const analyzers::NearRule& rule : word.near_rules) {
    nears_.push_back({leaf, &rule, slots_});
    for (const std::vector<analyzers::Term>& terms : rule.groups) {
      for (const analyzers::Term& term : terms) meaning(term).slots.push_back(slots_);
      ++slots_;
    }
  }
}

void TextMatcher::add_phrase(std::size_t leaf, const QueryNode& node) {
  if (node.words.size() == 1) {
    for (const analyzers::Term& term : phrase_terms(node.words.front()))
      meaning(term).uses.push_back({leaf, &node.words.front(), nullptr});
    return;
  }
  phrases_.push_back({leaf, slots_, node.words.size()});
  for (const analyzers::QueryWord& word : node.words) {
    for (const analyzers::Term& term : phrase_terms(word)) meaning(term).slots.push_back(slots_);
    ++slots_;
  }
}

void TextMatcher::add_prefix(std::size_t leaf, const QueryNode& node) {
  const std::string lower = analyzers::lower(analyzers::nfc(node.text));
  std::string folded = analyzers::fold(lower);
  const bool indexed = !corpus::has_own_terms(node.field) && corpus::terms_beginning_with(folded);
  spellings_.add_beginning(lower, indexed ? folded : std::string());
  prefixes_.push_back({leaf, lower, std::move(folded), indexed});
}

bool TextMatcher::applies(std::size_t leaf, OptionalField field) const {
  const std::optional<corpus::Field>& wanted = leaves_[leaf]->field;
  return !wanted || !field || asked_alike(*wanted, *field);
}

void TextMatcher::find_prefixes(const analyzers::Token& token, OptionalField field,
                                std::vector<TextMatch>& found) const {
  for (const Prefix& prefix : prefixes_) {
    if (!applies(prefix.leaf, field)) continue;
    const bool begins = std::any_of(token.terms->begin(), token.terms->end(), [&](const analyzers::Term& term) {
      if (term.kind == analyzers::TermKind::lemma) return !prefix.indexed && term.text.starts_with(prefix.folded);
      if (term.kind != analyzers::TermKind::surface) return false;
      return term.text.starts_with(prefix.surface) ||
             (prefix.indexed && analyzers::fold(term.text).starts_with(prefix.folded));
    });
    if (begins) found.push_back({prefix.leaf, "prefix", 1.0, token.begin, token.end, token.begin, token.end});
  }
}

namespace {

// The shortest stretches that hold one place of each group. Calls `take` with the chosen place of every group.
template <typename Places, typename Take>
void near_places(const std::vector<const Places*>& groups, unsigned window, bool ordered, const Take& take) {
  std::vector<std::size_t> chosen(groups.size());
  for (std::size_t start = 0; start < groups.front()->size(); ++start) {
    const std::size_t first = (*groups.front())[start].position;
    chosen[0] = start;
    bool whole = true;
    std::size_t last = first, lowest = first, highest = first;
    for (std::size_t g = 1; g < groups.size() && whole; ++g) {
      const Places& places = *groups[g];
      const std::size_t from = ordered ? last + 1 : (first > window ? first - window : 0);
      auto place = std::lower_bound(places.begin(), places.end(), from,
                                    [](const auto& one, std::size_t wanted) { return one.position < wanted; });
      // Without an order the place nearest to the first word is taken.
      if (!ordered) {
        auto best = place;
        const auto gap = [&](const auto& one) {
          return one->position > first ? one->position - first : first - one->position;
        };
        for (; place != places.end() && place->position <= first + window; ++place) {
          if (gap(place) != 0 && (gap(best) == 0 || gap(place) < gap(best))) best = place;
        }
        place = best != places.end() && gap(best) <= window ? best : places.end();
      }
      whole = place != places.end();
      if (!whole) break;
      chosen[g] = static_cast<std::size_t>(place - places.begin());
      last = place->position;
      lowest = std::min(lowest, last);
      highest = std::max(highest, last);
    }
    if (whole && highest - lowest <= window) take(chosen);
  }
}

}  // namespace

void TextMatcher::find_word(const Meaning& meaning, const analyzers::Token& token, std::string_view text,
                            OptionalField field, bool rules, std::vector<TextMatch>& found) const {
  for (const Use& use : meaning.uses) {
    if (!applies(use.leaf, field)) continue;
    TextMatch match{use.leaf, "phrase", 1.0, token.begin, token.end, token.begin, token.end};
    if (use.alternative != nullptr) {
      match.rule = rules ? analyzers::name_of(analyzers::rule_of_match(*use.word, *use.alternative, token, text))
                         : std::string_view();
      match.weight = use.alternative->weight;
    }
    found.push_back(match);
  }
}

void TextMatcher::find_phrases(const std::vector<analyzers::Token>& tokens, const Sequences& sequences,
                               OptionalField field, std::vector<TextMatch>& found) const {
  for (const Phrase& phrase : phrases_) {
    if (!applies(phrase.leaf, field)) continue;
    for (const Place& place : sequences.slots[phrase.first_slot]) {
      const Place* last = &place;
      for (std::size_t w = 1; w < phrase.words && last != nullptr; ++w) {
        last = sequences.at(phrase.first_slot + w, place.position + w);
      }
      if (last == nullptr) continue;
      const std::size_t begin = tokens[place.token].begin, end = std::max(tokens[last->token].end, begin);
      found.push_back({phrase.leaf, "phrase", 1.0, begin, end, begin, end});
    }
  }
}

void TextMatcher::find_nears(const std::vector<analyzers::Token>& tokens, const Sequences& sequences,
                             OptionalField field, std::vector<TextMatch>& found) const {
  for (const Near& near : nears_) {
    if (!applies(near.leaf, field)) continue;
    std::vector<const Places*> groups;
    for (std::size_t g = 0; g < near.rule->groups.size(); ++g) groups.push_back(&sequences.slots[near.first_slot + g]);
    if (groups.empty()) continue;
    near_places(groups, near.rule->window, near.rule->ordered, [&](const std::vector<std::size_t>& chosen) {
      const std::size_t first = found.size();
      std::size_t begin = std::string::npos, end = 0;
      for (std::size_t g = 0; g < groups.size(); ++g) {
        const analyzers::Token& token = tokens[(*groups[g])[chosen[g]].token];
        begin = std::min(begin, token.begin);
        end = std::max(end, token.end);
        found.push_back(
            {near.leaf, analyzers::name_of(near.rule->rule), near.rule->weight, token.begin, token.end, 0, 0});
      }
      for (std::size_t i = first; i < found.size(); ++i) {
        found[i].span_begin = begin;
        found[i].span_end = end;
      }
    });
  }
}

std::vector<TextMatch> TextMatcher::find(const std::vector<analyzers::Token>& tokens, std::string_view text,
                                         std::optional<corpus::Field> field, std::vector<std::uint32_t>* placed,
                                         bool rules) const {
  std::vector<TextMatch> found;
  Sequences sequences;
  sequences.slots.resize(slots_);
  for (std::size_t t = 0; t < tokens.size(); ++t) {
    for (const analyzers::Term& term : *tokens[t].terms) {
      const auto kind = static_cast<std::size_t>(term.kind);
      if (!term.text.empty() && !may_mean_[kind].may_hold(term.text)) continue;
      const auto& known = meanings_[kind];
      const auto here = known.find(term.text);
      if (here == known.end()) continue;
      if (placed != nullptr && corpus::has_positions(term.kind)) placed->push_back(tokens[t].position);
      find_word(here->second, tokens[t], text, field, rules, found);
      for (const std::size_t slot : here->second.slots) sequences.add(slot, {tokens[t].position, t});
    }
    if (!prefixes_.empty()) find_prefixes(tokens[t], field, found);
  }
  if (placed != nullptr) {
    std::sort(placed->begin(), placed->end());
    placed->erase(std::unique(placed->begin(), placed->end()), placed->end());
  }
  find_phrases(tokens, sequences, field, found);
  find_nears(tokens, sequences, field, found);
  keep_best(found);
  return found;
}

std::string sentence(std::string_view query_word, std::string_view text_word, std::string_view rule, Language lang) {
  struct Wording {
    std::string_view rule, da, en;  // after the text's word
  };
  static constexpr Wording kWordings[] = {
      {"lemma", "er en form af", "is a form of"},
      {"compound", "indeholder", "contains"},
      {"folding", "er en anden skrivemåde for", "is another spelling of"},
      {"derivation", "er afledt af eller beslægtet med", "is derived from or related to"},
      {"spelling", "er bortset fra en stavefejl samme ord som", "is but for a misspelling the same word as"},
      {"synonym", "betyder omtrent det samme som", "means about the same as"},
      {"suspended-hyphen", "er en forkortet skrivemåde, der omfatter", "is a shortened writing that includes"},
      {"phrase", "svarer til sætningen", "is the phrase"},
      {"prefix", "begynder med", "begins with"},
      {"field", "svarer til", "answers to"},
  };
  std::string text = "'" + std::string(text_word) + "' ";
  if (rule == "exact") return text + (lang == Language::en ? "stands in the text" : "står i teksten");
  for (const Wording& wording : kWordings) {
    if (wording.rule == rule) text += lang == Language::en ? wording.en : wording.da;
  }
  return text + " '" + std::string(query_word) + "'";
}

}  // namespace opslag::searchd
