// opslag_bench_hits INDEX QUERIES: what the parts of an answer's hits cost, in microseconds of this thread's time.
// QUERIES: a file of `kind TAB query`. Each query is asked once, so that words are as new as in a server's life.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "corpus/json.h"
#include "searchd/document_reader.h"
#include "searchd/highlighter.h"
#include "searchd/labels.h"
#include "searchd/open_generation.h"
#include "searchd/query_parser.h"
#include "searchd/search_response.h"
#include "searchd/searcher.h"
#include "searchd/term_rows.h"

namespace {

using namespace opslag;
using namespace opslag::searchd;

enum Part { decode, mark, json, whole, kParts };

// Of this thread, so that others on the machine matter little.
double micros() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + 1e-3 * static_cast<double>(now.tv_nsec);
}

template <typename Work>
double cost(Work work) {
  const double start = micros();
  work();
  return micros() - start;
}

struct Sums {
  std::array<std::vector<double>, kParts> parts;
  std::size_t hits = 0, bytes = 0, text = 0;
};

// The row of a hit.
Row find(const OpenGeneration& generation, RemoteReader& remote, const corpus::Stored& stored) {
  const bool item = stored.kind == corpus::DocumentKind::item;
  const std::string& id = item ? stored.item.id : stored.item.attachments.at(stored.attachment).id;
  TermRows found(generation, remote, corpus::boolean_term(corpus::kIdPrefix, id));
  while (found.row() != kNoRow && !generation.rows.searchable.test(found.row())) found.skip_to(found.row() + 1);
  if (found.row() == kNoRow) throw std::runtime_error("a hit is not in the index");
  return found.row();
}

// The parts once more, each alone.
struct Bench {
  analyzers::Analyzer analyzer;
  const Labels& labels;
  const OpenGeneration& generation;
  RemoteReader remote{generation};
  DocumentReader documents{generation, remote};

  void take(const SearchRequest& request, const SearchResult& result, Sums& sums) {
    std::vector<Row> rows;
    for (const Hit& hit : result.hits) rows.push_back(find(generation, remote, hit.stored));
    std::vector<corpus::Stored> stored(rows.size());
    sums.parts[decode].push_back(cost([&] {
      for (std::size_t i = 0; i < rows.size(); ++i) stored[i] = documents.whole(rows[i]);
    }));
    const ParsedQuery parsed =
        parse_query(request.q, [&](std::string_view text) { return analyzer.analyze_query(text); });
    std::vector<double> worths;
    each_leaf(parsed.root, [&](const QueryNode&, bool excluded) { worths.push_back(excluded ? 0 : 1); });
    for (const corpus::Stored& one : stored)
      for (const corpus::FieldText& field : corpus::field_texts(one)) sums.text += field.text.size();
    sums.parts[mark].push_back(cost([&] {
      const Highlighter highlighter(analyzer, parsed.root, worths);
      for (std::size_t i = 0; i < stored.size(); ++i)
        highlighter.hit(std::move(stored[i]), documents.packed(rows[i]), false, Language::da);
    }));
    sums.parts[json].push_back(cost([&] { sums.bytes += search_json(request, result, 1.0, labels).size(); }));
    sums.hits += result.hits.size();
  }
};

double mean(const std::vector<double>& all) {
  double sum = 0;
  for (const double one : all) sum += one;
  return sum / static_cast<double>(std::max<std::size_t>(all.size(), 1));
}

double median(std::vector<double> all) {
  if (all.empty()) return 0;
  std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
  return all[all.size() / 2];
}

void print(const std::string& name, const Sums& sums) {
  const double n = static_cast<double>(std::max<std::size_t>(sums.parts[whole].size(), 1));
  std::printf("%-8s %5.0f %5.1f %7.0f %7.0f |", name.c_str(), n, static_cast<double>(sums.hits) / n,
              static_cast<double>(sums.text) / n, static_cast<double>(sums.bytes) / n);
  for (const std::vector<double>& part : sums.parts) std::printf(" %6.0f %6.0f |", mean(part), median(part));
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: opslag_bench_hits INDEX QUERIES\n"), 2;
  const auto language = analyzers::load_language();
  const auto vocabularies = corpus::load_vocabularies();
  const Labels labels(*vocabularies);
  const auto opened = open_current(argv[1], language, vocabularies);
  Searcher searcher(opened);
  Bench bench{analyzers::Analyzer(language), labels, *opened};
  std::map<std::string, Sums> kinds;
  std::ifstream file(argv[2]);
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;
    SearchRequest request;
    request.q = line.substr(tab + 1, line.find('\t', tab + 1) - tab - 1);
    SearchResult result;
    const double taken = cost([&] { result = searcher.search(request); });
    for (Sums* sums : {&kinds[line.substr(0, tab)], &kinds["~all"]}) {
      sums->parts[whole].push_back(taken);
    }
    Sums one;
    bench.take(request, result, one);
    for (Sums* sums : {&kinds[line.substr(0, tab)], &kinds["~all"]}) {
      for (std::size_t p = 0; p < whole; ++p) sums->parts[p].push_back(one.parts[p].front());
      sums->hits += one.hits, sums->bytes += one.bytes, sums->text += one.text;
    }
  }
  std::printf("mean and median of an answer, us  | decode        | mark          | json          | search\n");
  std::printf("kind     asked  hits    text   bytes |\n");
  for (const auto& [kind, sums] : kinds) print(kind, sums);
}
