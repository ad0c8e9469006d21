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

constexpr std::size_t padded(std::size_t bytes) {
  return (bytes + 7) / 8 * 8;
}

struct Layout {
  std::size_t entries, readings, table, tags, grams, head_ends, part_begins, text, end;
};

Layout layout_of(const Header& header) {
  Layout at{};
  at.entries = sizeof(Header);
  at.readings = at.entries + padded(std::size_t{header.entries} * sizeof(Entry));
  at.table = at.readings + padded(std::size_t{header.readings} * sizeof(std::uint32_t));
  at.tags = at.table + padded(std::size_t{header.slots} * sizeof(std::uint32_t));
  at.grams = at.tags + padded(header.slots);
  at.head_ends = at.grams + kGramWords * sizeof(std::uint64_t);
  at.part_begins = at.head_ends + kBorderWords * sizeof(std::uint64_t);
  at.text = at.part_begins + kBorderWords * sizeof(std::uint64_t);
  at.end = at.text + header.text;
  return at;
}

}  // namespace

Lexicon::Lexicon(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(file, "cannot be opened (" + std::string(std::strerror(errno)) + ")");
  struct stat status {};
  const bool sized = ::fstat(descriptor, &status) == 0 && status.st_size > 0;
  mapped_ = sized ? static_cast<std::size_t>(status.st_size) : 0;
  void* mapping = sized ? ::mmap(nullptr, mapped_, PROT_READ, MAP_SHARED, descriptor, 0) : MAP_FAILED;
  ::close(descriptor);
  if (mapping == MAP_FAILED) fail(file, "is empty or cannot be mapped");
  mapping_ = mapping;
  try {
    check(file);
  } catch (...) {
    ::munmap(mapping, mapped_);
    throw;
  }
  const auto* bytes = static_cast<const char*>(mapping_);
  const Layout at = layout_of(*header_);
  entries_ = reinterpret_cast<const Entry*>(bytes + at.entries);
  readings_ = reinterpret_cast<const std::uint32_t*>(bytes + at.readings);
  table_ = reinterpret_cast<const std::uint32_t*>(bytes + at.table);
  tags_ = reinterpret_cast<const std::uint8_t*>(bytes + at.tags);
  grams_ = reinterpret_cast<const std::uint64_t*>(bytes + at.grams);
  head_ends_ = reinterpret_cast<const std::uint64_t*>(bytes + at.head_ends);
  part_begins_ = reinterpret_cast<const std::uint64_t*>(bytes + at.part_begins);
  text_ = bytes + at.text;
}

Lexicon::~Lexicon() {
  ::munmap(const_cast<void*>(mapping_), mapped_);
}

void Lexicon::check(const std::filesystem::path& file) const {
  if (mapped_ < sizeof(Header)) fail(file, "is cut short");
  auto& self = const_cast<Lexicon&>(*this);
  self.header_ = static_cast<const Header*>(mapping_);
  if (std::memcmp(header_->magic, kMagic, sizeof kMagic) != 0) fail(file, "is no dictionary of Opslag's");
  if (header_->version != kVersion)
    fail(file, "has version " + std::to_string(header_->version) + ", not " + std::to_string(kVersion));
  if (header_->byte_order != kByteOrder) fail(file, "was built on a machine of another byte order");
  const bool table_fits = header_->slots > header_->entries && (header_->slots & (header_->slots - 1)) == 0;
  if (header_->file_size != mapped_ || layout_of(*header_).end != mapped_ || !table_fits)
    fail(file, "is damaged or cut short");
}

const Lexicon::Entry* Lexicon::find(std::string_view word, std::uint64_t hash) const {
  const auto mixed_hash = mixed(hash);
  const auto tag = tag_of(mixed_hash);
  const std::uint64_t mask = header_->slots - 1;
  for (auto slot = mixed_hash & mask; tags_[slot] != 0; slot = (slot + 1) & mask) {
    if (tags_[slot] != tag) continue;
    const Entry& entry = entries_[table_[slot] - 1];
    if (entry.length == word.size() && std::memcmp(text_ + entry.text, word.data(), word.size()) == 0) return &entry;
  }
  return nullptr;
}

bool Lexicon::may_hold(std::uint64_t hash) const {
  const auto mixed_hash = mixed(hash);
  const auto tag = tag_of(mixed_hash);
  const std::uint64_t mask = header_->slots - 1;
  for (auto slot = mixed_hash & mask; tags_[slot] != 0; slot = (slot + 1) & mask)
    if (tags_[slot] == tag) return true;
  return false;
}

Reading Lexicon::decode(std::uint32_t reading) {
  return {reading & kLemmaMask, static_cast<Pos>((reading >> kPosShift) & kPosMask), (reading & kReadingForm) != 0,
          (reading & kReadingHead) != 0, (reading & kReadingTail) != 0};
}

}  // namespace opslag::analyzers
