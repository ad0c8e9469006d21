// Loads the thesaurus and applies it to queries.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/thesaurus.h"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "analyzers/data_lines.h"

namespace opslag::analyzers {
namespace {

constexpr double kEqualWeight = 0.5;
constexpr double kOneWayWeight = 0.4;
constexpr double kRelatedWeight = 0.3;
constexpr std::size_t kMaxSynonyms = 5;   // alternatives that the thesaurus adds to one word
constexpr std::size_t kMaxNearRules = 3;  // of all origins, for one word
constexpr std::size_t kMaxPhraseWords = 8;
constexpr unsigned kMaxWindow = 50;

bool share(const std::vector<Term>& own, const std::vector<Term>& known, bool with_parts) {
  return std::any_of(own.begin(), own.end(), [&](const Term& term) {
    return (with_parts || term.kind != TermKind::part) && std::find(known.begin(), known.end(), term) != known.end();
  });
}

void add_synonym(QueryWord& word, const Term& term, double weight) {
  std::size_t synonyms = 0;
  for (const Alternative& known : word.alternatives) {
    if (known.term == term) return;
    synonyms += known.rule == Rule::synonym;
  }
  if (synonyms < kMaxSynonyms) word.alternatives.push_back({term, Rule::synonym, weight});
}

std::vector<Term> without_parts(const std::vector<Term>& terms) {
  std::vector<Term> kept;
  for (const Term& term : terms) {
    if (term.kind != TermKind::part) kept.push_back(term);
  }
  return kept;
}

struct Operator {
  std::string_view sign;
  double weight;
  bool both_ways;
};
constexpr std::array<Operator, 4> kOperators{{{" => ", kOneWayWeight, false},
                                              {" = ", kEqualWeight, true},
                                              {" > ", kOneWayWeight, false},
                                              {" ~ ", kRelatedWeight, true}}};

struct Line {
  std::vector<std::string> left, right;
  Operator relation{"", kEqualWeight, true};
  std::string near;  // what follows "near " on the right
};

// Splits a line into its sides. A line without an operator is a list of equivalents, as in Solr's files.
std::optional<Line> parse(std::string_view text) {
  Line line;
  for (const Operator& relation : kOperators) {
    const std::size_t at = text.find(relation.sign);
    if (at == std::string_view::npos) continue;
    line.relation = relation;
    line.left = split_at(text.substr(0, at), ',');
    const std::string_view right = trimmed(text.substr(at + relation.sign.size()));
    if (right.starts_with("near ")) {
      line.near = right.substr(5);
    } else {
      std::string rest(right);
      for (std::size_t sign = 0; (sign = rest.find(relation.sign)) != std::string::npos;)
        rest.replace(sign, relation.sign.size(), ",");
      line.right = split_at(rest, ',');
    }
    return line;
  }
  line.left = split_at(text, ',');
  return line.left.size() < 2 ? std::nullopt : std::optional(line);
}

}  // namespace

struct Thesaurus::Loader {
  Thesaurus& thesaurus;
  const std::filesystem::path& file;
  const PhraseAnalysis& analyze;
  std::size_t line = 0;

  Phrase phrase(const std::string& text) const {
    Phrase result{text, text.empty() ? PhraseTerms{} : analyze(text)};
    if (result.words.empty()) fail_at(file, line, text.empty() ? "an empty entry" : "no word in \"" + text + "\"");
    if (result.words.size() > kMaxPhraseWords) fail_at(file, line, "\"" + text + "\" has too many words");
    for (const std::vector<Term>& word : result.words) {
      if (without_parts(word).empty()) fail_at(file, line, "\"" + text + "\" can't be looked up");
    }
    return result;
  }

  void add_rule(const Phrase& source, std::vector<Phrase> targets, double weight) const {
    const std::size_t index = thesaurus.rules_.size();
    for (const Term& term : without_parts(source.words.front()))
      thesaurus.rules_by_term_[to_string(term)].push_back(index);
    thesaurus.rules_.push_back({source, std::move(targets), weight});
  }

  void add_relation(const Line& parsed) const {
    std::vector<Phrase> sources, targets;
    for (const std::string& text : parsed.left) sources.push_back(phrase(text));
    for (const std::string& text : parsed.right) targets.push_back(phrase(text));
    if (!parsed.relation.both_ways) {
      for (const Phrase& source : sources) add_rule(source, targets, parsed.relation.weight);
      return;
    }
    sources.insert(sources.end(), targets.begin(), targets.end());
    for (std::size_t i = 0; i < sources.size(); ++i) {
      std::vector<Phrase> others = sources;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      add_rule(sources[i], std::move(others), parsed.relation.weight);
    }
  }

  // "10: psykisk | psykiatrisk & lidelse | sygdom & misbrug"
  void add_near(const Line& parsed) const {
    const std::size_t colon = parsed.near.find(':');
    const std::string number(trimmed(std::string_view(parsed.near).substr(0, colon)));
    const bool digits =
        !number.empty() && number.size() < 4 && number.find_first_not_of("0123456789") == std::string::npos;
    const unsigned window = digits ? static_cast<unsigned>(std::stoul(number)) : 0;
    if (colon == std::string::npos || window < 1 || window > kMaxWindow)
      fail_at(file, line, "expected \"near N: word | word & word\" with N from 1 to 50");
    Near near;
    near.window = window;
    near.weight = parsed.relation.weight;
    near.both_ways = parsed.relation.both_ways;
    for (const std::string& group : split_at(parsed.near.substr(colon + 1), '&')) {
      std::vector<Term> terms;
      for (const std::string& word : split_at(group, '|')) {
        const Phrase member = phrase(word);
        if (member.words.size() != 1)
          fail_at(file, line, "\"" + word + "\" is more than one word; near takes single words");
        for (const Term& term : without_parts(member.words.front())) {
          terms.push_back(term);
          if (term.kind == TermKind::lemma) terms.push_back({TermKind::part, term.text});
        }
      }
      near.groups.push_back(std::move(terms));
    }
    if (near.groups.size() < 2) fail_at(file, line, "near needs two groups of words at least, with & between them");
    for (const std::string& text : parsed.left) {
      near.word = phrase(text);
      if (near.word.words.size() != 1) fail_at(file, line, "near stands for a single word");
      thesaurus.near_rules_.push_back(near);
    }
  }
};

Thesaurus Thesaurus::load(const std::filesystem::path& file, const PhraseAnalysis& analyze) {
  Thesaurus thesaurus;
  Loader loader{thesaurus, file, analyze};
  for (const DataLine& line : read_data_lines(file)) {
    loader.line = line.number;
    const std::optional<Line> parsed = parse(line.text);
    if (!parsed) fail_at(file, line.number, "expected entries with =, > or ~ between them");
    if (parsed->near.empty()) {
      loader.add_relation(*parsed);
    } else {
      loader.add_near(*parsed);
    }
  }
  return thesaurus;
}

void Thesaurus::apply_rule(const Rule& rule, std::size_t at, std::vector<QueryWord>& words) const {
  const std::size_t end = at + rule.source.words.size();
  for (const Phrase& target : rule.targets) {
    NearRule phrase;
    for (const std::vector<Term>& word : target.words) phrase.groups.push_back(without_parts(word));
    phrase.window = static_cast<unsigned>(target.words.size()) - 1;
    phrase.ordered = true;
    phrase.weight = rule.weight;
    phrase.name = rule.source.text + " – " + target.text;
    for (std::size_t i = at; i < end; ++i) {
      if (target.words.size() == 1) {
        add_synonym(words[i], phrase.groups.front().front(), rule.weight);
      } else if (words[i].near_rules.size() < kMaxNearRules) {
        words[i].near_rules.push_back(phrase);
      }
    }
  }
}

// Forwards: the word also asks for the paraphrase. Backwards: a query that says the paraphrase also asks for the word.
void Thesaurus::apply_near(const Near& near, std::vector<QueryWord>& words, const PhraseTerms& own) const {
  const std::vector<Term>& word = near.word.words.front();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (share(own[i], word, false) && words[i].near_rules.size() < kMaxNearRules)
      words[i].near_rules.push_back(
          {near.groups, near.window, false, analyzers::Rule::synonym, near.weight, near.word.text});
  }
  if (!near.both_ways) return;
  std::size_t first = words.size(), last = 0;
  for (const std::vector<Term>& group : near.groups) {
    const auto found =
        std::find_if(own.begin(), own.end(), [&](const auto& terms) { return share(terms, group, true); });
    if (found == own.end()) return;
    const auto at = static_cast<std::size_t>(found - own.begin());
    first = std::min(first, at);
    last = std::max(last, at);
  }
  if (last - first > near.window || last - first + 1 < near.groups.size()) return;
  for (std::size_t i = first; i <= last; ++i) add_synonym(words[i], without_parts(word).front(), near.weight);
}

void Thesaurus::apply(std::vector<QueryWord>& words, const PhraseTerms& own) const {
  for (std::size_t at = 0; at < words.size(); ++at) {
    std::vector<std::size_t> matched;
    for (const Term& term : own[at]) {
      const auto found = term.kind == TermKind::part ? rules_by_term_.end() : rules_by_term_.find(to_string(term));
      if (found == rules_by_term_.end()) continue;
      for (const std::size_t index : found->second) {
        const PhraseTerms& source = rules_[index].source.words;
        bool fits =
            at + source.size() <= words.size() && std::find(matched.begin(), matched.end(), index) == matched.end();
        for (std::size_t i = 1; fits && i < source.size(); ++i) fits = share(own[at + i], source[i], false);
        if (!fits) continue;
        matched.push_back(index);
        apply_rule(rules_[index], at, words);
      }
    }
  }
  for (const Near& near : near_rules_) apply_near(near, words, own);
}

}  // namespace opslag::analyzers
