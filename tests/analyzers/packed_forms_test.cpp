// What is kept as bytes comes back as it was, and what is forgotten is what was asked for longest ago.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/packed_forms.h"

#include "analyzers/form_store.h"
#include "analyzers/language.h"
#include "analyzers/word_forms.h"
#include "tests/analyzers/analyzers.h"
#include "tests/support/catch.h"

using namespace opslag::analyzers;

namespace {

void check_same(const WordFormTerms& a, const WordFormTerms& b) {
  CHECK(a.surface == b.surface);
  CHECK(a.base == b.base);
  CHECK(a.unfolded == b.unfolded);
  CHECK(std::tuple(a.capitalised, a.acronym, a.known, a.name) == std::tuple(b.capitalised, b.acronym, b.known, b.name));
  CHECK(*a.terms == *b.terms);
}

std::string word(int number) {
  std::string text = "ord";
  for (; number > 0; number /= 26) text += static_cast<char>('a' + number % 26);
  return text;
}

}  // namespace

TEST_CASE("forms come back from bytes as they were") {
  WordForms forms(load_language());
  for (const std::string& raw : std::vector<std::string>{
           "udvalget", "Kapacitetsudvidelser", "KL's", "ØA25", "botlibudspladser", "og", "Aarhus", "hjaelpe", "2023",
           "a", "udgiftspresset", "x\u0301y", std::string(1000, 'u'), "æ\xff"}) {
    INFO(raw);
    const WordFormTerms& form = forms.of(raw);
    check_same(form, unpack(pack(form)));
  }
}

TEST_CASE("packed forms hold what was asked for of late, within their limit") {
  PackedForms forms;
  forms.insert("ord", "nothing is kept without a limit");
  CHECK_FALSE(forms.find("ord"));
  forms.limit(64 << 10);
  forms.insert("", "empty");
  for (int i = 0; i < 20'000; ++i) {
    forms.insert(word(i), "value of " + word(i));
    REQUIRE(forms.find("") == "empty");
    REQUIRE(forms.find(word(i / 100 * 100)) == "value of " + word(i / 100 * 100));
  }
  CHECK(forms.find(word(19'990)) == "value of " + word(19'990));
  CHECK_FALSE(forms.find(word(5)));
}

TEST_CASE("a store that keeps forms packed gives the same form again, and one that does not forgets it") {
  const auto form = std::make_shared<const WordFormTerms>(WordForms(load_language()).of("botilbudspladserne"));
  for (const bool packs : {false, true}) {
    FormStore store;
    if (packs) store.keep_packed(std::size_t{64} << 20);
    store.insert("botilbudspladserne", form);
    for (int i = 0; i < 300'000; ++i) store.insert(word(i), form);
    const FormStore::Form found = store.find("botilbudspladserne");
    REQUIRE((found != nullptr) == packs);
    if (packs) check_same(*form, *found);
  }
}
