// Cuts an item into its sections and finds its decision.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/item_body.h"

#include <algorithm>
#include <vector>

#include "corpus/minutes/attachment_names.h"
#include "corpus/minutes/dates.h"
#include "corpus/minutes/numbered.h"

namespace opslag::corpus::minutes {
namespace {

constexpr std::size_t kLongestHeading = 200;  // bytes

// Without markup around it: "## Beslutning", "**Beslutning**", "Beslutning:".
std::string_view plain_heading(std::string_view text) {
  while (text.starts_with('#') || text.starts_with('*') || text.starts_with('_')) text.remove_prefix(1);
  while (text.ends_with('*') || text.ends_with('_')) text.remove_suffix(1);
  text = trim(text);
  while (text.ends_with(':')) text = trim(text.substr(0, text.size() - 1));
  while (text.ends_with('*')) text = trim(text.substr(0, text.size() - 1));
  return text;
}

// "Beslutning i Udvalget for Voksne den 12-09-2030", "Beslutning Byrådet, 12. september 2030: Godkendt".
std::optional<HeadingLine> dated_decision(std::string_view text) {
  static constexpr std::string_view kWord = "beslutning";
  const std::string start = key(text.substr(0, std::min<std::size_t>(text.size(), kWord.size())));
  if (start != kWord || text.size() < 14 || text.size() > 4000) return std::nullopt;
  std::string_view after = text.substr(kWord.size());
  if (after.starts_with("er ")) after.remove_prefix(2);
  if (!after.starts_with(' ') && !after.starts_with("\xC2\xA0")) return std::nullopt;
  const auto date = find_date(after.substr(0, 200));
  if (!date) return std::nullopt;
  const std::string_view between = after.substr(0, date->begin);
  std::string body = key(without_date(between, {between.size(), between.size(), {}, false, {}}));
  for (const std::string_view word : {"i ", "fra ", "for ", "af "}) {
    if (body.starts_with(word)) body.erase(0, word.size());
  }
  if (count_words(between) > 14 || between.find(". ") != std::string_view::npos) return std::nullopt;
  std::string_view rest = trim(after.substr(date->end));
  while (rest.starts_with(':') || rest.starts_with('.') || rest.starts_with(',')) {
    // "Beslutning i X den D, pkt. 4" belongs to the heading.
    if (rest.starts_with(',') && rest.size() < 24) rest = {};
    rest = rest.empty() ? rest : trim(rest.substr(1));
  }
  if (starts_lower(rest)) return std::nullopt;  // a sentence: "Beslutning i sagen den 3. maj 2020 blev …"
  HeadingLine found;
  found.role = Role::decision;
  const auto end = rest.empty() ? text.size() : static_cast<std::size_t>(rest.data() - text.data());
  found.heading = plain_heading(trim(text.substr(0, end)));
  found.rest = rest;
  found.date = date->iso;
  found.body = std::move(body);
  return found;
}

// "Udvalgets beslutning", "Byrådets beslutning den 12-09-2030", "Beslutning i Byrådet".
std::optional<HeadingLine> named_decision(std::string_view text, const std::string& words) {
  if (text.size() > 120 || text.ends_with('.') || text.find(',') != std::string_view::npos) return std::nullopt;
  HeadingLine found;
  found.role = Role::decision;
  found.heading = plain_heading(text);
  std::string name = words;
  if (const auto date = find_date(name)) {
    found.date = date->iso;
    name = without_date(name, *date);
  }
  for (const std::string_view tail : {" i mødet", " på mødet", " i møde", " på møde"}) {
    if (name.ends_with(tail)) name.resize(name.size() - tail.size());
  }
  if (name.ends_with("s beslutning") || name.ends_with("s beslutninger")) {
    found.body = name.substr(0, name.rfind("s beslutning"));
    if (count_words(found.body) > 7) return std::nullopt;
    return found;
  }
  for (const std::string_view start : {"beslutning i ", "beslutning fra ", "beslutning for ", "beslutning "}) {
    if (!name.starts_with(start)) continue;
    found.body = name.substr(start.size());
    const auto& endings = vocabulary().committee_words();
    const bool committee = std::any_of(endings.begin(), endings.end(),
                                       [&](const std::string& ending) { return found.body.ends_with(ending); });
    if (committee && count_words(found.body) <= 8) return found;
    break;
  }
  return std::nullopt;
}

std::optional<HeadingLine> labelled(std::string_view text) {
  const std::size_t colon = text.substr(0, 60).find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view label = plain_heading(trim(text.substr(0, colon)));
  const std::string words = key(label);
  std::string_view rest = text.substr(colon + 1);
  if (text.starts_with('*')) {
    while (rest.starts_with('*')) rest.remove_prefix(1);  // "**Beslutning:** Godkendt."
  }
  if (words.find("s beslutning") != std::string::npos) {
    auto named = named_decision(label, words);
    if (named) named->rest = trim(rest);
    return named;
  }
  const Role role = vocabulary().heading(words);
  if (role == Role::none || role == Role::noise || role == Role::open_part || role == Role::closed_part) {
    return std::nullopt;
  }
  return HeadingLine{role, std::string(label), trim(rest), 1, {}, {}};
}

struct Part {
  Role role = Role::none;
  std::optional<std::string> heading;
  std::optional<std::string> date;
  std::string body;
  std::string first;  // text on the heading's own line
  std::vector<Range> ranges;
};

class Cutter {
 public:
  Cutter(const Lines& lines, Range range, const std::string& title, const BodyOptions& options)
      : lines_(lines),
        range_(range),
        options_(options),
        title_(key(title)),
        upper_(starts_upper(title)),
        stop_(title.ends_with('.')),
        labels_(!options.inline_labels && !has_decision()) {}

  std::vector<Part> cut() {
    parts_.emplace_back();
    for (std::size_t i = range_.begin; i < range_.end;) {
      const Line& line = lines_[i];
      if (line.blank()) {
        keep(i++);
      } else if (is_title(line)) {
        if (in_decision()) parts_.emplace_back();
        ++i;
      } else if (auto heading = heading_at(i)) {
        i += heading->lines;
        parts_.push_back(
            {heading->role, heading->heading, heading->date, heading->body, std::string(heading->rest), {}});
      } else if (line.text.size() < 40 && vocabulary().heading(key(line.text)) == Role::noise) {
        ++i;
      } else {
        keep(i++);
      }
    }
    return std::move(parts_);
  }

 private:
  bool in_decision() const { return parts_.back().role == Role::decision || parts_.back().role == Role::discussion; }

  std::optional<HeadingLine> heading_at(std::size_t i) const {
    auto heading = find_heading(lines_, i, range_.end, options_.inline_labels);
    if (!heading && labels_) heading = label_at(i);
    if (heading && heading->role == Role::weak && in_decision()) return std::nullopt;
    return heading;
  }

  bool has_decision() const {
    for (std::size_t i = range_.begin; i < range_.end; ++i) {
      if (lines_[i].blank()) continue;
      const auto heading = find_heading(lines_, i, range_.end, false);
      if (heading && heading->role == Role::decision) return true;
    }
    return false;
  }

  // "Beslutning: Godkendt." where headings usually stand alone: only what can be no part of a sentence.
  std::optional<HeadingLine> label_at(std::size_t i) const {
    if (i > range_.begin && !lines_[i - 1].blank()) {
      const std::string_view before = lines_[i - 1].text;
      if (!before.ends_with('.') && !before.ends_with(':') && !before.ends_with('!') && !before.ends_with('?') &&
          !is_title(lines_[i - 1]) && !find_heading(lines_, i - 1, range_.end, false))
        return std::nullopt;
    }
    if (without_bullet(lines_[i].text).size() != lines_[i].text.size()) return std::nullopt;
    auto heading = find_heading(lines_, i, range_.end, true);
    if (!heading || heading->rest.empty() || starts_lower(heading->rest)) return std::nullopt;
    const std::string words = key(heading->heading);
    const bool section = heading->role == Role::standard && (words.find("indstilling") != std::string::npos ||
                                                             words.find("sagsfremstilling") != std::string::npos);
    return heading->role == Role::decision || section ? heading : std::nullopt;
  }

  bool is_title(const Line& line) const {
    if (title_.empty() || line.blank() || line.text.size() + 40 < title_.size() ||
        line.text.size() > title_.size() + 90) {
      return false;
    }
    if (in_attachments() && !file_extension(line.text).empty()) return false;
    // The tail of a wrapped sentence may read like the title.
    if (starts_upper(line.text) != upper_ || (line.text.ends_with('.') && !stop_)) return false;
    const std::string words = key(line.text);
    if (words == title_ || key(clean_title(line.text).text) == title_) return true;
    if (title_.size() < 20 || words.size() < 20 || line.text.ends_with('.') || line.text.ends_with(':')) return false;
    // With an addition at its end, or spelt a little differently, only after a decision that it closes.
    if (!in_decision_now())
      return words.size() + 8 > title_.size() && words.size() < title_.size() + 8 && words[0] == title_[0] &&
             likeness(words, title_) > 0.93;
    return words.starts_with(title_) || (words[0] == title_[0] && likeness(words, title_) > 0.9);
  }
  bool in_attachments() const { return !parts_.empty() && parts_.back().role == Role::attachments; }
  bool in_decision_now() const { return !parts_.empty() && in_decision(); }

  void keep(std::size_t i) {
    auto& ranges = parts_.back().ranges;
    if (!ranges.empty() && ranges.back().end == i) {
      ++ranges.back().end;
    } else {
      ranges.push_back({i, i + 1});
    }
  }

  const Lines& lines_;
  Range range_;
  const BodyOptions& options_;
  std::string title_;
  bool upper_, stop_;
  bool labels_;  // sections may begin on their heading's line, though the layout has them below
  std::vector<Part> parts_;
};

// Sentences that a page break cut in two: no end of sentence before the gap, a small letter after it.
std::string without_page_breaks(const std::string& text) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t gap = text.find("\n\n", at);
    if (gap == std::string::npos) break;
    out.append(text, at, gap - at);
    at = gap + 2;
    const bool open = ends_with_letter(out) || out.ends_with(',') || out.ends_with('-');
    const bool goes_on = starts_lower(std::string_view(text).substr(at));
    out += open && goes_on ? " " : "\n\n";
  }
  return out.append(text, at);
}

std::string text_of(const Lines& lines, const Part& part, const BodyOptions& options) {
  std::string text = part.first;
  for (const Range& range : part.ranges) {
    const std::string piece = join_lines(lines, range);
    if (piece.empty()) continue;
    const bool gap = lines[range.begin].blank();
    if (!text.empty()) text += gap ? "\n\n" : "\n";
    text += piece;
  }
  return options.join_pages ? without_page_breaks(text) : text;
}

void add_text(std::string& to, const std::string& text) {
  if (text.empty()) return;
  if (!to.empty()) to += "\n\n";
  to += text;
}

// Is it this meeting's decision, and not one of an earlier meeting that the item tells about?
bool is_own(const Part& part, const BodyOptions& options) {
  if (!part.date || !options.date) return true;
  return *part.date == *options.date;
}

std::string find_decision(const std::vector<Part>& parts, const std::vector<std::string>& texts,
                          const BodyOptions& options) {
  std::string plain, named, discussion;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].role == Role::discussion) add_text(discussion, texts[i]);
    if (parts[i].role != Role::decision || !is_own(parts[i], options)) continue;
    const bool other = !parts[i].date && !parts[i].body.empty() && !options.committee.empty() &&
                       parts[i].body.find(options.committee) == std::string::npos &&
                       options.committee.find(parts[i].body) == std::string::npos;
    add_text(other ? named : plain, texts[i]);
  }
  return !plain.empty() ? plain : !named.empty() ? named : discussion;
}

// Is it one of the formulas by which bodies decide? `headed`: under a heading of its own, only a line that is hardly
// more.
bool is_formula(std::string_view line, bool headed) {
  if (line.empty() || line.size() > (headed ? 100 : 300)) return false;
  const std::string words = key(line);
  const bool recommendation = words.starts_with("indstillingen");
  if (words.find("indstil") != std::string::npos && !recommendation) return false;
  const auto& formulas = vocabulary().bare_decisions();
  return std::any_of(formulas.begin(), formulas.end(), [&](const std::string& formula) {
    if (words.starts_with(formula)) return true;
    if (headed && !recommendation) return false;
    return (recommendation || formula.find(' ') != std::string::npos) && words.find(" " + formula) != std::string::npos;
  });
}

// The last line that has text, or one a little above it (votes may follow), with what follows it, if it is a decision.
std::string bare_decision(const std::vector<Part>& parts, const std::vector<std::string>& texts) {
  for (std::size_t i = texts.size(); i-- > 0;) {
    if (texts[i].empty()) continue;
    const std::string& text = texts[i];
    if (parts[i].heading && key(*parts[i].heading).find("indstil") != std::string::npos) return {};
    for (std::size_t begin = text.size(), lines = 0; lines < 4 && begin > 0; ++lines) {
      const std::size_t gap = text.rfind('\n', begin - 1);
      const std::size_t line = gap == std::string::npos ? 0 : gap + 1;
      const std::string_view last = std::string_view(text).substr(line, begin - line);
      const bool voted = lines == 0 || key(last).starts_with("indstillingen");
      if (voted && is_formula(last, parts[i].heading.has_value())) return text.substr(line);
      if (gap == std::string::npos) break;
      begin = gap;
    }
    if (!parts[i].heading) return {};
  }
  return {};
}

void read_attachments(const Lines& lines, const std::vector<Part>& parts, AgendaItem& item) {
  std::vector<NameList> lists;
  std::vector<std::string> inline_names;
  for (const Part& part : parts) {
    if (part.role == Role::attachments) {
      NameList list;
      if (!file_extension(part.first).empty()) list = {{part.first}, true};
      for (const Range& range : part.ranges) {
        NameList more = read_names(lines, range);
        list.files = list.files || more.files;
        list.names.insert(list.names.end(), more.names.begin(), more.names.end());
      }
      lists.push_back(std::move(list));
      continue;
    }
    for (const Range& range : part.ranges) {
      for (std::size_t i = range.begin; i < range.end; ++i) {
        if (lines[i].text.size() > 400) continue;
        if (auto name = inline_name(lines[i].text)) inline_names.push_back(std::move(*name));
      }
    }
  }
  for (const std::string& name : merge_names(lists, inline_names))
    item.attachments.push_back({{}, name, {}, media_type(name)});
}

}  // namespace

std::optional<HeadingLine> find_heading(const Lines& lines, std::size_t index, std::size_t end, bool inline_labels) {
  // Lists of prose have bullets; only layouts with labels on lines have them before headings too.
  const bool bullet = inline_labels && lines[index].text.starts_with("•");
  const std::string_view text = plain_heading(bullet ? without_bullet(lines[index].text) : lines[index].text);
  if (text.empty() || !(starts_upper(text) || !starts_with_letter(text))) return std::nullopt;
  if (text.size() <= kLongestHeading) {
    const std::string words = key(text);
    // "Drøftelse." under "Punkttype" is text.
    const Role role = text.ends_with('.') ? Role::none : vocabulary().heading(words);
    if (role != Role::none && role != Role::noise && role != Role::open_part && role != Role::closed_part) {
      return HeadingLine{role, std::string(text), {}, 1, {}, {}};
    }
    if (auto found = dated_decision(lines[index].text)) return found;
    // The heading may be wrapped: "Beslutning i Udvalget for" / "Ældre og Sundhed den 04-06-2020".
    if (words.starts_with("beslutning i ") && index + 1 < end && !lines[index + 1].blank() && !find_date(text)) {
      const std::string both = std::string(text) + " " + std::string(lines[index + 1].text);
      if (auto found = dated_decision(both); both.size() < kLongestHeading && found && found->rest.empty()) {
        found->lines = 2;
        found->rest = {};
        return found;
      }
    }
    if (auto found = named_decision(text, words)) return found;
  } else if (auto found = dated_decision(lines[index].text)) {
    return found;
  }
  return inline_labels ? labelled(lines[index].text) : std::nullopt;
}

Body read_body(const Lines& lines, Range range, const std::string& title, const BodyOptions& options) {
  Body body;
  const std::vector<Part> parts = Cutter(lines, range, title, options).cut();
  std::vector<std::string> texts;
  for (const Part& part : parts) {
    texts.push_back(text_of(lines, part, options));
    body.has_decision_heading = body.has_decision_heading || part.role == Role::decision;
    if (part.heading || !texts.back().empty()) body.item.sections.push_back({part.heading, texts.back()});
  }
  body.item.decision = Decision{find_decision(parts, texts, options), {}};
  std::string& decision = body.item.decision->text;
  if (decision.empty() && options.all_is_decision && !texts.empty()) decision = texts.front();
  if (decision.empty() && options.bare_decisions) decision = bare_decision(parts, texts);
  read_attachments(lines, parts, body.item);
  std::size_t seen = 0;
  for (std::size_t i = range.begin; i < range.end && seen < 12; ++i) {
    if (lines[i].blank()) continue;
    ++seen;
    body.closed = body.closed || says_closed(lines[i].text);
    if (!body.item.case_number && lines[i].text.size() < 300) {
      if (auto found = find_case_number(lines[i].text)) body.item.case_number = std::move(found->text);
    }
  }
  return body;
}

}  // namespace opslag::corpus::minutes
