// Documents as strings: which terms, weights and positions an item, an attachment and a meeting get.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/document_builder.h"

#include "corpus/facet_values.h"
#include "tests/support/catch.h"

using namespace opslag;
using analyzers::Term;
using analyzers::TermKind;

namespace {

// Words between spaces: "a+b" is a word with two parts; a word in capitals has a repair of the same position.
void split(std::string_view text, const indexer::TokenSink& sink) {
  std::uint32_t position = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    std::string word(text.substr(begin, end - begin));
    std::vector<Term> terms{{TermKind::surface, word}, {TermKind::lemma, word}};
    if (const std::size_t plus = word.find('+'); plus != std::string::npos) {
      terms.push_back({TermKind::part, word.substr(0, plus)});
      terms.push_back({TermKind::part, word.substr(plus + 1)});
    }
    sink(analyzers::Token{begin, end, position++, std::make_shared<const std::vector<Term>>(terms)});
    begin = end + 1;
  }
}

corpus::Stored sample() {
  corpus::Stored stored;
  stored.meeting.id = "fu-2023-09-29";
  stored.meeting.committee = "FU";
  stored.meeting.date = "2023-09-29";
  stored.item.id = "fu-2023-09-29/7";
  stored.item.number = 7;
  stored.item.title = "bo+sted";
  stored.item.sections = {{std::nullopt, "to ord"}, {"Beslutning", "ja"}};
  stored.item.decision = corpus::Decision{"ja", {"godkendt"}};
  return stored;
}

std::string describe(const corpus::Stored& stored) {
  indexer::DocumentBuilder builder(split);
  return indexer::describe(builder.build(stored, 7), builder.terms());
}

}  // namespace

TEST_CASE("an item's terms carry its fields' weights and positions") {
  CHECK(describe(sample()) ==
        "EBeslut:2 Ebo+ste:6 Eord "
        "Kitem LBeslutning:2@305 Lbo+sted:6@1 Lja:2@102 Lord@204 Lto@203 "
        "Mfu-2023-09-29 Pbo:6@1 Psted:6@1 Qfu-2023-09-29/7 SBeslutning:2 Sbo+sted:6 Sja:2 Sord Sto "
        "TLbo+sted TPbo TPsted TSbo+sted");
}
