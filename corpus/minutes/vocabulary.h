// The words by which the readers know headings, labels and markers: corpus/vocabularies/headings.txt.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace opslag::corpus::minutes {

enum class Role {
  none,
  decision,     // the text under it is the decision
  discussion,   // the decision where nothing else holds one: "Referat"
  attachments,  // a list of files
  standard,     // any other heading that stands alone on a line
  weak,         // a heading too, but not inside a decision
  noise,        // what a web page says about itself: dropped
  contents,     // begins the list of items
  open_part,    // the items after it are public
  closed_part,  // the items after it are closed
  committee,    // labels of the meeting's head
  title,
  place,
  date,
  start,
  end,
  published,
  organisation,
  people,  // a label whose value is a list of names
};

class Vocabulary {
 public:
  // Reads the file's text; `name` is for errors. Throws std::runtime_error with name and line if it is malformed.
  Vocabulary(std::string_view text, const std::string& name);

  // The role of a whole line, by its key (corpus/minutes/lines.h): as a heading of an item, or as a label of the head.
  Role heading(const std::string& key) const;
  Role label(const std::string& key) const;

  const std::vector<std::string>& number_words() const { return lists_.at("number word"); }
  const std::vector<std::string>& closed_markers() const { return lists_.at("closed marker"); }
  const std::vector<std::string>& open_markers() const { return lists_.at("open marker"); }
  const std::vector<std::string>& committee_words() const { return lists_.at("committee word"); }
  const std::vector<std::string>& case_labels() const { return lists_.at("case number label"); }
  const std::vector<std::string>& bare_decisions() const { return lists_.at("bare decision"); }
  const std::vector<std::string>& usual_titles() const { return lists_.at("usual title"); }
  const std::vector<std::string>& attachment_words() const { return lists_.at("attachment word"); }
  const std::vector<std::string>& no_attachments() const { return lists_.at("no attachments"); }

 private:
  std::unordered_map<std::string, Role> headings_, labels_;
  std::unordered_map<std::string, std::vector<std::string>> lists_;  // keys
};

// The vocabulary among the data files, read once. Thread-safe. Throws std::runtime_error.
const Vocabulary& vocabulary();

}  // namespace opslag::corpus::minutes
