// Makes one file of an index, for another machine's searchd to search through xapian-tcpsrv (corpus/published.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>

#include "corpus/generation.h"

namespace opslag::indexer {

struct Published {
  corpus::Generation generation;  // that was published
  std::uint64_t documents = 0, bytes = 0;
};

// Writes the current generation into `file`, without what is deleted: whole and fsynced, or not at all. Beside it comes
// `file`.sha256, as sha256sum writes it. Throws corpus::IndexError; the index is read only.
Published publish_index(const std::filesystem::path& index, const std::filesystem::path& file);

}  // namespace opslag::indexer
