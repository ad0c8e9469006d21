// opslag-peer-xapian: Xapian as its documentation tells one to use it, to measure against: TermGenerator, QueryParser,
// MatchSpies. SPDX-License-Identifier: GPL-3.0-or-later
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>

#include "tests/bench/peers/items.h"
#include "tests/bench/peers/passes.h"

namespace opslag::bench {
namespace {

// A facet's terms begin with XA … XF; its values stand in slots 0 … 5. A slot holds one string: the first value, which
// is what ValueCountMatchSpy can count.
std::string facet_prefix(std::size_t facet) {
  return std::string("X") + static_cast<char>('A' + facet);
}

int index(const std::string& flat, const std::string& folder) {
  Xapian::WritableDatabase database(folder, Xapian::DB_CREATE_OR_OVERWRITE);
  Xapian::TermGenerator generator;
  generator.set_stemmer(Xapian::Stem("danish"));
  generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
  FlatFile file(flat);
  while (const auto item = file.next()) {
    Xapian::Document document;
    generator.set_document(document);
    generator.index_text(item->title, 3);
    generator.increase_termpos();
    generator.index_text(item->text);
    for (std::size_t facet = 0; facet < kFacets.size(); ++facet) {
      for (const std::string& value : item->facets[facet]) document.add_boolean_term(facet_prefix(facet) + ":" + value);
      if (!item->facets[facet].empty())
        document.add_value(static_cast<Xapian::valueno>(facet), item->facets[facet].front());
    }
    document.set_data(item->id + "\n" + item->title + "\n" + item->text);
    database.add_document(document);
  }
  database.commit();
  return 0;
}

class XapianClient : public Client {
 public:
  XapianClient(const std::string& folder, const std::vector<Query>& queries) : database_(folder), queries_(queries) {
    parser_.set_database(database_);
    parser_.set_stemmer(stem_);
    parser_.set_stemming_strategy(Xapian::QueryParser::STEM_ALL);
    parser_.set_default_op(Xapian::Query::OP_AND);
  }

  Xapian::Query compile(const Query& query) {
    using Parser = Xapian::QueryParser;
    Xapian::Query compiled =
        parser_.parse_query(query.text, Parser::FLAG_PHRASE | Parser::FLAG_WILDCARD | Parser::FLAG_LOVEHATE);
    for (const auto& [name, value] : query.filters) {
      const auto facet = static_cast<std::size_t>(std::find(kFacets.begin(), kFacets.end(), name) - kFacets.begin());
      compiled = Xapian::Query(Xapian::Query::OP_FILTER, compiled, Xapian::Query(facet_prefix(facet) + ":" + value));
    }
    return compiled;
  }

  Answer ask(std::size_t number) override {
    Xapian::Enquire enquire(database_);
    enquire.set_query(compile(queries_[number]));
    std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> spies;
    for (std::size_t facet = 0; facet < kFacets.size(); ++facet) {
      spies.push_back(std::make_unique<Xapian::ValueCountMatchSpy>(static_cast<Xapian::valueno>(facet)));
      enquire.add_matchspy(spies.back().get());
    }
    const Xapian::MSet hits = enquire.get_mset(0, 10, database_.get_doccount());
    Answer answer{static_cast<long>(hits.get_matches_estimated()), 0};
    for (auto hit = hits.begin(); hit != hits.end(); ++hit) {
      const std::string data = hit.get_document().get_data();
      const std::size_t text = data.find('\n', data.find('\n') + 1) + 1;
      answer.bytes += static_cast<long>(text + hits.snippet(data.substr(text), 200, stem_).size());
    }
    for (const auto& spy : spies) {
      for (auto value = spy->top_values_begin(20); value != spy->top_values_end(20); ++value)
        answer.bytes += static_cast<long>((*value).size() + value.get_termfreq());
    }
    return answer;
  }

 private:
  Xapian::Database database_;
  const std::vector<Query>& queries_;
  Xapian::Stem stem_{"danish"};
  Xapian::QueryParser parser_;
};

int serve(const std::string& folder, const std::string& file) {
  const auto queries = read_queries(file);
  std::vector<std::string> kinds;
  for (const Query& query : queries) kinds.push_back(query.kind);
  serve_passes(kinds, [&] { return std::make_unique<XapianClient>(folder, queries); });
  return 0;
}

// The floor of every exact count over Xapian: reading the posting lists of the frequent words.
int walk(const std::string& folder, const std::string& file) {
  const Xapian::Database database(folder);
  const Xapian::Stem stem("danish");
  std::size_t walked = 0, asked = 0;
  Xapian::docid sum = 0;
  double seconds = 0;
  for (int round = 0; round < 2; ++round) {
    walked = asked = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (const Query& query : read_queries(file)) {
      if (query.kind != "freq1") continue;
      ++asked;
      const std::string term = stem(query.text);
      for (auto posting = database.postlist_begin(term); posting != database.postlist_end(term); ++posting, ++walked)
        sum += *posting;
    }
    seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }
  std::printf("Walking Xapian's posting lists of %zu frequent words: %.2f ms a word, %.0f ns a posting%s\n", asked,
              seconds * 1e3 / static_cast<double>(asked),
              seconds * 1e9 / static_cast<double>(std::max<std::size_t>(walked, 1)), sum == 0 ? " (none)" : "");
  return 0;
}

}  // namespace
}  // namespace opslag::bench

int main(int argc, char** argv) {
  using namespace opslag::bench;
  const std::string command = argc == 4 ? argv[1] : "";
  try {
    if (command == "index") return index(argv[2], argv[3]);
    if (command == "serve") return serve(argv[2], argv[3]);
    if (command == "walk") return walk(argv[2], argv[3]);
  } catch (const Xapian::Error& error) {
    std::cerr << "opslag-peer-xapian: " << error.get_description() << '\n';
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "opslag-peer-xapian: " << error.what() << '\n';
    return 1;
  }
  std::cerr << "Usage: opslag-peer-xapian index FLAT FOLDER | serve FOLDER QUERIES | walk FOLDER QUERIES\n";
  return 2;
}
