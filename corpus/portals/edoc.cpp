// OS2web's two eDoc manifests: <Meeting> with one block of text an item, and Fujitsu's <Root>.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/text.h"
#include "corpus/portals/manifest_reading.h"

namespace opslag::corpus {
namespace {

// The state's spelling is uncertain: only the words for what it is are looked for.
std::string type_of_state(const std::string& written) {
  const std::string state = analyzers::lower(written);
  if (state.find("kladde") != std::string::npos) throw NoMinutes("it is a draft (\"" + written + "\")");
  return state.find("referat") != std::string::npos ? "referat" : "dagsorden";
}

bool is_published(const XmlNode& document) {
  return analyzers::lower(document.value("PublishingType")) == "skal publiceres";
}

void read_item(const XmlNode& node, bool open, ManifestReading& reading) {
  const XmlNode* document = node.child("Document");
  const XmlNode none;
  if (document == nullptr) document = &none;
  reading.begin_item(node.value("AgendaItemNumber"), document->value("Title"), open && is_published(*document));
  reading.set_case_number(document->value("CaseNumber"));
  const XmlNode* text = node.child("FullText") != nullptr ? node.child("FullText") : document->child("FullText");
  if (text != nullptr) reading.add_block(text->html());
  if (const XmlNode* files = document->child("Attachments")) {
    for (const XmlNode& file : files->children) {
      if (!file.name.empty()) reading.add_attachment(file.value("Title"), file.value("PDFDocument"), true);
    }
  }
  reading.end_item();
}

void read_element(const XmlNode& node, ManifestReading& reading) {
  const XmlNode* handling = node.child("HandlingItem");
  const XmlNode none;
  if (handling == nullptr) handling = &none;
  reading.begin_item(handling->value("SerialNo"), handling->value("Title"), says_true(node.value("AccessIsPublic")));
  reading.set_case_number(handling->value("CaseNumber"));
  if (const XmlNode* texts = handling->child("CasePresentations")) {
    for (const XmlNode* text : texts->all("CasePresentation")) {
      if (const XmlNode* content = text->child("Content")) reading.add_section(text->value("Title"), content->html());
    }
  }
  if (const XmlNode* files = handling->child("Attachments")) {
    for (const XmlNode* file : files->all("Attachment"))
      reading.add_attachment(file->value("Title"), file->value("Link"), true);
  }
  reading.end_item();
}

}  // namespace

bool read_edoc(const XmlNode& root, ManifestReading& reading) {
  if (root.name != "Meeting") return false;
  Meeting& meeting = reading.meeting;
  meeting.layout = "edoc";
  meeting.type = type_of_state(root.value("MeetingState"));
  reading.set_committee(root.value("Committee"));
  reading.set_start(root.value("MeetingDate"), root.value("MeetingTime"));
  reading.set_place(root.value("MeetingPlace"));
  std::vector<const XmlNode*> types;
  if (const XmlNode* list = root.child("MeetingAgendaTypes")) types = list->all("MeetingAgendaType");
  if (types.size() > 1) {
    meeting.audience = Audience::internal;
    reading.result.warnings.push_back("it has several types of agenda and is taken for closed");
  }
  for (const XmlNode* type : types) {
    const bool open = analyzers::lower(type->value("AgendaType")).find("lukket") == std::string::npos;
    if (!open) meeting.audience = Audience::internal;
    if (const XmlNode* items = type->child("MeetingAgendaItems")) {
      for (const XmlNode* item : items->all("MeetingAgendaItem")) read_item(*item, open, reading);
    }
  }
  return true;
}

bool read_fujitsu(const XmlNode& root, ManifestReading& reading) {
  const XmlNode* agenda = root.name == "Root" ? root.find("Agenda", "AgendaElements") : nullptr;
  if (agenda == nullptr) return false;
  Meeting& meeting = reading.meeting;
  meeting.layout = "fujitsu";
  meeting.type =
      analyzers::lower(root.value_below("OutputTypeEnumName", "AgendaElements")) == "agenda" ? "dagsorden" : "referat";
  if (!says_true(root.value_below("OutputFilterIsPublic", "AgendaElements"))) meeting.audience = Audience::internal;
  const XmlNode none;
  const XmlNode* committee = root.find("Committee", "AgendaElements");
  if (committee == nullptr) committee = &none;
  const XmlNode* about = root.find("Meeting", "AgendaElements");
  if (about == nullptr) about = &none;
  reading.set_committee(committee->value("Name"));
  reading.set_start(about->value("MeetingDateTime"), {});
  if (const std::string end = about->value("EndDateTime"); !end.empty()) reading.set_end(end, {});
  reading.set_place(about->value("MeetingLocation"));
  if (const XmlNode* list = agenda->child("AgendaElements")) {
    for (const XmlNode* element : list->all("AgendaElement")) read_element(*element, reading);
  }
  return true;
}

}  // namespace opslag::corpus
