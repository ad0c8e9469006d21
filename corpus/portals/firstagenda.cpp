// FirstAgenda's JSON → Meeting. Keys may be absent, and some have two names.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/portals/firstagenda.h"

#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "analyzers/text.h"
#include "corpus/attachments/html.h"
#include "corpus/minutes/flowed.h"
#include "corpus/portals/decisions.h"
#include "corpus/source.h"

namespace opslag::corpus {
namespace fs = std::filesystem;
namespace {
using Json = nlohmann::json;

constexpr std::string_view kContainer = "sagsfremstillingContainer";

Json parse(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) throw SourceError("this is no JSON object");
  return json;
}

const Json& member(const Json& json, const char* key) {
  static const Json kNone;
  if (!json.is_object()) return kNone;
  const auto found = json.find(key);
  return found == json.end() ? kNone : *found;
}

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return analyzers::nfc(text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from));
}

// The first of two names that holds text.
std::string text_of(const Json& json, const char* key, const char* other = nullptr) {
  const Json& value = member(json, key);
  if (value.is_string() && !trimmed(value.get_ref<const std::string&>()).empty())
    return trimmed(value.get_ref<const std::string&>());
  return other == nullptr ? std::string() : text_of(json, other);
}

std::optional<std::string> optional_text(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

bool is_true(const Json& value) {
  return (value.is_boolean() && value.get<bool>()) ||
         (value.is_string() && value.get_ref<const std::string&>() == "true");
}

// "2026-03-24T18:00:00+01:00" is local time already: the offset is dropped.
std::optional<std::string> local_time(const std::string& stamp) {
  if (stamp.size() < 16 || stamp[4] != '-' || stamp[10] != 'T') return std::nullopt;
  return stamp.substr(0, 16);
}

std::string type_of(const Json& meeting, const Json& top) {
  const std::string name = analyzers::lower(text_of(meeting, "Navn"));
  const bool supplement = name.find("tillæg") != std::string::npos ||
                          is_true(member(meeting, "IsSupplementaryAgenda")) ||
                          is_true(member(top, "TillaegsDagsorden"));
  if (supplement) return "tillaegsdagsorden";
  if (name.find("referat") != std::string::npos) return "referat";
  if (name.find("dagsorden") != std::string::npos) return "dagsorden";
  return is_true(member(meeting, "Afsluttet")) ? "referat" : "dagsorden";
}

bool is_closed_name(const std::string& name) {
  return analyzers::lower(name).starts_with("lukket");
}

bool is_guid(std::string_view id) {
  return id.size() >= 32 && id.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos &&
         id.find_first_not_of("0-") != std::string_view::npos;
}

std::string without_closed_marker(std::string title) {
  for (const std::string_view marker : {"Lukket punkt:", "Lukket punkt -", "Lukket:", "Lukket -", "LUKKET:"}) {
    if (title.starts_with(marker)) return trimmed(std::string_view(title).substr(marker.size()));
  }
  for (const std::string_view marker : {"- Lukket punkt", "(lukket punkt)", "(Lukket punkt)", "(lukket)"}) {
    if (title.ends_with(marker)) return trimmed(std::string_view(title).substr(0, title.size() - marker.size()));
  }
  return title;
}

ItemNumber number_of(const std::string& text) {
  if (text.empty()) return {};
  const bool digits = text.find_first_not_of("0123456789") == std::string::npos && text.size() < 9;
  if (digits) return std::atoi(text.c_str());
  return text;
}

class MeetingReader {
 public:
  MeetingReader(const fs::path& folder, const std::function<Extraction(const fs::path&)>& extract,
                std::vector<std::string>& warnings)
      : folder_(folder), extract_(extract), warnings_(warnings) {}

  Meeting read(const Json& top) {
    const Json& about = member(top, "Moede");
    Meeting meeting;
    meeting.layout = "firstagenda";
    meeting.type = type_of(about, top);
    meeting.committee = optional_text(text_of(member(top, "Udvalg"), "Navn"));
    meeting.start = local_time(text_of(about, "Dato", "MeetingBeginUtc"));
    if (meeting.start) meeting.date = meeting.start->substr(0, 10);
    meeting.end = local_time(text_of(about, "MeetingEndUtc"));
    meeting.place = optional_text(text_of(about, "Sted"));
    if (const auto released = local_time(text_of(about, "ReleasedDate"))) meeting.published = released->substr(0, 10);
    meeting.title = meeting.committee;
    const bool closed = is_closed_name(text_of(about, "Navn"));
    if (closed) meeting.audience = Audience::internal;
    const Json& items = member(top, "Dagsordenpunkter");
    if (!items.is_array()) return meeting;
    meeting.source_url = permalink(items, analyzers::lower(text_of(top, "Id")));
    for (const Json& item : items) {
      if (item.is_object()) meeting.items.push_back(read_item(item, meeting));
    }
    return meeting;
  }

 private:
  // The page for people, on the host that the items' own links name. It must not get a fragment.
  static std::optional<std::string> permalink(const Json& items, const std::string& id) {
    if (!is_guid(id)) return std::nullopt;
    for (const Json& item : items) {
      for (const Json& field : member(item, "Felter")) {
        const std::string link = text_of(field, "Link");
        const auto host_end = link.find('/', std::string_view("https://").size());
        if (link.starts_with("https://") && host_end != std::string::npos)
          return link.substr(0, host_end) + "/vis?id=" + id;
      }
    }
    return std::nullopt;
  }

  AgendaItem read_item(const Json& json, const Meeting& meeting) {
    AgendaItem item;
    item.number = number_of(text_of(json, "Punktnummer", "Number"));
    const std::string title = text_of(json, "Navn", "Caption");
    item.title = without_closed_marker(title);
    const Json& open = member(json, "IsOpen");
    const bool closed = (open.is_boolean() && !open.get<bool>()) || item.title != title;
    if (meeting.type == "referat") item.decision = Decision{};
    if (closed || meeting.audience == Audience::internal) {  // text and files are dropped, whatever the body says
      item.audience = Audience::internal;
      return item;
    }
    item.case_number = optional_text(text_of(json, "SagsNummer", "CaseNumber"));
    for (const Json& field : member(json, "Felter")) read_field(field, item);
    read_decision(meeting, item);
    for (const Json& attachment : member(json, "Bilag")) add_attachment(attachment, item);
    return item;
  }

  void read_field(const Json& field, AgendaItem& item) {
    const std::string html = text_of(field, "Html", "Tekst");
    std::vector<HtmlSection> sections;
    try {
      sections = html_sections(html, kContainer);
    } catch (const ExtractionError&) {
      warnings_.push_back(label(item) + " is kept without its text, which is nested too deeply");
      return;
    }
    if (sections.empty()) return read_document(text_of(field, "DocumentId"), item);
    for (HtmlSection& section : sections) {
      while (section.heading.ends_with(':')) section.heading.pop_back();
      item.sections.push_back({optional_text(section.heading), std::move(section.text)});
    }
  }

  static std::string label(const AgendaItem& item) {
    return "item " + to_string(item.number) + ", " + item.title + ",";
  }

  // An item whose text stands only in a PDF of its own.
  void read_document(const std::string& id, AgendaItem& item) {
    if (!is_guid(id)) return;
    const std::string only = label(item) + " has its text only in bilag/" + analyzers::lower(id) + ".pdf, which ";
    const auto file = file_of(id);
    if (!file) return warnings_.push_back(only + "is not there");
    if (!extract_) return;
    const Extraction extraction = extract_(folder_ / *file);
    const std::string text = trimmed(minutes::minutes_text(extraction));
    if (!text.empty()) item.sections.push_back({std::nullopt, text});
    if (extraction.status != ExtractionStatus::ok || text.empty())
      warnings_.push_back(only + (text.empty() ? "can't be read" : "can be read in part only") +
                          (extraction.reason.empty() ? std::string() : ": " + extraction.reason));
  }

  void add_attachment(const Json& json, AgendaItem& item) {
    Attachment attachment;
    attachment.name = text_of(json, "Navn");
    attachment.file = file_of(text_of(json, "Id"));
    if (attachment.name.empty() && !attachment.file) return;
    if (attachment.name.empty()) attachment.name = kNamelessAttachment;
    if (attachment.file) attachment.path = folder_ / *attachment.file;
    attachment.media_type = "application/pdf";
    item.attachments.push_back(std::move(attachment));
  }

  std::optional<std::string> file_of(const std::string& id) const {
    if (!is_guid(id)) return std::nullopt;
    std::string file = "bilag/" + analyzers::lower(id) + ".pdf";
    std::error_code error;
    if (!fs::is_regular_file(folder_ / file, error)) return std::nullopt;
    return file;
  }

  const fs::path& folder_;
  const std::function<Extraction(const fs::path&)>& extract_;
  std::vector<std::string>& warnings_;
};

std::vector<ListedMeeting> listed_meetings(const Json& list) {
  std::vector<ListedMeeting> listed;
  for (const Json& group : member(list, "Udvalg")) {
    if (!group.is_array()) continue;
    for (const Json& committee : group) {
      for (const Json& meeting : member(committee, "Moeder")) {
        const std::string id = analyzers::lower(text_of(meeting, "Id"));
        if (!is_guid(id)) continue;
        const std::string start = text_of(meeting, "Dato", "MeetingBeginUtc"), name = text_of(committee, "Navn");
        const std::string type = type_of(meeting, Json());
        const bool supplement = type == "tillaegsdagsorden";
        listed.push_back({id, "dagsorden-" + id + ".json", name + " " + start.substr(0, 10),
                          supplement ? std::string() : name + "|" + start, text_of(meeting, "ReleasedDate"),
                          type == "referat", is_closed_name(text_of(meeting, "Navn"))});
      }
    }
  }
  return listed;
}

}  // namespace

std::vector<ListedMeeting> firstagenda_meetings(std::string_view list) {
  const Json json = parse(list);
  if (!member(json, "Udvalg").is_object()) throw SourceError("udvalgsliste.json does not list committees");
  return listed_meetings(json);
}

std::vector<std::string> firstagenda_documents(std::string_view json) {
  const Json top = parse(json);
  std::vector<std::string> documents;
  const auto add = [&](const std::string& id) {
    if (is_guid(id)) documents.push_back(analyzers::lower(id));
  };
  for (const Json& item : member(top, "Dagsordenpunkter")) {
    const Json& open = member(item, "IsOpen");
    if (open.is_boolean() && !open.get<bool>()) continue;
    for (const Json& field : member(item, "Felter")) {
      const std::string html = text_of(field, "Html", "Tekst");
      try {
        if (html_sections(html, kContainer).empty()) add(text_of(field, "DocumentId"));
      } catch (const ExtractionError&) {
        add(text_of(field, "DocumentId"));
      }
    }
    for (const Json& attachment : member(item, "Bilag")) {
      const Json& pdf = member(attachment, "HarPdfVersion");
      if (pdf.is_null() || is_true(pdf)) add(text_of(attachment, "Id"));
    }
  }
  return documents;
}

FirstAgendaFolder list_firstagenda(const fs::path& folder) {
  std::ifstream in(folder / kFirstAgendaList, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  FirstAgendaFolder found;
  const std::vector<ListedMeeting> listed = firstagenda_meetings(text);
  const auto is_there = [&](const ListedMeeting& meeting) {
    std::error_code error;
    return fs::is_regular_file(folder / meeting.file, error);
  };
  std::set<std::string> minuted;
  for (const ListedMeeting& meeting : listed) {
    if (meeting.referat && is_there(meeting)) minuted.insert(meeting.key);
  }
  for (const ListedMeeting& meeting : listed) {
    const bool superseded = !meeting.referat && !meeting.key.empty() && minuted.contains(meeting.key);
    if (is_there(meeting))
      (superseded ? found.superseded : found.meetings).push_back(meeting.file);
    else if (!superseded && !meeting.closed)
      found.missing.push_back(meeting.label + " (" + meeting.file + ")");
  }
  return found;
}

bool is_firstagenda_meeting(std::string_view json) {
  const std::string_view start = json.substr(0, 1u << 20);
  return start.find("\"Dagsordenpunkter\"") != std::string_view::npos ||
         (start.find("\"Moede\"") != std::string_view::npos && start.find("\"Udvalg\"") != std::string_view::npos);
}

Meeting read_firstagenda(std::string_view json, const fs::path& folder,
                         const std::function<Extraction(const fs::path&)>& extract,
                         std::vector<std::string>& warnings) {
  const Json top = parse(json);
  if (!member(top, "Moede").is_object() && !member(top, "Dagsordenpunkter").is_array())
    throw SourceError("this is JSON, but not a meeting of FirstAgenda");
  return MeetingReader(folder, extract, warnings).read(top);
}

}  // namespace opslag::corpus
