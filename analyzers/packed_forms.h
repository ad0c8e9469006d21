// Word forms as bytes: a seventh of the room, for those that are not asked for every moment.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::analyzers {

struct WordFormTerms;

std::string pack(const WordFormTerms& form);
// Only of what pack() made.
WordFormTerms unpack(std::string_view packed);

// From spellings to bytes. What was not asked for in a long while is forgotten. Not thread-safe.
class PackedForms {
 public:
  // How many bytes it may take, about; 0, as it is at first: it remembers nothing.
  void limit(std::size_t bytes) { most_ = bytes / 2; }
  // Good until the next call of a member.
  std::optional<std::string_view> find(std::string_view raw);
  void insert(std::string_view raw, std::string_view packed);

 private:
  struct Generation {
    std::string bytes;                 // key, value, key, value …, each behind its length
    std::vector<std::uint64_t> slots;  // the hash's high half, and where its key begins, plus one; 0: empty
    std::size_t count = 0;

    std::optional<std::string_view> find(std::string_view raw, std::uint64_t hash) const;
    void add(std::string_view raw, std::string_view packed, std::uint64_t hash);
    void grow();
  };

  std::size_t most_ = 0;  // of each generation
  Generation young_, old_;
};

}  // namespace opslag::analyzers
