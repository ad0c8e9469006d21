// Files that minutes of several meetings in one folder list by a name that says little ("Bilag 1.pdf"): whose are they?
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "indexer/source_plan.h"
#include "indexer/source_reading.h"

namespace opslag::indexer {

// What was read of a source; both outlive the call.
using ReadTask = std::pair<SourceTask*, Reading*>;

// Whether a meeting joins a file by a name that many files have.
bool has_usual_names(const corpus::Meeting& meeting);
// The folders of the sources that join a file by such a name.
std::set<std::string> folders_with_usual_names(const std::vector<ReadTask>& sources);

// Takes a file from all of them where they disagree whose it is, and warns each. Their hashes are cleared: they are
// read again by every update until only one of them lists it. An item of a dagsorden and the same of its referat agree.
void part_usual_names(const std::vector<ReadTask>& sources);

}  // namespace opslag::indexer
