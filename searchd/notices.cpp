// The sentences of an answer's notices.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/notices.h"

#include <algorithm>

namespace opslag::searchd {
namespace {

struct Sentence {
  std::string_view code, da, en;  // '%' stands for the detail
};

const Sentence& sentence(NoticeCode code) {
  static constexpr Sentence kSentences[] = {
      {"query-cut", "Søgningen var meget lang. Kun begyndelsen er brugt.",
       "The query was very long. Only its beginning was used."},
      {"too-many-words", "Søgningen havde mange ord. Kun de første % er brugt.",
       "The query had many words. Only the first % were used."},
      {"too-many-phrases", "Kun de første % sætninger i anførselstegn er søgt som sætninger.",
       "Only the first % quoted phrases were searched as phrases."},
      {"phrase-cut", "En sætning i anførselstegn var lang. Kun dens første % ord er brugt.",
       "A quoted phrase was long. Only its first % words were used."},
      {"too-many-prefixes", "Kun de første % ord med stjerne er søgt som ordbegyndelser.",
       "Only the first % words with a star were searched as beginnings of words."},
      {"prefix-too-short", "Der skal stå mindst % bogstaver før en stjerne.",
       "A star needs at least % letters before it."},
      {"prefix-cut", "Mange ord begynder med »%«. Ikke alle er taget med: skriv flere bogstaver.",
       "Many words begin with “%”. Not all are included: type more letters."},
      {"too-deep", "Søgningen havde parenteser i for mange lag. De inderste er ikke brugt.",
       "The query had too many nested parentheses. The innermost were ignored."},
      {"unknown-value", "Der er ingen værdi, der hedder »%«.", "There is no value called “%”."},
      {"out-of-time", "Søgningen tog for lang tid og blev afbrudt. Der kan mangle resultater.",
       "The search took too long and was stopped. Hits may be missing."},
      {"shards-missing", "En del af samlingen svarer ikke lige nu. Der mangler resultater derfra.",
       "A part of the collection does not answer right now. Its results are missing."},
  };
  return kSentences[static_cast<std::size_t>(code)];
}

}  // namespace

Notice notice(NoticeCode code, Language lang, std::string_view detail) {
  const Sentence& words = sentence(code);
  std::string text(lang == Language::en ? words.en : words.da);
  if (const auto at = text.find('%'); at != std::string::npos) text.replace(at, 1, detail);
  return {std::string(words.code), std::move(text)};
}

void add_notice(std::vector<Notice>& notices, Notice added) {
  const bool there = std::any_of(notices.begin(), notices.end(),
                                 [&](const Notice& one) { return one.code == added.code && one.text == added.text; });
  if (!there) notices.push_back(std::move(added));
}

}  // namespace opslag::searchd
