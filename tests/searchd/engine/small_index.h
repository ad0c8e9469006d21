// A small index of a test's own meetings, made by the indexer's own writer, in a folder that goes with it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "corpus/model.h"
#include "searchd/searcher.h"

namespace opslag::test {

// One item: title, decision, body; decision codes, municipalities and topics as given.
struct ItemText {
  std::string title, decision, body;
  std::vector<std::string> codes = {"godkendt"}, municipalities = {}, topics = {}, attachments = {};
};

corpus::Meeting meeting(const std::string& committee, const std::string& date, const std::vector<ItemText>& items);

class SmallIndex {
 public:
  SmallIndex();
  ~SmallIndex();
  SmallIndex(const SmallIndex&) = delete;
  SmallIndex& operator=(const SmallIndex&) = delete;

  // Publishes a generation in which the named source holds these meetings, and the other sources what they held.
  // Each call makes a segment of its own; what a source held before is deleted.
  void put(const std::string& source, std::vector<corpus::Meeting> meetings);
  std::shared_ptr<const searchd::OpenGeneration> open() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace opslag::test
