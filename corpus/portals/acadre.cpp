// OS2web's Acadre manifest: tables in tables, with fields by name.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/portals/manifest_reading.h"

namespace opslag::corpus {
namespace {

bool is_table(const XmlNode& node, std::string_view name) {
  return node.name == "table" && node.attribute("name") == name;
}

// The tables of that name below, those within another one of the same name left out.
void tables_below(const XmlNode& node, std::string_view name, std::vector<const XmlNode*>& found) {
  for (const XmlNode& child : node.children) {
    if (is_table(child, name))
      found.push_back(&child);
    else
      tables_below(child, name, found);
  }
}

std::vector<const XmlNode*> tables(const XmlNode& node, std::string_view name) {
  std::vector<const XmlNode*> found;
  tables_below(node, name, found);
  return found;
}

const XmlNode* field_of(const XmlNode& table, std::string_view name) {
  const XmlNode* fields = table.child("fields");
  if (fields == nullptr) return nullptr;
  for (const XmlNode* field : fields->all("field")) {
    if (field->attribute("name") == name) return field;
  }
  return nullptr;
}

void read_item(const XmlNode& node, const std::string& sort, ManifestReading& reading) {
  reading.begin_item(sort, acadre_field(node, "name"), acadre_field(node, "access") == "1");
  reading.set_case_number(acadre_field(node, "caseno"));
  for (const XmlNode* bullet : tables(node, "bullet")) {
    if (const XmlNode* content = field_of(*bullet, "bulletcontent"))
      reading.add_section(acadre_field(*bullet, "bulletname"), content->html());
  }
  for (const XmlNode* file : tables(node, "enclosure"))
    reading.add_attachment(acadre_field(*file, "name"), acadre_field(*file, "filename"),
                           acadre_field(*file, "access") == "1");
  reading.end_item();
}

// Where no list says what the agenda is: minutes have a decision.
std::string type_by_content(const XmlNode& agenda) {
  for (const XmlNode* bullet : tables(agenda, "bullet")) {
    const std::string name = acadre_field(*bullet, "bulletname");
    if (name == "Beslutning" || name == "Beslutninger") return "referat";
  }
  return "dagsorden";
}

}  // namespace

std::string acadre_field(const XmlNode& table, std::string_view name) {
  const XmlNode* field = field_of(table, name);
  if (field == nullptr) return {};
  XmlNode around;
  around.children.push_back(*field);
  return around.value("field");
}

bool read_acadre(const XmlNode& root, const std::string& type, ManifestReading& reading) {
  std::vector<const XmlNode*> agendas = tables(root, "agenda");
  if (is_table(root, "agenda")) agendas.assign(1, &root);
  if (agendas.empty()) return false;
  const XmlNode& agenda = *agendas.front();
  Meeting& meeting = reading.meeting;
  meeting.layout = "acadre";
  meeting.type = type.empty() ? type_by_content(agenda) : type;
  const auto about = tables(root, "meeting"), committee = tables(root, "committee");
  if (!committee.empty()) reading.set_committee(acadre_field(*committee.front(), "name"));
  if (!about.empty()) {
    if (committee.empty()) reading.set_committee(acadre_field(*about.front(), "name"));
    reading.set_start(acadre_field(*about.front(), "date"), {});
    if (const std::string end = acadre_field(*about.front(), "finish"); !end.empty()) reading.set_end(end, {});
    reading.set_place(acadre_field(*about.front(), "location"));
  }
  for (const XmlNode* parent : tables(agenda, "agendaitemparents")) {
    for (const XmlNode* item : tables(*parent, "agendaitem")) read_item(*item, acadre_field(*parent, "sort"), reading);
  }
  return true;
}

}  // namespace opslag::corpus
