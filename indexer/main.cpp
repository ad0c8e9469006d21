// opslag-indexer: from minutes to an index.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/commands.h"

int main(int argc, char** argv) {
  const auto options = opslag::indexer::parse_options(argc, argv);
  if (const int* status = std::get_if<int>(&options)) return *status;
  return opslag::indexer::run(std::get<opslag::indexer::Options>(options));
}
