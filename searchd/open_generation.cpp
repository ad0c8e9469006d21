// Opens a generation: reads what is kept in memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/open_generation.h"

#include <xapian.h>

#include <algorithm>
#include <functional>
#include <future>

#include "analyzers/language.h"
#include "searchd/remote_shard.h"

namespace opslag::searchd {
namespace {
using corpus::IndexError;

class Opener {
 public:
  explicit Opener(OpenGeneration& generation) : generation_(generation) {
    std::size_t rows = 0;
    for (std::size_t i = 0; i < generation.shards.size(); ++i) {
      of_shard(i, [&] { open_segments(i, rows); });
    }
    live_ = Bitmap(rows);
  }

  Rows rows() {
    RowsBuilder builder(live_.size());
    for (std::size_t s = 0; s < databases_.size(); ++s) {
      of_shard(generation_.segments[s].shard, [&] { add_documents(builder, s); });
    }
    for (std::size_t s = 0; s < databases_.size() && apart_ > 0; ++s) {
      of_shard(generation_.segments[s].shard, [&] { join_apart(builder, s); });
    }
    return builder.finish();
  }

 private:
  // Values are read as streams, which is many times faster than document by document.
  class Slot {
   public:
    Slot(const Xapian::Database& database, corpus::Slot slot)
        : at_(database.valuestream_begin(static_cast<Xapian::valueno>(slot))),
          end_(database.valuestream_end(static_cast<Xapian::valueno>(slot))) {}
    std::string of(Xapian::docid id) {
      if (at_ != end_) at_.skip_to(id);
      return at_ != end_ && at_.get_docid() == id ? *at_ : std::string();
    }

   private:
    Xapian::ValueIterator at_, end_;
  };

  // Says of which shard whatever goes wrong goes wrong.
  template <typename Work>
  void of_shard(std::size_t shard, const Work& work) const {
    const std::size_t place = generation_.shards[shard]->place;
    try {
      work();
    } catch (const Xapian::Error& error) {
      throw ShardError(place,
                       "The index can't be opened: " + error.get_msg() + ". Build it anew with opslag-indexer update.");
    } catch (const IndexError& error) {
      throw ShardError(place, error.what());
    } catch (const std::runtime_error& error) {
      throw ShardError(place, std::string("The index is damaged: ") + error.what() + ".");
    }
  }

  void open_segments(std::size_t shard, std::size_t& rows) {
    const Shard& from = *generation_.shards[shard];
    if (from.remote) {
      databases_.emplace_back();
      deleted_.push_back(nullptr);
      const std::size_t size = from.published.documents;
      generation_.segments.push_back({shard, {}, static_cast<Row>(rows), size, nullptr, nullptr, from.remote});
      rows += size;
      if (rows >= kNoRow) throw IndexError("The indexes hold more documents than can be served.");
      return;
    }
    for (const corpus::SegmentInfo& info : from.manifest.segments) {
      const std::filesystem::path file = from.folder / info.file;
      databases_.emplace_back(file.string());
      deleted_.push_back(&info.deleted);
      const std::size_t size = databases_.back().get_lastdocid();
      generation_.segments.push_back({shard, file, static_cast<Row>(rows), size,
                                      std::make_shared<const corpus::SegmentPositions>(file),
                                      std::make_shared<const corpus::SegmentTables>(file)});
      rows += size;
      if (rows >= kNoRow) throw IndexError("The indexes hold more documents than can be served.");
    }
  }

  void add_documents(RowsBuilder& builder, std::size_t s) {
    if (generation_.segments[s].remote) return add_remote_documents(builder, s);
    const Xapian::Database& database = databases_[s];
    const std::vector<std::uint32_t>& deleted = *deleted_[s];
    const Row first = generation_.segments[s].first;
    Slot sort_keys(database, corpus::Slot::sort_key), facets(database, corpus::Slot::facets);
    Row item = kNoRow;
    std::string item_key;
    for (auto it = database.postlist_begin(std::string()); it != database.postlist_end(std::string()); ++it) {
      if (std::binary_search(deleted.begin(), deleted.end(), *it)) continue;
      const Row row = first + *it - 1;
      live_.set(row);
      const std::string key = sort_keys.of(*it);
      builder.add(row, key, facets.of(*it), it.get_doclength());
      if (builder.is_item(row)) {
        item = row;
        item_key = key;
      } else if (builder.is_attachment(row)) {
        // An attachment's document lies behind its item's, unless one of them was written anew.
        if (item != kNoRow && corpus::is_of_item(key, item_key)) {
          builder.join(row, item);
        } else {
          ++apart_;
        }
      }
    }
  }

  void add_remote_documents(RowsBuilder& builder, std::size_t s) {
    const OpenSegment& segment = generation_.segments[s];
    const Row before = segment.first - 1;
    std::vector<std::pair<Row, Row>> joined;
    std::uint32_t next = 1;
    const auto add = [&](std::uint32_t document, const corpus::PublishedRow& row) {
      if (document > segment.rows || row.item > segment.rows) throw IndexError("The published index is damaged.");
      live_.set(before + document);
      builder.add(before + document, row.sort_key, row.facets, row.length);
      if (row.item != 0) joined.emplace_back(before + document, before + row.item);
    };
    const Shard& shard = *generation_.shards[segment.shard];
    each_chunk(*shard.remote, shard.published.row_chunks, corpus::rows_key,
               [&](std::string_view chunk) { next = corpus::each_row(chunk, next, add); });
    if (next != segment.rows + 1) throw IndexError("The published index is damaged.");
    for (const auto& [attachment, item] : joined) {
      if (builder.is_attachment(attachment) && builder.is_item(item)) builder.join(attachment, item);
    }
  }

  // An attachment carries its item's id; the item may lie in another segment, but not in another shard.
  void join_apart(RowsBuilder& builder, std::size_t s) {
    const Xapian::Database& database = databases_[s];
    const std::string prefix(corpus::kItemPrefix);
    for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix); ++term) {
      const std::string name = *term;
      std::optional<Row> item;
      for (auto it = database.postlist_begin(name); it != database.postlist_end(name); ++it) {
        const Row row = generation_.segments[s].first + *it - 1;
        if (!live_.test(row) || builder.is_joined(row)) continue;
        if (!item) item = live_row(s, std::string(corpus::kIdPrefix) + name.substr(prefix.size()));
        if (item) builder.join(row, *item);
      }
    }
  }

  std::optional<Row> live_row(std::size_t beside, const std::string& term) const {
    for (std::size_t s = 0; s < databases_.size(); ++s) {
      if (generation_.segments[s].shard != generation_.segments[beside].shard) continue;
      for (auto it = databases_[s].postlist_begin(term); it != databases_[s].postlist_end(term); ++it) {
        const Row row = generation_.segments[s].first + *it - 1;
        if (live_.test(row)) return row;
      }
    }
    return std::nullopt;
  }

  OpenGeneration& generation_;
  std::vector<Xapian::Database> databases_;
  std::vector<const std::vector<std::uint32_t>*> deleted_;  // by segment
  Bitmap live_;
  std::size_t apart_ = 0;  // attachments whose item is not the one before them
};

corpus::Generation together(const std::vector<std::shared_ptr<const Shard>>& shards) {
  corpus::Generation all;
  all.schema_version = corpus::kSchemaVersion;
  for (const auto& shard : shards) {
    const corpus::Generation& one = shard->manifest;
    all.number += one.number;
    all.analyzer = one.analyzer;
    all.audience = one.audience;
    all.meetings += one.meetings;
    all.items += one.items;
    all.attachments += one.attachments;
  }
  return all;
}

// By facet and language, each value's place when all are sorted by label.
void sort_labels(OpenGeneration& generation) {
  for (const Language lang : {Language::da, Language::en}) {
    for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
      const auto facet = static_cast<corpus::Facet>(f);
      const FacetColumn& column = generation.rows.column(facet);
      std::vector<std::uint32_t>& order = generation.label_orders[static_cast<std::size_t>(lang)][f];
      if (lang == Language::en && facet != corpus::Facet::kind && facet != corpus::Facet::decision) {
        order = generation.label_orders[static_cast<std::size_t>(Language::da)][f];  // names have no English
        continue;
      }
      std::vector<std::pair<std::string, std::uint32_t>> labels;
      for (std::uint32_t code = 0; code < column.values.size(); ++code) {
        labels.emplace_back(generation.label(facet, code, lang), code);
      }
      std::sort(labels.begin(), labels.end(), [&](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : column.values[a.second].value < column.values[b.second].value;
      });
      order.resize(labels.size());
      for (std::uint32_t place = 0; place < labels.size(); ++place) order[labels[place].second] = place;
    }
  }
}

}  // namespace

std::shared_ptr<const OpenGeneration> open_shards(std::vector<std::shared_ptr<const Shard>> shards, std::size_t total,
                                                  std::shared_ptr<const analyzers::Language> language,
                                                  std::shared_ptr<const corpus::Vocabularies> vocabularies) {
  auto generation = std::make_shared<OpenGeneration>();
  generation->manifest = together(shards);
  generation->shard_count = {total, shards.size()};
  generation->shards = std::move(shards);
  generation->language = std::move(language);
  generation->vocabularies = std::move(vocabularies);
  std::future<Suggest> suggest =
      std::async(std::launch::async, spelling_of, std::cref(generation->shards), std::cref(*generation->language));
  generation->rows = Opener(*generation).rows();
  sort_labels(*generation);
  generation->suggest = suggest.get();
  return generation;
}

std::shared_ptr<const OpenGeneration> without(const OpenGeneration& whole, const std::vector<std::size_t>& places) {
  auto left = std::make_shared<OpenGeneration>(whole);
  std::vector<std::pair<Row, std::size_t>> ranges;
  std::erase_if(left->shards, [&](const auto& shard) {
    return std::find(places.begin(), places.end(), shard->place) != places.end();
  });
  for (OpenSegment& segment : left->segments) {
    const std::size_t place = whole.shards[segment.shard]->place;
    segment.down = std::find(places.begin(), places.end(), place) != places.end();
    if (segment.down) ranges.emplace_back(segment.first, segment.rows);
  }
  left->rows = without(whole.rows, ranges);
  left->manifest = together(left->shards);
  left->shard_count.answered = left->shards.size();
  left->answers = std::make_shared<AnswerCache>();  // what was kept counts what is gone
  return left;
}

std::shared_ptr<const OpenGeneration> open_current(const std::string& index,
                                                   std::shared_ptr<const analyzers::Language> language,
                                                   std::shared_ptr<const corpus::Vocabularies> vocabularies) {
  std::vector<std::shared_ptr<const Shard>> one{ready_shard(0, index, *language)};
  return open_shards(std::move(one), 1, std::move(language), std::move(vocabularies));
}

const corpus::Generation& manifest(const OpenGeneration& generation) {
  return generation.manifest;
}

std::optional<std::filesystem::path> source_folder(const OpenGeneration& generation, std::string_view meeting) {
  for (const auto& shard : generation.shards) {
    if (auto folder = source_folder(*shard, meeting)) return folder;
  }
  return std::nullopt;
}

const OpenSegment& OpenGeneration::segment_of(Row row) const {
  const auto after = std::upper_bound(segments.begin(), segments.end(), row,
                                      [](Row wanted, const OpenSegment& segment) { return wanted < segment.first; });
  return *std::prev(after);
}

std::string OpenGeneration::label(corpus::Facet facet, std::uint32_t code, Language lang) const {
  const ValueName value = rows.column(facet).values[code];
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
  if (!value.label.empty()) return std::string(value.label);
  if (facet == corpus::Facet::topic && vocabularies) {
    for (const corpus::LabelledValue& topic : corpus::topics(*vocabularies)) {
      if (topic.value == value.value) return topic.label;
    }
  }
  return std::string(value.value);
}

}  // namespace opslag::searchd
