// Writing, checking and reading runs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/run_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <string>

#include "indexer/durable.h"
#include "indexer/output_file.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;

constexpr std::size_t kLanes = 4, kSealBytes = kLanes * sizeof(std::uint64_t);  // behind a run's bytes: their seal_of()

// Against what a crash or a bad disk leaves behind, not against people: nobody else writes here, and it takes a tenth
// of what SHA-256 takes.
std::string seal_of(std::string_view bytes) {
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15;
  std::array<std::uint64_t, kLanes> lanes{1, 2, 3, bytes.size()};
  const auto take = [&](const char* from) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      std::uint64_t word;
      std::memcpy(&word, from + lane * sizeof word, sizeof word);
      lanes[lane] = (lanes[lane] ^ word) * kSpread;
      lanes[lane] ^= lanes[lane] >> 29;
    }
  };
  for (; bytes.size() >= kSealBytes; bytes.remove_prefix(kSealBytes)) take(bytes.data());
  std::array<char, kSealBytes> last{};
  std::copy(bytes.begin(), bytes.end(), last.begin());
  take(last.data());
  std::string seal(kSealBytes, '\0');
  std::memcpy(seal.data(), lanes.data(), kSealBytes);
  return seal;
}

std::string_view without_seal(std::string_view bytes) {
  if (bytes.size() <= kSealBytes) throw std::runtime_error("a file of an update under way is damaged");
  return bytes.substr(0, bytes.size() - kSealBytes);
}

}  // namespace

void write_run(const fs::path& path, std::string_view bytes) {
  const fs::path unfinished = path.string() + ".tmp";
  // Linux keeps what is written at once in one piece, and maps it so when some of it is read again: of a thousand runs
  // little should stand in memory.
  constexpr std::size_t kPiece = std::size_t{32} << 10;
  OutputFile file(unfinished, OutputFile::Mode::anew, OutputFile::Pace::together, kPiece);
  file.write(bytes);
  file.write(seal_of(bytes));
  file.finish();
  rename_file(unfinished, path);
}

bool is_whole_run(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return false;
  try {
    const corpus::MappedFile file(path, corpus::MappedFile::Reading::forward);
    const std::string_view bytes = without_seal(file.bytes());
    return seal_of(bytes) == file.bytes().substr(bytes.size());
  } catch (const std::runtime_error&) {
    return false;
  }
}

void Passed::until(const char* now) {
  constexpr std::ptrdiff_t kWorthwhile = 1 << 17;  // there may be a thousand runs
  if (now - from_ < kWorthwhile) return;
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = (reinterpret_cast<std::uintptr_t>(from_) + page - 1) / page * page;
  const auto end = reinterpret_cast<std::uintptr_t>(now) / page * page;
  ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  from_ = now;
}

RunReader::RunReader(const fs::path& path, std::uint32_t documents_before)
    : before(documents_before), file_(path, corpus::MappedFile::Reading::forward) {
  rest = Unpacker(without_seal(file_.bytes()));
  statistics.documents = rest.small();
  statistics.total_length = rest.number();
  statistics.shortest = rest.small();
  statistics.longest = rest.small();
  statistics.highest_count = rest.small();
  data = rest.text();
  positions = rest.text();
  for (Values& each : values) {
    each.number = rest.small();
    each.least = rest.text();
    each.most = rest.text();
    each.chunk_count = rest.small();
    each.chunks = rest.text();
  }
  lengths = rest;
  for (std::uint32_t i = 0; i < statistics.documents; ++i) rest.number();
  terms_left_ = rest.number();
  passed = Passed(rest.rest());
}

bool RunReader::next_term() {
  if (terms_left_ == 0) return false;
  --terms_left_;
  term = rest.text();
  documents = rest.number();
  total = rest.number();
  chunk_count = rest.number();
  return true;
}

}  // namespace opslag::indexer
