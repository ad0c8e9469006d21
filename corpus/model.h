// What was written: a meeting, its agenda items, their sections, decision and attachments (docs/glossary.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace opslag::corpus {

enum class Audience { everyone, internal };  // in JSON: "public", "internal" (closed items and what hangs on them)

// A number as the source has it: 7, "3.1", or none.
using ItemNumber = std::variant<std::monostate, int, std::string>;

struct Section {
  std::optional<std::string> heading;  // verbatim without a final colon; none for text before the first heading
  std::string text;                    // lines separated by '\n', no blank lines at the ends
  bool operator==(const Section&) const = default;
};

struct Decision {
  std::string text;                // verbatim; empty if the item has none recorded
  std::vector<std::string> codes;  // CONTRACT's decision codes; "ingen-beslutning" stands alone
  bool operator==(const Decision&) const = default;
};

// What was found in an attachment's file about personal numbers.
enum class Original {
  unknown,   // nothing was looked for, or no file was there
  clean,     // the whole text was read and holds none
  unread,    // some of the text, or all, could not be read; what was read holds none
  withheld,  // it holds some, which were masked or refused
};

// What an attachment is called whose source gives it a file, but no name.
inline constexpr const char* kNamelessAttachment = "Bilag uden navn";

struct Attachment {
  std::string id;                         // MEETING/NUMBER/bilag/K
  std::string name;                       // as written
  std::optional<std::string> file;        // path relative to SOURCE, where the file is there
  std::optional<std::string> media_type;  // "application/pdf" …, by the name's extension or the file's content
  std::string content = {};               // sha256 of the file's bytes; empty where it is not there. Not in JSON
  std::filesystem::path path = {};  // where the file lies on this machine; empty where it is not there. Not in JSON
  bool by_usual_name = false;       // joined with its file by a name that many files have ("Bilag 1"). Not in JSON
  Original original = Original::unknown;  // set when its text is read. Not in JSON
  bool operator==(const Attachment&) const = default;
};

struct AgendaItem {
  std::string id;  // MEETING/NUMBER
  ItemNumber number;
  std::string title;  // without number and closed-marker
  Audience audience = Audience::everyone;
  std::optional<std::string> case_number;
  std::vector<Section> sections;            // in the document's order, the decision's section included
  std::optional<Decision> decision;         // none for an item of a dagsorden
  std::vector<std::string> municipalities;  // labels: "Faaborg-Midtfyn"
  std::vector<std::string> topics;          // slugs, at most four
  std::vector<Attachment> attachments;      // in the order listed
  bool operator==(const AgendaItem&) const = default;
};

// Everything about a meeting but its items.
struct MeetingHead {
  std::string id;  // [ORGANISATION-]COMMITTEE-DATE
  std::optional<std::string> organisation;
  std::optional<std::string> committee;
  std::string type = "referat";  // referat, dagsorden or tillaegsdagsorden
  std::optional<std::string> title;
  std::optional<std::string> date;   // 2023-09-29
  std::optional<std::string> start;  // 2023-09-29T08:15, local time
  std::optional<std::string> end;
  std::optional<std::string> place;
  std::optional<std::string> published;  // 2023-10-06
  std::string layout;                    // the reader that took it: "website", "pdf-text", "jsonl", "last-resort" …
  std::string source;                    // relative to SOURCE
  std::optional<std::string> source_url;
  Audience audience = Audience::everyone;
  bool operator==(const MeetingHead&) const = default;
};

struct Meeting : MeetingHead {
  std::vector<AgendaItem> items;  // in the document's order
  bool operator==(const Meeting&) const = default;
};

// "7", "3.1" or "" for the number, as read by people and used in ids.
std::string to_string(const ItemNumber& number);

}  // namespace opslag::corpus
