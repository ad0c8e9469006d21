// Puts case numbers together.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/case_words.h"

#include <algorithm>

#include "corpus/case_numbers.h"
#include "searchd/query_tree.h"

namespace opslag::searchd {
namespace {
using analyzers::QueryWord;

std::vector<analyzers::Alternative> readings_of(std::string_view number) {
  std::vector<analyzers::Alternative> readings;
  for (analyzers::Term& term : corpus::case_query_terms(number)) readings.push_back({std::move(term)});
  return readings;
}

// The number's words, one after the other, as texts have them.
void add_phrase(const std::vector<QueryWord>& parts, QueryWord& word) {
  analyzers::NearRule rule;
  for (const QueryWord& part : parts) {
    std::vector<analyzers::Term> terms = phrase_terms(part);
    if (terms.empty()) return;
    rule.groups.push_back(std::move(terms));
  }
  if (rule.groups.size() < 2) return;
  rule.window = static_cast<unsigned>(rule.groups.size());
  rule.ordered = true;
  rule.rule = analyzers::Rule::exact;
  rule.weight = 1.0;
  word.near_rules.push_back(std::move(rule));
}

QueryWord put_together(std::string_view text, const corpus::CaseMention& mention, std::vector<QueryWord> parts) {
  QueryWord word;
  if (parts.size() == 1) {
    word = std::move(parts.front());
    word.says_little = false;
  } else {
    add_phrase(parts, word);
  }
  word.text = text.substr(mention.begin, mention.end - mention.begin);
  word.begin = mention.begin;
  word.end = mention.end;
  std::vector<analyzers::Alternative> readings = readings_of(text.substr(mention.number, mention.end - mention.number));
  word.alternatives.insert(word.alternatives.begin(), readings.begin(), readings.end());
  return word;
}

}  // namespace

std::optional<QueryWord> case_word(std::string_view text) {
  QueryWord word;
  word.text = text;
  word.end = text.size();
  word.alternatives = readings_of(text);
  if (word.alternatives.empty()) return std::nullopt;
  return word;
}

std::vector<QueryWord> with_case_numbers(std::string_view text, std::vector<QueryWord> words) {
  std::vector<QueryWord> result;
  auto next = words.begin();
  for (const corpus::CaseMention& mention : corpus::find_case_mentions(text)) {
    while (next != words.end() && next->end <= mention.begin) result.push_back(std::move(*next++));
    auto last = next;
    bool within = next != words.end() && next->begin >= mention.begin;
    std::vector<QueryWord> parts;
    for (; last != words.end() && last->begin < mention.end; ++last) {
      within = within && last->end <= mention.end;
      if (last->begin >= mention.number) parts.push_back(*last);
    }
    // What was read as more than the number, a date of several words, stays what it is; so does a plain word of
    // several.
    const bool spoken_of = mention.number > mention.begin || parts.size() == 1 ||
                           text.substr(mention.begin, mention.end - mention.begin).find(' ') != std::string_view::npos;
    if (!within || parts.empty() || !spoken_of) continue;
    result.push_back(put_together(text, mention, std::move(parts)));
    next = last;
  }
  std::move(next, words.end(), std::back_inserter(result));
  return result;
}

}  // namespace opslag::searchd
