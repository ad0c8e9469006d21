// Made meetings: the n-th is always the same, whatever is asked for beside it, so that a small corpus begins a large
// one. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/corpus/material.h"

namespace opslag::bench {

struct MadeAttachment {
  std::string name, media_type, text;  // text: empty unless asked for
};

struct MadeItem {
  std::string id;
  int number = 0;
  std::string title, case_number;
  std::vector<std::pair<std::string, std::string>> sections;  // heading, text; the decision's last, if there is one
  bool decided = false;
  std::string decision;
  std::vector<std::string> codes, municipalities, topics;
  std::vector<MadeAttachment> attachments;
};

// What is known of a meeting before its items are written.
struct Plan {
  std::size_t index = 0;       // the how-manieth meeting of the corpus
  std::size_t first_item = 0;  // the how-manieth item its first one is
  std::size_t items = 0;
  std::size_t organisation = 0, committee = 0;  // indexes into the material
  int year = 0, month = 0, day = 0;
  bool agenda = false;  // a dagsorden: no decisions
};

struct Making {
  std::uint64_t seed = 1;
  std::size_t items = 10000;
  bool attachment_texts = false;
  bool facets = true;        // false: topics, municipalities and codes are left to the reader of the minutes
  double changed_every = 0;  // n > 0: each n-th item has another text than it has with 0
  std::size_t changed_from = 0, changed_to = 0;  // or those of a range of items have
};

// The meetings of a corpus, in its order; the last one is cut so that there are just as many items as asked for.
std::vector<Plan> plan_meetings(const Material& material, const Making& making);

std::vector<MadeItem> make_items(const Material& material, const Making& making, const Plan& plan);

std::string meeting_id(const Material& material, const Plan& plan);
std::string slug(std::string_view text);
// "2019-03-15"
std::string date_of(const Plan& plan);

// One line as `opslag-indexer show` prints it. attachment_files: name the files that hold the attachments' texts.
std::string to_json_line(const Material& material, const Plan& plan, const std::vector<MadeItem>& items,
                         bool attachment_files);

// The items as lines: id, title, text (all sections and the attachments' names, \\n between them), date, organisation,
// committee, year, municipalities, topics, decision codes; facets as slugs, lists joined by ';', fields by tabs.
std::string to_flat_lines(const Material& material, const Plan& plan, const std::vector<MadeItem>& items);

// Where an attachment's text lies, relative to the corpus: "bilag/000012/3-1.txt".
std::string attachment_file(const Plan& plan, const MadeItem& item, std::size_t attachment);

}  // namespace opslag::bench
