// Prints what a published index holds, a line a document, sorted: its id, its terms with their counts and places, its
// values and what is stored of it. For tests that compare indexes, or look for what must not be in one.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <xapian.h>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "corpus/compressed.h"
#include "corpus/generation.h"
#include "corpus/schema.h"
#include "corpus/segment_positions.h"

namespace {
using namespace opslag;
using Json = nlohmann::ordered_json;

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    text += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    text += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

using Terms = std::map<std::string, unsigned>;

// A segment keeps no lists of terms by document: they are gathered from the postings.
std::map<Xapian::docid, Terms> terms_of(const Xapian::Database& database) {
  std::map<Xapian::docid, Terms> documents;
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    for (auto at = database.postlist_begin(*term); at != database.postlist_end(*term); ++at)
      documents[*at][*term] = at.get_wdf();
  }
  return documents;
}

Json document_line(const Xapian::Document& document, const Terms& terms, std::string_view positions) {
  const auto id = terms.lower_bound(std::string(corpus::kIdPrefix));
  Json line{{"id", id == terms.end() ? "" : id->first}, {"terms", terms}, {"values", Json::object()}};
  for (auto value = document.values_begin(); value != document.values_end(); ++value)
    line["values"][std::to_string(value.get_valueno())] = hex(*value);
  line["positions"] = hex(positions);
  const std::string data = document.get_data();
  line["data"] = corpus::is_compressed(data) ? corpus::decompressed(data) : data;
  return line;
}

void dump(const std::filesystem::path& index, std::vector<std::string>& lines) {
  for (const corpus::SegmentInfo& segment : corpus::load_current(index).segments) {
    const Xapian::Database database((index / segment.file).string());
    const corpus::SegmentPositions positions(index / segment.file);
    for (const auto& [docid, terms] : terms_of(database)) {
      if (std::binary_search(segment.deleted.begin(), segment.deleted.end(), docid)) continue;
      lines.push_back(document_line(database.get_document(docid), terms, positions.of(docid))
                          .dump(-1, ' ', false, Json::error_handler_t::replace));
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: opslag-dump-index DIR\n", 2;
  try {
    std::vector<std::string> lines;
    dump(argv[1], lines);
    std::sort(lines.begin(), lines.end());
    for (const std::string& line : lines) std::cout << line << '\n';
    return 0;
  } catch (const Xapian::Error& error) {
    std::cerr << error.get_description() << '\n';
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
