// opslag-indexer: from minutes to an index.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include "indexer/commands.h"
#include "indexer/confined_program.h"
#include "indexer/extraction_process.h"

// jemalloc's, which reads it as it starts: what is looked up all the time lies all over the memory, and in large pages
// the processor finds it a twentieth quicker. What is given back is zeroed when it is taken again: that waits.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "thp:always,metadata_thp:always,oversize_threshold:0,dirty_decay_ms:20000";
}

int main(int argc, char** argv) {
  using namespace opslag::indexer;
  if (argc > 1 && std::string_view(argv[1]) == kWorkerArgument) return serve_extractions(argc - 2, argv + 2);
  if (argc > 1 && std::string_view(argv[1]) == kProgramArgument) return become_program(argc - 2, argv + 2);
  const auto options = opslag::indexer::parse_options(argc, argv);
  if (const int* status = std::get_if<int>(&options)) return *status;
  return opslag::indexer::run(std::get<opslag::indexer::Options>(options));
}
