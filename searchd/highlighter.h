// Makes a hit of a stored document: the snippet, where the query was found, which attachments hold it, and why.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"
#include "corpus/positions.h"
#include "corpus/text_places.h"
#include "searchd/search_request.h"
#include "searchd/search_result.h"
#include "searchd/snippet.h"
#include "searchd/text_matcher.h"

namespace opslag::searchd {

// One thread's, for one query. `analyzer` and `root` must outlive it.
class Highlighter {
 public:
  // `worths`: what each leaf says; leaves that are excluded, or say little beside others that say more, are not marked.
  Highlighter(analyzers::Analyzer& analyzer, const QueryNode& root, std::vector<double> worths);

  // Everything of the hit but the score. `packed`: the document's positions (corpus/positions.h); words that stand
  // elsewhere than there are not analysed. Without them, or where they are not these texts', all words are.
  Hit hit(corpus::Stored stored, std::string_view packed, bool explain, Language lang) const;
  // An attachment's text: the page where most of the query is found, and a snippet of it. False: nothing is. True
  // without either: what was looked at of it holds nothing, but not all was.
  bool in_attachment(const corpus::Stored& attachment, std::string_view packed, AttachmentHit& hit) const;
  // Attachments may have hundreds of pages. So many bytes of their texts are looked at, in the order asked, before
  // renew(); those that must be analysed whole count kWholeCost times.
  static constexpr std::size_t kAttachmentBytes = 3'000'000;
  static constexpr std::size_t kWholeCost = 20;
  void renew() { left_ = kAttachmentBytes; }
  bool exhausted() const { return left_ < kWholeCost; }
  // Each of corpus::field_texts, whole, with marks.
  std::vector<Fragment> whole(const corpus::Stored& stored) const;

 private:
  // `rules`: matches' rules are asked for.
  std::vector<TextMatch> find(const corpus::FieldText& text, bool rules) const;
  struct Found {
    std::vector<std::vector<TextMatch>> matches;  // by text
    bool cut_short = false;                       // not all was looked at
  };
  Found find(const std::vector<corpus::FieldText>& texts, std::string_view packed, bool rules) const;
  void find_known(const std::vector<corpus::FieldText>& texts, bool rules, Found& found) const;
  corpus::FieldText affordable(const corpus::FieldText& text, std::size_t cost, Found& found) const;

  analyzers::Analyzer& analyzer_;
  TextMatcher matcher_;
  std::vector<double> worths_;
  mutable std::size_t left_ = kAttachmentBytes;
  mutable corpus::PositionsTogether wanted_;  // of the document at hand; memory that is used again
  mutable corpus::TextPlaces known_;          // the same
};

}  // namespace opslag::searchd
