// OS2web's SBSYS manifest: <Dagsorden><Møde/><Dagsordenpunkter>.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/text.h"
#include "corpus/portals/manifest_reading.h"

namespace opslag::corpus {
namespace {

// "Sagsfremstilling", "Økonomiske_konsekvenser", "Økonomiske_x0020_konsekvenser".
std::string heading_of(std::string name) {
  constexpr std::string_view kSpace = "_x0020_";
  for (auto at = name.find(kSpace); at != std::string::npos; at = name.find(kSpace, at))
    name.replace(at, kSpace.size(), " ");
  for (char& c : name) {
    if (c == '_') c = ' ';
  }
  return name;
}

std::string type_of(const std::string& written) {
  const std::string type = analyzers::lower(written);
  if (type.find("kladde") != std::string::npos) throw NoMinutes("it is a draft (\"" + written + "\")");
  if (type.find("tillæg") != std::string::npos) return "tillaegsdagsorden";
  return type.find("referat") != std::string::npos ? "referat" : "dagsorden";
}

void read_item(const XmlNode& node, ManifestReading& reading) {
  reading.begin_item(node.attribute("Nummer"), node.value("Overskrift"), says_true(node.attribute("Åbent")));
  const std::string number = node.attribute("Sagsnummer");
  reading.set_case_number(number.empty() ? node.value("Sagsnummer") : number);
  if (const XmlNode* content = node.child("Indhold")) {
    for (const XmlNode& section : content->children) {
      if (!section.name.empty()) reading.add_section(heading_of(section.name), section.html());
    }
  }
  if (const XmlNode* list = node.child("Bilagsliste")) {
    for (const XmlNode* file : list->all("Bilag"))
      reading.add_attachment(file->attribute("Navn"), file->attribute("BilagUrl"),
                             says_true(file->attribute("MaaPubliceres")));
  }
  reading.end_item();
}

}  // namespace

bool read_sbsys(const XmlNode& root, ManifestReading& reading) {
  if (root.name != "Dagsorden") return false;
  Meeting& meeting = reading.meeting;
  meeting.layout = "sbsys";
  meeting.type = type_of(root.attribute("Dagsordentype"));
  if (!says_true(root.attribute("Åben"))) meeting.audience = Audience::internal;
  if (const XmlNode* about = root.child("Møde")) {
    reading.set_committee(about->attribute("Udvalg"));
    reading.set_start(about->attribute("Mødedato"), about->attribute("Mødetid"));
    reading.set_end(about->attribute("Mødeslutdato"), about->attribute("Mødesluttid"));
    reading.set_place(about->attribute("Mødested"));
  }
  if (const XmlNode* list = root.child("Dagsordenpunkter")) {
    for (const XmlNode* item : list->all("Dagsordenpunkt")) read_item(*item, reading);
  }
  return true;
}

}  // namespace opslag::corpus
