// The query parser.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/query_parser.h"

#include <algorithm>
#include <array>
#include <set>

#include "analyzers/text.h"
#include "searchd/case_words.h"
#include "searchd/query_lexer.h"

namespace opslag::searchd {
namespace {

constexpr std::size_t kLongestWord = 64;  // how far back a cut query looks for the end of a word

struct FacetName {
  std::string_view name;
  corpus::Facet facet;
};
constexpr std::array<FacetName, 15> kFacetNames{{
    {"udvalg", corpus::Facet::committee},
    {"committee", corpus::Facet::committee},
    {"kommune", corpus::Facet::municipality},
    {"municipality", corpus::Facet::municipality},
    {"emne", corpus::Facet::topic},
    {"topic", corpus::Facet::topic},
    {"beslutning", corpus::Facet::decision},
    {"decision", corpus::Facet::decision},
    {"år", corpus::Facet::year},
    {"aar", corpus::Facet::year},
    {"year", corpus::Facet::year},
    {"organisation", corpus::Facet::organisation},
    {"organization", corpus::Facet::organisation},
    {"møde", corpus::Facet::meeting},
    {"meeting", corpus::Facet::meeting},
}};

bool is_field(std::string_view name) {
  return field_named(name).has_value();
}

// Cut to the limit, at the end of a word if one is near.
std::string cleaned(std::string_view query, bool& cut) {
  std::string text = analyzers::valid_utf8(analyzers::cut_utf8(query, kMaxQueryBytes * 2));
  std::replace(text.begin(), text.end(), '\0', ' ');
  cut = query.size() > kMaxQueryBytes;
  if (text.size() <= kMaxQueryBytes) return text;
  text.resize(analyzers::cut_utf8(text, kMaxQueryBytes).size());
  const std::size_t space = text.find_last_of(" \t\r\n");
  if (space != std::string::npos && text.size() - space <= kLongestWord) text.resize(space);
  return text;
}

QueryNode group(NodeKind kind, std::vector<QueryNode> children) {
  if (children.size() == 1) return std::move(children.front());
  QueryNode node;
  node.kind = kind;
  node.children = std::move(children);
  return node;
}

// Words said twice are asked for once.
QueryNode all_of(std::vector<QueryNode> children) {
  std::set<std::string> seen;
  std::vector<QueryNode> distinct;
  for (QueryNode& child : children) {
    if (child.kind == NodeKind::all && child.children.empty()) continue;
    if (seen.insert(to_string(child)).second) distinct.push_back(std::move(child));
  }
  return group(NodeKind::all, std::move(distinct));
}

class Parser {
 public:
  Parser(std::string_view text, const WordReader& read_words, Language lang)
      : text_(text), lexemes_(lex(text, &is_field)), read_words_(read_words), lang_(lang) {}

  ParsedQuery run() {
    QueryNode root = sequence(0);
    return {std::move(root), std::move(notices_)};
  }

 private:
  bool done() const { return at_ == lexemes_.size(); }
  const Lexeme& here() const { return lexemes_[at_]; }
  bool is_word(std::string_view word) const { return here().kind == LexemeKind::word && here().text == word; }
  bool is_operator() const { return is_word("OR") || is_word("AND") || is_word("NOT"); }
  bool operand_follows() const { return at_ + 1 < lexemes_.size() && lexemes_[at_ + 1].kind != LexemeKind::close; }
  void say(NoticeCode code, std::size_t limit) { add_notice(notices_, notice(code, lang_, std::to_string(limit))); }

  QueryNode sequence(std::size_t depth) {
    std::vector<QueryNode> operands;
    bool either = false;
    while (!done() && !(here().kind == LexemeKind::close && depth > 0)) {
      if (take_operator(operands, either)) continue;
      std::vector<QueryNode> read = operand(depth);
      for (std::size_t i = 0; i < read.size(); ++i) {
        if (either && i == 0 && !operands.empty()) {
          join(operands.back(), std::move(read[i]));
        } else {
          operands.push_back(std::move(read[i]));
        }
      }
      if (!read.empty()) either = false;
    }
    return all_of(std::move(operands));
  }

  // OR and AND stand between two operands, else they are words.
  bool take_operator(const std::vector<QueryNode>& operands, bool& either) {
    if (operands.empty() || either || !operand_follows()) return false;
    if (!is_word("OR") && !is_word("AND")) return false;
    either = is_word("OR");
    ++at_;
    return true;
  }

  static void join(QueryNode& left, QueryNode right) {
    if (left.kind != NodeKind::any) {
      QueryNode any;
      any.kind = NodeKind::any;
      any.children.push_back(std::move(left));
      left = std::move(any);
    }
    left.children.push_back(std::move(right));
  }

  std::vector<QueryNode> operand(std::size_t depth) {
    switch (here().kind) {
      case LexemeKind::open:
        return parentheses(depth);
      case LexemeKind::close:
        ++at_;
        return {};
      case LexemeKind::phrase:
        return quoted(NamedField{});
      case LexemeKind::field:
        return in_field();
      case LexemeKind::minus:
        ++at_;
        return exclusion(depth);
      case LexemeKind::word:
        break;
    }
    if (is_word("NOT") && operand_follows()) {
      ++at_;
      return exclusion(depth);
    }
    if (is_prefix(here().text)) return prefix({});
    return plain_words();
  }

  std::vector<QueryNode> parentheses(std::size_t depth) {
    ++at_;
    if (depth + 1 >= kMaxQueryDepth) {  // the closing ones are passed over as they come
      say(NoticeCode::too_deep, kMaxQueryDepth);
      ++ignored_open_;
      return {};
    }
    QueryNode inner = sequence(depth + 1);
    while (!done() && here().kind == LexemeKind::close && ignored_open_ > 0) {
      --ignored_open_;
      ++at_;
      QueryNode more = sequence(depth + 1);
      std::vector<QueryNode> both;
      both.push_back(std::move(inner));
      both.push_back(std::move(more));
      inner = all_of(std::move(both));
    }
    if (!done()) ++at_;
    if (inner.kind == NodeKind::all && inner.children.empty()) return {};
    std::vector<QueryNode> nodes;
    nodes.push_back(std::move(inner));
    return nodes;
  }

  std::vector<QueryNode> exclusion(std::size_t depth) {
    std::vector<QueryNode> read;
    if (done()) return read;
    // A sign takes one word, where plain words would be taken together.
    const bool one = here().kind == LexemeKind::word && !is_prefix(here().text);
    read = one ? words_of(here().begin, here().end, {}) : operand(depth);
    if (one) ++at_;
    if (read.empty()) return read;
    QueryNode node;
    node.kind = NodeKind::exclude;
    node.children.push_back(all_of(std::move(read)));
    std::vector<QueryNode> nodes;
    nodes.push_back(std::move(node));
    return nodes;
  }

  std::vector<QueryNode> in_field() {
    const NamedField named = *field_named(here().text);
    ++at_;
    if (here().kind == LexemeKind::phrase) return quoted(named);
    if (here().kind != LexemeKind::word) return {};
    if (named.facet) {
      std::string_view value = here().text;
      while (!value.empty() && std::string_view(",.;*").find(value.back()) != std::string_view::npos)
        value.remove_suffix(1);
      ++at_;
      return facet(named, value);
    }
    if (is_prefix(here().text)) return prefix(named);
    const Lexeme& word = here();
    ++at_;
    return words_of(word.begin, word.end, named);
  }

  std::vector<QueryNode> facet(const NamedField& named, std::string_view value) {
    std::vector<QueryNode> nodes;
    if (value.empty() || !count_word()) return nodes;
    QueryNode node;
    node.kind = NodeKind::facet;
    node.facet = named.facet;
    node.text = value;
    nodes.push_back(std::move(node));
    return nodes;
  }

  std::vector<QueryNode> quoted(const NamedField& named) {
    const Lexeme& quote = here();
    ++at_;
    if (named.facet) return facet(named, quote.text);
    if (named.field == corpus::Field::case_number) return case_number(quote.text, named);
    if (phrases_ == kMaxPhrases) {
      say(NoticeCode::too_many_phrases, kMaxPhrases);
      return as_nodes(read_words_(quote.text), named);
    }
    QueryNode node;
    node.kind = NodeKind::phrase;
    node.field = named.field;
    node.words = read_words_(quote.text);
    if (node.words.size() > kMaxPhraseWords) {
      say(NoticeCode::phrase_cut, kMaxPhraseWords);
      node.words.resize(kMaxPhraseWords);
    }
    std::size_t fits = 0;
    while (fits < node.words.size() && count_word()) ++fits;
    node.words.resize(fits);
    std::vector<QueryNode> nodes;
    if (node.words.empty()) return nodes;
    ++phrases_;
    node.text = quote.text.substr(node.words.front().begin, node.words.back().end - node.words.front().begin);
    nodes.push_back(std::move(node));
    return nodes;
  }

  static bool is_prefix(std::string_view word) {
    if (word.size() < 2 || word.back() != '*') return false;
    while (!word.empty() && word.back() == '*') word.remove_suffix(1);
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char letter) {
      const auto byte = static_cast<unsigned char>(letter);
      return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
             (byte >= 'a' && byte <= 'z');
    });
  }

  std::vector<QueryNode> prefix(const NamedField& named) {
    const Lexeme& word = here();
    ++at_;
    const std::string_view letters = word.text.substr(0, word.text.find('*'));
    const bool too_short = analyzers::code_points(letters) < kMinWildcardPrefix;
    if (too_short || prefixes_ == kMaxWildcards) {
      too_short ? say(NoticeCode::prefix_too_short, kMinWildcardPrefix)
                : say(NoticeCode::too_many_prefixes, kMaxWildcards);
      return as_nodes(read_words_(letters), named);
    }
    std::vector<QueryNode> nodes;
    if (!count_word()) return nodes;
    ++prefixes_;
    QueryNode node;
    node.kind = NodeKind::prefix;
    node.field = named.field;
    node.text = letters;
    nodes.push_back(std::move(node));
    return nodes;
  }

  // As many words as come, read as one text: "§ 107" and "24. januar 2025" are recognised together.
  std::vector<QueryNode> plain_words() {
    const std::size_t begin = here().begin;
    std::size_t end = here().end;
    ++at_;
    while (!done() && here().kind == LexemeKind::word && !is_operator() && !is_prefix(here().text)) {
      end = here().end;
      ++at_;
    }
    return words_of(begin, end, {});
  }

  std::vector<QueryNode> words_of(std::size_t begin, std::size_t end, const NamedField& named) {
    const std::string_view text = text_.substr(begin, end - begin);
    if (named.field == corpus::Field::case_number) return case_number(text, named);
    return as_nodes(with_case_numbers(text, read_words_(text)), named);
  }

  // In its own field a case number is one thing, however it is written; with a star, its beginning.
  std::vector<QueryNode> case_number(std::string_view text, const NamedField& named) {
    std::optional<analyzers::QueryWord> word = case_word(text);
    if (!word) return as_nodes(read_words_(text), named);
    std::vector<analyzers::QueryWord> words;
    words.push_back(*std::move(word));
    std::vector<QueryNode> nodes = as_nodes(std::move(words), named);
    if (text.ends_with('*') && !nodes.empty() && prefixes_ < kMaxWildcards) {
      ++prefixes_;
      nodes[0].kind = NodeKind::prefix;
      nodes[0].words.clear();
      nodes[0].text = text.substr(0, text.find_last_not_of('*') + 1);
    }
    return nodes;
  }

  std::vector<QueryNode> as_nodes(std::vector<analyzers::QueryWord> words, const NamedField& named) {
    std::vector<QueryNode> nodes;
    for (analyzers::QueryWord& word : words) {
      if (named.facet) {
        for (QueryNode& node : facet(named, word.text)) nodes.push_back(std::move(node));
        continue;
      }
      if (!count_word()) break;
      QueryNode node;
      node.kind = NodeKind::word;
      node.text = word.text;
      node.field = named.field;
      node.words.push_back(std::move(word));
      nodes.push_back(std::move(node));
    }
    return nodes;
  }

  bool count_word() {
    if (words_ == kMaxQueryWords) {
      say(NoticeCode::too_many_words, kMaxQueryWords);
      return false;
    }
    ++words_;
    return true;
  }

  std::string_view text_;
  std::vector<Lexeme> lexemes_;
  const WordReader& read_words_;
  Language lang_;
  std::size_t at_ = 0;
  std::size_t words_ = 0, phrases_ = 0, prefixes_ = 0, ignored_open_ = 0;
  std::vector<Notice> notices_;
};

}  // namespace

std::optional<NamedField> field_named(std::string_view name) {
  if (name.size() > 32) return std::nullopt;
  const std::string lower = analyzers::lower(name);
  for (const FacetName& known : kFacetNames) {
    if (known.name == lower) return NamedField{std::nullopt, known.facet};
  }
  for (const corpus::FieldSpec& spec : corpus::kFields) {
    for (std::string_view names = spec.query_names; !names.empty();) {
      const std::size_t space = std::min(names.find(' '), names.size());
      if (names.substr(0, space) == lower) return NamedField{spec.field, std::nullopt};
      names.remove_prefix(std::min(space + 1, names.size()));
    }
  }
  return std::nullopt;
}

ParsedQuery parse_query(std::string_view query, const WordReader& read_words, Language lang) {
  bool cut = false;
  const std::string text = cleaned(query, cut);
  ParsedQuery parsed = Parser(text, read_words, lang).run();
  if (cut) parsed.notices.insert(parsed.notices.begin(), notice(NoticeCode::query_cut, lang));
  return parsed;
}

}  // namespace opslag::searchd
