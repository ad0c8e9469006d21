// The flat file of made items (opslag-make-corpus --flat), as the peers read it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace opslag::bench {

inline constexpr std::array<const char*, 6> kFacets{"organisation", "committee", "year",
                                                    "municipality", "topic",     "decision"};

struct FlatItem {
  std::string id, title, text, date;
  std::array<std::vector<std::string>, 6> facets;  // in kFacets' order
};

class FlatFile {
 public:
  // Throws std::runtime_error if the file can't be read.
  explicit FlatFile(const std::string& file) : in_(file) {
    if (!in_) throw std::runtime_error(file + " can't be read.");
  }

  std::optional<FlatItem> next() {
    if (!std::getline(in_, line_)) return std::nullopt;
    FlatItem item;
    std::size_t begin = 0;
    const auto field = [&] {
      const std::size_t end = std::min(line_.find('\t', begin), line_.size());
      std::string value = line_.substr(begin, end - begin);
      begin = end + 1;
      return value;
    };
    item.id = field();
    item.title = field();
    item.text = with_lines(field());
    item.date = field();
    for (auto& values : item.facets) values = list(field());
    return item;
  }

 private:
  static std::string with_lines(std::string text) {
    for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos; ++at) text.replace(at, 2, "\n");
    return text;
  }

  static std::vector<std::string> list(const std::string& text) {
    std::vector<std::string> values;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find(';', begin), text.size());
      values.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
    return values;
  }

  std::ifstream in_;
  std::string line_;
};

}  // namespace opslag::bench
