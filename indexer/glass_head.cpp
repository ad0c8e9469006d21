// Heads of glass databases.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass_head.h"

#include <sys/random.h>

#include <array>
#include <stdexcept>

#include "indexer/glass_packing.h"

namespace opslag::indexer {
namespace {

void add_table(std::string& head, const TableRoot& root, unsigned least_deflated) {
  const bool absent = root.blocks == 0;
  pack_uint(head, root.block);
  pack_uint(head, absent ? 3 : std::uint64_t{root.level} << 2);
  pack_uint(head, root.entries);
  pack_uint(head, kGlassBlockBytes >> 11);
  pack_uint(head, least_deflated);
  std::string free_blocks;
  if (!absent) {
    pack_uint(free_blocks, 1);  // revision
    pack_uint(free_blocks, root.blocks);
    free_blocks.append(4, '\0');
  }
  pack_string(head, free_blocks);
}

}  // namespace

std::string glass_head(const RunStatistics& all, const TableRoot& postings, const TableRoot& data) {
  std::string head("\x0f\x0dXapian Glass\x04\x6e");  // the last two are the format's date, 2016-03-14
  std::array<unsigned char, 16> uuid{};
  if (::getrandom(uuid.data(), uuid.size(), 0) != static_cast<ssize_t>(uuid.size()))
    throw std::runtime_error("the system gives no random numbers");
  uuid[6] = static_cast<unsigned char>((uuid[6] & 0x0F) | 0x40);
  uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3F) | 0x80);
  head.append(uuid.begin(), uuid.end());
  pack_uint(head, 1);  // revision
  constexpr unsigned kLeastDeflated = 18;
  add_table(head, postings, 0);
  add_table(head, data, kLeastDeflated);
  for (const unsigned least : {kLeastDeflated, 0U, kLeastDeflated, kLeastDeflated}) add_table(head, {}, least);
  pack_uint(head, all.documents);
  pack_uint(head, 0);  // the highest number of a document, less their number
  pack_uint(head, all.shortest);
  pack_uint(head, all.highest_count);
  pack_uint(head, all.longest - all.highest_count);
  pack_uint(head, 0);  // no changesets
  pack_uint(head, all.total_length);
  pack_uint(head, 0);  // no words to spell by
  return head;
}

}  // namespace opslag::indexer
