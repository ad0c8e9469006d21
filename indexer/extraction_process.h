// Reads attachments in a child process that can do nothing else: limits on memory, time, output and files, no network,
// no writing, no new processes. A crash costs one file; the child is reused from file to file. SPDX-License-Identifier:
// GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>

#include "corpus/attachments/extract.h"

namespace opslag::indexer {

// Of pictures of text only if `on`: a page that is read so has its own time.
struct OcrProcess {
  bool on = false;
  unsigned page_seconds = 60;       // wall clock, a page
  unsigned seconds = 840;           // wall clock, all such pages of a file; then the rest is left out
  std::size_t memory = 512u << 20;  // on top of the others'
};

struct ProcessLimits {
  std::size_t memory = 512u << 20;  // bytes of address space
  unsigned seconds = 60;            // wall clock, a file
  unsigned cpu_seconds = 20;        // processor time, a file
  std::size_t answer = 64u << 20;   // bytes that a child may answer
  unsigned files = 500;             // after so many the child is replaced
  OcrProcess ocr;
};

// Not thread-safe: one for each thread. The child is started with the first file and ends with this object.
class ExtractionProcess {
 public:
  explicit ExtractionProcess(const ProcessLimits& limits = {});
  ~ExtractionProcess();
  ExtractionProcess(const ExtractionProcess&) = delete;
  ExtractionProcess& operator=(const ExtractionProcess&) = delete;

  // Never throws for what a file holds: a file that kills the child, or takes too long, is `failed` and says so.
  // Throws std::runtime_error if no child can be started at all.
  corpus::Extraction extract(const std::filesystem::path& file);
  // The same of an open file, which stays open; `name` for its extension only.
  corpus::Extraction extract(int file, std::string_view name);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The child's side: serves files from the socket on standard input until it is closed. The program calls this when its
// first argument is kWorkerArgument, with the arguments behind it. Returns the exit status.
inline constexpr const char* kWorkerArgument = "extraction-worker";
int serve_extractions(int count, const char* const* arguments);

}  // namespace opslag::indexer
