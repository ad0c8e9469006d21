// Room on the disk, made sure of before Xapian writes. A write that fails inside it can end the program (an exception
// in a destructor of 1.4.22), and what it throws else seldom says why.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>

namespace opslag::indexer {

// Throws corpus::IndexError, a sentence that says how much room there is and how much is needed, if the file system of
// `folder` has not so many bytes left. Quotas are not seen.
void require_room(const std::filesystem::path& folder, std::uint64_t bytes);

}  // namespace opslag::indexer
