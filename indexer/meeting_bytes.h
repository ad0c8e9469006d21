// All of a meeting as bytes, for a file of an update under way, and back.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "corpus/model.h"

namespace opslag::indexer {

std::string to_bytes(const corpus::Meeting& meeting);
// Throws std::runtime_error if they are not what to_bytes() made.
corpus::Meeting meeting_from_bytes(std::string_view bytes);

}  // namespace opslag::indexer
