// Merges runs into a segment: one single-file Xapian database without term lists, its positions behind it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace opslag::indexer {

// The runs' documents stand in the segment in the order of the runs. `file` is fsynced. Memory does not grow with the
// runs; these are mapped. Returns the file's SHA-256. Throws corpus::IndexError (disk full …), std::runtime_error if a
// run is damaged.
std::string write_segment(const std::vector<std::filesystem::path>& runs, const std::filesystem::path& file);

}  // namespace opslag::indexer
