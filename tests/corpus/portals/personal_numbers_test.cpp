// Personal numbers are found by shape, date, the words around and the check digit.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/personal_numbers.h"

#include "tests/support/catch.h"

using namespace opslag::corpus;

TEST_CASE("what is masked, and what only looks alike") {
  struct Row {
    std::string text, masked;
  };
  const auto row = GENERATE(
      Row{"Borgeren (cpr 010190-1234) søger", "Borgeren (cpr ******-****) søger"},
      Row{"CPR-nr.: 3112881234.", "CPR-nr.: **********."}, Row{"født 610190 1234", "født ****** ****"},
      Row{"NN, 290200–4321, bor", "NN, ******–****, bor"}, Row{"070761-4285", "******-****"},
      Row{"0707614285 uden ord", "********** uden ord"},                     // the check digit is right
      Row{"0707614286 uden ord", "0707614286 uden ord"},                     // it is not
      Row{"320190-1234", "320190-1234"}, Row{"011390-1234", "011390-1234"},  // no such date
      Row{"310490-1234", "310490-1234"}, Row{"sagsnr. 010190-1234", "sagsnr. 010190-1234"},
      Row{"tlf. 010190-1234", "tlf. 010190-1234"}, Row{"EAN 5790010190-1234", "EAN 5790010190-1234"},
      Row{"27.00.00-010190-1234", "27.00.00-010190-1234"}, Row{"010190-12345", "010190-12345"},
      Row{"A010190-1234", "A010190-1234"}, Row{"1.010.190-1234", "1.010.190-1234"},
      Row{"cpr 010190 - 1234", "cpr ****** - ****"}, Row{"010190-\n1234 bor", "******-\n**** bor"},
      Row{"010190\u20121234", "******\u2012****"}, Row{"010190\u00AD-1234", "******\u00AD-****"},
      Row{"personnr. 010190\t1234", "personnr. ******\t****"}, Row{"født 010190\u202F1234", "født ******\u202F****"},
      Row{"010190 -- 1234", "010190 -- 1234"}, Row{"cpr 010190       1234", "cpr 010190       1234"},
      Row{"den 010190\n2024 kr.", "den 010190\n2024 kr."}, Row{"010190-123", "010190-123"},
      Row{"132000\t130900\t-1100", "132000\t130900\t-1100"}, Row{"130900 -1101", "130900 -1101"},
      Row{"cpr 010190 -1234", "cpr ****** -****"}, Row{"perioden 2019-2023", "perioden 2019-2023"}, Row{"", ""},
      // what stands before says so of the next number only
      Row{"Sagsnr. 25/123: borger 010190-1234", "Sagsnr. 25/123: borger ******-****"},
      Row{"Sag fra 010190-1234", "Sag fra ******-****"}, Row{"tlf. 12345678 010190-1234", "tlf. 12345678 ******-****"},
      Row{"Mobiltelefon nr.: 010190-1234", "Mobiltelefon nr.: 010190-1234"},
      Row{"j.nr. 010190-1234", "j.nr. 010190-1234"}, Row{"Borger J, 010190-1234", "Borger J, ******-****"},
      Row{"konto 1234 0707614285", "konto 1234 0707614285"},
      Row{"dok.\u00A0nr. 010190-1234", "dok.\u00A0nr. 010190-1234"},
      // with a date as people write it
      Row{"cpr 01.01.90-1234", "cpr **.**.**-****"}, Row{"07.07.61-4285", "**.**.**-****"},
      Row{"07 07 61 - 4285", "** ** ** - ****"}, Row{"07-07-61-4285", "**-**-**-****"},
      Row{"07.07.61-4286", "07.07.61-4286"}, Row{"07.07 61-4285", "07.07 61-4285"}, Row{"07.0761-4285", "07.0761-4285"},
      Row{"sagsnr. 07.07.61-4285", "sagsnr. 07.07.61-4285"}, Row{"født 07.07.61 4285 Nyby", "født 07.07.61 4285 Nyby"},
      Row{"født 07.07.1961-4285", "født 07.07.1961-4285"}, Row{"tlf. 07 07 61 42 85", "tlf. 07 07 61 42 85"},
      Row{"den 07-07-61-42850", "den 07-07-61-42850"},
      // lists
      Row{"1,010190-1234,5", "1,******-****,5"}, Row{"010190-1234/020290-2345", "******-****/******-****"},
      Row{"010190-1234,020290-2345", "******-****,******-****"}, Row{"0707614285,50", "0707614285,50"},
      Row{"010190-1234/2019", "010190-1234/2019"}, Row{"010190-1234-2.pdf", "******-****-2.pdf"},
      Row{"010190-1234-2026", "010190-1234-2026"}, Row{"0707614285-2", "0707614285-2"},
      // what can't be seen, what is written together
      Row{"01\u00AD0190-12\u200B34", "**\u00AD****-**\u200B**"}, Row{"cpr010190-1234", "cpr******-****"},
      Row{"cpr-nr. 01 01 90 1234", "cpr-nr. ** ** ** ****"}, Row{"cpr: 010190/1234", "cpr: ******/****"},
      Row{"den 010190/1234", "den 010190/1234"}, Row{"fødselsdag 0101901234", "fødselsdag **********"},
      Row{"fødselsnummer 01.01.90 1234", "fødselsnummer **.**.** ****"},
      Row{"fødselsdato 01.01.90 1234 Nyby", "fødselsdato 01.01.90 1234 Nyby"},
      Row{"cpr_010190_1234", "cpr_******_****"}, Row{"010190_1234", "010190_1234"});
  CAPTURE(row.text);
  std::string text = row.text;
  mask_personal_numbers(text);
  CHECK(text == row.masked);
}

TEST_CASE("in a name, what stands beside is no part of the number") {
  struct Row {
    std::string text, masked;
  };
  const auto row = GENERATE(Row{"Ansøgning 010190-1234-2.pdf", "Ansøgning ******-****-2.pdf"},
                            Row{"udvalg-2026-010190-1234-01", "udvalg-2026-******-****-01"},
                            Row{"2026/010190-1234/1.pdf", "2026/******-****/1.pdf"},
                            Row{"sagsnr-010190-1234", "sagsnr-010190-1234"}, Row{"2026-01-01", "2026-01-01"},
                            Row{"0f010190-1234-4abc-8abc-0123456789ab", "0f010190-1234-4abc-8abc-0123456789ab"});
  CAPTURE(row.text);
  std::string text = row.text;
  mask_personal_numbers(text, Within::name);
  CHECK(text == row.masked);
}

TEST_CASE("addresses are read with their codes") {
  CHECK(address_holds_personal_number("https://x.dk/2026/010190-1234/1"));
  CHECK(address_holds_personal_number("https://x.dk/?person=010190%2d1234&n=2"));
  CHECK(address_holds_personal_number("https://x.dk/?q=cpr+010190+1234"));
  CHECK(address_holds_personal_number("bilag/010190%E2%80%931234.pdf"));
  CHECK_FALSE(address_holds_personal_number("https://x.dk/100%/2026-01-01/%2"));
  CHECK_FALSE(address_holds_personal_number("https://x.dk/?sagsnr=010190-1234"));
}

TEST_CASE("a long run of digits takes linear time and holds no number") {
  std::string text(1 << 20, '7');
  CHECK(mask_personal_numbers(text) == 0);
  CHECK(text == std::string(1 << 20, '7'));
}
