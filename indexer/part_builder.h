// Builds documents on all cores into runs, the parts of a new segment.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "indexer/attachment_texts.h"
#include "indexer/document_builder.h"
#include "indexer/inverter.h"
#include "indexer/meeting_documents.h"
#include "indexer/word_counts.h"

namespace opslag::indexer {

// Runs that may be taken by a later update begin so.
inline constexpr const char* kRunStem = "run-";

// A run of some thousand documents in the scratch folder (indexer/inverter.h).
struct Part {
  std::filesystem::path path;
  std::uint32_t documents = 0;
};

// The parts hold the documents in the order in which they were added, whatever the number of threads. Use from one
// thread. Memory is bounded: add() waits while many documents are waiting to be built.
class PartBuilder {
 public:
  struct Options {
    std::filesystem::path scratch;
    unsigned threads = 1;
    std::size_t memory = std::size_t{512}
                         << 20;  // bytes, about, of documents that wait, are built, or are turned round
    // Stands for all that decides what is made of a document: a run that an update of the same identity left behind and
    // that holds just what is to be built is taken as it is. Empty: none is.
    std::string identity;
  };
  // `texts` must outlive this.
  PartBuilder(Options options, const std::function<Tokenize()>& make_tokenizer, AttachmentTexts& texts);
  ~PartBuilder();  // drops what is not built yet
  PartBuilder(const PartBuilder&) = delete;
  PartBuilder& operator=(const PartBuilder&) = delete;

  // Throws what a thread threw (disk full …).
  void add(PlannedDocument document);
  std::vector<Part> finish();
  // How often words are to be counted less than the parts have them: PlannedDocument::same_words. After finish().
  const WordCounts& uncounted() const { return uncounted_; }

 private:
  struct Chunk {
    std::size_t number = 0;
    std::vector<PlannedDocument> documents;
    std::vector<std::optional<ContentHash>> hashes;  // by document; none where the file may yet change it
  };

  void submit();
  struct Tools {  // of one thread
    explicit Tools(const Tokenize& its) : tokenize(its), builder(its) {}
    Tokenize tokenize;
    DocumentBuilder builder;
    Inverter inverter;
    WordCounts uncounted;
  };
  void work(Tools& tools);
  void build(Chunk& chunk, Tools& tools);
  std::vector<Part> build_runs(Chunk& chunk, Tools& tools, const std::filesystem::path& path) const;
  std::filesystem::path path_of(Chunk& chunk) const;

  Options options_;
  AttachmentTexts& texts_;
  std::size_t chunk_limit_;                    // bytes of text
  std::size_t run_limit_;                      // bytes of a thread's inverter
  std::vector<std::unique_ptr<Tools>> tools_;  // one for each thread, or one where this thread is the only one
  Chunk chunk_;
  std::size_t chunk_bytes_ = 0;
  std::mutex mutex_;
  std::condition_variable room_, waiting_;
  std::deque<Chunk> queue_;
  std::map<std::size_t, std::vector<Part>> parts_;  // by their chunk's number
  WordCounts uncounted_;
  std::exception_ptr failure_;
  bool closed_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace opslag::indexer
