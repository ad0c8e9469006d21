// Maps lexicon.bin: see lexicon.h and format.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/lexicon.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <string>

namespace opslag::analyzers {
namespace {

using namespace lexicon_format;

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
  throw std::runtime_error("the dictionary " + file.string() + " " + what + ": build Opslag again");
}

struct Layout {
  std::size_t filter, blocks, letters, head_ends, part_begins, units, head_slips, halves, slips, end;
};

Layout layout_of(const Header& header) {
  Layout at{};
  at.filter = sizeof(Header);
  at.blocks = at.filter + kFilterWords * sizeof(std::uint64_t);
  at.letters = at.blocks + std::size_t{header.blocks} * sizeof(Block);
  at.head_ends = at.letters + 4 * kTriples * sizeof(std::uint32_t);
  at.part_begins = at.head_ends + kBorderWords * sizeof(std::uint64_t);
  at.units = at.part_begins + kBorderWords * sizeof(std::uint64_t);
  at.head_slips = (at.units + std::size_t{header.units} * sizeof(std::uint32_t) + 63) / 64 * 64;
  at.halves = at.head_slips + std::size_t{header.head_slip_lines} * sizeof(SlipLine);
  at.slips = at.halves + std::size_t{header.half_lines} * sizeof(SlipLine);
  at.end = at.slips + std::size_t{header.slip_lines} * sizeof(SlipLine);
  return at;
}

constexpr std::size_t kLanesAWord = sizeof(std::uint64_t) / sizeof(std::uint16_t);
constexpr std::uint64_t kLanes = 0x0001000100010001ULL;

constexpr std::size_t kLargePage = std::size_t{2} << 20;

std::size_t in_large_pages(std::size_t bytes) {
  return (bytes + kLargePage - 1) / kLargePage * kLargePage;
}

// Addresses with a round one among the first; MAP_FAILED if there are none.
void* reserve(std::size_t bytes, int protection) {
  return ::mmap(nullptr, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

char* first_round(void* address) {
  return reinterpret_cast<char*>(in_large_pages(reinterpret_cast<std::uintptr_t>(address)));
}

// A bit at the top of each lane of 16 bits that is zero.
constexpr std::uint64_t zero_lanes(std::uint64_t word) {
  constexpr std::uint64_t low = 0x7FFF * kLanes;
  return ~(((word & low) + low) | word | low);
}

// Of four slots, those that hold the tag.
std::uint64_t lanes_with(const Block& block, std::size_t slot, std::uint16_t tag) {
  std::uint64_t lanes;
  std::memcpy(&lanes, block.tags + slot, sizeof lanes);
  return zero_lanes(lanes ^ tag * kLanes);
}

}  // namespace

Lexicon::Lexicon(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(file, "cannot be opened (" + std::string(std::strerror(errno)) + ")");
  struct stat status {};
  const bool sized = ::fstat(descriptor, &status) == 0 && status.st_size > 0;
  mapped_ = sized ? static_cast<std::size_t>(status.st_size) : 0;
  reserved_bytes_ = in_large_pages(mapped_) + kLargePage;
  reserved_ = sized ? reserve(reserved_bytes_, PROT_NONE) : MAP_FAILED;
  void* mapping = MAP_FAILED;
  if (reserved_ != MAP_FAILED)
    mapping = ::mmap(first_round(reserved_), mapped_, PROT_READ, MAP_SHARED | MAP_FIXED, descriptor, 0);
  ::close(descriptor);
  try {
    if (mapping == MAP_FAILED) fail(file, "is empty or cannot be mapped");
    mapping_ = mapping;
    check(file);
  } catch (...) {
    if (reserved_ != MAP_FAILED) ::munmap(reserved_, reserved_bytes_);
    throw;
  }
  const auto* bytes = static_cast<const char*>(mapping_);
  const Layout at = layout_of(*header_);
  filter_ = reinterpret_cast<const std::uint64_t*>(bytes + at.filter);
  blocks_ = reinterpret_cast<const Block*>(bytes + at.blocks);
  letters_ = reinterpret_cast<const std::uint32_t*>(bytes + at.letters);
  head_ends_ = reinterpret_cast<const std::uint64_t*>(bytes + at.head_ends);
  part_begins_ = reinterpret_cast<const std::uint64_t*>(bytes + at.part_begins);
  units_ = reinterpret_cast<const std::uint32_t*>(bytes + at.units);
  const auto lines = [&](std::size_t place, std::uint32_t count) {
    return Lines{reinterpret_cast<const SlipLine*>(bytes + place), count};
  };
  slips_[static_cast<std::size_t>(Role::head)] = lines(at.head_slips, header_->head_slip_lines);
  slips_[static_cast<std::size_t>(Role::end)] = lines(at.slips, header_->slip_lines);
  halves_ = lines(at.halves, header_->half_lines);
}

Lexicon::~Lexicon() {
  ::munmap(reserved_, reserved_bytes_);
}

void Lexicon::gather() const {
  std::call_once(gathered_, [this] {
    const std::size_t room = in_large_pages(mapped_);
    void* const fresh = reserve(room + kLargePage, PROT_READ | PROT_WRITE);
    if (fresh == MAP_FAILED) return;
    char* const copy = first_round(fresh);
    ::madvise(copy, room, MADV_HUGEPAGE);
    std::memcpy(copy, mapping_, mapped_);
    ::mprotect(copy, room, PROT_READ);
    // In one step: who reads just now reads the same.
    const void* const moved = ::mremap(copy, room, room, MREMAP_MAYMOVE | MREMAP_FIXED, const_cast<void*>(mapping_));
    if (moved == MAP_FAILED) ::munmap(copy, room);
    const auto before = static_cast<std::size_t>(copy - static_cast<char*>(fresh));
    if (before > 0) ::munmap(fresh, before);
    if (before < kLargePage) ::munmap(copy + room, kLargePage - before);
  });
}

void Lexicon::check(const std::filesystem::path& file) const {
  if (mapped_ < sizeof(Header)) fail(file, "is cut short");
  auto& self = const_cast<Lexicon&>(*this);
  self.header_ = static_cast<const Header*>(mapping_);
  if (std::memcmp(header_->magic, kMagic, sizeof kMagic) != 0) fail(file, "is no dictionary of Opslag's");
  if (header_->version != kVersion)
    fail(file, "has version " + std::to_string(header_->version) + ", not " + std::to_string(kVersion));
  if (header_->byte_order != kByteOrder) fail(file, "was built on a machine of another byte order");
  const bool table_fits = std::size_t{header_->blocks} * kBlockSlots > header_->entries;
  const bool has_lines = header_->slip_lines > 0 && header_->head_slip_lines > 0 && header_->half_lines > 0;
  if (header_->file_size != mapped_ || layout_of(*header_).end != mapped_ || !table_fits || !has_lines)
    fail(file, "is damaged or cut short");
}

const Lexicon::Entry* Lexicon::look_up(std::string_view word, std::uint64_t mixed_hash) const {
  const auto tag = tag_of(mixed_hash);
  for (auto number = block_of(mixed_hash, header_->blocks);; number = number + 1 == header_->blocks ? 0 : number + 1) {
    const Block& block = blocks_[number];
    for (std::size_t four = 0; four < kBlockSlots; four += kLanesAWord) {
      if (lanes_with(block, four, tag) == 0) continue;
      for (auto slot = four; slot < four + kLanesAWord; ++slot) {
        if (block.tags[slot] != tag) continue;
        const Entry& found = entry(block.places[slot]);
        if (text(found) == word) return &found;
      }
    }
    if (block.tags[kBlockSlots - 1] == 0) return nullptr;
  }
}

bool Lexicon::has_tag(std::uint64_t mixed_hash) const {
  const auto tag = tag_of(mixed_hash);
  for (auto number = block_of(mixed_hash, header_->blocks);; number = number + 1 == header_->blocks ? 0 : number + 1) {
    const Block& block = blocks_[number];
    std::uint64_t lanes = 0;
    for (std::size_t four = 0; four < kBlockSlots; four += kLanesAWord) lanes |= lanes_with(block, four, tag);
    if (lanes != 0) return true;
    if (block.tags[kBlockSlots - 1] == 0) return false;
  }
}

Reading Lexicon::decode(std::uint32_t reading) {
  return {reading & kLemmaMask, static_cast<Pos>((reading >> kPosShift) & kPosMask), (reading & kReadingForm) != 0,
          (reading & kReadingHead) != 0, (reading & kReadingTail) != 0};
}

}  // namespace opslag::analyzers
