// RTF: control words are skipped, text and the few that mean text are kept.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/text.h"
#include "corpus/attachments/encodings.h"
#include "corpus/attachments/extractors.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kMostGroups = 10000;
constexpr int kVisible = 60, kAutomatic = 280;  // twentieths of a point between paragraphs

// Groups whose content is no text of the document.
constexpr std::array<std::string_view, 25> kNoText{
    "fonttbl",   "colortbl",  "stylesheet", "info",         "pict",
    "object",    "themedata", "datastore",  "listtable",    "listoverridetable",
    "rsidtbl",   "generator", "xmlnstbl",   "latentstyles", "fldinst",
    "bkmkstart", "bkmkend",   "filetbl",    "revtbl",       "colorschememapping",
    "pgptbl",    "deleted",   "sp",         "shprslt",      "nonshppict"};

class Rtf {
 public:
  Rtf(std::string_view bytes, TextSink& sink) : bytes_(bytes), sink_(sink) {}

  void run() {
    while (at_ < bytes_.size() && !sink_.full()) {
      const char c = bytes_[at_++];
      if (c == '{')
        open();
      else if (c == '}')
        close();
      else if (c == '\\')
        control();
      else if (c != '\r' && c != '\n')
        add_byte(c);
    }
    flush();
    if (!groups_.empty() && at_ >= bytes_.size() && groups_.size() > 1) sink_.note("the file ends in the middle");
  }

 private:
  struct Group {
    bool skip = false;
    bool starred = false;  // skipped only because it may be unknown to its reader
    int unicode_fallback = 1;
  };

  void open() {
    flush();
    if (groups_.size() > kMostGroups) throw ExtractionError("RTF nested too deeply");
    groups_.push_back(groups_.empty() ? Group{} : groups_.back());
    groups_.back().starred = false;
  }
  void close() {
    flush();
    if (!groups_.empty()) groups_.pop_back();
  }
  bool skipping() const { return !groups_.empty() && groups_.back().skip; }

  void control() {
    if (at_ >= bytes_.size()) return;
    const char c = bytes_[at_];
    const auto letter = [](char x) { return (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z'); };
    if (!letter(c)) return symbol(c);
    const std::size_t from = at_;
    while (at_ < bytes_.size() && letter(bytes_[at_]) && at_ - from < 32) ++at_;
    const std::string_view word = bytes_.substr(from, at_ - from);
    bool has_number = false;
    const int number = read_number(has_number);
    if (at_ < bytes_.size() && bytes_[at_] == ' ') ++at_;
    apply(word, number, has_number);
  }

  int read_number(bool& has) {
    bool negative = false;
    long value = 0;
    std::size_t at = at_;
    if (at < bytes_.size() && bytes_[at] == '-') negative = true, ++at;
    const std::size_t from = at;
    while (at < bytes_.size() && bytes_[at] >= '0' && bytes_[at] <= '9' && at - from < 9)
      value = value * 10 + (bytes_[at++] - '0');
    has = at > from;
    if (has) at_ = at;
    return static_cast<int>(negative ? -value : value);
  }

  void symbol(char c) {
    ++at_;
    if (c == '\'' && at_ + 1 < bytes_.size()) {
      const auto hex = [](char x) { return x <= '9' ? x - '0' : (x | 32) - 'a' + 10; };
      const int value = hex(bytes_[at_]) * 16 + hex(bytes_[at_ + 1]);
      at_ += 2;
      add_byte(static_cast<char>(value));
    } else if (c == '*') {
      if (!groups_.empty()) groups_.back().starred = !std::exchange(groups_.back().skip, true);
    } else if (c == '~') {
      add_byte(' ');
    } else if (c == '_') {
      add_byte('-');
    } else if (c == '\\' || c == '{' || c == '}') {
      add_byte(c);
    } else if (c == '\n' || c == '\r') {
      end_paragraph();
    }
  }

  void apply(std::string_view word, int number, bool has_number) {
    if (groups_.empty()) return;
    Group& group = groups_.back();
    for (const std::string_view name : kNoText) {
      if (word == name) group.skip = true, group.starred = false;
    }
    if (group.starred && (word == "footnote" || word == "shpinst" || word == "shptxt")) {
      group.skip = group.starred = false;
    }
    if (word == "footnote" || word == "shptxt") flush(), sink_.line_break();
    if (groups_.size() == 1) note_encoding(word, number);
    if (word == "uc" && has_number) group.unicode_fallback = number < 0 ? 0 : number;
    if (word == "bin" && number > 0) at_ = std::min(bytes_.size(), at_ + static_cast<std::size_t>(number));
    if (group.skip) return;
    note_space(word, number);
    if (word == "par") end_paragraph();
    if (word == "sect") flush(), sink_.paragraph_break();
    if (word == "line" || word == "row") flush(), sink_.line_break();
    if (word == "page") flush(), sink_.new_page();
    if (word == "cell") flush(), sink_.cell_break();
    if (word == "tab") add_byte('\t');
    if (word == "emdash" || word == "endash") flush(), say("–");
    if (word == "lquote" || word == "rquote") flush(), say("’");
    if (word == "ldblquote" || word == "rdblquote") flush(), say("\"");
    if (word == "bullet") flush(), say("•");
    if (word == "u" && has_number) unicode(number, group.unicode_fallback);
  }

  // The head says in which encoding bytes above ASCII are.
  void note_encoding(std::string_view word, int number) {
    if (word == "mac") encoding_ = "MACINTOSH";
    if (word == "pc") encoding_ = "CP437";
    if (word == "pca") encoding_ = "CP850";
    if (word == "ansicpg" && number != 1252 && number > 0 && encoding_.empty())
      encoding_ = "CP" + std::to_string(number);
  }

  void unicode(int number, int fallback) {
    flush();
    const auto unit = static_cast<char16_t>(number);
    std::string bytes{static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = bytes;
    } else {
      say(analyzers::decode("\xFF\xFE" + high_ + bytes).text);
      high_.clear();
    }
    for (int i = 0; i < fallback && at_ < bytes_.size(); ++i) {  // what old programs show instead
      if (bytes_[at_] == '\\' && at_ + 3 < bytes_.size() && bytes_[at_ + 1] == '\'')
        at_ += 4;
      else if (bytes_[at_] != '\\' && bytes_[at_] != '{' && bytes_[at_] != '}')
        ++at_;
    }
  }

  void add_byte(char c) {
    if (!skipping() && !groups_.empty()) pending_ += c;
  }
  void flush() {
    if (pending_.empty()) return;
    std::optional<std::string> text;
    if (!encoding_.empty()) text = decode_as(pending_, encoding_);
    say(text ? *text : analyzers::decode(pending_).text);
    pending_.clear();
  }

  // Text behind a paragraph's end stands apart from it by the space below the one or above the other.
  void say(std::string_view text) {
    if (space_.told && !space_.filled && std::max(space_.below, space_.above) >= kVisible) sink_.paragraph_break();
    space_.filled = true;
    sink_.add(text);
  }
  void end_paragraph() {
    flush();
    space_.told&& space_.filled ? sink_.line_break() : sink_.paragraph_break();
    space_.below = space_.filled ? space_.after : 0;
    space_.filled = false;
  }
  void note_space(std::string_view word, int number) {
    if (word == "pard") space_.above = space_.after = 0;
    if (word == "sb") space_.above = number, space_.told = true;
    if (word == "sa") space_.after = number, space_.told = true;
    if (word == "sbauto" || word == "saauto")
      (word[1] == 'b' ? space_.above : space_.after) = number != 0 ? kAutomatic : 0;
  }

  // Between paragraphs, in twentieths of a point; untold in documents that say nothing of it.
  struct Space {
    bool told = false, filled = false;    // filled: the paragraph has text
    int above = 0, after = 0, below = 0;  // of this paragraph, below it, and below the one before
  };

  std::string_view bytes_;
  TextSink& sink_;
  Space space_;
  std::size_t at_ = 0;
  std::vector<Group> groups_;
  std::string pending_, high_, encoding_;  // encoding: empty for Windows-1252
};

}  // namespace

void extract_rtf(std::string_view bytes, TextSink& sink) {
  if (!bytes.starts_with("{\\rtf")) throw ExtractionError("no RTF: it does not begin with {\\rtf");
  Rtf(bytes, sink).run();
}

}  // namespace opslag::corpus
