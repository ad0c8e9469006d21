// An item's page names the items before and behind it as they are called now, though their titles are not its own.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <vector>

#include "searchd/searcher.h"
#include "tests/searchd/engine/small_index.h"
#include "tests/support/catch.h"

using namespace opslag;

namespace {

corpus::Meeting meeting_of(const std::vector<std::string>& titles) {
  std::vector<test::ItemText> items;
  for (const std::string& title : titles) items.push_back({title, "Godkendt.", "Om " + title + "."});
  return test::meeting("Socialudvalg", "2023-09-29", items);
}

// "En<To>Tre" for an item between two, "-" where there is none, "" if there is no such item.
std::string described(searchd::Searcher& searcher, const std::string& number) {
  const auto item = searcher.item_with_neighbours("socialudvalg-2023-09-29/" + number);
  if (!item) return "";
  const auto title = [](const auto& reference) { return reference ? reference->title : std::string("-"); };
  return title(item->previous) + "<" + item->item.title + ">" + title(item->next);
}

}  // namespace

TEST_CASE("neighbours are named as they are called now") {
  struct Step {
    std::vector<std::string> titles;
    std::vector<std::string> expected;  // by number, from 1
  };
  const std::vector<Step> steps{
      {{"En", "To", "Tre"}, {"-<En>To", "En<To>Tre", "To<Tre>-", ""}},
      {{"En", "Andet", "Tre"}, {"-<En>Andet", "En<Andet>Tre", "Andet<Tre>-", ""}},                    // a title changed
      {{"En", "Nyt", "Andet", "Tre"}, {"-<En>Nyt", "En<Nyt>Andet", "Nyt<Andet>Tre", "Andet<Tre>-"}},  // inserted
      {{"Tre", "Andet", "En"}, {"-<Tre>Andet", "Tre<Andet>En", "Andet<En>-", ""}},  // moved, one removed
      {{"En"}, {"-<En>-", "", "", ""}},
  };
  test::SmallIndex index;
  for (const Step& step : steps) {
    index.put("a.jsonl", {meeting_of(step.titles)});
    searchd::Searcher searcher(index.open());
    for (std::size_t i = 0; i < step.expected.size(); ++i)
      CHECK(described(searcher, std::to_string(i + 1)) == step.expected[i]);
  }
}
