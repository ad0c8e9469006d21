// Of a line that changed only the items that changed are read, and the index is to the byte as if it were made anew.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <xapian.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>

#include "corpus/compressed.h"
#include "corpus/minutes/json_lines.h"
#include "corpus/segment_positions.h"
#include "indexer/check.h"
#include "indexer/segments.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

// "2 title: body", "!…" if it is closed, "…+a.pdf" with an attachment, "#…" with an id of its own, "x#…" with that one.
Json item_of(const std::string& meeting, std::string text) {
  Json item;
  if (const std::size_t hash = text.find('#'); hash != std::string::npos) {
    const std::string own = text.substr(0, hash);
    text.erase(0, hash + 1);
    item["id"] = meeting + "/" + (own.empty() ? text.substr(0, text.find(' ')) : own);
  }
  if (text.starts_with('!')) item["audience"] = "internal";
  if (text.starts_with('!')) text.erase(0, 1);
  item["number"] = std::stoi(text);
  text.erase(0, text.find(' ') + 1);
  if (const std::size_t plus = text.find('+'); plus != std::string::npos) {
    item["attachments"] = {{{"name", text.substr(plus + 1)}}};
    text.resize(plus);
  }
  const std::size_t colon = text.find(": ");
  item["title"] = text.substr(0, colon);
  item["sections"] = {{{"text", text.substr(colon + 2)}}};
  return item;
}

std::string line(const std::string& id, const std::vector<std::string>& items, const std::string& place = "") {
  Json meeting{{"id", id}, {"committee", "FU"}, {"date", id.substr(3)}};
  if (!place.empty()) meeting["place"] = place;
  meeting["items"] = Json::array();
  for (const std::string& item : items) meeting["items"].push_back(item_of(id, item));
  meeting["layout"] = "made";
  return meeting.dump();
}

struct ItemsFixture {
  TemporaryFolder folder;
  fs::path minutes = folder.path() / "minutes";
  indexer::Environment environment = plain_environment();
  std::string read;  // the titles of the items that were read, in order

  ItemsFixture() {
    environment.list = corpus::list_sources;
    environment.read = [this](const corpus::SourceFile& file) {
      corpus::OrdinaryFile opened(file.path, corpus::Links::refuse);
      std::optional<corpus::ReadResult> some;
      if (file.lines) some = corpus::minutes::read_changed_lines(opened, file);
      corpus::ReadResult result = some ? *some : corpus::minutes::read_json_lines(opened.read(SIZE_MAX / 2));
      auto told = result.lines.begin();
      for (corpus::Meeting& meeting : result.meetings) {
        meeting.source = file.name;
        while (!told->read) ++told;
        for (std::size_t i = 0; i < meeting.items.size(); ++i)
          if (!told->known_titles.contains(i)) (read += read.empty() ? "" : " ") += meeting.items[i].title;
        ++told;
      }
      return result;
    };
  }
  void write(const std::vector<std::string>& lines, const std::string& name = "a.jsonl") const {
    std::string text;
    for (const std::string& each : lines) text += each + '\n';
    write_file(minutes / name, text);
  }
  indexer::UpdateReport update(const std::string& index = "index") {
    indexer::UpdateOptions options;
    options.index = folder.path() / index;
    options.sources = {minutes.string()};
    options.threads = 1;
    read.clear();
    indexer::UpdateReport report = indexer::update(options, environment);
    indexer::check_index(options.index);
    return report;
  }
  // All that an index holds, but where it holds it.
  std::vector<std::string> dump(const std::string& name) const {
    const fs::path index = folder.path() / name;
    const corpus::Generation generation = corpus::load_current(index);
    std::vector<std::string> lines;
    for (const corpus::SegmentInfo& segment : generation.segments) {
      const Xapian::Database database = indexer::open_segment(index, segment);
      const corpus::SegmentPositions positions(index / segment.file);
      std::map<Xapian::docid, std::string> documents;
      for (auto at = database.postlist_begin(""); at != database.postlist_end(""); ++at) {
        const Xapian::Document document = database.get_document(*at);
        const std::string data = document.get_data();
        std::string& text = documents[*at];
        text = (corpus::is_compressed(data) ? corpus::decompressed(data) : data) + '|';
        for (auto value = document.values_begin(); value != document.values_end(); ++value) text += *value + '|';
        text += positions.of(*at);
      }
      for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        for (auto at = database.postlist_begin(*term); at != database.postlist_end(*term); ++at)
          documents.at(*at) += ' ' + *term + ':' + std::to_string(at.get_wdf());
      }
      for (auto& [id, text] : documents) {
        if (!std::binary_search(segment.deleted.begin(), segment.deleted.end(), id)) lines.push_back(std::move(text));
      }
    }
    std::sort(lines.begin(), lines.end());
    std::ifstream words(index / generation.word_list, std::ios::binary);
    lines.emplace_back(std::istreambuf_iterator<char>(words), std::istreambuf_iterator<char>());
    for (const corpus::SourceState& source : generation.sources) {
      std::string text =
          source.name + ' ' + source.hash + ' ' + std::to_string(source.items) + ' ' + std::to_string(source.withheld);
      for (std::size_t i = 0; i < source.lines.size(); ++i) {
        text += ' ' + source.meetings[i] + '=' + source.lines[i].hash + ',' + std::to_string(source.lines[i].items) +
                ',' + std::to_string(source.lines[i].withheld);
      }
      lines.push_back(text);
    }
    lines.push_back(std::to_string(generation.meetings) + ' ' + std::to_string(generation.items) + ' ' +
                    std::to_string(generation.attachments));
    return lines;
  }
};

const std::string kOther = line("fu-2024-02-01", {"1 andet: et hus"});

}  // namespace

TEST_CASE_METHOD(ItemsFixture, "of a changed line the items that are as before are not read") {
  struct Case {
    const char* what;
    std::vector<std::string> before, after;
    const char *read, *summary;  // of the update; one item more, of another line, is unchanged
    const char* place = "";      // of the meeting, afterwards
  };
  const std::vector<std::string> three{"1 en: et hus", "2 to: to huse+a.pdf", "3 tre: tre huse"};
  const std::vector<Case> cases{
      {"a text",
       three,
       {"1 en: et hus", "2 to: nye huse+a.pdf", "3 tre: tre huse"},
       "to",
       "0 added, 1 changed, 0 removed, 3 unchanged"},
      {"a title",
       three,
       {"1 en: et hus", "2 ny: to huse+a.pdf", "3 tre: tre huse"},
       "ny",
       "0 added, 1 changed, 0 removed, 3 unchanged"},
      {"an attachment goes",
       three,
       {"1 en: et hus", "2 to: to huse", "3 tre: tre huse"},
       "to",
       "0 added, 1 changed, 0 removed, 3 unchanged"},
      {"one more at the end",
       three,
       {"1 en: et hus", "2 to: to huse+a.pdf", "3 tre: tre huse", "4 fire: huse"},
       "fire",
       "1 added, 0 changed, 0 removed, 4 unchanged"},
      {"the last goes",
       three,
       {"1 en: et hus", "2 to: to huse+a.pdf"},
       "",
       "0 added, 0 changed, 1 removed, 3 unchanged"},
      {"one between moves those behind it",
       three,
       {"1 en: et hus", "4 fire: huse", "2 to: to huse+a.pdf", "3 tre: tre huse"},
       "fire to tre",
       "1 added, 0 changed, 0 removed, 4 unchanged"},
      {"the first goes",
       three,
       {"2 to: to huse+a.pdf", "3 tre: tre huse"},
       "to tre",
       "0 added, 0 changed, 1 removed, 3 unchanged"},
      {"two change places",
       three,
       {"2 to: to huse+a.pdf", "1 en: et hus", "3 tre: tre huse"},
       "to en",
       "0 added, 0 changed, 0 removed, 4 unchanged"},
      {"one is closed",
       three,
       {"1 en: et hus", "!2 to: to huse+a.pdf", "3 tre: tre huse"},
       "to tre",
       "0 added, 0 changed, 1 removed, 3 unchanged"},
      {"a closed one comes, is opened, goes",
       {"1 en: et hus", "!2 to: to huse", "3 tre: tre huse"},
       {"1 en: et hus", "3 tre: tre huse"},
       "",
       "0 added, 0 changed, 0 removed, 3 unchanged"},
      {"a closed one changes",
       {"1 en: et hus", "!2 to: to huse", "3 tre: tre huse"},
       {"1 en: et hus", "!2 to: andre huse", "3 tre: tre huse"},
       "to",
       "0 added, 0 changed, 0 removed, 3 unchanged"},
      {"a number that is another's takes the same id",
       {"1 en: et hus", "2 to: to huse"},
       {"!2 nul: ingen", "1 en: et hus", "2 to: to huse"},
       "nul en to",
       "1 added, 0 changed, 1 removed, 2 unchanged"},
      {"an id of its own",
       {"#1 en: et hus", "#2 to: to huse"},
       {"#1 en: nyt hus", "#2 to: to huse"},
       "en",
       "0 added, 1 changed, 0 removed, 2 unchanged"},
      {"an id that was derived is another's own",
       {"1 en: et hus", "2 to: to huse"},
       {"2#1 en: et hus", "2 to: to huse"},
       "en to",
       "1 added, 1 changed, 1 removed, 1 unchanged"},
      {"what is said of the meeting", three, three, "en to tre", "0 added, 3 changed, 0 removed, 1 unchanged", "Salen"},
      {"texts with quotes, brackets and backslashes",
       {R"(1 "en"]}: \"hus\\" {[,)", R"(2 to\: \u0041"\\\)"},
       {R"(1 "en"]}: \"hus\\" {[,)", R"(2 to\: \u0041"\\\x)"},
       "to\\",
       "0 added, 1 changed, 0 removed, 2 unchanged"},
  };
  for (const Case& each : cases) {
    INFO(each.what);
    fs::remove_all(folder.path() / "index");
    fs::remove_all(folder.path() / "anew");
    write({line("fu-2024-01-01", each.before), kOther});
    update();
    write({line("fu-2024-01-01", each.after, each.place), kOther});
    CHECK(summary(update()) == each.summary);
    CHECK(read == each.read);
    update("anew");
    CHECK(dump("index") == dump("anew"));
    // And back.
    write({line("fu-2024-01-01", each.before), kOther});
    update();
    fs::remove_all(folder.path() / "anew");
    update("anew");
    CHECK(dump("index") == dump("anew"));
  }
}

TEST_CASE_METHOD(ItemsFixture, "lines of one id, in one file or two, do not take each other's items") {
  const std::vector<std::string> items{"1 en: et hus", "2 to: to huse", "3 tre: tre huse"};
  const std::vector<std::string> changed{"1 en: et hus", "2 to: nye huse", "3 tre: tre huse"};
  const std::string id = "fu-2024-01-01";
  SECTION("in one file") {
    write({line(id, items), line(id, {"1 en: et hus", "2 to: to huse"}), kOther});
    update();
    write({line(id, items), line(id, {"1 en: et hus", "2 to: nye huse"}), kOther});
  }
  SECTION("in one file, the first changes") {
    write({line(id, items), line(id, {"1 en: et hus", "2 to: to huse"}), kOther});
    update();
    write({line(id, changed), line(id, {"1 en: et hus", "2 to: to huse"}), kOther});
  }
  SECTION("in two files") {
    write({line(id, items), kOther}, "a.jsonl");
    write({line(id, {"1 en: et hus", "4 fire: huse"}), line("fu-2024-03-01", items)}, "b.jsonl");
    update();
    write({line(id, changed), kOther}, "a.jsonl");
    write({line(id, {"1 en: et hus", "4 fire: fem"}), line("fu-2024-03-01", items)}, "b.jsonl");
  }
  update();
  update("anew");
  CHECK(dump("index") == dump("anew"));
  CHECK(contents(folder.path() / "index").contains("fu-2024-01-01-2/1"));
}

TEST_CASE_METHOD(ItemsFixture, "a second reading that fails says why") {
  const std::vector<std::string> items{"1 en: et hus", "2 to: to huse"};
  const std::string id = "fu-2024-01-01";
  write({line(id, items), line(id, items), kOther});
  update();
  write({line(id, items), line(id, {"1 en: et hus", "2 to: nye huse"}), kOther});
  int readings = 0;
  environment.read = [&, before = environment.read](const corpus::SourceFile& file) {
    if (++readings > 1) throw corpus::SourceUnreadable("the disk is broken");
    return before(file);
  };
  CHECK_THROWS_WITH(update(), Catch::Contains("could not be read again") && Catch::Contains("the disk is broken"));
  CHECK(readings > 1);
}

TEST_CASE_METHOD(ItemsFixture, "the one line that is left keeps its meeting, whatever it was read as") {
  const std::vector<std::string> items{"1 en: et hus", "2 to: to huse"};
  for (const char* body : {"to huse", "nye huse"}) {
    INFO(body);
    write({line("fu-2024-01-01", items), kOther});
    update();
    write({line("fu-2024-01-01", {items[0], std::string("2 to: ") + body})});
    update();
    CHECK(contents(folder.path() / "index").size() == 3);
    fs::remove_all(folder.path() / "anew");
    update("anew");
    CHECK(contents(folder.path() / "index") == contents(folder.path() / "anew"));
  }
}

TEST_CASE_METHOD(ItemsFixture, "items are read where the index can't tell that they are as before") {
  const std::string id = "fu-2024-01-01";
  const std::vector<std::string> before{"1 en: et hus", "2 to: to huse"}, after{"1 en: et hus", "2 to: nye huse"};
  write({line(id, before), kOther});
  update();
  std::string changed = line(id, after);
  std::string expected = "en to";
  SECTION("the line says no id") {
    changed.replace(0, changed.find(','), "{\"id\":null");
  }
  SECTION("a name comes twice") {
    changed.replace(changed.rfind('}'), 1, ",\"layout\":\"made\"}");
  }
  SECTION("a name is written by an escape") {
    changed.replace(changed.find("\"items\""), 7, "\"\\u0069tems\"");
  }
  SECTION("there is white space in it") {
    changed.replace(changed.find("[{"), 2, "[ {");
    expected = "to";  // not in an item
  }
  SECTION("letters that are more than two bytes") {
    changed.replace(changed.find("nye"), 3, "\xE2\x82\xAC");
    expected = "en to andet";  // all that the file holds
  }
  write({changed, kOther});
  update();
  CHECK(read == expected);
  update("anew");
  CHECK(contents(folder.path() / "index") == contents(folder.path() / "anew"));
}

TEST_CASE_METHOD(ItemsFixture, "after any edits of items the index is to the byte one made anew") {
  std::mt19937 random(7);
  const auto any = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  int next = 0;
  const auto item = [&] {
    const std::string number = std::to_string(any(3) == 0 ? any(4) : static_cast<std::size_t>(++next));
    return std::string(any(4) == 0 ? "#" : "") + (any(6) == 0 ? "!" : "") + number + " titel" + std::to_string(any(9)) +
           ": ord" + std::to_string(any(20)) + " ord" + std::to_string(any(20)) + (any(4) == 0 ? "+bilag.pdf" : "");
  };
  struct Made {
    std::string id, place;
    std::vector<std::string> items;
  };
  std::vector<std::vector<Made>> files(2);
  for (std::size_t i = 0; i < 8; ++i) {
    Made made{"fu-2024-0" + std::to_string(i + 1) + "-01", "", {}};
    for (std::size_t k = 2 + any(6); k > 0; --k) made.items.push_back(item());
    files[i % 2].push_back(made);
  }
  for (int round = 0; round < 40; ++round) {
    for (std::size_t edits = 1 + any(3); edits > 0; --edits) {
      std::vector<Made>& file = files[any(2)];
      Made& made = file[any(file.size())];
      std::vector<std::string>& items = made.items;
      const std::size_t at = any(items.size() + 1);
      const auto place = items.begin() + static_cast<std::ptrdiff_t>(at);
      const std::size_t what = any(8);
      if (at == items.size() || what == 0)
        items.insert(place, item());
      else if (what == 1)
        items.erase(place);
      else if (what == 2)
        std::swap(items[at], items.back());
      else if (what == 3)
        made.place = "Sal " + std::to_string(any(3));
      else if (what == 4)
        std::swap(made, file.back());
      else
        items[at] = item();
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
      std::vector<std::string> lines;
      for (const Made& made : files[i]) lines.push_back(line(made.id, made.items, made.place));
      write(lines, std::to_string(i) + ".jsonl");
    }
    update();
    fs::remove_all(folder.path() / "anew");
    update("anew");
    INFO("round " << round);
    REQUIRE(dump("index") == dump("anew"));
  }
}
