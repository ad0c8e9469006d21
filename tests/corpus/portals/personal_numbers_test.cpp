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
      Row{"cpr 010190 -1234", "cpr ****** -****"}, Row{"perioden 2019-2023", "perioden 2019-2023"}, Row{"", ""});
  CAPTURE(row.text);
  std::string text = row.text;
  mask_personal_numbers(text);
  CHECK(text == row.masked);
}

TEST_CASE("a long run of digits takes linear time and holds no number") {
  std::string text(1 << 20, '7');
  CHECK(mask_personal_numbers(text) == 0);
  CHECK(text == std::string(1 << 20, '7'));
}
