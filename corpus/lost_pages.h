// Pages of mapped files that can't be read any more: the disk fails under them, or somebody made the file shorter.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>

namespace opslag::corpus {

// From now on such a page reads as zeros, which whoever reads it takes for damage; without this the system ends the
// program (SIGBUS). For files that MappedFile maps, 1,024 at a time. Call it once, before there are threads.
void survive_lost_pages();
// Whether a file that is mapped now has lost a page since. Thread-safe.
bool has_lost_pages();

// MappedFile's: which bytes are a file's.
void watch_mapping(const void* bytes, std::size_t size);
void forget_mapping(const void* bytes);

}  // namespace opslag::corpus
