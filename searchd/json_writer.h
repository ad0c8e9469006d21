// Writes JSON straight into a string: for answers that are made often, without a tree of values in between.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::searchd {

// Appends `text` as a JSON string, quotes included; what is no valid UTF-8 becomes U+FFFD. The bytes are those of
// nlohmann's dump() with error_handler_t::replace.
void append_json_string(std::string& out, std::string_view text);

// Commas come by themselves. What is opened must be closed, and a key must be followed by a value: nothing checks it.
class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& end_array() { return close(']'); }
  // Must need no escaping.
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(bool truth) { return plain(truth ? "true" : "false"); }
  JsonWriter& value(double number);  // finite
  template <std::integral Number>
  JsonWriter& value(Number number) {
    return plain(std::to_string(number));
  }
  JsonWriter& value(const std::vector<std::string>& texts);
  JsonWriter& null() { return plain("null"); }
  template <class Value>
  JsonWriter& value(const std::optional<Value>& optional) {
    return optional ? value(*optional) : null();
  }
  // What is JSON already.
  JsonWriter& json(std::string_view text) { return plain(text); }

  std::string take() { return std::move(out_); }

 private:
  void separate() {
    if (!out_.empty() && out_.back() != '{' && out_.back() != '[' && out_.back() != ':') out_ += ',';
  }
  JsonWriter& open(char bracket) {
    separate();
    out_ += bracket;
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_ += bracket;
    return *this;
  }
  JsonWriter& plain(std::string_view text) {
    separate();
    out_ += text;
    return *this;
  }

  std::string out_;
};

}  // namespace opslag::searchd
