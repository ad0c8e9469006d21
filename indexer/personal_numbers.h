// What an update does about personal numbers in what it reads.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string_view>

#include "corpus/attachments/extract.h"
#include "corpus/source.h"

namespace opslag::indexer {

enum class PersonalNumbers {
  report,  // said, and indexed as it stands
  mask,    // said; the digits never reach the index
  refuse,  // the source, or the attachment's text, is left out
};
std::optional<PersonalNumbers> personal_numbers_named(std::string_view name);

// Adds a warning where a meeting's texts hold numbers. Throws corpus::SourceError if they are refused.
void treat(corpus::ReadResult& result, PersonalNumbers how);
// Adds to the reason, so that the update says it; refused text is dropped.
void treat(corpus::Extraction& extraction, PersonalNumbers how);

}  // namespace opslag::indexer
