// One thread's way to the stored documents of a generation.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/stored.h"
#include "searchd/open_generation.h"
#include "searchd/remote_reader.h"

namespace opslag::searchd {

// Not thread-safe. What it is made of must outlive it. All throw corpus::IndexError or ShardError if a segment can't be
// read, std::runtime_error if a document is damaged.
class DocumentReader {
 public:
  DocumentReader(const OpenGeneration& generation, RemoteReader& remote) : generation_(generation), remote_(remote) {}

  // As it is stored: an attachment without what is its item's.
  corpus::Stored stored(Row row);
  // With what an attachment leaves to its item.
  corpus::Stored whole(Row row);
  // Its positions (corpus/positions.h).
  std::string_view packed(Row row) const;
  // Has its positions fetched into the processor's cache meanwhile.
  void fetch_positions(Row row) const;
  // The first document that has a boolean term and is wanted, whole.
  std::optional<corpus::Stored> with_term(
      const std::string& term,
      const std::function<bool(const corpus::Stored&)>& wanted = [](const corpus::Stored&) { return true; });

 private:
  const OpenGeneration& generation_;
  RemoteReader& remote_;
  std::string copy_;
};

}  // namespace opslag::searchd
