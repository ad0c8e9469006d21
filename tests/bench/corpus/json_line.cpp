// Writes made meetings in the form that `opslag-indexer show` prints. By hand, for speed and because the generator must
// not change with what it measures. SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/corpus/meetings.h"

namespace opslag::bench {
namespace {

void put_string(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  out += '"';
}

void put_field(const char* name, std::string_view value, std::string& out) {
  ((out += '"') += name) += "\":";
  put_string(value, out);
  out += ',';
}

void put_list(const std::vector<std::string>& values, std::string& out) {
  out += '[';
  for (const std::string& value : values) {
    if (&value != &values.front()) out += ',';
    put_string(value, out);
  }
  out += ']';
}

void put_attachments(const Plan& plan, const MadeItem& item, bool files, std::string& out) {
  out += "\"attachments\":[";
  for (std::size_t i = 0; i < item.attachments.size(); ++i) {
    const MadeAttachment& attachment = item.attachments[i];
    out += i == 0 ? "{" : ",{";
    put_field("id", item.id + "/bilag/" + std::to_string(i + 1), out);
    put_field("name", attachment.name, out);
    if (files)
      put_field("file", attachment_file(plan, item, i), out);
    else
      out += "\"file\":null,";
    out += "\"media_type\":";
    put_string(attachment.media_type, out);
    out += '}';
  }
  out += ']';
}

void put_item(const Plan& plan, const MadeItem& item, bool files, std::string& out) {
  out += '{';
  put_field("id", item.id, out);
  ((out += "\"number\":") += std::to_string(item.number)) += ',';
  put_field("title", item.title, out);
  put_field("audience", "public", out);
  if (item.case_number.empty())
    out += "\"case_number\":null,";
  else
    put_field("case_number", item.case_number, out);
  out += "\"sections\":[";
  for (const auto& section : item.sections) {
    out += &section == &item.sections.front() ? "{" : ",{";
    put_field("heading", section.first, out);
    out += "\"text\":";
    put_string(section.second, out);
    out += '}';
  }
  out += "],\"decision\":";
  if (item.decided) {
    out += "{\"text\":";
    put_string(item.decision, out);
    out += ",\"codes\":";
    put_list(item.codes, out);
    out += '}';
  } else {
    out += "null";
  }
  out += ",\"municipalities\":";
  put_list(item.municipalities, out);
  out += ",\"topics\":";
  put_list(item.topics, out);
  out += ',';
  put_attachments(plan, item, files, out);
  out += '}';
}

void put_flat(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
}

void put_flat_list(const std::vector<std::string>& values, bool slugs, std::string& out) {
  out += '\t';
  for (const std::string& value : values) {
    if (&value != &values.front()) out += ';';
    out += slugs ? slug(value) : value;
  }
}

}  // namespace

std::string to_flat_lines(const Material& material, const Plan& plan, const std::vector<MadeItem>& items) {
  const Organisation& organisation = material.organisations[plan.organisation];
  const std::string owner = slug(organisation.name),
                    committee = owner + "-" + slug(organisation.committees[plan.committee]);
  std::string out;
  for (const MadeItem& item : items) {
    (out += item.id) += '\t';
    (out += item.title) += '\t';
    for (const auto& section : item.sections) (put_flat(section.second, out), out += "\\n");
    for (const MadeAttachment& attachment : item.attachments) (put_flat(attachment.name, out), out += "\\n");
    (((out += '\t') += date_of(plan)) += '\t') += owner;
    (((out += '\t') += committee) += '\t') += std::to_string(plan.year);
    put_flat_list(item.municipalities, true, out);
    put_flat_list(item.topics, false, out);
    put_flat_list(item.codes, false, out);
    out += '\n';
  }
  return out;
}

std::string to_json_line(const Material& material, const Plan& plan, const std::vector<MadeItem>& items,
                         bool attachment_files) {
  const Organisation& organisation = material.organisations[plan.organisation];
  const std::string& committee = organisation.committees[plan.committee];
  const std::string date = date_of(plan);
  std::string out = "{";
  put_field("id", meeting_id(material, plan), out);
  put_field("organisation", organisation.name, out);
  put_field("committee", committee, out);
  put_field("type", plan.agenda ? "dagsorden" : "referat", out);
  put_field("title", committee + " den " + date, out);
  put_field("date", date, out);
  put_field("start", date + "T16:00", out);
  out += "\"end\":null,\"place\":null,\"published\":null,";
  put_field("layout", "jsonl", out);
  out += "\"source\":null,\"source_url\":null,\"audience\":\"public\",\"items\":[";
  for (const MadeItem& item : items) {
    if (&item != &items.front()) out += ',';
    put_item(plan, item, attachment_files, out);
  }
  out += "]}\n";
  return out;
}

}  // namespace opslag::bench
