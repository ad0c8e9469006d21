// Merges runs into a segment: one single-file Xapian database without term lists.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string_view>
#include <vector>

namespace opslag::indexer {

// The runs' documents stand in the segment in the order of the runs. `file` is fsynced. Memory does not grow with the
// runs; these are mapped. Throws corpus::IndexError (disk full …), std::runtime_error if a run is damaged.
void write_segment(const std::vector<std::filesystem::path>& runs, const std::filesystem::path& file);

// Writes bytes of Inverter::take() with a checksum; throws corpus::IndexError. Not fsynced: a run that does not survive
// is made anew.
void write_run(const std::filesystem::path& file, std::string_view bytes);
// Whether it is there and its checksum fits.
bool is_whole_run(const std::filesystem::path& file);

}  // namespace opslag::indexer
