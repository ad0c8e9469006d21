// Meetings as FirstAgenda Publication answers them: a folder with udvalgsliste.json and dagsorden-<guid>.json files.
// Facts of the format, and what is uncertain: docs/formats.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/attachments/extract.h"
#include "corpus/model.h"

namespace opslag::corpus {

inline constexpr std::string_view kFirstAgendaList = "udvalgsliste.json";

// What a folder's udvalgsliste.json says of its files. Throws SourceError (corpus/source.h) if it is not such a list.
struct FirstAgendaFolder {
  std::vector<std::string> meetings;    // files to read: dagsorden-<guid>.json, in the list's order
  std::vector<std::string> superseded;  // a Dagsorden whose Referat is there
  std::vector<std::string> missing;     // listed, but not in the folder: "Byrådet 2026-03-24 (dagsorden-….json)"
};
FirstAgendaFolder list_firstagenda(const std::filesystem::path& folder);

// A meeting as the portal's list has it.
struct ListedMeeting {
  std::string id, file;  // lower-case guid, dagsorden-<guid>.json
  std::string label;     // "Byrådet 2026-03-24"
  std::string key;       // committee and start, by which a Referat takes its Dagsorden's place; empty for supplements
  std::string released;  // ReleasedDate as it stands; may be empty
  bool referat = false, closed = false;
};
// Throws SourceError if the text is not such a list.
std::vector<ListedMeeting> firstagenda_meetings(std::string_view list);
// The documents that a meeting's open items name: attachments, and an item's own PDF where its text stands only there.
std::vector<std::string> firstagenda_documents(std::string_view json);

// Whether JSON text looks like one meeting of the portal.
bool is_firstagenda_meeting(std::string_view json);

// One meeting. Attachments are looked for as bilag/<guid>.pdf in `folder`, and given relative to it. `extract`, if set,
// reads the PDF of an item whose text stands only there; `warnings` tells of texts that could not be had. Throws
// SourceError if the JSON is not of that form.
Meeting read_firstagenda(std::string_view json, const std::filesystem::path& folder,
                         const std::function<Extraction(const std::filesystem::path&)>& extract,
                         std::vector<std::string>& warnings);

}  // namespace opslag::corpus
