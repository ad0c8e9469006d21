// What is stored comes back, in CBOR that others can read; damaged bytes are told.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/stored.h"

#include <nlohmann/json.hpp>
#include <random>

#include "corpus/compressed.h"
#include "tests/support/catch.h"

using namespace opslag::corpus;

namespace {

Stored item() {
  Stored stored;
  stored.meeting.id = "social-2024-03-05";
  stored.meeting.organisation = "Ærø Kommune";
  stored.meeting.date = "2024-03-05";
  stored.meeting.layout = "website";
  stored.meeting.source = "a.txt";
  stored.meeting.audience = Audience::internal;
  stored.item.id = "social-2024-03-05/3.1";
  stored.item.number = "3.1";
  stored.item.title = std::string("Bytes \xFF og \0 nul", 15);
  stored.item.case_number = "27.00.00-G01";
  stored.item.sections = {
      {std::nullopt, std::string(300, 'x')}, {"Beslutning", "Godkendt."}, {"", std::string(70'000, 'y')}};
  stored.item.decision = Decision{"Godkendt.", {"godkendt"}};
  stored.item.municipalities = {"Odense", "Ærø"};
  stored.item.topics = {"budget"};
  stored.item.attachments = {{"id", "plan.pdf", "bilag/plan.pdf", "application/pdf", "abc"}, {"id2", "to", {}, {}}};
  return stored;
}

Stored attachment() {
  Stored stored;
  stored.kind = DocumentKind::attachment;
  stored.item.id = "social-2024-03-05/3.1";
  stored.attachment = 1;
  stored.item.attachments.resize(2);
  stored.item.attachments.back() = {"id2", "to", std::nullopt, "text/plain"};
  stored.pages = {"side 1", "", "side 3"};
  stored.text_problem = "Kun en del kunne læses.";
  return stored;
}

Stored meeting() {
  Stored stored;
  stored.kind = DocumentKind::meeting;
  stored.meeting.id = "social-2024-03-05";
  for (const int number : {1, -2, 24, 255, 256, 65'536, 2'000'000'000}) stored.items.push_back({"x", number, "Punkt"});
  stored.items.push_back({"y", std::monostate{}, ""});
  return stored;
}

bool same(const ItemReference& a, const ItemReference& b) {
  return a.id == b.id && a.number == b.number && a.title == b.title;
}

bool same(const Stored& a, const Stored& b) {
  return a.kind == b.kind && a.meeting == b.meeting && a.item == b.item && a.attachment == b.attachment &&
         a.pages == b.pages && a.text_problem == b.text_problem && a.previous.has_value() == b.previous.has_value() &&
         (!a.previous || same(*a.previous, *b.previous)) && a.next.has_value() == b.next.has_value() &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(),
                    [](const auto& x, const auto& y) { return same(x, y); });
}

}  // namespace

TEST_CASE("what is stored comes back") {
  for (const Stored& stored : {item(), attachment(), meeting(), Stored{}}) {
    const std::string bytes = encode(stored);
    CHECK(same(decode(bytes), stored));
    CHECK_FALSE(is_compressed(bytes));
    for (const std::string& small : {compressed(bytes), quickly_compressed(bytes)}) {
      CHECK(is_compressed(small));
      CHECK(same(decode(small), stored));
    }
    // It is CBOR, in its shortest form.
    const auto json = nlohmann::json::from_cbor(bytes);
    std::string again;
    nlohmann::json::to_cbor(json, again);
    CHECK(again == bytes);
  }
}

TEST_CASE("an item's neighbours are told by its meeting's document, and not stored") {
  struct Case {
    const char *id, *previous, *next;
    bool listed;
  };
  Stored all = meeting();
  all.items = {{"m/1", 1, "En"}, {"m/2", 2, "To"}, {"m/3", 3, "Tre"}};
  const auto id_of = [](const auto& reference) { return reference ? reference->id : std::string("none"); };
  for (const Case& each : {Case{"m/1", "none", "m/2", true}, Case{"m/2", "m/1", "m/3", true},
                           Case{"m/3", "m/2", "none", true}, Case{"m/4", "none", "none", false}}) {
    Stored one = item();
    one.item.id = each.id;
    one.previous = ItemReference{"before", 9, "Forrige"};
    one.next = ItemReference{"after", 9, "Næste"};
    CHECK(add_neighbours(all, one) == each.listed);
    CHECK(id_of(one.previous) == each.previous);
    CHECK(id_of(one.next) == each.next);
    const Stored back = decode(encode(one));
    CHECK_FALSE(back.previous.has_value());
    CHECK_FALSE(back.next.has_value());
  }
}

TEST_CASE("items of before, which held copies of their neighbours, are read") {
  std::vector<std::uint8_t> bytes;
  auto json = nlohmann::json::from_cbor(encode(item()));
  REQUIRE(json[4].is_null());
  json[4] = {"social-2024-03-05/2", 2, "To"};
  nlohmann::json::to_cbor(json, bytes);
  CHECK(same(decode(std::string(bytes.begin(), bytes.end())), item()));
}

TEST_CASE("damaged documents are told, whatever the damage") {
  std::mt19937 random(5);
  for (const Stored& stored : {item(), attachment(), meeting()}) {
    const std::string bytes = encode(stored);
    for (std::size_t size = 0; size < std::min<std::size_t>(bytes.size(), 400); ++size) {
      CHECK_THROWS_AS(decode(bytes.substr(0, size)), std::runtime_error);
      for (const std::string& small : {compressed(bytes), quickly_compressed(bytes)}) {
        if (size < small.size()) CHECK_THROWS_AS(decode(small.substr(0, size)), std::runtime_error);
      }
    }
    CHECK_THROWS_AS(decode(bytes + "x"), std::runtime_error);
    std::size_t survived = 0;
    for (int round = 0; round < 3000; ++round) {
      std::string damaged = bytes;
      damaged[random() % std::min<std::size_t>(damaged.size(), 500)] = static_cast<char>(random());
      try {
        decode(damaged);
        ++survived;  // a letter of a text
      } catch (const std::runtime_error&) {
      }
    }
    CHECK(survived < 3000);
    for (std::string small : {compressed(bytes), quickly_compressed(bytes)}) {
      for (std::size_t at = 0; at < small.size(); ++at) {
        const char kept = small[at];
        small[at] = static_cast<char>(random());
        try {
          decode(small);
        } catch (const std::runtime_error&) {
        }
        small[at] = kept;
      }
    }
  }
  // A frame that says to be larger than any document, and one of a frame in a frame.
  const std::string huge("\x28\xB5\x2F\xFD\xE0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 13);
  CHECK_THROWS_AS(decode(huge), std::runtime_error);
  CHECK_THROWS_AS(decode("LZ\xFF\xFF\xFF\xFF\x0F"), std::runtime_error);
  CHECK_THROWS_AS(decode(compressed("x")), std::runtime_error);
  CHECK_THROWS_AS(decode(compressed(compressed(encode(item())))), std::runtime_error);
  CHECK_THROWS_AS(decode(quickly_compressed(quickly_compressed(encode(item())))), std::runtime_error);
}

TEST_CASE("a document of any length comes back") {
  std::mt19937 random(7);
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kMostQuick - 1, kMostQuick, kMostQuick + 1}) {
    std::string bytes(size, ' ');
    CHECK(decompressed(quickly_compressed(bytes)) == bytes);
    for (char& byte : bytes) byte = static_cast<char>(random());
    CHECK(decompressed(quickly_compressed(bytes)) == bytes);
  }
}
