// Takes an item apart into texts of different standing.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facets/item_texts.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzers/text.h"
#include "corpus/facets/vocabulary_file.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kHeadingBytes = 120;
constexpr std::size_t kLeadBytes = 700;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
  return lines;
}

bool starts_item_of_list(std::string_view line) {
  return line.rfind("•", 0) == 0 || line.rfind("- ", 0) == 0 || line.rfind("* ", 0) == 0 || line.rfind("– ", 0) == 0 ||
         line.rfind("o ", 0) == 0;
}

// A short line of its own that ends no sentence and leads a text.
bool reads_like_heading(const std::vector<std::string_view>& lines, std::size_t at) {
  const std::string_view line = lines[at];
  if (line.size() < 3 || line.size() > kHeadingBytes || starts_item_of_list(line)) return false;
  if (std::string_view(".,;:!?").find(line.back()) != std::string_view::npos) return false;
  const bool after_gap =
      at == 0 || lines[at - 1].empty() || std::string_view(".:!?").find(lines[at - 1].back()) != std::string_view::npos;
  std::size_t next = at + 1;
  while (next < lines.size() && lines[next].empty()) ++next;
  const auto first = static_cast<unsigned char>(line.front());
  return after_gap && next < lines.size() && !(first >= 'a' && first <= 'z') && lines[next].size() > line.size();
}

bool lists_attachments(const Section& section) {
  return section.heading && analyzers::slug(*section.heading) == "bilag";
}

class Collector {
 public:
  Collector(const TopicRules& topics, const AbbreviationSet& abbreviations)
      : topics_(topics), abbreviations_(abbreviations) {}

  void add(Zone zone, std::string_view text) {
    if (text.empty()) return;
    std::vector<Word> words = words_of(text, abbreviations_);
    if (!words.empty()) texts_.push_back({zone, std::move(words)});
  }

  void add_heading(std::string_view heading) {
    if (!topics_.is_form_heading(heading)) add(Zone::heading, heading);
  }

  // Running text: headings within it apart, what comes first in the item as its lead.
  void add_text(std::string_view text) {
    const std::vector<std::string_view> lines = lines_of(text);
    std::string running;
    for (std::size_t at = 0; at < lines.size(); ++at) {
      if (reads_like_heading(lines, at)) {
        add_running(running);
        add_heading(lines[at]);
        continue;
      }
      running += lines[at];
      running += '\n';
    }
    add_running(running);
  }

  std::vector<ZoneText> take() { return std::move(texts_); }

 private:
  void add_running(std::string& running) {
    if (lead_ < kLeadBytes && running.size() > 1) {
      std::size_t end = std::min(running.find("\n\n", kLeadBytes / 4), running.size());
      if (end > kLeadBytes) end = std::min(running.find('\n', kLeadBytes / 2), running.size());
      add(Zone::lead, std::string_view(running).substr(0, end));
      lead_ = kLeadBytes;
      running.erase(0, end);
    }
    add(Zone::body, running);
    running.clear();
  }

  const TopicRules& topics_;
  const AbbreviationSet& abbreviations_;
  std::vector<ZoneText> texts_;
  std::size_t lead_ = 0;
};

}  // namespace

std::vector<ZoneText> texts_of(const AgendaItem& item, const TopicRules& topics, const AbbreviationSet& abbreviations) {
  Collector texts(topics, abbreviations);
  texts.add(Zone::title, item.title);
  if (item.decision) texts.add(Zone::decision, item.decision->text);
  const std::string title = analyzers::slug(item.title);
  for (const Section& section : item.sections) {
    if (item.decision && !section.text.empty() && section.text == item.decision->text) continue;
    if (section.heading && analyzers::slug(*section.heading) != title) texts.add_heading(*section.heading);
    if (lists_attachments(section) && !item.attachments.empty()) continue;
    if (lists_attachments(section)) {
      texts.add(Zone::attachment, section.text);
    } else {
      texts.add_text(section.text);
    }
  }
  for (const Attachment& attachment : item.attachments) texts.add(Zone::attachment, attachment.name);
  return texts.take();
}

}  // namespace opslag::corpus
