// Made minutes are the same every time, a small corpus begins a large one, and the reader of minutes takes them as they
// are. SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <set>

#include "corpus/minutes/json_lines.h"
#include "corpus/source.h"
#include "tests/bench/corpus/meetings.h"
#include "tests/support/catch.h"

namespace opslag::bench {
namespace {

constexpr const char* kDictionary = "/usr/share/hunspell/da_DK.dic";

const Material& material() {
  static const Material loaded = load_material(kDictionary);
  return loaded;
}

std::vector<std::string> lines(const Making& making) {
  std::vector<std::string> result;
  for (const Plan& plan : plan_meetings(material(), making))
    result.push_back(to_json_line(material(), plan, make_items(material(), making, plan), false));
  return result;
}

std::size_t word_types(const std::vector<std::string>& texts) {
  std::set<std::string> types;
  for (const std::string& text : texts) {
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find_first_of(" .,;:\"\\", begin), text.size());
      types.insert(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return types.size();
}

TEST_CASE("a small corpus begins a large one") {
  const auto small = lines({.items = 200}), large = lines({.items = 400}), again = lines({.items = 200});
  REQUIRE(small == again);
  REQUIRE(large.size() > small.size());
  for (std::size_t i = 0; i + 1 < small.size(); ++i) CHECK(small[i] == large[i]);  // the last meeting may be cut
}

TEST_CASE("the vocabulary goes on growing") {
  const std::size_t small = word_types(lines({.items = 200})), large = word_types(lines({.items = 800}));
  CHECK(static_cast<double>(large) > 2.0 * static_cast<double>(small));
  CHECK(static_cast<double>(large) < 3.5 * static_cast<double>(small));
}

TEST_CASE("the reader takes made minutes without a warning and keeps their ids") {
  std::string text;
  std::vector<std::string> ids;
  const Making making{.items = 2000};
  for (const Plan& plan : plan_meetings(material(), making)) {
    ids.push_back(meeting_id(material(), plan));
    text += to_json_line(material(), plan, make_items(material(), making, plan), false);
  }
  auto result = corpus::minutes::read_json_lines(text);
  CHECK(result.warnings.empty());
  REQUIRE(result.meetings.size() == ids.size());
  std::vector<std::string> given_items;
  for (const auto& meeting : result.meetings) {
    for (const auto& item : meeting.items) given_items.push_back(item.id);
  }
  CHECK(given_items.size() == 2000);
  corpus::IdGiver giver;
  giver.assign(result.meetings, "made.jsonl", {});
  std::size_t at = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    CHECK(result.meetings[i].id == ids[i]);
    for (const auto& item : result.meetings[i].items) CHECK(item.id == given_items[at++]);
  }
}

TEST_CASE("a change of each n-th item changes no other") {
  const Making before{.items = 100}, after{.items = 100, .changed_every = 50};
  std::size_t different = 0;
  for (const Plan& plan : plan_meetings(material(), before)) {
    const auto old_items = make_items(material(), before, plan), new_items = make_items(material(), after, plan);
    for (std::size_t i = 0; i < old_items.size(); ++i)
      different += old_items[i].sections == new_items[i].sections ? 0 : 1;
  }
  CHECK(different == 2);
}

}  // namespace
}  // namespace opslag::bench
