// Writes the model as JSON and reads it back, naming the field that is wrong.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/json.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <stdexcept>

#include "corpus/schema.h"

namespace opslag::corpus {
namespace {
using Json = nlohmann::ordered_json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json to_json(const ItemNumber& number) {
  if (const int* integer = std::get_if<int>(&number)) return *integer;
  if (const std::string* text = std::get_if<std::string>(&number)) return *text;
  return nullptr;
}

const char* name_of(Audience audience) {
  return audience == Audience::internal ? "internal" : "public";
}

Json to_json(const Attachment& attachment) {
  Json json;
  json["id"] = text_or_null(attachment.id);
  json["name"] = attachment.name;
  json["file"] = or_null(attachment.file);
  json["media_type"] = or_null(attachment.media_type);
  return json;
}

// One object's fields, read with their path for errors.
class Reader {
 public:
  Reader(const Json& json, std::string path) : json_(json), path_(std::move(path)) {
    if (!json_.is_object()) fail(path_.empty() ? "the line" : path_, "must be an object");
  }

  std::string at(const char* name) const { return path_.empty() ? std::string(name) : path_ + "." + name; }

  const Json* find(const char* name) const {
    const auto found = json_.find(name);
    return found == json_.end() || found->is_null() ? nullptr : &*found;
  }

  std::optional<std::string> text(const char* name) const {
    const Json* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) fail(at(name), "must be a string");
    return value->get<std::string>();
  }

  const Json& list(const char* name) const {
    static const Json none = Json::array();
    const Json* value = find(name);
    if (value == nullptr) return none;
    if (!value->is_array()) fail(at(name), "must be a list");
    return *value;
  }

  std::vector<std::string> texts(const char* name) const {
    std::vector<std::string> values;
    for (const Json& value : list(name)) {
      if (!value.is_string()) fail(at(name) + "[" + std::to_string(values.size()) + "]", "must be a string");
      values.push_back(value.get<std::string>());
    }
    return values;
  }

  Audience audience() const {
    const std::string value = text("audience").value_or("public");
    if (value == "internal") return Audience::internal;
    if (value != "public") fail(at("audience"), "must be \"public\" or \"internal\"");
    return Audience::everyone;
  }

  [[noreturn]] static void fail(const std::string& field, const std::string& what) {
    throw std::runtime_error(field + ": " + what);
  }

 private:
  const Json& json_;
  std::string path_;
};

constexpr std::string_view kDay = "dddd-dd-dd", kTime = "dddd-dd-ddTdd:dd";
constexpr std::string_view kDayExample = "2023-09-29", kTimeExample = "2023-09-29T08:15";

std::string element(const std::string& list, std::size_t index) {
  return list + "[" + std::to_string(index) + "]";
}

ItemNumber read_number(const Reader& reader) {
  const Json* value = reader.find("number");
  if (value == nullptr) return {};
  if (value->is_string()) return value->get<std::string>();
  if (!value->is_number_integer()) Reader::fail(reader.at("number"), "must be a whole number or a string");
  const auto wide = value->get<std::int64_t>();
  if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max() ||
      (value->is_number_unsigned() && value->get<std::uint64_t>() > std::numeric_limits<int>::max())) {
    Reader::fail(reader.at("number"), "is too large");
  }
  return static_cast<int>(wide);
}

// Whether a calendar has the day and a clock the time, of "dddd-dd-dd…" or "dddd-dd-ddTdd:dd…".
bool exists(const std::string& written) {
  const auto number = [&](std::size_t at, std::size_t size) { return std::stoi(written.substr(at, size)); };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  const bool timed = written.size() >= kTime.size() && written[10] == 'T';
  return day.ok() && (!timed || (number(11, 2) < 24 && number(14, 2) < 60));
}

// "dddd-dd-dd" or "dddd-dd-ddTdd:dd", anything after it (seconds) dropped.
std::optional<std::string> read_time(const Reader& reader, const char* name, std::string_view form) {
  std::optional<std::string> value = reader.text(name);
  if (!value) return value;
  bool fits = value->size() >= form.size();
  for (std::size_t i = 0; fits && i < form.size(); ++i) {
    const char c = (*value)[i];
    fits = form[i] == 'd' ? c >= '0' && c <= '9' : c == form[i];
  }
  if (!fits)
    Reader::fail(reader.at(name), "must be written as " + std::string(form == kDay ? kDayExample : kTimeExample));
  if (!exists(*value)) Reader::fail(reader.at(name), "must be a time that exists");
  value->resize(form.size());
  return value;
}

bool is_code(const std::string& value) {
  return std::any_of(kDecisionCodes.begin(), kDecisionCodes.end(),
                     [&](const CodeLabel& code) { return code.value == value; });
}

Attachment read_attachment(const Json& json, const std::string& path) {
  const Reader reader(json, path);
  const std::optional<std::string> file = reader.text("file");
  std::string name = reader.text("name").value_or("");
  if (name.find_first_not_of(" \t\r\n") == std::string::npos)
    name = file ? file->substr(file->find_last_of('/') + 1) : std::string();
  if (name.empty()) name = kNamelessAttachment;
  return {reader.text("id").value_or(""), std::move(name), file, reader.text("media_type")};
}

AgendaItem read_item(const Json& json, const std::string& path) {
  const Reader reader(json, path);
  AgendaItem item;
  item.id = reader.text("id").value_or("");
  item.number = read_number(reader);
  item.title = reader.text("title").value_or("");
  item.audience = reader.audience();
  item.case_number = reader.text("case_number");
  for (const Json& section : reader.list("sections")) {
    const Reader fields(section, element(reader.at("sections"), item.sections.size()));
    item.sections.push_back({fields.text("heading"), fields.text("text").value_or("")});
  }
  if (const Json* decision = reader.find("decision")) {
    const Reader fields(*decision, reader.at("decision"));
    item.decision = Decision{fields.text("text").value_or(""), fields.texts("codes")};
    for (std::size_t i = 0; i < item.decision->codes.size(); ++i) {
      if (!is_code(item.decision->codes[i]))
        Reader::fail(element(fields.at("codes"), i), "must be a decision code (docs/minutes.schema.json)");
    }
  }
  item.municipalities = reader.texts("municipalities");
  item.topics = reader.texts("topics");
  for (const Json& attachment : reader.list("attachments")) {
    item.attachments.push_back(read_attachment(attachment, element(reader.at("attachments"), item.attachments.size())));
  }
  return item;
}

}  // namespace

Json to_json(const MeetingHead& head) {
  Json json;
  json["id"] = text_or_null(head.id);
  json["organisation"] = or_null(head.organisation);
  json["committee"] = or_null(head.committee);
  json["type"] = head.type;
  json["title"] = or_null(head.title);
  json["date"] = or_null(head.date);
  json["start"] = or_null(head.start);
  json["end"] = or_null(head.end);
  json["place"] = or_null(head.place);
  json["published"] = or_null(head.published);
  json["layout"] = text_or_null(head.layout);
  json["source"] = text_or_null(head.source);
  json["source_url"] = or_null(head.source_url);
  json["audience"] = name_of(head.audience);
  return json;
}

Json to_json(const AgendaItem& item) {
  Json json;
  json["id"] = text_or_null(item.id);
  json["number"] = to_json(item.number);
  json["title"] = text_or_null(item.title);
  json["audience"] = name_of(item.audience);
  json["case_number"] = or_null(item.case_number);
  json["sections"] = Json::array();
  for (const Section& section : item.sections) {
    json["sections"].push_back(Json{{"heading", or_null(section.heading)}, {"text", section.text}});
  }
  json["decision"] = nullptr;
  if (item.decision) json["decision"] = Json{{"text", item.decision->text}, {"codes", item.decision->codes}};
  json["municipalities"] = item.municipalities;
  json["topics"] = item.topics;
  json["attachments"] = Json::array();
  for (const Attachment& attachment : item.attachments) json["attachments"].push_back(to_json(attachment));
  return json;
}

Json to_json(const Meeting& meeting) {
  Json json = to_json(static_cast<const MeetingHead&>(meeting));
  json["items"] = Json::array();
  for (const AgendaItem& item : meeting.items) json["items"].push_back(to_json(item));
  return json;
}

MeetingHead head_from_json(const Json& json) {
  const Reader reader(json, "");
  MeetingHead head;
  head.id = reader.text("id").value_or("");
  head.organisation = reader.text("organisation");
  head.committee = reader.text("committee");
  head.type = reader.text("type").value_or("referat");
  if (head.type != "referat" && head.type != "dagsorden" && head.type != "tillaegsdagsorden") {
    Reader::fail("type", "must be \"referat\", \"dagsorden\" or \"tillaegsdagsorden\"");
  }
  head.title = reader.text("title");
  head.date = read_time(reader, "date", kDay);
  head.start = read_time(reader, "start", kTime);
  head.end = read_time(reader, "end", kTime);
  head.place = reader.text("place");
  head.published = read_time(reader, "published", kDay);
  head.layout = reader.text("layout").value_or("");
  head.source = reader.text("source").value_or("");
  head.source_url = reader.text("source_url");
  head.audience = reader.audience();
  return head;
}

AgendaItem item_from_json(const Json& json) {
  return read_item(json, "");
}

Meeting meeting_from_json(const Json& json) {
  Meeting meeting;
  static_cast<MeetingHead&>(meeting) = head_from_json(json);
  const Reader reader(json, "");
  for (const Json& item : reader.list("items")) {
    meeting.items.push_back(read_item(item, element("items", meeting.items.size())));
  }
  return meeting;
}

std::string to_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace opslag::corpus
