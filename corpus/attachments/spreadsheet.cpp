// XLSX: a page a sheet, a line a row, cells apart; numbers as stored, dates as dates.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

#include "corpus/attachments/extractors.h"
#include "corpus/attachments/xml_events.h"
#include "corpus/attachments/zip_archive.h"

namespace opslag::corpus {
namespace {

using Strings = std::vector<std::string>;

class SharedStrings : public XmlHandler {
 public:
  Strings strings;
  bool start(std::string_view name, const XmlAttributes&) override {
    if (name == "rPh") return false;  // pronunciation, not text
    if (name == "si") strings.emplace_back();
    if (name == "t") in_text_ = true;
    return true;
  }
  void end(std::string_view name) override {
    if (name == "t") in_text_ = false;
  }
  void text(std::string_view text) override {
    if (in_text_ && !strings.empty()) strings.back() += text;
  }

 private:
  bool in_text_ = false;
};

// Which cell formats are dates: built-in formats 14–22 and 45–47, and own formats with day, month or year letters.
class Styles : public XmlHandler {
 public:
  std::vector<bool> is_date;
  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") note_format(attributes);
    if (name == "cellXfs") in_cells_ = true;
    if (name == "xf" && in_cells_) {
      const std::string format(attributes.get("numFmtId"));
      const int id = format.empty() ? 0 : std::atoi(format.c_str());
      is_date.push_back((id >= 14 && id <= 22) || own_dates_.contains(format));
    }
    return true;
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") in_cells_ = false;
  }
  void text(std::string_view) override {}

 private:
  void note_format(const XmlAttributes& attributes) {
    bool quoted = false, date = false;
    for (const char c : attributes.get("formatCode")) {
      if (c == '"' || c == '[' || c == ']') quoted = c == '"' ? !quoted : c == '[';
      if (!quoted && (c == 'y' || c == 'Y' || c == 'd' || c == 'D' || c == 'm')) date = true;
    }
    if (date) own_dates_.insert(std::string(attributes.get("numFmtId")));
  }
  bool in_cells_ = false;
  std::set<std::string> own_dates_;
};

std::string date_text(double serial) {
  using namespace std::chrono;
  if (!(serial >= 1) || serial > 200000) return {};
  const year_month_day date{sys_days{year{1899} / 12 / 30} + days{static_cast<int>(serial)}};
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
         two(static_cast<unsigned>(date.day()));
}

// Danish readers write 5,51 and search for it; floats are stored with noise in the last digits.
std::string number_text(std::string_view stored) {
  double value = 0;
  const auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), value);
  if (error != std::errc{} || end != stored.data() + stored.size() || !std::isfinite(value)) return std::string(stored);
  char buffer[64];
  const int size = std::snprintf(buffer, sizeof buffer, "%.10g", value);
  std::string text(buffer, static_cast<std::size_t>(size));
  if (text.find('e') != std::string::npos) return std::string(stored);
  for (char& c : text) {
    if (c == '.') c = ',';
  }
  return text;
}

class Sheet : public XmlHandler {
 public:
  Sheet(TextSink& sink, const Strings& strings, const Styles& styles)
      : sink_(sink), strings_(strings), styles_(styles) {}

  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "f" || name == "rPh") return false;  // the formula; its value follows
    if (name == "c") {
      type_ = attributes.get("t");
      style_ = static_cast<std::size_t>(std::atoi(std::string(attributes.get("s")).c_str()));
      value_.clear();
    }
    if (name == "v" || name == "t" || name == "oddHeader" || name == "oddFooter") in_value_ = true;
    return true;
  }

  void end(std::string_view name) override {
    if (name == "v" || name == "t") in_value_ = false;
    if (name == "oddHeader" || name == "oddFooter") in_value_ = false, value_.clear();
    if (name == "c") end_cell();
    if (name == "row") sink_.line_break(), row_started_ = false;
  }

  void text(std::string_view text) override {
    if (in_value_) value_ += text;
  }

 private:
  void end_cell() {
    std::string shown = shown_value();
    value_.clear();
    if (shown.empty()) return;
    if (row_started_) sink_.cell_break();
    sink_.add(shown);
    row_started_ = true;
  }

  std::string shown_value() const {
    if (value_.empty()) return {};
    if (type_ == "s") {
      const auto index = static_cast<std::size_t>(std::atoll(value_.c_str()));
      return index < strings_.size() ? strings_[index] : std::string();
    }
    if (type_ == "b") return value_ == "1" ? "SAND" : "FALSK";
    if (type_ == "str" || type_ == "inlineStr" || type_ == "e" || type_ == "d") return value_;
    if (style_ < styles_.is_date.size() && styles_.is_date[style_]) {
      if (std::string date = date_text(std::atof(value_.c_str())); !date.empty()) return date;
    }
    return number_text(value_);
  }

  TextSink& sink_;
  const Strings& strings_;
  const Styles& styles_;
  std::string type_, value_;
  std::size_t style_ = 0;
  bool in_value_ = false, row_started_ = false;
};

class SheetNames : public XmlHandler {
 public:
  std::vector<std::pair<std::string, std::string>> sheets;  // name, relationship
  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "sheet") sheets.emplace_back(attributes.get("name"), attributes.get("r:id"));
    return true;
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
};

class Relationships : public XmlHandler {
 public:
  std::map<std::string, std::string> targets;
  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "Relationship") targets[std::string(attributes.get("Id"))] = attributes.get("Target");
    return true;
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
};

template <class Handler>
Handler read_part(ZipArchive& archive, const std::string& name, const ExtractionLimits& limits) {
  Handler handler;
  if (const auto xml = archive.read(name)) walk_xml(*xml, limits, handler);
  return handler;
}

}  // namespace

void extract_spreadsheet(std::string_view bytes, TextSink& sink) {
  ZipArchive archive(bytes, sink.limits());
  if (!archive.has("xl/workbook.xml")) throw ExtractionError("no workbook: it holds no xl/workbook.xml");
  const auto names = read_part<SheetNames>(archive, "xl/workbook.xml", sink.limits());
  const auto relationships = read_part<Relationships>(archive, "xl/_rels/workbook.xml.rels", sink.limits());
  const auto strings = read_part<SharedStrings>(archive, "xl/sharedStrings.xml", sink.limits());
  const auto styles = read_part<Styles>(archive, "xl/styles.xml", sink.limits());
  for (const auto& [name, id] : names.sheets) {
    const auto target = relationships.targets.find(id);
    if (target == relationships.targets.end()) continue;
    const bool absolute = target->second.starts_with("/");
    const auto xml = archive.read(absolute ? target->second.substr(1) : "xl/" + target->second);
    if (!xml) continue;
    sink.new_page();
    sink.add(name);
    sink.paragraph_break();
    Sheet sheet(sink, strings.strings, styles);
    walk_xml(*xml, sink.limits(), sheet);
    if (sink.full()) return;
  }
}

}  // namespace opslag::corpus
