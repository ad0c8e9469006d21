// The lexer of queries.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/query_lexer.h"

#include <algorithm>
#include <array>

namespace opslag::searchd {
namespace {

// " “ ” „ « »: people paste any of them, and in any pairing.
constexpr std::array<std::string_view, 6> kQuotes{"\"", "\u201C", "\u201D", "\u201E", "\u00AB", "\u00BB"};

std::size_t quote_at(std::string_view text, std::size_t at) {
  for (const std::string_view quote : kQuotes) {
    if (text.compare(at, quote.size(), quote) == 0) return quote.size();
  }
  return 0;
}

std::size_t space_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte <= ' ') return 1;
  return text.compare(at, 2, "\u00A0") == 0 ? 2 : 0;
}

class Lexer {
 public:
  Lexer(std::string_view query, bool (*is_field)(std::string_view)) : query_(query), is_field_(is_field) {
    // Where the next quotation mark is, from every byte: closing ones are found without searching again and again.
    next_quote_.assign(query.size() + 1, query.size());
    for (std::size_t i = query.size(); i-- > 0;) next_quote_[i] = quote_at(query, i) != 0 ? i : next_quote_[i + 1];
  }

  std::vector<Lexeme> run() {
    while (at_ < query_.size()) {
      if (const std::size_t space = space_at(query_, at_); space != 0) {
        at_ += space;
        continue;
      }
      step();
    }
    pair_parentheses();
    return std::move(lexemes_);
  }

 private:
  void add(LexemeKind kind, std::size_t end, std::string_view text = {}) {
    lexemes_.push_back({kind, at_, end, text});
    at_ = end;
  }

  bool at_start() const {
    if (at_ == 0 || lexemes_.empty() || lexemes_.back().end < at_) return true;
    const LexemeKind before = lexemes_.back().kind;
    return before == LexemeKind::open || before == LexemeKind::minus;
  }

  // A quotation mark that has no partner is passed over.
  bool take_phrase() {
    const std::size_t quote = quote_at(query_, at_);
    if (quote == 0) return false;
    const std::size_t close = next_quote_[at_ + quote];
    if (close == query_.size()) {
      at_ += quote;
    } else {
      const std::string_view inside = query_.substr(at_ + quote, close - at_ - quote);
      add(LexemeKind::phrase, close + quote_at(query_, close), inside);
    }
    return true;
  }

  bool take_sign() {
    if (!at_start()) return false;
    const char byte = query_[at_];
    if (byte == '(') {
      add(LexemeKind::open, at_ + 1);
      return true;
    }
    const bool followed = at_ + 1 < query_.size() && space_at(query_, at_ + 1) == 0;
    const bool repeated = !lexemes_.empty() && lexemes_.back().kind == LexemeKind::minus && lexemes_.back().end == at_;
    if (byte != '-' || !followed || repeated || query_[at_ + 1] == '-') return false;
    add(LexemeKind::minus, at_ + 1);
    return true;
  }

  void step() {
    if (take_phrase() || take_sign()) return;
    if (query_[at_] == ')') return add(LexemeKind::close, at_ + 1);
    const std::size_t end = word_end();
    const std::string_view chunk = query_.substr(at_, end - at_);
    const std::size_t colon = chunk.find(':');
    if (colon != std::string_view::npos && colon > 0 && at_ + colon + 1 < query_.size() &&
        space_at(query_, at_ + colon + 1) == 0 && query_[at_ + colon + 1] != ')' && is_field_(chunk.substr(0, colon))) {
      return add(LexemeKind::field, at_ + colon + 1, chunk.substr(0, colon));
    }
    add(LexemeKind::word, end, chunk);
  }

  // To the next space or quotation mark, without parentheses at the end that were not opened inside the word.
  std::size_t word_end() const {
    std::size_t end = at_, open = 0, close = 0;
    while (end < query_.size() && space_at(query_, end) == 0 && (quote_at(query_, end) == 0 || end == at_)) {
      open += query_[end] == '(';
      close += query_[end] == ')';
      ++end;
    }
    while (close > open && end > at_ + 1 && query_[end - 1] == ')') {
      --end;
      --close;
    }
    return end;
  }

  // Drops parentheses without a partner; an opening one becomes part of the word that it touches: "(styrings)udgift".
  void pair_parentheses() {
    std::vector<std::size_t> open;
    std::vector<bool> keep(lexemes_.size(), true);
    for (std::size_t i = 0; i < lexemes_.size(); ++i) {
      if (lexemes_[i].kind == LexemeKind::open) open.push_back(i);
      if (lexemes_[i].kind != LexemeKind::close) continue;
      keep[i] = !open.empty();
      if (!open.empty()) open.pop_back();
    }
    for (const std::size_t i : open) {
      keep[i] = false;
      if (i + 1 < lexemes_.size() && lexemes_[i + 1].kind == LexemeKind::word &&
          lexemes_[i + 1].begin == lexemes_[i].end) {
        lexemes_[i + 1].begin = lexemes_[i].begin;
      }
    }
    std::vector<Lexeme> kept;
    for (std::size_t i = 0; i < lexemes_.size(); ++i) {
      // A sign whose operand was dropped says nothing.
      const bool sign = lexemes_[i].kind == LexemeKind::minus || lexemes_[i].kind == LexemeKind::field;
      const bool bare = sign && (i + 1 == lexemes_.size() || !keep[i + 1] || lexemes_[i + 1].begin != lexemes_[i].end);
      if (!keep[i]) continue;
      if (!bare) {
        kept.push_back(lexemes_[i]);
      } else if (lexemes_[i].kind == LexemeKind::field) {
        kept.push_back({LexemeKind::word, lexemes_[i].begin, lexemes_[i].end, lexemes_[i].text});
      }
    }
    lexemes_ = std::move(kept);
  }

  std::string_view query_;
  bool (*is_field_)(std::string_view);
  std::size_t at_ = 0;
  std::vector<std::size_t> next_quote_;
  std::vector<Lexeme> lexemes_;
};

}  // namespace

std::vector<Lexeme> lex(std::string_view query, bool (*is_field)(std::string_view name)) {
  return Lexer(query, is_field).run();
}

}  // namespace opslag::searchd
