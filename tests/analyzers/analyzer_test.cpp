// Texts and the tokens that the analyser makes of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analyzers/analyzers.h"
#include "tests/support/catch.h"

using namespace opslag::analyzers;

namespace {

struct Row {
  std::string text, tokens;
};

template <std::size_t N>
void check(const Row (&rows)[N], std::string_view kinds) {
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(printed(row.text, kinds) == row.tokens);
  }
}

}  // namespace

TEST_CASE("words keep their place, their form and their dictionary form") {
  const Row rows[] = {
      {"", ""},
      {"Kommunernes møder", "0[Kommunernes] S:kommunernes L:kommune | 1[møder] S:møder L:moede"},
      {"børnene\nå", "0[børnene] S:børnene L:barn | 1[å] S:å L:aa"},
      {"b\u00ADørn", "0[b\u00ADørn] S:børn L:barn"},
      {"bo\xCC\x88n 4a", "0[bo\xCC\x88n] S:bön L:boen | 1[4a] S:4a L:4a"},
      {"dok2022", "0[dok2022] S:dok2022 L:dok2022"},
      {"a\xFFz", "0[a] S:a L:a | 1[z] S:z L:z"},
      {"sager¹, m²", "0[sager] S:sager L:sag | 1[m] S:m L:m"},
      {"日本語 Ελλάδα", "0[日本語] S:日本語 L:日本語 | 1[Ελλάδα] S:ελλάδα L:ελλαδα"},
  };
  check(rows, "SL");
}

TEST_CASE("references to laws are typed, with the law where it is named") {
  const Row rows[] = {
      {"efter § 107", "1[§ 107] X:num:107 X:par:107"},
      {"§107", "0[§107] X:num:107 X:par:107"},
      {"§\u00A0107", "0[§\u00A0107] X:num:107 X:par:107"},
      {"paragraf 107", "0[paragraf 107] X:num:107 X:par:107"},
      {"§§ 43 og 46", "0[§§ 43] X:num:43 X:par:43 | 2[46] X:num:46 X:par:46"},
      {"§§ 103, 104 og 107", "0[§§ 103] X:num:103 X:par:103 | 1[104] X:num:104 X:par:104 | 3[107] X:num:107 X:par:107"},
      {"§§ 107-109", "0[§§ 107] X:num:107 X:par:107 X:par:108 | 1[109] X:num:109 X:par:109"},
      {"§105-pladser", "0[§105] X:num:105 X:par:105"},
      {"§105/§85", "0[§105] X:num:105 X:par:105 | 1[85] X:num:85 X:par:85"},
      {"§ 105/85", "0[§ 105] X:num:105 X:par:105 | 1[85] X:num:85 X:par:85"},
      {"§ 82 c", "0[§ 82 c] X:num:82 X:par:82c"},
      {"§ 82c", "0[§ 82c] X:num:82 X:par:82c"},
      {"§ 82 a-c", "0[§ 82 a-c] X:num:82 X:par:82a X:par:82b X:par:82c"},
      {"§ 107 i sagen", "0[§ 107] X:num:107 X:par:107"},
      {"SEL § 85", "0[SEL] X:acr:sel | 1[§ 85] X:num:85 X:par:85 X:par:sel:85"},
      {"Servicelovens § 107", "1[§ 107] X:num:107 X:par:107 X:par:sel:107"},
      {"§ 107 i lov om social service", "0[§ 107] X:num:107 X:par:107 X:par:sel:107"},
      {"ABL § 105, stk. 2",
       "0[ABL] X:acr:abl | 1[§ 105] X:num:105 X:par:105 X:par:abl:105 X:par:abl:105/2 | 3[2] X:num:2"},
      {"fiskerilovens § 27", "1[§ 27] X:num:27 X:par:27 X:par:fiskerilov:27"},
      {"§ 107 og 3 pladser", "0[§ 107] X:num:107 X:par:107 | 2[3] X:num:3"},
      {"§§ 11, stk. 3, og 32 a i dagtilbudsloven",
       "0[§§ 11] X:num:11 X:par:11 X:par:dtl:11 X:par:dtl:11/3 | 2[3] X:num:3 | 4[32 a] X:num:32 X:par:32a "
       "X:par:dtl:32a"},
      {"§ og §§§§§", ""},
  };
  check(rows, "X");
}

TEST_CASE("numbers and amounts have one key for all spellings") {
  const Row rows[] = {
      {"4.717 og 4717", "0[4.717] X:num:4717 | 2[4717] X:num:4717"},
      {"8.020 kr.", "0[8.020] X:num:8020"},
      {"251,6 mio. kr.", "0[251,6] X:num:251,6 X:num:251600000"},
      {"1,5 milliarder", "0[1,5] X:num:1,5 X:num:1500000000"},
      {"1.280,50", "0[1.280,50] X:num:1280,5"},
      {"5,51%", "0[5,51] X:num:5,51"},
      {"010561", "0[010561] X:num:10561"},
      {"1.2.3", "0[1] X:num:1 | 1[2.3] X:num:2,3"},
  };
  check(rows, "X");
  CHECK(printed("5,51%", "S") == "0[5,51] S:5,51 | 1[%] S:procent");
}

TEST_CASE("dates are one thing in all spellings") {
  for (const std::string text :
       {"29. september 2023", "29 september 2023", "29. sept. 2023", "29.09.2023", "29.9.23", "29/9-2023", "29/9 2023",
        "29/9/23", "2023-09-29", "29-09-2023", "20230929", "29.\u00A0september\n2023"}) {
    INFO(text);
    CHECK(has_term(text, "X:date:2023-09-29"));
    CHECK(has_term(text, "X:date:2023-09"));
    CHECK(has_term(text, "X:date:--09-29"));
  }
  CHECK(has_term("den 1. oktober", "X:date:--10-01"));
  CHECK(has_term("16/12", "X:date:--12-16"));
  CHECK(has_term("september 2023", "X:date:2023-09"));
  CHECK(has_term("28.-29. september 2023", "X:date:2023-09-28"));
  CHECK(has_term("28. og 29. september 2023", "X:date:2023-09-28"));
  for (const std::string text : {"31.13.2023", "32. maj", "29.2", "99-99-2023", "0/0-2023", "27.00.00"}) {
    INFO(text);
    CHECK(printed(text, "X").find("date:") == std::string::npos);
  }
}

TEST_CASE("times, spans of years and case numbers") {
  const Row rows[] = {
      {"kl. 8:30", "1[8:30] X:num:8 X:time:08:30"},
      {"kl. 08.30", "1[08.30] X:num:8 X:time:08:30"},
      {"kl. 8", "1[8] X:num:8 X:time:08:00"},
      {"08.00-18.00", "0[08.00] X:num:8 X:time:08:00 | 1[18.00] X:num:18 X:time:18:00"},
      {"25.99", "0[25.99] X:num:25,99"},
  };
  check(rows, "X");
  for (const std::string text : {"2025-2026", "2025–2026", "2025/2026", "2025/26", "Rammeaftale 25-26"}) {
    INFO(text);
    CHECK(has_term(text, "X:span:2025-2026"));
  }
  CHECK_FALSE(has_term("bane 25-26", "X:span:2025-2026"));
  for (const std::string number : {"25/26257", "2025/012345", "EMN-2025-010561", "27.00.00-G01-1-21", "2024-12345"}) {
    INFO(number);
    std::string lower_case = number;
    for (char& c : lower_case) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    CHECK(has_term("sag " + number + ".", "X:case:" + lower_case));
  }
  for (const std::string text : {"4.717.000", "2025-2026", "10-12", "og/eller", "K22/KKR", "12.345,67"}) {
    INFO(text);
    CHECK(printed(text, "X").find("case:") == std::string::npos);
  }
}

TEST_CASE("acronyms are found with and without their endings, and KL is not kl.") {
  for (const std::string text : {"KL", "KLs", "KL's", "KL\u2019s", "(KL)", "hos KL."}) {
    INFO(text);
    CHECK(has_term(text, "X:acr:kl"));
  }
  CHECK(has_term("KKR'er", "X:acr:kkr"));
  CHECK(has_term("ØA25", "X:num:2025"));
  CHECK(has_term("DK2020", "X:acr:dk"));
  CHECK(printed("kl. 8", "S") == "0[kl.] S:kl. | 1[8] S:8");
  CHECK_FALSE(has_term("kl. 8", "X:acr:kl"));
  CHECK_FALSE(finds("KL", "mødet begynder kl. 8"));
  CHECK(finds("KL", "KL’s udspil"));
  CHECK(finds("kl", "KL’s udspil"));
}

TEST_CASE("abbreviations, file names and glued sentences come apart") {
  const Row rows[] = {
      {"bl.a. og f.eks", "0[bl.a.] S:bl.a. | 1[og] S:og | 2[f.eks] S:f.eks."},
      {"pga.corona", "0[pga.] S:pga. | 1[corona] S:corona"},
      {"a_b_c.docx", "0[a] S:a | 1[b] S:b | 2[c] S:c | 3[docx] S:docx"},
      {"www.sst.dk/da", "0[www] S:www | 1[sst] S:sst | 2[dk] S:dk | 3[da] S:da"},
      {"abc@kl.dk", "0[abc] S:abc | 1[kl] S:kl | 2[dk] S:dk"},
  };
  check(rows, "S");
}

TEST_CASE("what hyphens join, break and suspend") {
  CHECK(finds("dobbeltdiagnoseområdet", "dobbeltdiagnose-området"));
  CHECK(finds("dobbeltdiagnose-området", "dobbeltdiagnoseområdet"));
  CHECK(finds("Faaborg-Midtfyn", "Faaborg Midtfyn"));
  CHECK_FALSE(finds("Faaborg-Midtfyn", "Faaborg og Midtfyn"));
  CHECK(finds("specialundervisning", "special-\nundervisning"));
  CHECK(finds("specialundervisning", "special\u00AD\nundervisning"));
  CHECK(finds("udfordring", "(styrings)udfordringer"));
  CHECK(finds("styringsudfordring", "(styrings)udfordringer"));
  CHECK(finds("uhensigtsmæssig", "u hensigtsmæssige"));
  CHECK(finds("gruppedrøftelse", "gruppe drøftelser"));
  CHECK_FALSE(finds("gruppedrøftelse", "drøftelser i gruppe"));
  const std::string area = "psykiatri-, hjemløse- og misbrugsområdet";
  CHECK(finds("psykiatriområdet", area));
  CHECK(finds("hjemløseområde", area));
  CHECK_FALSE(finds("psykiatrimisbrug", area));
  CHECK(finds("opjustere", "op- og nedjustere"));
  CHECK(finds("børneudvalg", "børn- og ungeudvalget"));
  CHECK(finds("25-årig", "de 25-årige"));
  CHECK(finds("CO2", "CO₂-udledning"));
  CHECK(finds("landsdækkende", "lands- og landsdelsdækkende"));
  CHECK(finds("botilbudsplads", "botilbud og -pladser"));
  CHECK(finds("socialstyrelsen", "Social- og Boligstyrelsen"));
  CHECK_FALSE(has_term("opgaver - mål og midler", "L:opgavemiddel"));
}
