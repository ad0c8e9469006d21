// Answers that are kept for their next pages.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/answer_cache.h"

#include <memory>

#include "searchd/open_generation.h"
#include "tests/searchd/engine/small_index.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::searchd;

namespace {

// Only its address counts.
std::shared_ptr<const KeptAnswer> answer() {
  auto owner = std::make_shared<int>(0);
  return {owner, reinterpret_cast<const KeptAnswer*>(owner.get())};
}

const test::SmallIndex& many_items() {
  static test::SmallIndex one;
  static const bool made = [] {
    std::vector<test::ItemText> items;
    for (int i = 0; i < 25; ++i) {
      std::string text = "Om takster";
      for (int often = 0; often < i % 7; ++often) text += " og takster";
      items.push_back({"Punkt " + std::to_string(i), "Godkendt.", text + ".", {i % 2 == 0 ? "godkendt" : "afvist"}});
    }
    one.put("kilde", {test::meeting("Byråd", "2024-05-01", items)});
    return true;
  }();
  (void)made;
  return one;
}

SearchRequest page(std::size_t offset) {
  SearchRequest request;
  request.q = "takster";
  request.offset = offset;
  request.limit = 10;
  return request;
}

std::vector<std::string> ids(const SearchResult& result) {
  std::vector<std::string> found;
  for (const Hit& hit : result.hits) found.push_back(hit.stored.item.id + ' ' + std::to_string(hit.score));
  return found;
}

}  // namespace

TEST_CASE("the answers used last stay, within the bytes allowed") {
  AnswerCache cache(1000);
  const auto a = answer(), b = answer(), c = answer();
  for (const auto& [key, kept] : {std::pair{"a", a}, {"b", b}, {"c", c}}) cache.keep(key, kept, 250);
  CHECK(cache.find("a") == a);
  cache.keep("d", answer(), 250);
  cache.keep("e", answer(), 250);
  CHECK(cache.find("a") == a);
  CHECK(cache.find("b") == nullptr);
  CHECK(cache.find("c") == c);
  cache.keep("large", answer(), 251);
  CHECK(cache.find("large") == nullptr);
  cache.keep("a", b, 10);
  CHECK(cache.find("a") == b);
}

TEST_CASE("requests that differ in more than the page have keys of their own") {
  const SearchRequest plain = page(0);
  CHECK(key_of(plain) == key_of(page(10)));
  std::vector<SearchRequest> others(9, plain);
  others[0].q = "takst";
  others[1].filters[0] = {"a", "b"};
  others[2].filters[0] = {"a:1:b"};
  others[3].from = "2024-01-01";
  others[4].to = "2024-01-01";
  others[5].sort = Sort::newest;
  others[6].lang = Language::en;
  others[7].facet_limit = 3;
  others[8].exact = true;
  others.push_back(plain);
  for (std::size_t i = 0; i < others.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) CHECK(key_of(others[i]) != key_of(others[j]));
  }
}

TEST_CASE("the next page is what it would have been by itself, and the first page's answer serves it") {
  const auto generation = many_items().open();
  Searcher searcher(generation);
  SearchResult first = searcher.search(page(0));
  CHECK(first.total == 25);
  CHECK(generation->answers->find(key_of(page(0))) == nullptr);
  first.afterwards.reset();
  const auto kept = generation->answers->find(key_of(page(0)));
  REQUIRE(kept);
  for (const std::size_t offset : {10, 20, 0}) {
    const SearchResult found = searcher.search(page(offset));
    CHECK(generation->answers->find(key_of(page(0))) == kept);
    Searcher alone(many_items().open());
    const SearchResult expected = alone.search(page(offset));
    CHECK(ids(found) == ids(expected));
    CHECK(found.total == expected.total);
    for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
      REQUIRE(found.facets[f].size() == expected.facets[f].size());
      for (std::size_t i = 0; i < found.facets[f].size(); ++i)
        CHECK(found.facets[f][i].count == expected.facets[f][i].count);
    }
  }
}

TEST_CASE("what has no next page is not kept") {
  const auto generation = many_items().open();
  Searcher searcher(generation);
  SearchRequest last = page(20);
  searcher.search(last);
  CHECK(generation->answers->find(key_of(last)) == nullptr);
  last.limit = 0;
  searcher.search(last);
  CHECK(generation->answers->find(key_of(last)) == nullptr);
}
