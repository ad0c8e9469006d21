// Joins the attachments that minutes list with the files that lie beside them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "corpus/model.h"
#include "corpus/source.h"

namespace opslag::corpus::minutes {

// Looks in the minutes' folder and in its folder `bilag/`, there also in sub-folders. Names may differ in case, in
// composed letters, in spaces and underscores, by a leading "Bilag 1 -" or a missing extension. Where two files fit a
// name equally well, or one file two names, none is joined and a warning says so; the stricter fit goes before. A
// folder in `bilag/` that bears the name of another file beside the minutes is not looked into. Sets file and
// media_type.
void join_attachments(const SourceFile& minutes, std::vector<Meeting>& meetings, std::vector<std::string>& warnings);

}  // namespace opslag::corpus::minutes
