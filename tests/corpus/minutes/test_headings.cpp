// Tests of item headings: numbers, titles, markers of closed items, case numbers, attachments' names.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "corpus/minutes/attachment_names.h"
#include "corpus/minutes/item_body.h"
#include "corpus/minutes/lines.h"
#include "corpus/minutes/numbered.h"
#include "tests/support/catch.h"

using namespace opslag::corpus;
using namespace opslag::corpus::minutes;

namespace {
struct Row {
  const char* text;
  const char* expected;
};

std::string numbered(const char* text) {
  const auto found = parse_numbered(text);
  return found ? found->word + "|" + found->number + "|" + std::string(found->title) : "-";
}
std::string title(const char* text) {
  const Title found = clean_title(text);
  return found.text + (found.closed ? " [closed]" : "");
}
std::string heading(const char* text) {
  const Lines lines = split_lines(text);
  const auto found = find_heading(lines, 0, lines.size(), false);
  return found ? found->heading + (found->date ? "|" + *found->date : "") : "-";
}
std::string names(const char* text) {
  const Lines lines = split_lines(text);
  std::string all;
  for (const std::string& name : read_names(lines, {0, lines.size()}).names) all += (all.empty() ? "" : "; ") + name;
  return all;
}
template <typename Function, std::size_t N>
void check(Function function, const Row (&rows)[N]) {
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(function(row.text) == row.expected);
  }
}
}  // namespace

TEST_CASE("numbered lines") {
  const Row rows[] = {
      {"1. Eventuelt", "|1|Eventuelt"},
      {"07. Eventuelt", "|07|Eventuelt"},
      {"Punkt 3: Takster", "punkt|3|Takster"},
      {"Pkt. 3. Takster", "pkt|3|Takster"},
      {"Pkt. 3 Takster", "pkt|3|Takster"},
      {"Sag nr. 74", "sag nr|74|"},
      {"Ad 1", "ad|1|"},
      {"• 4 Takster", "|4|Takster"},
      {"3.1 Takster", "|3.1|Takster"},
      {"12-12 seminar", "-"},
      {"10.00 – 10.15 Oplæg", "-"},
      {"17.00", "-"},
      {"1.215 kr.", "-"},
      {"Sag 306-2030-600", "-"},
      {"2030", "|2030|"},
      {"3(Lukket) Takster", "|3|(Lukket) Takster"},
      {"3(a) Takster", "-"},
      {"Eventuelt", "-"},
  };
  check(numbered, rows);
}

TEST_CASE("markers of closed items") {
  const Row rows[] = {
      {"Salg af hytten - Lukket punkt", "Salg af hytten [closed]"},
      {"Lukket: Salg af hytten", "Salg af hytten [closed]"},
      {"Lukket - Salg af hytten", "Salg af hytten [closed]"},
      {"Salg af hytten (lukket punkt)", "Salg af hytten [closed]"},
      {"Salg af hytten (Lukket)", "Salg af hytten [closed]"},
      {"Lukket punkt: Salg af hytten", "Salg af hytten [closed]"},
      {"LUKKET PUNKT - Salg af hytten", "Salg af hytten [closed]"},
      {"Salg af hytten\tLukket", "Salg af hytten [closed]"},
      {"Salg af hytten (lukket punkt)\t25/12341\tLukket", "Salg af hytten [closed]"},
      {"Lukket\tSalg af hytten\t3", "Salg af hytten [closed]"},
      {"Salg af hytten   Lukket punkt", "Salg af hytten [closed]"},
      {"Salg af hytten\tÅben", "Salg af hytten"},
      {"Salg af hytten (lukket punkt)25/12341", "Salg af hytten (lukket punkt)25/12341 [closed]"},
      {"Salg af hytten (lukket 2020)", "Salg af hytten (lukket 2020)"},
      {"Salg af\thytten", "Salg af hytten"},
      {"Closed item", "Closed item [closed]"},
      {"Lukket punkt", "Lukket punkt [closed]"},
      {"(Lukket) Salg af hytten", "Salg af hytten [closed]"},
      {"(Lukket sag) Salg af hytten", "Salg af hytten [closed]"},
      {"- Lukket sag: Salg af hytten", "Salg af hytten [closed]"},
      {"Lukket Salg af hytten", "Salg af hytten [closed]"},
      {"(Åben) Salg af hytten", "Salg af hytten"},
      {"(Åbent punkt): Salg af hytten", "Salg af hytten"},
      {"Åben sag: Salg af hytten", "Salg af hytten"},
      {"Åben Skole", "Åben Skole"},
      {"Åben skole", "Åben skole"},
      {"(Åben)", "(Åben)"},
      {"Lukket skolegård ved Åskolen", "Lukket skolegård ved Åskolen"},
      {"Hvorfor blev broen lukket", "Hvorfor blev broen lukket"},
      {"Frederiksberg - Lukketider", "Frederiksberg - Lukketider"},
  };
  check(title, rows);
}

TEST_CASE("what stands behind a title") {
  const Row rows[] = {
      {"Takster ( bilag )", "Takster"},       {"Takster ( )", "Takster"},
      {"Takster (14.00-15.00) #", "Takster"}, {"Takster v/Grethe – 10 min.", "Takster"},
      {"Takster (2030)", "Takster (2030)"},   {"Takster for § 105 (B)", "Takster for § 105 (B)"},
  };
  check([](const char* text) { return tidy_title(text); }, rows);
}

TEST_CASE("titles that mean the same") {
  CHECK(same_title("høringssvar til rammeaftalen 27-28", "høringsvar til rammeaftalen 27-28"));
  CHECK(same_title("ændringer i kapacitet fra assens kommune, herunder og",
                   "ændringer i kapacitet fra assens kommune, herunder oprettelse af hjem"));
  CHECK(same_title("samarbejdet med privat", "samarbejdet med private aktører på området"));
  CHECK_FALSE(same_title("eventuelt", "orientering"));
  CHECK_FALSE(same_title("jan 2025 arbejdsgruppemøde", "status cu gravide med misbrug"));
}

TEST_CASE("case numbers") {
  const Row rows[] = {
      {"SagsNr. 25/26257", "25/26257"},
      {"Sagsnr.: EMN-2025-010561", "EMN-2025-010561"},
      {"J.nr. 27.00.00-G01-1-21", "27.00.00-G01-1-21"},
      {"Sag 306-2009-600", "306-2009-600"},
      {"Sagnr.: 1-01-72-4-19", "1-01-72-4-19"},
      {"Sag nr. 74", "-"},
      {"Sag 3", "-"},
      {"Sagen blev drøftet i 2025", "-"},
      {"Sag 2025-17 blev udsat", "-"},
  };
  check(
      [](const char* text) {
        const auto found = find_case_number(text);
        return found ? found->text : std::string("-");
      },
      rows);
}

TEST_CASE("headings of sections") {
  const Row rows[] = {
      {"Beslutning", "Beslutning"},
      {"Baggrund:", "Baggrund"},
      {"Indstilling\u00a0", "Indstilling"},
      {"**Beslutning**", "Beslutning"},
      {"Beslutning i Udvalget for Voksne den 12-09-2030", "Beslutning i Udvalget for Voksne den 12-09-2030|2030-09-12"},
      {"Beslutning Miljøudvalget 2018-2021 den 06-11-2018",
       "Beslutning Miljøudvalget 2018-2021 den 06-11-2018|2018-11-06"},
      {"Beslutning i Udvalget for\nÆldre den 04-06-2020", "Beslutning i Udvalget for Ældre den 04-06-2020|2020-06-04"},
      {"Byrådets beslutning", "Byrådets beslutning"},
      {"Beslutning i Byrådet", "Beslutning i Byrådet"},
      {"Beslutningssag_Kommunernes økonomi.docx", "-"},
      {"Beslutning i sagen den 3. maj 2020 blev truffet uden afstemning", "-"},
      {"Baggrunden for sagen er denne.", "-"},
      {"Proces og kriterier for puljen", "-"},
      {"beslutning", "-"},
      {"Bilag: Kommissorium", "-"},
  };
  check(heading, rows);
}

TEST_CASE("lists of attachments") {
  const Row rows[] = {
      {"Et.pdf\nTo .docx", "Et.pdf; To .docx"},
      {" • Referat uden bilag.pdf\n\n • 9588c9b5-3ebd.pdf", "Referat uden bilag.pdf; 9588c9b5-3ebd.pdf"},
      {"1. Notat.pdf\n2. Kort.xlsx", "Notat.pdf; Kort.xlsx"},
      {"Bilag 2. Svar af 1. juli 2020 til kommunen.pdf", "Bilag 2. Svar af 1. juli 2020 til kommunen.pdf"},
      {"Foreløbige konklusioner_", "Foreløbige konklusioner_"},
      {"Et.pdf\n\nKontakt os på rådhuset", "Et.pdf"},
      {"Et langt navn på et notat om vilkårene i huset og\nhaven.pdf",
       "Et langt navn på et notat om vilkårene i huset og haven.pdf"},
      {"1\tNotat om kajen\t12-03-2031\n2\tKort.pdf\t25/1234-2", "Notat om kajen; Kort.pdf"},
      {"Notat om kajen\tPDF\t120 kB", "Notat om kajen"},
      {"Bilag 1\tNotat", "Bilag 1 Notat"},
      {"2031\t12-03-2031", "2031\t12-03-2031"},
      {"Ingen", ""},
      {"Vedlagte bilag viser, hvordan udgifterne har udviklet sig siden sidste år.", ""},
      {"", ""},
  };
  check(names, rows);
  CHECK(inline_name("Bilag: Notat om modeller.pdf") == "Notat om modeller.pdf");
  CHECK_FALSE(inline_name("Bilag: Kommissorium"));
  const NameList prose{{"Skema over indsatser"}, false}, files{{"Skema.pdf"}, true};
  CHECK(merge_names({prose, files}, {"skema.pdf", "Andet.pdf"}) == std::vector<std::string>{"Skema.pdf", "Andet.pdf"});
  CHECK(merge_names({prose}, {}) == prose.names);
}
