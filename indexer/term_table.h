// Index terms by number: documents by the thousand consist of the same terms again and again.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::indexer {

// Numbers run from 0 in the order in which terms were first asked for. Not thread-safe.
class TermTable {
 public:
  using Id = std::uint32_t;

  Id id_of(std::string_view term);
  Id id_of(std::string_view term, std::uint64_t position_key);  // of which the key is at hand
  // Of several terms that are going to be asked for, what it takes comes into the processor's cache meanwhile: fetch()
  // of all, then fetch_entry() of all, then id_of().
  void fetch(std::uint64_t position_key) const;
  void fetch_entry(std::uint64_t position_key) const;
  std::string_view text(Id id) const { return entries_[id].text; }
  std::uint64_t position_key(Id id) const { return entries_[id].key; }  // corpus::position_key of the term
  std::size_t size() const { return entries_.size(); }
  // No two tables have the same; that of one that is assigned to moves with its terms.
  std::uint64_t number() const { return number_; }

 private:
  struct Entry {
    std::string_view text;  // in a page
    std::uint64_t key;
  };
  static std::uint64_t next_number();
  std::string_view keep(std::string_view term);
  void grow();

  std::uint64_t number_ = next_number();
  std::vector<Entry> entries_;
  // Open addressing: id + 1, 0 for none, and above it the key's high half, which tells most strangers.
  std::vector<std::uint64_t> slots_;
  std::vector<std::unique_ptr<char[]>> pages_;
  std::size_t page_left_ = 0;
};

}  // namespace opslag::indexer
