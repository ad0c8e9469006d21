// An answer while it is made, and what is kept of it for its next pages. Only the searcher's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "searchd/answer_cache.h"
#include "searchd/facet_counter.h"
#include "searchd/hit_order.h"
#include "searchd/open_generation.h"
#include "searchd/query_parser.h"
#include "searchd/query_runner.h"
#include "searchd/search_result.h"
#include "searchd/spare_processors.h"

namespace opslag::searchd {

// What a request finds before its filters, and how it was understood.
struct Understood {
  ParsedQuery parsed;
  QueryMatches matches;
  // Of the hits: their attachments that hold something of the query, ascending. Once it is known, the matches' bitmaps
  // are no longer there.
  std::optional<std::vector<Row>> holders = std::nullopt;
};

// Immutable once it is kept.
struct KeptAnswer {
  SearchResult result;  // without hits
  std::unique_ptr<const Understood> understood;
  std::vector<Ranked> order;  // the first of all that is shown
  std::vector<double> worths;
};

// Keeps an answer for its next pages when the first has been sent, at its end, if its generation is still served then:
// whoever is slow to take an answer does not hold it.
struct Keeping {
  std::weak_ptr<const OpenGeneration> generation;
  std::shared_ptr<const KeptAnswer> made;
  std::string key;
  std::size_t bytes;

  ~Keeping() {
    try {
      if (const auto served = generation.lock()) served->answers->keep(key, std::move(made), bytes);
    } catch (const std::bad_alloc&) {
    }
  }
};

// An answer whose facets may still be counted. Stays where it is.
struct Making {
  Making(const OpenGeneration& generation, const SearchRequest& request, const Bitmap& found, SpareProcessors* spare)
      : counter(generation, request), counted(counter.rows_of(found, spare)) {}

  std::shared_ptr<KeptAnswer> made = std::make_shared<KeptAnswer>();
  FacetCounter counter;
  FacetRows counted;
  bool summed = false;
  std::optional<SpareProcessors::Aside> facets;  // last: it works on the others

  void sum(std::span<FacetBuffers> buffers) {
    made->result.facets = FacetCounts(counter.sum(counted, buffers));
    summed = true;
  }
};

}  // namespace opslag::searchd
