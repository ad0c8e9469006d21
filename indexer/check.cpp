// Verifies checksums first and opens databases after: Xapian has no checksums, and damaged ones can crash it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check.h"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <bit>

#include "corpus/positional_postings.h"
#include "corpus/positions.h"
#include "corpus/segment_positions.h"
#include "corpus/stored.h"
#include "corpus/word_list.h"
#include "indexer/segments.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;
using corpus::IndexError;

constexpr const char* kRemedy = "; restore it, or make the index anew with `opslag-indexer update --rebuild`";

using Counts = std::array<std::uint64_t, 3>;  // by DocumentKind

void check_checksum(const fs::path& file, const std::string& sha256) {
  if (corpus::sha256_of_file(file) != sha256) {
    throw IndexError(file.string() + " is damaged: its checksum is not the manifest's" + kRemedy);
  }
}

// Whether terms' lists say what their documents say: of each list some documents are asked.
bool lists_fit(const corpus::SegmentPositions& positions) {
  constexpr std::size_t kAsked = 16;
  std::vector<std::vector<std::uint32_t>> packed;
  std::vector<std::uint32_t> listed;
  for (const auto& list : positions.lists()) {
    const std::array<std::uint64_t, 1> key{corpus::position_key(list.term)};
    std::size_t entries = 0;
    std::uint32_t before = 0;
    for (corpus::PositionalCursor at(list.bytes); at.document() != corpus::PositionalCursor::kEnd; at.next()) {
      if (at.document() <= before || at.document() > positions.documents()) return false;
      before = at.document();
      if (!std::has_single_bit(++entries) && entries > kAsked) continue;
      at.positions(listed);
      corpus::unpack_positions(positions.of(at.document()), key, packed);
      if (listed.empty() || listed != packed.front()) return false;
    }
    if (entries == 0) return false;
  }
  return true;
}

// Every document that is not deleted must say what it is, and decode.
void check_documents(const fs::path& index, const corpus::SegmentInfo& segment, Counts& counts) {
  const Xapian::Database database = open_segment(index, segment);
  const fs::path file = index / segment.file;
  const auto wrong = [&](const std::string& what) {
    return IndexError(file.string() + " is damaged: " + what + kRemedy);
  };
  if (database.get_uuid() != segment.uuid) throw wrong("it is another database than the manifest's");
  if (database.get_doccount() != segment.documents) throw wrong("it has not as many documents as the manifest says");
  const corpus::SegmentPositions positions(file);
  if (positions.documents() != segment.documents) throw wrong("it has not the positions of all its documents");
  if (!lists_fit(positions)) throw wrong("its lists of positions are not those of its documents");
  std::size_t deleted = 0;
  for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting) {
    if (std::binary_search(segment.deleted.begin(), segment.deleted.end(), *posting)) {
      ++deleted;
      continue;
    }
    const Xapian::Document document = database.get_document(*posting);
    try {
      const corpus::Stored stored = corpus::decode(document.get_data());
      ++counts[static_cast<std::size_t>(stored.kind)];
    } catch (const std::runtime_error& error) {
      throw wrong(error.what());
    }
  }
  if (deleted != segment.deleted.size()) throw wrong("documents that the manifest calls deleted are not there");
}

}  // namespace

void check_generation(const fs::path& index, const corpus::Generation& generation) {
  check_checksum(index / generation.word_list, generation.word_list_sha256);
  corpus::read_word_list(index / generation.word_list);
  Counts counts{};
  for (const corpus::SegmentInfo& segment : generation.segments) {
    check_checksum(index / segment.file, segment.sha256);
    try {
      check_documents(index, segment, counts);
    } catch (const Xapian::Error& error) {
      throw IndexError((index / segment.file).string() + " can't be read: " + error.get_msg() + kRemedy);
    }
  }
  if (counts != Counts{generation.items, generation.attachments, generation.meetings}) {
    throw IndexError("the index " + index.string() + " does not hold as many documents as its manifest says" + kRemedy);
  }
}

corpus::Generation check_index(const fs::path& index) {
  corpus::Generation generation = corpus::load_current(index);
  check_generation(index, generation);
  return generation;
}

}  // namespace opslag::indexer
