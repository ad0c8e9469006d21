// Lines of a changed JSON Lines file that are as they were: they need not be read, since the index holds what they say.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "corpus/generation.h"
#include "corpus/source.h"

namespace opslag::indexer {

// What an update may pass over of a source that was read before; nullptr: nothing.
std::shared_ptr<const corpus::KnownLines> known_lines(const corpus::SourceState& before);

// Whether each line says alone what is read from it, whatever the others say: there is nothing to warn of, and no line
// names or joins a file. If lines were passed over and this is false, the file has to be read whole.
bool lines_stand_alone(const corpus::ReadResult& result);

// What the index holds of a source's lines, one for each of `lines`: of a line that was passed over what `before` says
// of it, each said once; of one that was read an empty id. Throws corpus::IndexError if a line was not known.
struct HeldLine {
  std::string meeting;
  corpus::SourceLine line;
};
std::vector<HeldLine> held_lines(const std::vector<corpus::MeetingLine>& lines, const corpus::SourceState& before);
// Whether a meeting of which items were passed over has got another id than its line `said`, which is theirs.
bool hold_items_of_others(const std::vector<corpus::MeetingLine>& lines, const std::vector<corpus::Meeting>& meetings,
                          const std::vector<std::string>& said);

}  // namespace opslag::indexer
