// Opens a generation: checks that it is whole, and reads what is kept in memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/open_generation.h"

#include <xapian.h>

#include <algorithm>
#include <mutex>
#include <set>

#include "analyzers/language.h"
#include "corpus/word_list.h"

namespace opslag::searchd {
namespace {
using corpus::IndexError;

std::string slot(const Xapian::Document& document, corpus::Slot which) {
  return document.get_value(static_cast<Xapian::valueno>(which));
}

// Reading a segment whole takes half a second a gigabyte: what was found whole once is not read again.
void verify(const std::filesystem::path& file, const corpus::SegmentInfo& info) {
  static std::mutex mutex;
  static std::set<std::string> known;
  const std::string key = file.string() + ' ' + info.sha256;
  {
    const std::lock_guard lock(mutex);
    if (known.contains(key)) return;
  }
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw IndexError("The index lacks the file " + info.file + ". Build it anew with opslag-indexer update.");
  if (size != info.size || corpus::sha256_of_file(file) != info.sha256) {
    throw IndexError("The file " + info.file +
                     " of the index is damaged. Build the index anew with opslag-indexer update.");
  }
  const std::lock_guard lock(mutex);
  known.insert(key);
}

class Opener {
 public:
  Opener(OpenGeneration& generation, const std::filesystem::path& index) : generation_(generation) {
    std::size_t rows = 0;
    for (const corpus::SegmentInfo& info : generation.manifest.segments) {
      const std::filesystem::path file = index / info.file;
      verify(file, info);
      databases_.emplace_back(file.string());
      const std::size_t size = databases_.back().get_lastdocid();
      generation.segments.push_back({file, static_cast<Row>(rows), size});
      rows += size;
    }
    if (rows >= kNoRow) throw IndexError("The index holds more documents than can be served.");
    live_ = Bitmap(rows);
  }

  Rows rows() {
    RowsBuilder builder(live_.size());
    for (std::size_t s = 0; s < databases_.size(); ++s) add_documents(builder, s);
    for (std::size_t s = 0; s < databases_.size(); ++s) join_attachments(builder, s);
    return builder.finish();
  }

 private:
  void add_documents(RowsBuilder& builder, std::size_t s) {
    const Xapian::Database& database = databases_[s];
    const std::vector<std::uint32_t>& deleted = generation_.manifest.segments[s].deleted;
    const Row first = generation_.segments[s].first;
    for (auto it = database.postlist_begin(std::string()); it != database.postlist_end(std::string()); ++it) {
      if (std::binary_search(deleted.begin(), deleted.end(), *it)) continue;
      const Row row = first + *it - 1;
      live_.set(row);
      const Xapian::Document document = database.get_document(*it, Xapian::DOC_ASSUME_VALID);
      builder.add(row, slot(document, corpus::Slot::sort_key), slot(document, corpus::Slot::facets),
                  it.get_doclength());
    }
  }

  // An attachment carries its item's id; the item may lie in another segment.
  void join_attachments(RowsBuilder& builder, std::size_t s) {
    const Xapian::Database& database = databases_[s];
    const std::string prefix(corpus::kItemPrefix);
    for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix); ++term) {
      const std::string name = *term;
      const std::optional<Row> item = live_row(std::string(corpus::kIdPrefix) + name.substr(prefix.size()));
      if (!item) continue;
      for (auto it = database.postlist_begin(name); it != database.postlist_end(name); ++it) {
        const Row row = generation_.segments[s].first + *it - 1;
        if (live_.test(row)) builder.join(row, *item);
      }
    }
  }

  std::optional<Row> live_row(const std::string& term) const {
    for (std::size_t s = 0; s < databases_.size(); ++s) {
      for (auto it = databases_[s].postlist_begin(term); it != databases_[s].postlist_end(term); ++it) {
        const Row row = generation_.segments[s].first + *it - 1;
        if (live_.test(row)) return row;
      }
    }
    return std::nullopt;
  }

  OpenGeneration& generation_;
  std::vector<Xapian::Database> databases_;
  Bitmap live_;
};

std::function<std::optional<analyzers::Suggestion>(std::string_view)> spelling_of(const OpenGeneration& generation,
                                                                                  const std::filesystem::path& index) {
  if (!generation.language->morphology || generation.manifest.word_list.empty()) return nullptr;
  std::vector<analyzers::CountedWord> words;
  for (corpus::CountedWord& word : corpus::read_word_list(index / generation.manifest.word_list)) {
    words.push_back({std::move(word.word), word.documents});
  }
  auto spelling = std::make_shared<const analyzers::SpellingIndex>(generation.language->morphology, std::move(words));
  return [spelling](std::string_view word) { return spelling->suggest(word); };
}

void refuse_other_analyzer(const corpus::Generation& manifest, const analyzers::Language& language) {
  const std::string ours = analyzers::fingerprint(language);
  if (manifest.analyzer == ours) return;
  throw IndexError("The index was made with another dictionary or version of the analyser (" + manifest.analyzer +
                   "; this program has " + ours + "). Build it anew with opslag-indexer update.");
}

}  // namespace

std::shared_ptr<const OpenGeneration> open_current(const std::string& index,
                                                   std::shared_ptr<const analyzers::Language> language,
                                                   std::shared_ptr<const corpus::Vocabularies> vocabularies) {
  auto generation = std::make_shared<OpenGeneration>();
  generation->manifest = corpus::load_current(index);
  refuse_other_analyzer(generation->manifest, *language);
  generation->language = std::move(language);
  generation->vocabularies = std::move(vocabularies);
  try {
    generation->rows = Opener(*generation, index).rows();
  } catch (const Xapian::Error& error) {
    throw IndexError("The index can't be opened: " + error.get_msg() + ". Build it anew with opslag-indexer update.");
  } catch (const IndexError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw IndexError(std::string("The index is damaged: ") + error.what() + ".");
  }
  generation->suggest = spelling_of(*generation, index);
  return generation;
}

const corpus::Generation& manifest(const OpenGeneration& generation) {
  return generation.manifest;
}

const OpenSegment& OpenGeneration::segment_of(Row row) const {
  const auto after = std::upper_bound(segments.begin(), segments.end(), row,
                                      [](Row wanted, const OpenSegment& segment) { return wanted < segment.first; });
  return *std::prev(after);
}

std::string OpenGeneration::label(corpus::Facet facet, std::uint32_t code, Language lang) const {
  const corpus::FacetValue& value = rows.column(facet).values[code];
  const bool english = lang == Language::en;
  if (facet == corpus::Facet::kind) {
    if (value.value == "attachment") return english ? "Attachments" : "Bilag";
    return english ? "Agenda items" : "Punkter";
  }
  if (facet == corpus::Facet::decision) {
    for (const corpus::CodeLabel& known : corpus::kDecisionCodes) {
      if (known.value == value.value) return std::string(english ? known.en : known.da);
    }
  }
  if (!value.label.empty()) return value.label;
  if (facet == corpus::Facet::topic && vocabularies) {
    for (const corpus::LabelledValue& topic : corpus::topics(*vocabularies)) {
      if (topic.value == value.value) return topic.label;
    }
  }
  return value.value;
}

}  // namespace opslag::searchd
