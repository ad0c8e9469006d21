// opslag-indexer: from minutes to an index.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include "indexer/commands.h"
#include "indexer/confined_program.h"
#include "indexer/extraction_process.h"

int main(int argc, char** argv) {
  using namespace opslag::indexer;
  if (argc > 1 && std::string_view(argv[1]) == kWorkerArgument) return serve_extractions(argc - 2, argv + 2);
  if (argc > 1 && std::string_view(argv[1]) == kProgramArgument) return become_program(argc - 2, argv + 2);
  const auto options = opslag::indexer::parse_options(argc, argv);
  if (const int* status = std::get_if<int>(&options)) return *status;
  return opslag::indexer::run(std::get<opslag::indexer::Options>(options));
}
