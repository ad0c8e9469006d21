// OS2web's AGMAN manifest: <Publication><Agendas><Agenda>.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/portals/manifest_reading.h"

namespace opslag::corpus {
namespace {

void read_item(const XmlNode& node, ManifestReading& reading) {
  reading.begin_item(node.attribute("Nummer"), node.value("Caption"), says_true(node.value("IsPublic")));
  reading.set_case_number(node.value("CaseNumber"));
  if (const XmlNode* fields = node.child("Fields")) {
    for (const XmlNode* field : fields->all("ItemField")) {
      const XmlNode* content = field->child("Content");
      const std::string attribute = field->attribute("HasContent");
      const bool has = says_true(attribute.empty() ? field->value("HasContent") : attribute);
      if (has && content != nullptr) reading.add_section(field->value("Caption"), content->html());
    }
  }
  if (const XmlNode* files = node.child("Enclosures")) {
    for (const XmlNode* file : files->all("Enclosure"))
      reading.add_attachment(file->value("Name"), file->value("InstantiationFilePathRelative"),
                             !says_true(file->value("IsProtected")));
  }
  reading.end_item();
}

}  // namespace

bool read_agman(const XmlNode& root, ManifestReading& reading) {
  if (root.name != "Publication") return false;
  const XmlNode* agendas = root.child("Agendas");
  const XmlNode* agenda = agendas == nullptr ? nullptr : agendas->child("Agenda");
  if (agenda == nullptr) return false;
  const std::string type = root.value("PublicationTypeAsValue");
  if (type == "0") throw NoMinutes("it is a draft (PublicationTypeAsValue 0)");
  Meeting& meeting = reading.meeting;
  meeting.layout = "agman";
  meeting.type = type == "1" ? "dagsorden" : "referat";
  const XmlNode none;
  const XmlNode* committee = agenda->find("Committee", "Items");
  const XmlNode* about = agenda->find("Meeting", "Items");
  if (committee == nullptr) committee = &none;
  if (about == nullptr) about = &none;
  reading.set_committee(committee->value("Name"));
  reading.set_start(about->value("When"), {});
  if (const std::string end = about->value("Until"); !end.empty()) reading.set_end(end, {});
  reading.set_place(about->value("Where"));
  if (const XmlNode* items = agenda->child("Items")) {
    for (const XmlNode* item : items->all("Item")) read_item(*item, reading);
  }
  return true;
}

}  // namespace opslag::corpus
