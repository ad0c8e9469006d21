// Is an index whole? Everything that a generation names is there, of the right size and checksum, and can be read.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>

#include "corpus/generation.h"

namespace opslag::indexer {

// Throws corpus::IndexError, naming the first thing that is wrong; returns the current generation if nothing is.
// Readable by anyone at any time: takes no lock.
corpus::Generation check_index(const std::filesystem::path& index);
// The same for a generation that was loaded already.
void check_generation(const std::filesystem::path& index, const corpus::Generation& generation);

}  // namespace opslag::indexer
