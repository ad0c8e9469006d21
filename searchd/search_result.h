// A search's answer as the engine gives it: no JSON, no HTML.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/facet_values.h"
#include "corpus/stored.h"

namespace opslag::searchd {

// Text with marked ranges: byte offsets, ascending, not overlapping. Escaping is the output's business.
struct Fragment {
  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> marks;
};

struct AttachmentHit {
  std::size_t attachment = 0;  // index into the item's attachments
  bool matched = false;
  std::optional<unsigned> page;
  std::optional<Fragment> snippet;
};

struct Hit {
  corpus::Stored stored;  // item or attachment
  double score = 0;
  Fragment snippet;
  std::vector<std::string> matched_in;  // "title", "decision", "body", "attachment" …
  std::vector<AttachmentHit> attachments;
  std::vector<std::string> explanation;  // sentences, if asked for
};

struct FacetCount {
  std::string value, label;
  std::uint64_t count = 0;
  bool selected = false;
};

// By facet, its values in order. Copies share what they hold until one of them is changed: an answer that is kept has
// hundreds of strings here.
class FacetCounts {
 public:
  using All = std::array<std::vector<FacetCount>, corpus::kFacetCount>;
  FacetCounts() = default;
  explicit FacetCounts(All all) : all_(std::make_shared<All>(std::move(all))) {}

  const std::vector<FacetCount>& operator[](std::size_t facet) const { return all()[facet]; }
  std::vector<FacetCount>& operator[](std::size_t facet) {
    if (!all_ || all_.use_count() > 1) all_ = std::make_shared<All>(all());
    return (*all_)[facet];
  }
  All::const_iterator begin() const { return all().begin(); }
  All::const_iterator end() const { return all().end(); }

 private:
  const All& all() const {
    static const All kNone;
    return all_ ? *all_ : kNone;
  }
  std::shared_ptr<All> all_;
};

struct Notice {
  std::string code, text;  // stable code; a sentence in the request's language
};

// How many of the indexes that are searched as one are in an answer.
struct ShardCount {
  std::size_t total = 1, answered = 1;
};

struct SearchResult {
  std::string interpreted;  // the query as understood, in our own syntax
  std::uint64_t generation = 0;
  ShardCount shards;
  std::uint64_t total = 0;  // exact
  std::optional<std::string> did_you_mean, corrected_to;
  bool relaxed = false;
  std::vector<std::string> unmatched;
  std::vector<Notice> notices;
  std::vector<Hit> hits;
  FacetCounts facets;  // each cut to facet_limit; selected ones always there
  // What can wait until the answer has been sent: its end does it.
  std::shared_ptr<const void> afterwards = nullptr;
};

}  // namespace opslag::searchd
