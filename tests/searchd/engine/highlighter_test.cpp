// Hits made with a document's positions at hand are those that analysing every word gives.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/highlighter.h"

#include <filesystem>
#include <random>

#include "analyzers/text.h"
#include "corpus/positions.h"
#include "corpus/source.h"
#include "indexer/document_builder.h"
#include "searchd/query_parser.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::searchd;
namespace fs = std::filesystem;

namespace {

analyzers::Analyzer& analyzer() {
  static analyzers::Analyzer one(analyzers::load_language());
  return one;
}

std::string packed_positions(const corpus::Stored& stored) {
  static indexer::DocumentBuilder builder(
      [](std::string_view text, const indexer::TokenSink& sink) { analyzer().analyze(text, sink); });
  return builder.build(stored, 1).positions;
}

std::vector<corpus::Stored> documents() {
  std::vector<corpus::Stored> all;
  std::vector<std::string> sources{OPSLAG_SOURCE_DIR "/corpus/samples"};
  if (fs::exists(OPSLAG_SHARED_DIR "/minutes")) sources.emplace_back(OPSLAG_SHARED_DIR "/minutes");
  for (const corpus::SourceFile& file : corpus::list_sources(sources).files) {
    for (const corpus::Meeting& meeting : corpus::read_source(file).meetings) {
      for (const corpus::AgendaItem& item : meeting.items) {
        corpus::Stored stored;
        stored.meeting = meeting;
        stored.item = item;
        all.push_back(stored);
      }
    }
  }
  return all;
}

// An attachment of the item's own texts, one a page.
corpus::Stored as_attachment(const corpus::Stored& item) {
  corpus::Stored stored;
  stored.kind = corpus::DocumentKind::attachment;
  stored.item.attachments.resize(1);
  stored.item.attachments.front().name = item.item.title + ".pdf";
  for (const corpus::FieldText& text : corpus::field_texts(item)) stored.pages.emplace_back(text.text);
  return stored;
}

std::string printed(const Fragment& fragment) {
  std::string text = fragment.text;
  for (const auto& [from, to] : fragment.marks) text += " " + std::to_string(from) + "-" + std::to_string(to);
  return text;
}

std::string printed(const Hit& hit) {
  std::string text = printed(hit.snippet);
  for (const std::string& place : hit.matched_in) text += "\nin " + place;
  for (const AttachmentHit& attachment : hit.attachments) {
    text += "\nbilag " + std::to_string(attachment.attachment) + (attachment.matched ? " matched" : "");
    if (attachment.page) text += " page " + std::to_string(*attachment.page);
  }
  for (const std::string& sentence : hit.explanation) text += "\n" + sentence;
  return text;
}

// What the words of a text may be asked by: one, two, a phrase, without one, in the title.
std::vector<std::string> queries_of(std::string_view text, std::size_t seed) {
  std::vector<std::string> words;
  for (const analyzers::Token& token : analyzer().analyze(text)) {
    if (token.terms->front().kind == analyzers::TermKind::surface)
      words.emplace_back(text.substr(token.begin, token.end - token.begin));
  }
  if (words.size() < 4) return words;
  const auto word = [&](std::size_t at) { return words[(seed * 7 + at) % words.size()]; };
  const std::size_t at = (seed * 11) % (words.size() - 3);
  return {word(0), word(1) + " " + word(5), "titel:" + word(2), word(3) + " -" + word(8),
          "\"" + words[at] + " " + words[at + 1] + " " + words[at + 2] + "\""};
}

void compare(const corpus::Stored& stored, const std::string& packed, const std::string& query) {
  const ParsedQuery parsed = parse_query(query, [](std::string_view text) { return analyzer().analyze_query(text); });
  std::vector<double> worths;
  each_leaf(parsed.root, [&](const QueryNode& leaf, bool) { worths.push_back(leaf.kind == NodeKind::facet ? 0 : 1); });
  const Highlighter highlighter(analyzer(), parsed.root, worths);
  INFO(query);
  INFO(stored.item.title);
  const std::string whole = printed(highlighter.hit(stored, "", true, Language::da));
  REQUIRE(printed(highlighter.hit(stored, packed, true, Language::da)) == whole);
  const std::string_view without_places =  // as indexes had them before
      std::string_view(packed).substr(0, packed.size() - corpus::behind_positions(packed).size());
  REQUIRE(printed(highlighter.hit(stored, without_places, true, Language::da)) == whole);
  if (stored.kind != corpus::DocumentKind::attachment) return;
  AttachmentHit some, all;
  REQUIRE(highlighter.in_attachment(stored, packed, some) == highlighter.in_attachment(stored, "", all));
  CHECK(some.page == all.page);
  if (some.snippet && all.snippet) CHECK(printed(*some.snippet) == printed(*all.snippet));
}

}  // namespace

TEST_CASE("positions tell where to look, not what is found") {
  const std::vector<std::string> kQueries = {"kommune",
                                             "godkendt",
                                             "§ 107",
                                             "servicelovens § 107",
                                             "2023",
                                             "29. september 2023",
                                             "marts",
                                             "kl",
                                             "KL",
                                             "social- og sundhedsudvalget",
                                             "socialudvalget",
                                             "bl.a.",
                                             "mio. kr.",
                                             "50 %",
                                             "procent",
                                             "bot*",
                                             "mand*",
                                             "ø*",
                                             "økonomi OR regnskab",
                                             "\"social service\"",
                                             "rammeaftale",
                                             "botilbud",
                                             "specialiserede tilbud",
                                             "kommunes",
                                             "budget -regnskab",
                                             "udvalg:social budget",
                                             "25-årige",
                                             "sag:27",
                                             "bilag:referat",
                                             "kapacitetsudvidelser"};
  std::size_t seed = 0, compared = 0;
  for (const corpus::Stored& item : documents()) {
    for (const corpus::Stored& stored : {item, as_attachment(item)}) {
      const std::string packed = packed_positions(stored);
      std::vector<std::string> queries = {kQueries[seed % kQueries.size()], kQueries[(seed * 5 + 3) % kQueries.size()]};
      for (const corpus::FieldText& text : corpus::field_texts(stored)) {
        for (std::string& query : queries_of(text.text, ++seed)) queries.push_back(std::move(query));
      }
      for (const std::string& query : queries) compare(stored, packed, query);
      compared += queries.size();
    }
  }
  CHECK(compared > 1000);
}

TEST_CASE("a damaged directory of texts is survived") {
  std::mt19937 random(7);
  std::size_t looked = 0;
  for (const corpus::Stored& item : documents()) {
    const std::string packed = packed_positions(item);
    const std::size_t places = corpus::behind_positions(packed).size();
    if (places < 20) continue;
    const ParsedQuery parsed =
        parse_query("udvalget 2023", [](std::string_view text) { return analyzer().analyze_query(text); });
    const Highlighter highlighter(analyzer(), parsed.root, {1.0, 1.0});
    for (int i = 0; i < 20; ++i) {
      std::string damaged = packed;
      damaged[packed.size() - 1 - random() % places] = static_cast<char>(random());
      looked += highlighter.hit(item, damaged, false, Language::da).snippet.text.empty() ? 0 : 1;
    }
  }
  CHECK(looked > 20);
}

TEST_CASE("positions of another document mislead nobody") {
  corpus::Stored one, other;
  one.item.title = "Nyt botilbud i Odense";
  one.item.sections.push_back({"Baggrund", "Kommunen har fået et nyt botilbud, som åbner til maj."});
  other.item.title = "Budget";
  const std::string packed = packed_positions(other);
  for (const std::string& damaged : {packed, packed.substr(0, 3), std::string(40, '\xFF'), std::string("x")}) {
    compare(one, damaged, "botilbud");
    compare(one, damaged, "\"nyt botilbud\"");
  }
}

TEST_CASE("attachments of any length take bounded time, and say that they match") {
  corpus::Stored stored;
  stored.kind = corpus::DocumentKind::attachment;
  stored.item.attachments.resize(1);
  stored.item.attachments.front().name = "plan.pdf";
  const std::string filler(1000, '.');
  for (int page = 0; page < 4000; ++page)
    stored.pages.push_back(filler + (page % 2000 == 1500 ? " botilbud" : " intet"));
  const std::string packed = packed_positions(stored);
  const ParsedQuery parsed =
      parse_query("botilbud", [](std::string_view text) { return analyzer().analyze_query(text); });
  Highlighter highlighter(analyzer(), parsed.root, {1.0});
  AttachmentHit first, second, third, unplaced;
  CHECK(highlighter.in_attachment(stored, packed, first));
  CHECK(first.page == 1501u);
  CHECK(highlighter.exhausted());
  CHECK(highlighter.in_attachment(stored, packed, second));
  CHECK_FALSE(second.page);
  highlighter.renew();
  CHECK(highlighter.in_attachment(stored, packed, third));
  CHECK(third.page == 1501u);
  // Without positions all words are analysed, so less is looked at.
  highlighter.renew();
  CHECK(highlighter.in_attachment(stored, "", unplaced));
  CHECK_FALSE(unplaced.page);
}
