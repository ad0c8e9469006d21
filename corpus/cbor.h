// CBOR (RFC 8949), as much of it as stored documents are written in. Not thread-safe.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus {

// CBOR's major types, as far as they are used.
enum CborMajor : unsigned { kCborPositive = 0, kCborNegative = 1, kCborText = 3, kCborArray = 4, kCborSimple = 7 };
inline constexpr std::uint64_t kCborFalse = 20, kCborTrue = 21, kCborNull = 22;

class CborWriter {
 public:
  void array(std::size_t size) { head(kCborArray, size); }
  void text(std::string_view text) {
    head(kCborText, text.size());
    bytes_ += text;
  }
  void text(const std::optional<std::string>& optional) {
    if (optional) {
      text(std::string_view(*optional));
    } else {
      null();
    }
  }
  void texts(const std::vector<std::string>& all) {
    array(all.size());
    for (const std::string& one : all) text(std::string_view(one));
  }
  void number(std::int64_t number) {
    if (number < 0) {
      head(kCborNegative, static_cast<std::uint64_t>(-(number + 1)));
    } else {
      head(kCborPositive, static_cast<std::uint64_t>(number));
    }
  }
  void truth(bool truth) { head(kCborSimple, truth ? kCborTrue : kCborFalse); }
  void null() { head(kCborSimple, kCborNull); }
  std::string take() { return std::move(bytes_); }

 private:
  void head(unsigned major, std::uint64_t value) {
    const unsigned bytes = value < 24 ? 0 : value <= 0xFF ? 1 : value <= 0xFFFF ? 2 : value <= 0xFFFFFFFF ? 4 : 8;
    const unsigned low =
        bytes == 0 ? static_cast<unsigned>(value) : 24U + static_cast<unsigned>(std::countr_zero(bytes));
    bytes_ += static_cast<char>(major << 5 | low);
    for (unsigned i = bytes; i > 0; --i) bytes_ += static_cast<char>(value >> (8 * (i - 1)) & 0xFF);
  }
  std::string bytes_;
};

// Reads what CborWriter wrote, in one pass and without a tree in between. Throws std::runtime_error on anything
// else.
class CborReader {
 public:
  explicit CborReader(std::string_view bytes) : rest_(bytes) {}

  // No more elements than there are bytes left.
  std::size_t array() {
    const std::uint64_t size = expect(kCborArray);
    if (size > rest_.size()) fail("an array is cut short");
    return size;
  }
  void array_of(std::size_t size) {
    if (array() != size) fail("an array has another size");
  }
  std::string text() {
    const std::uint64_t size = expect(kCborText);
    if (size > rest_.size()) fail("a text is cut short");
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }
  std::optional<std::string> optional_text() {
    if (take_null()) return std::nullopt;
    return text();
  }
  std::vector<std::string> texts() {
    std::vector<std::string> all(array());
    for (std::string& one : all) one = text();
    return all;
  }
  std::int64_t number() {
    if (next_major() != kCborNegative) return static_cast<std::int64_t>(expect(kCborPositive) & kLargest);
    return -static_cast<std::int64_t>(expect(kCborNegative) & kLargest) - 1;
  }
  std::size_t size() { return expect(kCborPositive); }
  bool truth() {
    const std::uint64_t value = expect(kCborSimple);
    if (value != kCborTrue && value != kCborFalse) fail("a truth is neither");
    return value == kCborTrue;
  }
  bool take_null() {
    if (rest_.empty() || static_cast<unsigned char>(rest_.front()) != (kCborSimple << 5 | kCborNull)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  unsigned next_major() const {
    return rest_.empty() ? kCborSimple : static_cast<unsigned>(static_cast<unsigned char>(rest_.front())) >> 5;
  }
  void end() const {
    if (!rest_.empty()) fail("more follows");
  }
  [[noreturn]] static void fail(const std::string& what) {
    throw std::runtime_error("a stored document is damaged: " + what);
  }

 private:
  static constexpr std::uint64_t kLargest = ~std::uint64_t{0} >> 1;

  std::uint64_t expect(CborMajor major) {
    if (rest_.empty() || next_major() != major) fail("it holds something else than expected");
    const unsigned low = static_cast<unsigned char>(rest_.front()) & 0x1FU;
    rest_.remove_prefix(1);
    if (low < 24) return low;
    if (low > 27) fail("it holds a length of no known kind");
    const std::size_t bytes = std::size_t{1} << (low - 24);
    if (bytes > rest_.size()) fail("it is cut short");
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<unsigned char>(rest_[i]);
    rest_.remove_prefix(bytes);
    return value;
  }
  std::string_view rest_;
};

}  // namespace opslag::corpus
