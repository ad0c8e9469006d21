// What stands around a committee's name is told from the name itself.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/head_names.h"

#include <algorithm>
#include <array>

#include "corpus/minutes/lines.h"
#include "corpus/minutes/vocabulary.h"

namespace opslag::corpus::minutes {

bool has_word(const std::string& words, std::string_view word) {
  for (std::size_t at = words.find(word); at != std::string::npos; at = words.find(word, at + 1)) {
    if (at == 0 || words[at - 1] == ' ' || words[at - 1] == '-' || words[at - 1] == '(') return true;
  }
  return false;
}

bool is_committee_name(const std::string& words) {
  if (words.size() < 3 || words.size() > 110 || count_words(words) > 12) return false;
  const auto& endings = vocabulary().committee_words();
  if (std::any_of(endings.begin(), endings.end(), [&](const std::string& end) { return words.ends_with(end); }))
    return true;
  return words.starts_with("udvalg for ") || words.starts_with("udvalget for ") || words.starts_with("udvalget \"");
}

std::string committee_in_title(std::string_view title) {
  static constexpr std::array<std::string_view, 39> kStarts{"referat fra",
                                                            "referat af",
                                                            "referat for",
                                                            "referat",
                                                            "dagsorden til",
                                                            "dagsorden for",
                                                            "dagsorden",
                                                            "tillægsdagsorden til",
                                                            "tillægsdagsorden for",
                                                            "tillægsdagsorden",
                                                            "beslutningsprotokol for",
                                                            "beslutningsprotokol fra",
                                                            "beslutningsprotokol",
                                                            "beslutningsreferat fra",
                                                            "beslutningsreferat",
                                                            "mødereferat",
                                                            "protokol for",
                                                            "protokol fra",
                                                            "protokol",
                                                            "udskrift af",
                                                            "ordinært møde",
                                                            "ekstraordinært møde",
                                                            "konstituerende møde",
                                                            "åbent møde",
                                                            "møde",
                                                            "mødet",
                                                            "mødedato",
                                                            "ordinært",
                                                            "ekstraordinært",
                                                            "det",
                                                            "af",
                                                            "fra",
                                                            "for",
                                                            "i",
                                                            "til",
                                                            "åben",
                                                            "åbent",
                                                            "-",
                                                            "–"};
  std::string_view rest = trim(title);
  for (bool cut = true; cut;) {
    cut = false;
    for (const std::string_view start : kStarts) {
      if (rest.size() < start.size() || key(rest.substr(0, start.size())) != key(start)) continue;
      if (starts_with_letter(start) && rest.size() > start.size() && starts_with_letter(rest.substr(start.size())))
        continue;
      if (starts_with_letter(start) && rest.size() > start.size() && is_digit(rest[start.size()])) continue;
      rest = trim(rest.substr(start.size()));
      while (rest.starts_with(':') || rest.starts_with(',')) rest = trim(rest.substr(1));
      cut = true;
      break;
    }
  }
  for (bool cut = true; cut;) {
    cut = false;
    for (const std::string_view end : {" -", " –", ",", ":", " referat", " dagsorden", " møde", " - referat", " kl.",
                                       " (referat)", " (dagsorden)"}) {
      if (rest.size() <= end.size()) continue;
      const std::string_view tail = rest.substr(rest.size() - end.size());
      if (tail != end && (key(tail).empty() || key(tail) != key(end) || !is_space(tail.front()))) continue;
      rest = trim(rest.substr(0, rest.size() - end.size()));
      cut = true;
    }
  }
  // "Havneudvalgets møde": of whom it is.
  if (rest.ends_with('s') && !is_committee_name(key(rest)) && is_committee_name(key(rest.substr(0, rest.size() - 1))))
    rest.remove_suffix(1);
  return std::string(rest);
}

std::string body_of_meeting(const std::string& name) {
  static constexpr std::string_view kEnd = "smøde";
  const std::size_t at = name.find(kEnd);
  if (at == std::string::npos ||
      (at + kEnd.size() < name.size() && starts_with_letter(std::string_view(name).substr(at + kEnd.size()))))
    return name;
  const std::size_t space = name.rfind(' ', at);
  const std::string word =
      name.substr(space == std::string::npos ? 0 : space + 1, at - (space == std::string::npos ? 0 : space + 1));
  const std::string form = key(word);
  if (form.ends_with("bestyrelse")) return word + "n";
  if (form.ends_with("råd") || form.ends_with("udvalg") || form.ends_with("forum") || form.ends_with("nævn"))
    return word + "et";
  return name;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  if (text.size() > 1 && text[0] == '\xC3' && starts_lower(text)) text[1] = static_cast<char>(text[1] - 0x20);
  return text;
}

void split_organisation(MeetingHead& meeting) {
  static constexpr std::string_view kKommune = " Kommune";
  if (!meeting.committee) return;
  const std::size_t at = meeting.committee->find(kKommune);
  if (at == std::string::npos || at == 0) return;
  std::string_view rest = trim(std::string_view(*meeting.committee).substr(at + kKommune.size()));
  while (rest.starts_with(',') || rest.starts_with('-')) rest = trim(rest.substr(1));
  if (rest.empty() || !is_committee_name(key(rest))) return;
  if (!meeting.organisation) meeting.organisation = meeting.committee->substr(0, at + kKommune.size());
  meeting.committee = std::string(rest);
}

}  // namespace opslag::corpus::minutes
