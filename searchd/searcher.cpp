// The searcher: from a request to an answer.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/searcher.h"

#include <algorithm>
#include <span>

#include "searchd/document_reader.h"
#include "searchd/facet_counter.h"
#include "searchd/fallback.h"
#include "searchd/highlighter.h"
#include "searchd/hit_order.h"
#include "searchd/kept_answer.h"
#include "searchd/marking_worths.h"
#include "searchd/nearness.h"
#include "searchd/query_parser.h"
#include "searchd/query_runner.h"
#include "searchd/row_values.h"
#include "searchd/spare_processors.h"

namespace opslag::searchd {
namespace {

constexpr std::chrono::milliseconds kDeadline{1000};
constexpr std::size_t kFewHits = 3;           // so few that another spelling is offered
constexpr std::size_t kOrdered = 100;         // so many hits are put in order for the next pages
constexpr std::size_t kWorkOfCount = 2;       // what counting a hit's facets and scoring it takes, in postings
constexpr std::size_t kAttachmentsShown = 3;  // of a hit: whose text is searched for a snippet

bool asks_nothing(const QueryNode& root) {
  return root.kind == NodeKind::all && root.children.empty();
}

}  // namespace

struct Searcher::State {
  std::shared_ptr<const OpenGeneration> generation;
  RemoteReader remote;
  DocumentReader documents;
  analyzers::Analyzer analyzer;
  Ranking ranking;
  SpareProcessors* spare;  // null: everything is done by the thread that asks
  QueryRunner runner;
  std::vector<FacetBuffers> facet_buffers;  // by lane

  State(std::shared_ptr<const OpenGeneration> opened, SpareProcessors* given)
      : generation(std::move(opened)),
        remote(*generation),
        documents(*generation, remote),
        analyzer(generation->language),
        spare(remote.any() ? nullptr : given),  // a connection to a shard is one thread's
        runner(*generation, remote, ranking, spare),
        facet_buffers(spare == nullptr ? 1 : spare->lanes()) {}

  const Rows& rows() const { return generation->rows; }

  Understood understand(std::string_view q, Language lang) {
    Understood understood;
    understood.parsed = parse_query(
        q, [this](std::string_view text) { return analyzer.analyze_query(text); }, lang);
    return understood;
  }

  void run(Understood& understood, Language lang) {
    const auto deadline = QueryRunner::Clock::now() + kDeadline;
    const auto read = [&](bool whole) {
      understood.matches = runner.run(understood.parsed.root, deadline, lang, understood.parsed.notices, whole);
    };
    read(false);
    if (!widen_compounds(understood.parsed.root, understood.matches, *generation).empty()) read(false);
    // Corrections and fallbacks ask what each part found.
    if (understood.matches.narrowed && understood.matches.found.count_common(rows().items) <= kFewHits) read(true);
  }

  // What was kept for the request's next pages, if that is enough.
  std::shared_ptr<const KeptAnswer> kept_for(const SearchRequest& request) const {
    const std::size_t last = request.offset + request.limit;
    const auto kept = generation->answers->find(key_of(request));
    return kept && kept->order.size() >= std::min(last, kept->result.total) ? kept : nullptr;
  }

  SearchResult make(const SearchRequest& request) {
    SearchResult result;
    std::unique_ptr<Understood> understood = answer(request, result);
    Making making(*generation, request, understood->matches.found, spare);
    KeptAnswer& made = *making.made;
    made.result = std::move(result);
    count_and_order(*understood, request, making);
    made.worths = worths_of(understood->matches);
    let_go(*understood, made.order);
    made.understood = std::move(understood);
    std::vector<Hit> shown = hits(made, request);
    making.facets->finish();
    if (!making.summed) making.sum(facet_buffers);
    result = made.result;
    result.hits = std::move(shown);
    if (is_worth_keeping(made, request))
      result.afterwards.reset(new Keeping{generation, making.made, key_of(request), bytes_of(made)});
    return result;
  }

  static bool is_worth_keeping(const KeptAnswer& made, const SearchRequest& request) {
    const bool whole = made.result.shards.answered == made.result.shards.total;
    const bool has_next = request.limit > 0 && made.result.total > request.offset + request.limit;
    return whole && has_next && !made.understood->matches.out_of_time;
  }

  // Total and the first hits. Idle processors count the facets from now on.
  void count_and_order(const Understood& understood, const SearchRequest& request, Making& making) {
    KeptAnswer& made = *making.made;
    made.result.total = making.counted.shown.count();
    for (FacetBuffers& buffers : facet_buffers) buffers.used = false;
    const std::size_t work = made.result.total * kWorkOfCount;
    const std::size_t parts = spare == nullptr ? 1 : spare->parts_of(work);
    const std::vector<RowRange> ranges = ranges_of(rows().size, parts);
    SpareProcessors* const beside = spare != nullptr && spare->pays_aside(work) ? spare : nullptr;
    making.facets.emplace(beside, ranges.size(), [this, &making, ranges](std::size_t part, std::size_t lane) {
      making.counter.add(making.counted, ranges[part], facet_buffers[lane]);
      if (ranges.size() == 1) making.sum({&facet_buffers[lane], 1});
    });
    if (request.limit > 0 && request.offset < made.result.total)
      made.order =
          ranked(understood, making.counted.shown, request, std::max(request.offset + request.limit, kOrdered));
  }

  // What showing hits does not ask. A million items' bitmaps are large: of these attachments remain.
  void let_go(Understood& understood, std::span<const Ranked> order) {
    std::vector<Row> items, holders;
    items.reserve(order.size());
    for (const Ranked& one : order) items.push_back(one.row);
    std::sort(items.begin(), items.end());
    auto it = rows().attachments_of.begin();
    const auto end = rows().attachments_of.end();
    for (const Row item : items) {
      for (it = first_attachment(it, end, item); it != end && it->first == item; ++it) {
        if (holds_something(understood, it->second)) holders.push_back(it->second);
      }
    }
    std::sort(holders.begin(), holders.end());
    understood.holders = std::move(holders);
    understood.matches.found = Bitmap();
    understood.matches.score = std::vector<float>();
    for (LeafMatches& leaf : understood.matches.leaves) {
      for (Bitmap* rows : {&leaf.own, &leaf.found, &leaf.in_title}) *rows = Bitmap();
      leaf.values = std::vector<float>();
    }
  }

  // Until visit(attachment) says false.
  template <typename Visit>
  void each_attachment(Row item, const Visit& visit) const {
    const auto& all = rows().attachments_of;
    auto it = std::lower_bound(all.begin(), all.end(), std::pair<Row, Row>(item, 0));
    while (it != all.end() && it->first == item && visit(it->second)) ++it;
  }

  std::size_t bytes_of(const KeptAnswer& answer) const {
    constexpr std::size_t kFacet = 200, kWord = 4'000;  // about
    std::size_t facets = 0;
    for (const auto& values : answer.result.facets) facets += values.size();
    return facets * kFacet + answer.understood->matches.leaves.size() * kWord + answer.order.size() * sizeof(Ranked) +
           answer.understood->holders->size() * sizeof(Row);
  }

  // Correction and fallback are decided on q alone; the filters come later.
  std::unique_ptr<Understood> answer(const SearchRequest& request, SearchResult& result) {
    remote.begin();
    auto typed = std::make_unique<Understood>(understand(request.q, request.lang));
    run(*typed, request.lang);
    const std::size_t hits = typed->matches.found.count_common(rows().items);
    const bool few = hits <= kFewHits && !asks_nothing(typed->parsed.root);
    if (few || is_read_through_slip(typed->parsed.root)) {
      const std::optional<std::string> better = correct(typed->parsed.root, typed->matches, *generation);
      std::unique_ptr<Understood> corrected;
      if (better) {
        corrected = std::make_unique<Understood>(understand(*better, request.lang));
        run(*corrected, request.lang);
      }
      const bool nothing = !typed->matches.found.any();
      const std::size_t more = corrected ? corrected->matches.found.count_common(rows().items) : 0;
      const bool helps = few ? more > hits : more >= hits && more > 0;
      if (helps && (!nothing || request.exact)) result.did_you_mean = better;
      if (nothing && !request.exact) {
        if (corrected && (corrected->matches.found.any() || fall_back(*corrected, result))) {
          result.corrected_to = better;
          std::swap(typed, corrected);
        } else {
          fall_back(*typed, result);
        }
      }
    }
    result.interpreted = to_string(typed->parsed.root);
    result.notices = typed->parsed.notices;
    result.generation = generation->manifest.number;
    result.shards = generation->shard_count;
    if (result.shards.answered < result.shards.total)
      add_notice(result.notices, notice(NoticeCode::shards_missing, request.lang));
    return typed;
  }

  bool fall_back(Understood& understood, SearchResult& result) {
    std::optional<Relaxed> relaxed = relax(understood.parsed.root, understood.matches, *generation, ranking);
    if (!relaxed) return false;
    understood.matches.found = std::move(relaxed->found);
    understood.matches.score = std::move(relaxed->score);
    result.relaxed = true;
    result.unmatched = std::move(relaxed->unmatched);
    return true;
  }

  // The first `wanted` of the rows, in the order asked for.
  std::vector<Ranked> ranked(const Understood& understood, const Bitmap& shown, const SearchRequest& request,
                             std::size_t wanted) {
    const QueryMatches& matches = understood.matches;
    HitOrder order(rows(), matches, ranking, request);
    const auto nearness = [&](std::span<const Ranked> best) {
      if (remote.any() && matches.leaves.size() > 1) {
        std::vector<Row> wanted_rows;
        for (const Ranked& one : best) wanted_rows.push_back(one.row);
        remote.want_positions(wanted_rows);
      }
      constexpr std::size_t kAhead = 3;
      NearnessMeter meter(matches, runner.postings(), ranking);
      std::vector<double> near;
      near.reserve(best.size());
      for (std::size_t i = 0; i < best.size(); ++i) {
        if (i + kAhead < best.size()) meter.fetch(best[i + kAhead].row);
        near.push_back(meter.gain(best[i].row));
      }
      return near;
    };
    return order.first(shown, wanted, nearness);
  }

  // Those that the request's page shows.
  std::vector<Hit> hits(const KeptAnswer& answer, const SearchRequest& request) {
    std::vector<Hit> shown;
    if (request.limit == 0 || request.offset >= answer.order.size()) return shown;
    std::span order(answer.order);
    order = order.subspan(request.offset, std::min(request.limit, order.size() - request.offset));
    want_shown(*answer.understood, order);
    constexpr std::size_t kFetched = 10;
    for (const Ranked& ranked : order.first(std::min(order.size(), kFetched))) documents.fetch_positions(ranked.row);
    const Highlighter highlighter(analyzer, answer.understood->parsed.root, answer.worths);
    shown.reserve(order.size());
    for (const Ranked& ranked : order) shown.push_back(hit(*answer.understood, highlighter, ranked, request));
    return shown;
  }

  Hit hit(const Understood& understood, const Highlighter& highlighter, const Ranked& ranked,
          const SearchRequest& request) {
    Hit hit = highlighter.hit(documents.whole(ranked.row), documents.packed(ranked.row), request.explain, request.lang);
    hit.score = ranked.score;
    add_attachments(understood, highlighter, ranked.row, hit);
    return hit;
  }

  // Fetches in one round trip what hits are shown with.
  void want_shown(const Understood& understood, std::span<const Ranked> page) {
    if (!remote.any()) return;
    std::vector<Row> wanted;
    for (const auto& [score, row] : page) {
      wanted.push_back(row);
      if (const Row item = rows().item_of[row]; item != kNoRow) wanted.push_back(item);
      std::size_t shown = 0;
      each_attachment(row, [&](Row attachment) {
        if (!holds_something(understood, attachment)) return true;
        wanted.push_back(attachment);
        return ++shown < kAttachmentsShown;
      });
    }
    remote.want_shown(wanted);
  }

  // The item's attachments whose own text holds something of the query.
  void add_attachments(const Understood& understood, const Highlighter& highlighter, Row item, Hit& hit) {
    std::size_t shown = 0;
    each_attachment(item, [&](Row row) {
      const std::size_t index = rows().attachment_index[row];
      if (index >= hit.attachments.size() || !holds_something(understood, row)) return true;
      AttachmentHit& found = hit.attachments[index];
      if (!highlighter.exhausted() && !highlighter.in_attachment(documents.stored(row), documents.packed(row), found))
        return true;
      found.matched = true;
      if (std::find(hit.matched_in.begin(), hit.matched_in.end(), "attachment") == hit.matched_in.end())
        hit.matched_in.emplace_back("attachment");
      return ++shown < kAttachmentsShown;
    });
  }

  static bool holds_something(const Understood& understood, Row row) {
    if (understood.holders) return std::binary_search(understood.holders->begin(), understood.holders->end(), row);
    return std::any_of(
        understood.matches.leaves.begin(), understood.matches.leaves.end(), [&](const LeafMatches& leaf) {
          return !leaf.excluded && !leaf.weak && leaf.node->kind != NodeKind::facet && leaf.own.test(row);
        });
  }
};

Searcher::Searcher(std::shared_ptr<const OpenGeneration> generation, SpareProcessors* spare)
    : state_(std::make_unique<State>(std::move(generation), spare)) {}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;

SearchResult Searcher::search(const SearchRequest& request) {
  const SpareProcessors::Busy busy(state_->spare);
  if (const auto kept = state_->kept_for(request)) {
    state_->remote.begin();
    SearchResult result = kept->result;
    result.hits = state_->hits(*kept, request);
    return result;
  }
  return state_->make(request);
}

void Searcher::each_hit(const SearchRequest& request, const std::function<void(const SearchResult&)>& header,
                        const std::function<bool(const Hit&)>& sink) {
  std::optional<SpareProcessors::Busy> busy(std::in_place, state_->spare);
  SearchResult result;
  const std::unique_ptr<Understood> understood = state_->answer(request, result);
  const Bitmap shown = FacetCounter(*state_->generation, request).shown(understood->matches.found);
  result.total = shown.count();
  header(result);
  Highlighter highlighter(state_->analyzer, understood->parsed.root, worths_of(understood->matches));
  constexpr std::size_t kAtOnce = 64;
  const std::vector<Ranked> order = state_->ranked(*understood, shown, request, result.total);
  busy.reset();  // whoever takes the hits may be slow
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i % kAtOnce == 0) {
      state_->remote.begin();
      state_->want_shown(*understood, std::span(order).subspan(i, std::min(kAtOnce, order.size() - i)));
    }
    highlighter.renew();
    if (!sink(state_->hit(*understood, highlighter, order[i], request))) return;
  }
}

std::optional<corpus::Stored> Searcher::item(std::string_view id) {
  std::optional<corpus::Stored> found = state_->documents.with_term(corpus::boolean_term(corpus::kIdPrefix, id));
  return found && found->kind == corpus::DocumentKind::item ? std::move(found) : std::nullopt;
}

std::optional<corpus::Stored> Searcher::item_with_neighbours(std::string_view id) {
  std::optional<corpus::Stored> found = item(id);
  if (!found) return found;
  // Several shards may have a meeting of that id.
  const auto lists_it = [&](const corpus::Stored& meeting) { return corpus::add_neighbours(meeting, *found); };
  state_->documents.with_term(corpus::boolean_term(corpus::kMeetingIdPrefix, found->meeting.id), lists_it);
  return found;
}

std::optional<corpus::Stored> Searcher::attachment(std::string_view id) {
  std::optional<corpus::Stored> found = state_->documents.with_term(corpus::boolean_term(corpus::kIdPrefix, id));
  return found && found->kind == corpus::DocumentKind::attachment ? std::move(found) : std::nullopt;
}

std::optional<corpus::Stored> Searcher::meeting(std::string_view id) {
  return state_->documents.with_term(corpus::boolean_term(corpus::kMeetingIdPrefix, id));
}

void Searcher::each_meeting(const std::function<void(corpus::Stored)>& visit) {
  std::vector<Row> order;
  state_->rows().meetings.each([&](std::size_t row) { order.push_back(static_cast<Row>(row)); });
  const std::vector<std::uint32_t>& rank = state_->rows().rank;
  std::sort(order.begin(), order.end(), [&](Row a, Row b) { return rank[a] < rank[b]; });
  constexpr std::size_t kAtOnce = 512;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i % kAtOnce == 0 && state_->remote.any()) {
      state_->remote.begin();
      state_->remote.want_data(std::span(order).subspan(i, std::min(kAtOnce, order.size() - i)));
    }
    visit(state_->documents.stored(order[i]));
  }
}

std::vector<Fragment> Searcher::highlight(const corpus::Stored& stored, std::string_view query) {
  const ParsedQuery parsed =
      parse_query(query, [this](std::string_view text) { return state_->analyzer.analyze_query(text); });
  return Highlighter(state_->analyzer, parsed.root, worths_of(parsed.root)).whole(stored);
}

const OpenGeneration& Searcher::generation() const {
  return *state_->generation;
}

}  // namespace opslag::searchd
