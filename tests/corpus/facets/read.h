// Reads the facets of one invented item, as one line each: what the tables of the facet tests compare.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "corpus/facets/facet_reader.h"
#include "corpus/model.h"

namespace opslag::corpus::testing {

inline const Vocabularies& vocabularies() {
  static const auto kVocabularies = load_vocabularies(OPSLAG_SOURCE_DIR "/corpus/vocabularies");
  return *kVocabularies;
}

// Values in the order of names, separated by a space.
inline std::string join(std::vector<std::string> values) {
  std::sort(values.begin(), values.end());
  std::string joined;
  for (const std::string& value : values) joined += (joined.empty() ? "" : " ") + value;
  return joined;
}

inline AgendaItem read(AgendaItem item, const std::string& committee = "Socialudvalget") {
  Meeting meeting;
  meeting.committee = committee;
  meeting.items.push_back(std::move(item));
  read_facets(vocabularies(), meeting);
  return meeting.items.front();
}

inline std::string codes(const std::string& decision, const std::string& title = "Sag",
                         const std::string& committee = "Socialudvalget") {
  AgendaItem item;
  item.title = title;
  item.decision = Decision{decision, {}};
  return join(read(item, committee).decision->codes);
}

inline std::string municipalities(const std::string& text) {
  AgendaItem item;
  item.title = "Sag";
  item.sections.push_back({"Baggrund", text});
  return join(read(item).municipalities);
}

inline std::string topics(const std::string& title, const std::string& text) {
  AgendaItem item;
  item.title = title;
  if (!text.empty()) item.sections.push_back({"Sagsfremstilling", text});
  return join(read(item).topics);
}

struct Row {
  std::vector<std::string> fields;  // the first: expected values, in the order of names
};

// A table of tests/corpus/facets: fields separated by tabs, "\n" for a line break, '#' before a comment.
inline std::vector<Row> table(const std::string& name) {
  std::ifstream in(OPSLAG_SOURCE_DIR "/tests/corpus/facets/" + name);
  if (!in) throw std::runtime_error("no table " + name);
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    for (std::size_t at = line.find("\\n"); at != std::string::npos; at = line.find("\\n")) line.replace(at, 2, "\n");
    Row row;
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find('\t', at), line.size());
      row.fields.push_back(line.substr(at, end - at));
      at = end + 1;
    }
    std::vector<std::string> expected;
    std::string& first = row.fields.front();
    for (std::size_t at = 0; at < first.size();) {
      const std::size_t end = std::min(first.find(' ', at), first.size());
      expected.push_back(first.substr(at, end - at));
      at = end + 1;
    }
    first = join(expected);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace opslag::corpus::testing
