// Words broken at lines' ends by a hyphen: the one that only breaks a word goes, the one that belongs to it stays.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "corpus/attachments/extract.h"

namespace opslag::corpus {

class Hyphens {
 public:
  // Learns from a document's pages how it breaks words.
  explicit Hyphens(const std::vector<Page>& pages);

  // "special-\nområde" → "specialområde", but "bo- og", "børne-\nog" and "Nord-\nJylland" keep their hyphen. Where a
  // line goes on in the next (it ends in a space), "2027- \n2028" → "2027-2028", and "takst- \nårshjul" →
  // "takst-årshjul" if the document has that word elsewhere or hardly breaks words. Linear.
  std::string joined(std::string_view text) const;

 private:
  bool belongs(std::string_view before, std::string_view after) const;

  std::unordered_set<std::string> hyphenated_;  // words with one, within a line
  bool breaks_words_ = true;
};

}  // namespace opslag::corpus
