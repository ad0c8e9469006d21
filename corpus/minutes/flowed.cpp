// Puts lines together that only the page's width broke.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/flowed.h"

#include <algorithm>

#include "corpus/minutes/attachment_names.h"
#include "corpus/minutes/head.h"
#include "corpus/minutes/item_body.h"

namespace opslag::corpus::minutes {
namespace {

bool goes_on(const Line& line) {
  return !line.blank() && line.raw.ends_with(' ') && file_extension(line.text).empty();
}

// "… blev godkendt." but not "… 89.", a number that belongs to what follows.
bool ends_sentence(std::string_view text) {
  if (text.ends_with('?') || text.ends_with('!')) return true;
  if (!text.ends_with('.')) return false;
  const std::string_view word = text.substr(text.find_last_of(' ') + 1);
  return word.size() > 4 || !is_digit(word.front());
}

// Does line `i` begin something of its own? A line that goes on itself is no heading.
bool stands_alone(const Lines& lines, std::size_t i) {
  const std::string_view text = lines[i].text;
  if (without_bullet(text).size() != text.size()) return true;
  const auto heading = find_heading(lines, i, i + 1, true);
  if (heading && !heading->rest.empty()) return true;  // "Beslutning: Godkendt."
  if (goes_on(lines[i]) || text.size() > 100) return false;
  return heading || find_label(text).role != Role::none;
}

// Lines that go on, up to the one that doesn't, are a paragraph, unless most of them end a sentence: then each is one.
class Page {
 public:
  explicit Page(std::string_view text) : lines_(split_lines(text)) {}

  std::string text() {
    std::string out;
    for (std::size_t i = 0; i < lines_.size();) {
      const std::size_t end = end_of_run(i);
      const bool whole = is_paragraph(i, end);
      for (; i < end; ++i) {
        out += lines_[i].text;
        out += i + 1 < end && (whole || !ends_paragraph(i)) ? ' ' : '\n';
      }
    }
    return out;
  }

 private:
  std::size_t end_of_run(std::size_t i) const {
    while (i + 1 < lines_.size() && goes_on(lines_[i]) && !lines_[i + 1].blank() && !stands_alone(lines_, i + 1)) ++i;
    return i + 1;
  }
  bool ends_paragraph(std::size_t i) const {
    return ends_sentence(lines_[i].text) && !starts_lower(lines_[i + 1].text);
  }
  bool is_paragraph(std::size_t begin, std::size_t end) const {
    std::size_t sentences = 0;
    for (std::size_t i = begin; i + 1 < end; ++i) sentences += ends_paragraph(i) ? 1 : 0;
    return sentences * 2 < end - begin - 1;
  }

  Lines lines_;
};

// A sentence that goes on behind the page's end.
bool is_broken(std::string_view before, std::string_view after) {
  const std::string_view last = trim(before.substr(before.rfind('\n', before.size() - 2) + 1));
  return last.size() > 40 && !ends_sentence(last) && !last.ends_with(':') && starts_lower(after);
}

}  // namespace

std::string unfolded(const std::vector<corpus::Page>& pages) {
  std::string out;
  for (const corpus::Page& page : pages) {
    std::string text = Page(page.text).text();
    text.erase(0, std::min(text.find_first_not_of('\n'), text.size()));
    if (out.size() > 1) {
      const bool broken = is_broken(out, text);
      if (broken) out.pop_back();
      out += broken ? ' ' : '\n';
    }
    out += text;
  }
  return out;
}

std::string minutes_text(const Extraction& extraction) {
  std::vector<corpus::Page> pages = extraction.pages;
  for (corpus::Page& page : pages) page.text.resize(std::min(page.text.find('\f'), page.text.size()));
  if (extraction.media_type == "application/pdf") return unfolded(pages);
  std::string text;
  for (const corpus::Page& page : pages) (text += page.text) += '\n';
  return text;
}

}  // namespace opslag::corpus::minutes
