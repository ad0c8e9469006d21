// What "did you mean" knows of the words of the indexes that are searched as one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"
#include "analyzers/lexicon/spelling.h"
#include "searchd/shard.h"

namespace opslag::searchd {

using Suggest = std::function<std::optional<analyzers::Suggestion>(std::string_view word)>;

// Reads the shards' lists of words. What it returns is thread-safe; empty while there is no dictionary.
// Throws ShardError if a list can't be read or is damaged.
Suggest spelling_of(const std::vector<std::shared_ptr<const Shard>>& shards, const analyzers::Language& language);

// In how many documents a word must stand, so that no more than `most` words do.
struct CommonWords {
  std::uint32_t least_documents = 1;
  std::size_t count = 0;  // of the words that do
};
// `lists`: as each_word_of() takes them (word_merge.h). Beyond 1,023 documents no more is told apart: then there may be
// more than `most`.
CommonWords common_words(const std::vector<std::string_view>& lists, std::size_t most);

}  // namespace opslag::searchd
