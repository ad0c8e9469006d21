// Goes from quote to quote: nearly all of a line is text between two.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/json_items.h"

#include <algorithm>
#include <cstring>

#include "corpus/generation.h"
#include "corpus/sha256.h"

namespace opslag::corpus::minutes {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : text_(text) {}

  // Past white space and this character; false if another comes.
  bool take(char wanted) {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    if (at_ == text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  bool at_end() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return at_ == text_.size();
  }
  // The value that comes, without white space around it; empty if there is none.
  std::string_view value() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    const std::size_t begin = at_;
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        if (!pass_string()) return {};
        if (depth == 0) break;
        continue;
      }
      if (depth == 0 && (c == ',' || c == '}' || c == ']' || c == ':' || is_space(c))) break;
      ++at_;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) break;
    }
    return depth == 0 ? text_.substr(begin, at_ - begin) : std::string_view();
  }

 private:
  bool pass_string() {
    const std::size_t begin = ++at_;
    while (at_ < text_.size()) {
      const void* quote = std::memchr(text_.data() + at_, '"', text_.size() - at_);
      if (quote == nullptr) return false;
      const auto end = static_cast<std::size_t>(static_cast<const char*>(quote) - text_.data());
      std::size_t first = end;  // of the backslashes before it
      while (first > begin && text_[first - 1] == '\\') --first;
      at_ = end + 1;
      if ((end - first) % 2 == 0) return true;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// What is between the brackets, each value given to `use`, which says whether to go on.
template <typename Use>
bool each_between(std::string_view text, char open, char close, Use use) {
  JsonScanner scanner(text);
  if (!scanner.take(open)) return false;
  if (scanner.take(close)) return scanner.at_end();
  do {
    if (!use(scanner)) return false;
  } while (scanner.take(','));
  return scanner.take(close) && scanner.at_end();
}

// The elements of a list of objects. Nothing is parsed yet, so that what can be no list of items ends it at once: a
// list of a hundred million bytes could hold half as many numbers.
std::optional<std::vector<std::string_view>> objects_in(std::string_view list) {
  constexpr std::size_t kSmallest = 10;  // bytes of an item and its comma; one more is taken for short lists
  const std::size_t most = list.size() / kSmallest + 1;
  std::vector<std::string_view> elements;
  const bool whole = each_between(list, '[', ']', [&](JsonScanner& scanner) {
    elements.push_back(scanner.value());
    return elements.back().starts_with('{') && elements.size() <= most;
  });
  if (!whole) return std::nullopt;
  return elements;
}

}  // namespace

std::optional<JsonMembers> json_members(std::string_view object) {
  JsonMembers members;
  const bool whole = each_between(object, '{', '}', [&](JsonScanner& scanner) {
    std::string_view name = scanner.value();
    if (name.size() < 2 || name.front() != '"' || name.find('\\') != name.npos || !scanner.take(':')) return false;
    const std::string_view value = scanner.value();
    return !value.empty() && members.emplace(name.substr(1, name.size() - 2), value).second;
  });
  if (!whole) return std::nullopt;
  return members;
}

std::optional<std::vector<std::string_view>> json_elements(std::string_view list) {
  std::vector<std::string_view> elements;
  const bool whole = each_between(list, '[', ']', [&](JsonScanner& scanner) {
    elements.push_back(scanner.value());
    return !elements.back().empty();
  });
  if (!whole) return std::nullopt;
  return elements;
}

std::optional<ItemTexts> item_texts(std::string_view line) {
  constexpr std::size_t kHexDigits = 16, kHex = 16;  // of one item's versions two are compared
  auto members = json_members(line);
  if (!members) return std::nullopt;
  const auto list = members->find("items");
  if (list == members->end()) return std::nullopt;
  auto items = objects_in(list->second);
  if (!items) return std::nullopt;
  const auto begin = static_cast<std::size_t>(list->second.data() - line.data());
  const std::string beside = sha256(line.substr(0, begin)) + sha256(line.substr(begin + list->second.size()));
  ItemTexts texts{std::move(*members), std::move(*items), {}};
  for (const std::string_view item : texts.items) {
    Sha256 digest;
    digest.add(beside);
    digest.add(item);
    const std::uint64_t hash = std::stoull(digest.hex().substr(0, kHexDigits), nullptr, kHex);
    texts.hashes.push_back(std::max<std::uint64_t>(hash, 1));
  }
  return texts;
}

std::string line_of(std::string_view line, const ItemTexts& texts, const std::vector<bool>& wanted) {
  const std::string_view list = texts.members.at("items");
  const auto begin = static_cast<std::size_t>(list.data() - line.data());
  std::string shorter(line.substr(0, begin));
  shorter += '[';
  for (std::size_t i = 0; i < texts.items.size(); ++i) {
    if (i > 0) shorter += ',';
    shorter += wanted[i] ? texts.items[i] : std::string_view("null");
  }
  shorter += ']';
  return shorter += line.substr(begin + list.size());
}

}  // namespace opslag::corpus::minutes
