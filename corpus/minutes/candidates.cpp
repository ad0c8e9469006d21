// Weighs lines that may head items. The weights say what is usual in minutes; only their order of size matters.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/candidates.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "corpus/minutes/attachment_names.h"
#include "corpus/minutes/dates.h"
#include "corpus/minutes/item_body.h"
#include "corpus/minutes/numbered.h"

namespace opslag::corpus::minutes {
namespace {

constexpr std::size_t kLookBack = 150;  // candidates; keeps the search linear

std::string family_of(const Numbered& numbered) {
  static const std::unordered_map<std::string, std::string> words{{"punkt", "punkt"},
                                                                  {"punkt nr", "punkt"},
                                                                  {"pkt", "punkt"},
                                                                  {"pkt. nr", "punkt"},
                                                                  {"dagsordenspunkt", "punkt"},
                                                                  {"dagsordenens punkt", "punkt"},
                                                                  {"ad", "ad"},
                                                                  {"ad punkt", "ad"},
                                                                  {"ad pkt", "ad"},
                                                                  {"sag", "sag"},
                                                                  {"sag nr", "sag"},
                                                                  {"sagsnr", "sag"}};
  if (numbered.word.empty()) return std::string(1, numbered.mark == '\0' ? ' ' : numbered.mark);
  const auto found = words.find(numbered.word);
  return found == words.end() ? numbered.word : found->second;
}

std::vector<int> parts_of(std::string_view number) {
  std::vector<int> parts(1);
  for (const char c : number) {
    if (c == '.') {
      parts.push_back(0);
    } else if (is_digit(c)) {
      parts.back() = parts.back() * 10 + (c - '0');
    }
  }
  return parts;
}

// A line of prose, of a table or of a list.
bool is_prose(const Line& line, const Numbered& numbered) {
  const std::string_view title = numbered.title;
  if (!numbered.word.empty()) return starts_lower(title) && numbered.mark == '\0';
  if (title.empty()) return numbered.mark != '.' || line.text.size() > 4;
  if (!starts_upper(title) && starts_with_letter(title) && numbered.mark == '\0') return true;
  const MarkerKind marker = marker_before(title);
  if (marker == MarkerKind::open || marker == MarkerKind::closed) return false;
  if (numbered.mark == '\0' && !starts_with_letter(title)) return true;
  if (!file_extension(title).empty()) return true;
  if (title.ends_with(',') || title.ends_with(';')) return true;
  if (title.ends_with('.') && count_words(title) > 14) return true;
  const auto date = find_date(line.text.substr(0, 40));
  return date && date->begin == 0;
}

bool comes_next(const std::vector<int>& a, const std::vector<int>& b) {
  if (a.size() == b.size()) {
    return std::equal(a.begin(), a.end() - 1, b.begin()) && b.back() == a.back() + 1;
  }
  if (b.size() == a.size() + 1) return std::equal(a.begin(), a.end(), b.begin()) && b.back() == 1;
  return b.size() < a.size() && std::equal(b.begin(), b.end() - 1, a.begin()) && b.back() == a[b.size() - 1] + 1;
}

// The headings of one family, weighed.
class Search {
 public:
  Search(const Lines& lines, std::vector<const Candidate*> family, const Landmarks& landmarks)
      : lines_(lines), family_(std::move(family)), landmarks_(landmarks) {
    std::unordered_map<std::string, int> titles;
    for (const Candidate* candidate : family_) ++titles[key(candidate->title)];
    for (std::size_t i = 0; i < family_.size(); ++i) {
      own_.push_back(own_weight(i, titles));
    }
  }

  Chain run(bool equal_numbers) {
    const std::size_t n = family_.size();
    std::vector<double> best(n);
    std::vector<std::size_t> from(n, n);
    Chain chain;
    std::size_t last = n;
    for (std::size_t i = 0; i < n; ++i) {
      best[i] = own_[i] - 2.0 * landmarks_.decisions({0, family_[i]->line});
      for (std::size_t j = i > kLookBack ? i - kLookBack : 0; j < i; ++j) {
        if (equal_numbers ? family_[j]->parts != family_[i]->parts : !(family_[j]->parts < family_[i]->parts)) continue;
        double value = best[j] + segment(j, family_[i]->line) + step(j, i, equal_numbers) + own_[i];
        if (equal_numbers && i + 1 < n && comes_next(family_[i]->parts, family_[i + 1]->parts))
          value -= 1;  // a list begins
        if (value > best[i]) {
          best[i] = value;
          from[i] = j;
        }
      }
      const double whole = best[i] + segment(i, lines_.size());
      if (last == n || whole > chain.score) {
        chain.score = whole;
        last = i;
      }
    }
    for (std::size_t i = last; i < n; i = from[i]) chain.items.push_back(*family_[i]);
    std::reverse(chain.items.begin(), chain.items.end());
    return chain;
  }

 private:
  double own_weight(std::size_t i, const std::unordered_map<std::string, int>& titles) const {
    const Candidate& candidate = *family_[i];
    const std::string title = key(candidate.title);
    double weight = 0;
    const bool gap_before = candidate.line == 0 || lines_[candidate.line - 1].blank();
    const bool gap_after = candidate.line + 1 >= lines_.size() || lines_[candidate.line + 1].blank();
    weight += gap_before && gap_after ? 0.4 : gap_before ? 0.2 : 0;
    if (!candidate.title.empty() && starts_lower(candidate.title)) weight -= 1;
    if (count_words(candidate.title, 30) > 25) weight -= 0.5;
    if (is_usual_title(title)) weight += 1.3;
    if (marker_before(candidate.title) != MarkerKind::none) weight += 1.5;  // only items are open or closed
    if (!title.empty() && titles.at(title) == 2) weight += 0.5;
    std::size_t next = candidate.line + 1;
    while (next < lines_.size() && next < candidate.line + 4 && lines_[next].blank()) ++next;
    if (next < lines_.size() && !title.empty() && lines_[next].text.size() < 400 && key(lines_[next].text) == title)
      weight += 1;
    return weight;
  }

  static bool is_usual_title(const std::string& title) {
    const auto& usual = vocabulary().usual_titles();
    return std::any_of(usual.begin(), usual.end(), [&](const std::string& start) { return title.starts_with(start); });
  }

  // What the item that begins at candidate `i` and ends before `end` holds.
  double segment(std::size_t i, std::size_t end) const {
    const Range range{family_[i]->line + 1, end};
    if (range.begin >= range.end) return -1;
    const int texts = landmarks_.texts(range), headings = landmarks_.headings(range);
    if (landmarks_.all_decisions() == 0) return texts == 0 ? -0.8 : headings > 0 ? 1 : 0.3;
    const int decisions = landmarks_.decisions(range);
    if (decisions > 0) return 2.0 - 1.0 * (decisions - 1);
    return texts == 0 ? -0.9 : headings > 0 ? -0.2 : -0.7;
  }

  double step(std::size_t j, std::size_t i, bool equal_numbers) const {
    if (equal_numbers) return 0.2;
    const auto& a = family_[j]->parts;
    const auto& b = family_[i]->parts;
    // The next line of a list that began inside the item.
    if (j + 1 < i && comes_next(family_[i - 1]->parts, b)) return -1;
    if (comes_next(a, b)) return 0.5;
    if (a.size() != b.size()) return -0.5;
    const int gap = b.back() - a.back();
    return gap > 0 && gap < 6 ? 0.1 : -0.4;
  }

  const Lines& lines_;
  std::vector<const Candidate*> family_;
  const Landmarks& landmarks_;
  std::vector<double> own_;
};

}  // namespace

Landmarks::Landmarks(const Lines& lines)
    : decisions_(lines.size() + 1), headings_(lines.size() + 1), texts_(lines.size() + 1) {
  // Decisions of earlier meetings bear their own dates: the date that most of them bear is this meeting's.
  std::map<std::string, int> dates;
  std::vector<std::string> dated(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    decisions_[i + 1] = decisions_[i];
    headings_[i + 1] = headings_[i];
    texts_[i + 1] = texts_[i] + (lines[i].blank() ? 0 : 1);
    if (lines[i].blank()) continue;
    const auto heading = find_heading(lines, i, lines.size(), true);
    if (!heading || heading->role == Role::weak) continue;
    ++headings_[i + 1];
    if (heading->role != Role::decision) continue;
    if (heading->date) {
      ++dates[*heading->date];
      dated[i] = *heading->date;
    } else {
      ++decisions_[i + 1];
    }
  }
  if (dates.empty()) return;
  const auto own =
      std::max_element(dates.begin(), dates.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  int extra = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (dated[i] == own->first) ++extra;
    decisions_[i + 1] += extra;
  }
}

std::vector<Candidate> find_candidates(const Lines& lines) {
  std::vector<Candidate> found;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].blank() || lines[i].text.size() > 400) continue;
    const auto numbered = parse_numbered(lines[i].text);
    if (!numbered || is_prose(lines[i], *numbered)) continue;
    found.push_back(
        {i, family_of(*numbered), numbered->number, parts_of(numbered->number), std::string(numbered->title)});
  }
  return found;
}

Chain best_chain(const Lines& lines, const std::vector<Candidate>& candidates, const Landmarks& landmarks) {
  std::map<std::string, std::vector<const Candidate*>> families;
  for (const Candidate& candidate : candidates) families[candidate.family].push_back(&candidate);
  Chain best;
  for (const auto& [name, family] : families) {
    Search search(lines, family, landmarks);
    for (const bool equal_numbers : {false, true}) {
      Chain chain = search.run(equal_numbers);
      if (name.size() > 1) chain.score += 0.5;  // "Punkt 3" says more than "3."
      if (best.items.empty() || chain.score > best.score) best = std::move(chain);
    }
  }
  return best;
}

}  // namespace opslag::corpus::minutes
