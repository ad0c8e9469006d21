// Lists that lie here are mapped: they are read once from end to end, and hold twenty times what is kept of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/index_spelling.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

#include "analyzers/language.h"
#include "corpus/compressed.h"
#include "corpus/mapped_file.h"
#include "searchd/remote_shard.h"
#include "searchd/word_merge.h"

namespace opslag::searchd {
namespace {

// One shard's list.
struct WordList {
  std::unique_ptr<const corpus::MappedFile> file;
  std::string text;  // of a remote one
  std::string_view bytes() const { return file ? file->bytes() : std::string_view(text); }
};

WordList word_list_of(const Shard& shard) {
  WordList list;
  if (shard.remote) {
    each_chunk(*shard.remote, shard.published.word_chunks, corpus::words_key,
               [&](std::string_view chunk) { list.text += corpus::decompressed(chunk); });
  } else if (!shard.manifest.word_list.empty()) {
    const std::filesystem::path file = shard.folder / shard.manifest.word_list;
    try {
      list.file = std::make_unique<const corpus::MappedFile>(file, corpus::MappedFile::Reading::forward);
    } catch (const corpus::IndexError& error) {
      throw corpus::IndexError("The word list " + std::string(error.what()) +
                               ". Build the index anew with opslag-indexer update --rebuild.");
    }
  }
  each_word_of({list.bytes()}, [](std::string_view, std::uint32_t) {});
  return list;
}

}  // namespace

CommonWords common_words(const std::vector<std::string_view>& lists, std::size_t most) {
  std::vector<std::size_t> words(1024);  // by documents; the last: that many or more
  each_word_of(lists, [&](std::string_view, std::uint32_t documents) {
    ++words[std::min<std::size_t>(documents, words.size() - 1)];
  });
  std::size_t least = words.size() - 1, count = words.back();
  while (least > 1 && count + words[least - 1] <= most) count += words[--least];
  return {static_cast<std::uint32_t>(least), count};
}

Suggest spelling_of(const std::vector<std::shared_ptr<const Shard>>& shards, const analyzers::Language& language) {
  // In large indexes only the most common are kept, since hardly anybody means one of the millions of others.
  constexpr std::size_t kMostWords = 400'000;
  if (!language.morphology) return nullptr;
  std::vector<WordList> lists;
  for (const auto& shard : shards) {
    try {
      lists.push_back(word_list_of(*shard));
    } catch (const ShardError&) {
      throw;
    } catch (const std::runtime_error& error) {
      throw ShardError(shard->place, error.what());
    }
  }
  std::vector<std::string_view> texts;
  for (const WordList& list : lists) texts.push_back(list.bytes());
  const CommonWords common = common_words(texts, kMostWords);
  std::vector<analyzers::CountedWord> words;
  words.reserve(common.count);
  each_word_of(texts, [&](std::string_view word, std::uint32_t documents) {
    if (documents >= common.least_documents) words.push_back({std::string(word), documents});
  });
  lists.clear();
  auto spelling = std::make_shared<const analyzers::SpellingIndex>(language.morphology, std::move(words));
  return [spelling](std::string_view word) { return spelling->suggest(word); };
}

}  // namespace opslag::searchd
