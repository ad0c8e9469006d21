// Writes JSON straight into a string: for answers that are made often, without a tree of values in between.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <concepts>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::searchd {

// Appends `text` as a JSON string, quotes included; what is no valid UTF-8 becomes U+FFFD. The bytes are those of
// nlohmann's dump() with error_handler_t::replace.
void append_json_string(std::string& out, std::string_view text);

// Text that is put together of many small pieces.
class TextBuffer {
 public:
  explicit TextBuffer(std::size_t room = 1024) : text_(room, '\0') {}
  void add(char c) {
    if (size_ == text_.size()) grow(1);
    text_[size_++] = c;
  }
  void add(std::string_view piece) {
    if (text_.size() - size_ < piece.size()) grow(piece.size());
    std::memcpy(text_.data() + size_, piece.data(), piece.size());
    size_ += piece.size();
  }
  // As append_json_string() does.
  void add_json_string(std::string_view text);
  std::size_t size() const { return size_; }
  char back() const { return text_[size_ - 1]; }  // REQUIRES: size() > 0
  void cut(std::size_t size) { size_ = size; }
  std::string take() {
    text_.resize(size_);
    return std::move(text_);
  }

 private:
  void grow(std::size_t more) { text_.resize(2 * (text_.size() + more)); }
  std::string text_;
  std::size_t size_ = 0;
};

// Commas come by themselves. What is opened must be closed, and a key must be followed by a value: nothing checks it.
class JsonWriter {
 public:
  // `room`: about how long the text will be.
  explicit JsonWriter(std::size_t room = 1024) : out_(room) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& end_array() { return close(']'); }
  // Must need no escaping.
  JsonWriter& key(std::string_view name) {
    separate();
    out_.add('"');
    out_.add(name);
    out_.add(std::string_view("\":"));
    return *this;
  }

  JsonWriter& value(std::string_view text) {
    separate();
    out_.add_json_string(text);
    return *this;
  }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(bool truth) { return truth ? plain("true") : plain("false"); }
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

  std::string take() { return out_.take(); }

 private:
  void separate() {
    if (out_.size() > 0 && out_.back() != '{' && out_.back() != '[' && out_.back() != ':') out_.add(',');
  }
  JsonWriter& open(char bracket) {
    separate();
    out_.add(bracket);
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_.add(bracket);
    return *this;
  }
  JsonWriter& plain(std::string_view text) {
    separate();
    out_.add(text);
    return *this;
  }

  TextBuffer out_;
};

}  // namespace opslag::searchd
