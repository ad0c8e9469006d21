// The text of attachments, read when their documents are built.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "corpus/attachments/extract.h"
#include "corpus/source.h"
#include "corpus/stored.h"

namespace opslag::indexer {

using ExtractText = std::function<corpus::Extraction(const std::filesystem::path& file)>;

// An item is built next to its attachments, and a file may hang on several items: what was read last is kept, up to a
// bound. Thread-safe.
class AttachmentTexts {
 public:
  explicit AttachmentTexts(ExtractText extract) : extract_(std::move(extract)) {}

  // Puts the pages into an item's or an attachment's document; others are left alone.
  void fill(corpus::Stored& stored);
  // Files whose text is missing or partly so, with the reason, each once; in the order of their names.
  std::vector<corpus::Failure> problems() const;
  // Meetings with an attachment whose file was there when the minutes were read and could not be opened now. Their
  // sources are to be read again by the next update, whether they change or not.
  std::set<std::string> meetings_to_read_again() const;

 private:
  using Text = std::shared_ptr<const corpus::Extraction>;
  Text of(const corpus::Attachment& attachment);
  Text text_for(corpus::Stored& stored, std::size_t attachment);

  struct Kept {
    std::string content;
    Text text;
    std::size_t size = 0;
  };

  ExtractText extract_;
  mutable std::mutex mutex_;
  std::list<Kept> kept_;  // last used first
  std::size_t size_ = 0;
  std::vector<corpus::Failure> problems_;
  std::set<std::string> read_again_;
};

}  // namespace opslag::indexer
