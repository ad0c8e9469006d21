// The queries that are asked of the made corpus: 2,000 of mixed kinds, and two kinds more that are told apart.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/bench/corpus/material.h"

namespace opslag::bench {

// Writes `sets` times 2,400 different queries, the same first ones for any number of sets: one query a line, kind TAB q
// TAB filters (facet=value&facet=value, or nothing), made from the corpus's first 10,000 items, so that corpora of all
// sizes are asked the same. Throws std::runtime_error if the file can't be written.
void write_queries(const Material& material, std::uint64_t seed, std::size_t sets, const std::string& file);

}  // namespace opslag::bench
