// Merges sorted lists of words.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/word_merge.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "corpus/generation.h"

namespace opslag::searchd {
namespace {

class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool next() {
    if (rest_.empty()) return false;
    const std::size_t tab = rest_.find('\t'), end = rest_.find('\n');
    if (end == std::string_view::npos || tab > end) damaged();
    const auto [after, error] = std::from_chars(rest_.data(), rest_.data() + tab, documents);
    if (error != std::errc() || after != rest_.data() + tab) damaged();
    word = rest_.substr(tab + 1, end - tab - 1);
    rest_.remove_prefix(end + 1);
    return true;
  }

  std::string_view word;
  std::uint32_t documents = 0;
  bool ended = false;

 private:
  [[noreturn]] static void damaged() {
    throw corpus::IndexError("The index's list of words is damaged. Build it anew with opslag-indexer update.");
  }
  std::string_view rest_;
};

}  // namespace

void each_word_of(const std::vector<std::string_view>& lists,
                  const std::function<void(std::string_view word, std::uint32_t documents)>& visit) {
  std::vector<Cursor> cursors;
  for (const std::string_view list : lists) {
    if (Cursor cursor(list); cursor.next()) cursors.push_back(cursor);
  }
  while (!cursors.empty()) {
    const auto first = std::min_element(cursors.begin(), cursors.end(),
                                        [](const Cursor& a, const Cursor& b) { return a.word < b.word; });
    const std::string_view word = first->word;
    std::uint64_t documents = 0;
    for (Cursor& cursor : cursors) {
      if (cursor.word == word) documents += cursor.documents;
    }
    visit(word,
          static_cast<std::uint32_t>(std::min<std::uint64_t>(documents, std::numeric_limits<std::uint32_t>::max())));
    for (Cursor& cursor : cursors) {
      if (cursor.word == word) cursor.ended = !cursor.next();
    }
    std::erase_if(cursors, [](const Cursor& cursor) { return cursor.ended; });
  }
}

}  // namespace opslag::searchd
