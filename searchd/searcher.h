// Answers searches over one generation of an index. Knows nothing of HTTP.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"
#include "corpus/facets/facet_reader.h"
#include "corpus/generation.h"
#include "corpus/stored.h"
#include "searchd/search_request.h"
#include "searchd/search_result.h"

namespace opslag::searchd {

// What all threads share of a generation: facet rows, deletions, word list. Immutable once opened.
class OpenGeneration;
class SpareProcessors;

// Opens the generation that CURRENT names. Throws corpus::IndexError (absent, damaged, other schema or analyser).
std::shared_ptr<const OpenGeneration> open_current(const std::string& index,
                                                   std::shared_ptr<const analyzers::Language> language,
                                                   std::shared_ptr<const corpus::Vocabularies> vocabularies);
const corpus::Generation& manifest(const OpenGeneration& generation);
// The folder that a meeting's attachments are told relative to; nullopt if no source of the generation has the meeting.
std::optional<std::filesystem::path> source_folder(const OpenGeneration& generation, std::string_view meeting);

// One thread's way into a generation: owns its own Analyzer. Not thread-safe; cheap to keep and to make.
class Searcher {
 public:
  // `spare`: whose processors large queries may use too, must outlive it; null: the calling thread does everything.
  explicit Searcher(std::shared_ptr<const OpenGeneration> generation, SpareProcessors* spare = nullptr);
  ~Searcher();
  Searcher(Searcher&&) noexcept;

  SearchResult search(const SearchRequest& request);
  // Every hit in order, without limit and offset; `sink` returns false to stop. Facets are not counted.
  // `header` is told the answer's total and flags first.
  void each_hit(const SearchRequest& request, const std::function<void(const SearchResult&)>& header,
                const std::function<bool(const Hit&)>& sink);

  std::optional<corpus::Stored> item(std::string_view id);  // without its neighbours
  std::optional<corpus::Stored> item_with_neighbours(std::string_view id);
  std::optional<corpus::Stored> attachment(std::string_view id);
  std::optional<corpus::Stored> meeting(std::string_view id);
  void each_meeting(const std::function<void(corpus::Stored)>& visit);  // newest first
  // The item's texts with the query's words marked, for the item's page: one Fragment for each corpus::FieldText.
  std::vector<Fragment> highlight(const corpus::Stored& stored, std::string_view query);
  const OpenGeneration& generation() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace opslag::searchd
