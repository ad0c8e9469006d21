// Counts the S terms of documents and databases, and merges lists of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/word_counts.h"

#include <algorithm>
#include <set>

#include "analyzers/token.h"
#include "corpus/schema.h"
#include "corpus/sha256.h"
#include "corpus/word_list.h"
#include "indexer/output_file.h"

namespace opslag::indexer {
namespace {

std::string surface_prefix() {
  return {corpus::prefix_of(analyzers::TermKind::surface)};
}

// Terms of a database and counts, merged in the order of words.
class Changes {
 public:
  Changes(const Xapian::Database& added, const WordCounts& counts)
      : term_(added.allterms_begin(surface_prefix())),
        last_term_(added.allterms_end(surface_prefix())),
        count_(counts.begin()),
        last_count_(counts.end()) {
    read_term();
    next();
  }
  bool at_end() const { return at_end_; }
  const std::string& word() const { return word_; }
  std::int64_t count() const { return sum_; }

  void next() {
    const bool of_term = term_ != last_term_ && (count_ == last_count_ || term_word_ <= count_->first);
    const bool of_count = count_ != last_count_ && (term_ == last_term_ || count_->first <= term_word_);
    at_end_ = !of_term && !of_count;
    sum_ = 0;
    if (of_count) {
      word_ = count_->first;
      sum_ += (count_++)->second;
    }
    if (!of_term) return;
    word_ = term_word_;
    sum_ += term_.get_termfreq();
    ++term_;
    read_term();
  }

 private:
  void read_term() {
    if (term_ != last_term_) term_word_ = (*term_).substr(surface_prefix().size());
  }

  Xapian::TermIterator term_, last_term_;
  WordCounts::const_iterator count_, last_count_;
  std::string term_word_, word_;
  std::int64_t sum_ = 0;
  bool at_end_ = false;
};

class ListWriter {
 public:
  explicit ListWriter(const std::filesystem::path& path) : file_(path, OutputFile::Mode::anew) {}
  void add(std::string_view word, std::int64_t count) {
    if (count <= 0) return;
    line_ = std::to_string(count);
    line_ += '\t';
    line_ += word;
    line_ += '\n';
    digest_.add(line_);
    file_.write(line_);
  }
  std::string finish() {
    file_.finish_sync();
    return digest_.hex();
  }

 private:
  OutputFile file_;
  corpus::Sha256 digest_;
  std::string line_;
};

}  // namespace

void uncount_words(const corpus::Stored& stored, const Tokenize& tokenize, WordCounts& counts) {
  std::set<std::string> words;
  for (const corpus::FieldText& text : corpus::field_texts(stored)) {
    tokenize(text.text, [&](const analyzers::TokenView& token) {
      for (const analyzers::Term& term : *token.terms) {
        if (term.kind == analyzers::TermKind::surface) words.insert(term.text);
      }
    });
  }
  for (const std::string& word : words) --counts[word];
}

void uncount_words(std::vector<TermTable::Id> found, const TermTable& terms, WordCounts& counts) {
  static const std::string kPrefix = surface_prefix();
  std::sort(found.begin(), found.end());
  for (auto first = found.begin(); first != found.end();) {
    const auto last = std::upper_bound(first, found.end(), *first);
    const std::string_view text = terms.text(*first);
    if (text.starts_with(kPrefix)) counts[std::string(text.substr(kPrefix.size()))] -= last - first;
    first = last;
  }
}

void uncount_words(const corpus::SegmentTables& segment, const std::vector<std::uint32_t>& documents,
                   WordCounts& counts) {
  if (documents.empty()) return;
  std::vector<bool> wanted(documents.back() + 1);
  for (const std::uint32_t document : documents) wanted[document] = true;
  const std::string prefix = surface_prefix();
  segment.each_list(prefix, [&](std::string_view term, corpus::PostingCursor& list) {
    std::int64_t found = 0;
    list.until(documents.back() + 1, [&](std::uint32_t document, std::uint32_t) { found += wanted[document] ? 1 : 0; });
    if (found > 0) counts[std::string(term.substr(prefix.size()))] -= found;
  });
}

std::string write_word_list(const std::filesystem::path& old, const Xapian::Database& added, const WordCounts& counts,
                            const std::filesystem::path& file) {
  Changes changes(added, counts);
  ListWriter list(file);
  const auto add_changes_before = [&](const std::string_view* word) {
    for (; !changes.at_end() && (word == nullptr || changes.word() < *word); changes.next())
      list.add(changes.word(), changes.count());
  };
  const auto add_old = [&](std::string_view word, std::uint32_t documents) {
    add_changes_before(&word);
    std::int64_t count = documents;
    if (!changes.at_end() && changes.word() == word) {
      count += changes.count();
      changes.next();
    }
    list.add(word, count);
  };
  if (!old.empty()) corpus::each_word(old, add_old);
  add_changes_before(nullptr);
  return list.finish();
}

}  // namespace opslag::indexer
