// opslag-indexer publish: one file of an index, for xapian-tcpsrv.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "indexer/commands.h"
#include "indexer/publish.h"

namespace opslag::indexer {

int publish_command(const Options& options) {
  const Published published = publish_index(options.index, options.into);
  std::cout << options.into << ": generation " << published.generation.number << ", " << published.documents
            << " documents, " << published.bytes
            << " bytes. Serve it with: xapian-tcpsrv --port PORT --interface ADDRESS " << options.into << '\n';
  return kDone;
}

}  // namespace opslag::indexer
