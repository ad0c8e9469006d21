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
// name equally well, or one file two names, none is joined and a warning says so; the stricter fit goes before. A file
// in a folder that bears the item's number ("punkt 3") goes before others. A folder in `bilag/` that bears the name of
// another file beside the minutes is not looked into. Sets file and media_type.
//
// A name may be listed by several items: they all have the file. If the name says little (file_names.h), it is joined
// with none of them and a warning says so; nor does it lead into the folder of another item.
void join_attachments(const SourceFile& minutes, std::vector<Meeting>& meetings, std::vector<std::string>& warnings);

// Where an item stands: the same text for the same item of a dagsorden and its referat. `index` is the meeting's in its
// source.
std::string agenda_place(const Meeting& meeting, std::size_t index, const AgendaItem& item);

}  // namespace opslag::corpus::minutes
