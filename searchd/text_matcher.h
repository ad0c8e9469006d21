// Finds a query's words in a text in memory, and says by which rule: what `explain`, snippets and marks are made from.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzers/selection.h"
#include "analyzers/token.h"
#include "analyzers/word_filter.h"
#include "searchd/query_tree.h"
#include "searchd/search_request.h"

namespace opslag::searchd {

struct TextMatch {
  std::size_t leaf = 0;            // which leaf of the query, numbered as each_leaf visits them
  std::string_view rule;           // "exact" …, "phrase", "prefix"
  double weight = 0;               // 0 < weight ≤ 1
  std::size_t begin = 0, end = 0;  // the bytes to mark
  std::size_t span_begin = 0,
              span_end = 0;  // all that the rule took: a phrase or paraphrase from its first to its last word
};

// Immutable after construction; threads may share it. `root` must outlive it.
class TextMatcher {
 public:
  explicit TextMatcher(const QueryNode& root);

  // What of the query stands in one field's text, given with its tokens, in the order of the text; the best rule for
  // each leaf and place. Without `field`, leaves that ask for a field match as well. Excluded leaves are found like the
  // others. Linear in the tokens, but for paraphrases. `placed`: the positions at which one of
  // position_keys() stands, ascending. Without `rules`, TextMatch::rule is left empty for words.
  std::vector<TextMatch> find(const std::vector<analyzers::Token>& tokens, std::string_view text,
                              std::optional<corpus::Field> field = std::nullopt,
                              std::vector<std::uint32_t>* placed = nullptr, bool rules = true) const;

  // What tells the words of a document that may match from those that can't: the keys of the terms that have positions
  // in the index, and how words may be spelt that match by other terms.
  const std::vector<std::uint64_t>& position_keys() const { return keys_; }
  const analyzers::Spellings& spellings() const { return spellings_; }
  // Whether no term decides but how words are spelt.
  bool asks_surfaces_only() const {
    return keys_.empty() && std::all_of(meanings_.begin(), meanings_.end(), [](const auto& m) { return m.empty(); }) &&
           std::all_of(prefixes_.begin(), prefixes_.end(), [](const Prefix& prefix) { return prefix.indexed; });
  }

  const std::vector<const QueryNode*>& leaves() const { return leaves_; }
  const std::vector<bool>& excluded() const { return excluded_; }

 private:
  static constexpr std::size_t kTermKinds = 5;
  struct Use {  // what a term of a text means to the query; a phrase of one word has no alternative
    std::size_t leaf;
    const analyzers::QueryWord* word;
    const analyzers::Alternative* alternative;
  };
  struct Meaning {
    std::vector<Use> uses;           // what the term is alone
    std::vector<std::size_t> slots;  // of which phrases' and paraphrases' words it is one
  };
  struct Near {
    std::size_t leaf;
    const analyzers::NearRule* rule;
    std::size_t first_slot;  // of its groups
  };
  struct Phrase {
    std::size_t leaf, first_slot, words;
  };
  struct Prefix {
    std::size_t leaf;
    std::string surface, folded;
    bool indexed;  // short enough for the index's beginnings of words, which are of surfaces
  };
  struct Sequences;
  using OptionalField = std::optional<corpus::Field>;

  Meaning& meaning(const analyzers::Term& term);
  void add_word(std::size_t leaf, const analyzers::QueryWord& word);
  void add_phrase(std::size_t leaf, const QueryNode& node);
  void add_prefix(std::size_t leaf, const QueryNode& node);
  bool applies(std::size_t leaf, OptionalField field) const;
  void find_word(const Meaning& meaning, const analyzers::Token& token, std::string_view text, OptionalField field,
                 bool rules, std::vector<TextMatch>& found) const;
  void find_prefixes(const analyzers::Token& token, OptionalField field, std::vector<TextMatch>& found) const;
  void find_phrases(const std::vector<analyzers::Token>& tokens, const Sequences& sequences, OptionalField field,
                    std::vector<TextMatch>& found) const;
  void find_nears(const std::vector<analyzers::Token>& tokens, const Sequences& sequences, OptionalField field,
                  std::vector<TextMatch>& found) const;

  std::vector<const QueryNode*> leaves_;
  std::vector<bool> excluded_;
  std::array<std::unordered_map<std::string_view, Meaning>, kTermKinds> meanings_;  // by kind, then text
  std::array<analyzers::WordFilter, kTermKinds> may_mean_;                          // rules most others out
  std::deque<std::string> texts_;                                                   // what the keys view
  std::vector<Near> nears_;
  std::vector<Phrase> phrases_;
  std::vector<Prefix> prefixes_;
  std::size_t slots_ = 0;
  std::vector<std::uint64_t> keys_;
  analyzers::Spellings spellings_;
};

// One match in a sentence: "'botilbudspladser' indeholder 'botilbud'".
std::string sentence(std::string_view query_word, std::string_view text_word, std::string_view rule, Language lang);

}  // namespace opslag::searchd
