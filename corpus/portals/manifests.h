// Meetings as the XML manifests have them that municipalities' systems deliver to their websites: SBSYS, eDoc, eDoc by
// Fujitsu, Acadre and AGMAN. Facts of the formats, and what is a guess: docs/formats.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/source.h"

namespace opslag::corpus {

// Whether a text is to be read by read_manifest: XML that says so, or whose first element is one of the systems'.
bool looks_like_manifest(std::string_view text, std::string_view name);

// The meeting of one agenda's XML. Files that it names are looked for beside it, within SOURCE. Throws SourceError if
// it is no XML or of no system that is known, NoMinutes if it is a draft, or a list of other files.
ReadResult read_manifest(std::string_view text, const SourceFile& file);

// An agenda that a list in a folder names: Acadre's produced agendas, Fujitsu's notifications.
struct ListedAgenda {
  std::filesystem::path path;  // empty: listed, but not there
  std::string written;         // as the list has it
  std::string type;            // "referat", "dagsorden"; empty: the agenda says it itself
};

// What a folder's own .xml files make of it.
struct ManifestFolder {
  bool listed = false;                // there is a list: only its agendas are read
  bool agendas_lie_here = false;      // no list, but agendas: other files are theirs, and no minutes themselves
  std::vector<ListedAgenda> agendas;  // without what is not published, closed or a draft; of several notifications for
                                      // one agenda the newest counts
};
// Throws SourceError if a list can't be read.
ManifestFolder read_manifest_folder(const std::filesystem::path& folder);

bool is_xml_name(std::string_view name);  // ends in .xml, in any case

}  // namespace opslag::corpus
