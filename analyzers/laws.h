// The names of laws, and references to their paragraphs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

#include "analyzers/atom_text.h"
#include "analyzers/string_hash.h"
#include "analyzers/unit.h"

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

// Reads "§ 107", "§§ 43 og 46", "§105/§85", "§ 82 c", "paragraf 107", with the law's name before or behind it, and adds
// a unit for every number: par:107, par:sel:107, and with "stk. 2" behind it par:sel:107/2. Returns how many atoms were
// read; 0 if there is no reference at `at`.
std::size_t read_law_reference(const AtomText& atoms, std::size_t at, const Laws& laws, WordForms& forms, Units& units);

}  // namespace opslag::analyzers
