// Collects text into pages under one bound.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "analyzers/text.h"
#include "corpus/attachments/extractors.h"

namespace opslag::corpus {
namespace {

void trim_blanks_at_end(std::string& text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.pop_back();
}

}  // namespace

TextSink::Nested::Nested(TextSink& sink) : sink_(sink) {
  if (sink_.depth_ >= sink_.limits_.attached_depth)
    throw ExtractionError("files in files, more than " + std::to_string(sink_.limits_.attached_depth) + " deep");
  ++sink_.depth_;
}

std::string& TextSink::text() {
  if (pages_.empty()) new_page();
  return pages_.back().text;
}

void TextSink::new_page() {
  pages_.push_back({static_cast<unsigned>(pages_.size() + 1), {}});
}

void TextSink::add(std::string_view more) {
  if (full_) return;
  if (size_ + more.size() > limits_.text) {
    more = analyzers::cut_utf8(more, limits_.text - size_);
    full_ = true;
    note("text over the limit of " + std::to_string(limits_.text >> 20) + " MB was left out");
  }
  text() += more;
  size_ += more.size();
}

void TextSink::line_break() {
  std::string& page = text();
  trim_blanks_at_end(page);
  if (!page.empty() && page.back() != '\n') page += '\n';
}

void TextSink::paragraph_break() {
  line_break();
  std::string& page = text();
  if (page.size() > 1 && page[page.size() - 2] != '\n') page += '\n';
}

void TextSink::cell_break() {
  std::string& page = text();
  while (!page.empty() && (page.back() == ' ' || page.back() == '\n')) page.pop_back();
  if (!page.empty()) page += '\t';
}

void add_feet(const std::vector<std::string>& feet, TextSink& sink) {
  bool first = true;
  for (const std::string& text : feet) {
    if (text.find_first_not_of(" \t\n") == std::string::npos) continue;
    sink.paragraph_break();
    if (std::exchange(first, false)) sink.add("\f");
    sink.add(text);
  }
}

void TextSink::note(std::string reason) {
  if (note_.empty()) note_ = std::move(reason);
}

}  // namespace opslag::corpus
