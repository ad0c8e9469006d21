// Runs on disk: what Inverter::take() made, with a checksum behind it, and read term by term.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "corpus/mapped_file.h"
#include "indexer/glass_packing.h"
#include "indexer/inverter.h"

namespace opslag::indexer {

// Writes bytes of Inverter::take() with a checksum; throws corpus::IndexError. Not fsynced: a run that does not survive
// is made anew.
void write_run(const std::filesystem::path& file, std::string_view bytes);
// Whether it is there and its checksum fits.
bool is_whole_run(const std::filesystem::path& file);

// What has been read of a mapped file is let go, so that memory does not fill with it.
class Passed {
 public:
  explicit Passed(std::string_view section) : from_(section.data()) {}
  void until(const char* now);

 private:
  const char* from_;
};

// A run. Views into its bytes, which are mapped. Its parts are read one behind the other, each once: what is not read
// here moves with the views. Throws std::runtime_error if they are damaged.
class RunReader {
 public:
  struct Values {
    std::uint32_t number = 0;
    std::string_view least, most;
    std::uint32_t chunk_count = 0;
    std::string_view chunks;
  };

  // `documents_before`: in the runs before this one. Throws corpus::IndexError if the file can't be read.
  RunReader(const std::filesystem::path& file, std::uint32_t documents_before);
  bool next_term();

  const std::uint32_t before;
  RunStatistics statistics;
  std::string_view data, positions;
  std::array<Values, kSlotCount> values;
  Unpacker lengths{{}};
  Unpacker rest{{}};  // the terms
  Passed passed{{}};
  // Of the term that next_term() went to; its chunks follow in `rest`, then where it stands in its documents.
  std::string_view term;
  std::uint64_t documents = 0, total = 0, chunk_count = 0;

 private:
  corpus::MappedFile file_;
  std::uint64_t terms_left_ = 0;
};

}  // namespace opslag::indexer
