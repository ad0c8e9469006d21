// The names of the files that minutes in a folder may list as attachments: what they are joined with depends on them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>

namespace opslag::indexer {

// A digest of the names, sizes and times of change of attachments' kinds of files in `folder` and of all files in its
// folder `bilag/`, to the depth that corpus::read_source looks; CSV counts as one of these kinds. Minutes themselves do
// not count: a new meeting is no reason to read its neighbours.
std::string digest_of_files_beside(const std::filesystem::path& folder);

// The same of all files in `folder` and below, .xml files left out: what a portal's manifests in it may name.
std::string digest_of_files_below(const std::filesystem::path& folder);

}  // namespace opslag::indexer
