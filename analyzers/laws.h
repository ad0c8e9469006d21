// The names of laws, and references to their paragraphs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzers/atom_text.h"
#include "analyzers/query_word.h"
#include "analyzers/string_hash.h"

namespace opslag::analyzers {

// Names of laws by the key that references carry ("sel"). Immutable after construction, thread-safe.
class Laws {
 public:
  // Lines "key = name, name …"; # begins a comment. Throws std::runtime_error with file and line.
  explicit Laws(const std::filesystem::path& file);

  // The key of a law named by these lower-case words, in the genitive or not; a law that the file lacks is its own key
  // ("vejlovens" → "vejlov"). Empty if the words name no law.
  std::string key_of(std::string_view words) const;

  static constexpr std::size_t kMaxNameWords = 6;

 private:
  std::unordered_map<std::string, std::string, StringHash, std::equal_to<>> keys_;
};

struct LawReference {
  std::size_t first_atom = 0, end_atom = 0;             // the atoms of its number, with the sign before the first
  std::size_t begin = 0, end = 0;                       // byte offsets
  std::vector<Term> terms;                              // what a text gets beside `asks`
  std::vector<Alternative> asks;                        // what a query asks for, best first
  std::uint32_t absorbs_before = 0, absorbs_after = 0;  // words of the law's name, and of "stk. 2"
};

// "§ 107", "§§ 43 og 46", "§§ 11, stk. 3, og 32 a", "§105/§85", "§ 82 a-c", "paragraf 107", with the law's name before
// or behind: par:107, par:sel:107, with "stk. 2" par:sel:107/2. In order; empty if there is no reference at `at`.
// A word at which this is false begins none.
bool may_name_paragraphs(std::string_view raw);
std::vector<LawReference> find_law_references(const AtomText& atoms, std::size_t at, const Laws& laws);

}  // namespace opslag::analyzers
