// opslag-indexer check: is the index whole?
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <iostream>
#include <utility>

#include "corpus/segment_positions.h"
#include "indexer/check.h"
#include "indexer/commands.h"
#include "indexer/segments.h"
#include "indexer/term_census.h"

namespace opslag::indexer {

namespace {

void print_terms(const std::string& index, const corpus::Generation& generation) {
  constexpr std::array<std::pair<corpus::Slot, const char*>, 3> kSlots{
      {{corpus::Slot::sort_key, "sort_key"}, {corpus::Slot::facets, "facets"}, {corpus::Slot::content, "content"}}};
  TermCensus census;
  std::map<std::string, std::uint64_t> slots;
  std::uint64_t positions = 0, by_term = 0;
  for (const corpus::SegmentInfo& segment : generation.segments) {
    const Xapian::Database database = open_segment(index, segment);
    count_terms(database, census);
    for (const auto& [slot, name] : kSlots) slots[name] += slot_bytes(database, slot);
    const corpus::SegmentPositions of_segment(std::filesystem::path(index) / segment.file);
    positions += of_segment.bytes();
    by_term += of_segment.bytes_of_lists();
  }
  for (const auto& [name, bytes] : slots) std::cout << "slot " << name << ' ' << bytes << " bytes\n";
  std::cout << "positions " << positions << " bytes\n"
            << "positions by term " << by_term << " bytes\n";
  std::cout << "prefix terms in-one-document postings bytes(estimate)\n";
  for (const auto& [prefix, count] : census) {
    std::cout << prefix << ' ' << count.terms << ' ' << count.once << ' ' << count.postings << ' ' << count.bytes
              << '\n';
  }
}

}  // namespace

int check_command(const Options& options) {
  const corpus::Generation generation = check_index(options.index);
  std::uint64_t bytes = 0, deleted = 0;
  for (const corpus::SegmentInfo& segment : generation.segments) {
    bytes += segment.size;
    deleted += segment.deleted.size();
  }
  std::cout << "The index is whole.\n"
            << "generation      " << generation.number << '\n'
            << "schema version  " << generation.schema_version << '\n'
            << "audience        " << generation.audience << '\n'
            << "meetings        " << generation.meetings << '\n'
            << "items           " << generation.items << '\n'
            << "attachments     " << generation.attachments << '\n'
            << "sources         " << generation.sources.size() << '\n'
            << "segments        " << generation.segments.size() << " (" << bytes << " bytes, " << deleted
            << " documents deleted)\n";
  if (options.terms) print_terms(options.index, generation);
  return kDone;
}

}  // namespace opslag::indexer
