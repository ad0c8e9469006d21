// Tells the systems apart, and reads their lists.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/portals/manifests.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "analyzers/text.h"
#include "corpus/portals/manifest_reading.h"

namespace opslag::corpus {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kPeek = 64 << 10;
constexpr std::uintmax_t kLargestList = 100u << 20;

std::string read_start(const fs::path& file, std::size_t most) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes(most, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(most));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  return analyzers::decode(bytes).text;
}

XmlNode parse(std::string_view text) {
  try {
    return parse_xml(text);
  } catch (const ExtractionError& error) {
    throw SourceError(error.what());
  }
}

// Every element of that name, however deep.
void collect(const XmlNode& node, std::string_view name, std::vector<const XmlNode*>& found) {
  for (const XmlNode& child : node.children) {
    if (child.name == name) found.push_back(&child);
    collect(child, name, found);
  }
}

struct Entry {
  std::string written, type, stamp;
  bool published = false;
};

// <table name="producedAgenda"><fields><field publish filesfolder xmlfilename docfilename type accessid/>
void read_produced(const XmlNode& root, std::map<std::string, Entry>& entries) {
  std::vector<const XmlNode*> tables;
  if (root.name == "table") tables.push_back(&root);
  collect(root, "table", tables);
  for (const XmlNode* table : tables) {
    if (table->attribute("name") != "producedAgenda") continue;
    std::vector<const XmlNode*> fields;
    collect(*table, "field", fields);
    for (const XmlNode* field : fields) {
      const std::string file = field->attribute("xmlfilename");
      if (file.empty()) continue;
      const std::string folder = field->attribute("filesfolder"), type = field->attribute("type");
      Entry entry;
      entry.written = folder.empty() ? file : folder + "/" + file;
      entry.type = type == "2" ? "referat" : "dagsorden";
      entry.published =
          says_true(field->attribute("publish")) && field->attribute("accessid") == "1" && (type == "1" || type == "2");
      entries[entry.written] = entry;
    }
  }
}

// <Root><Notification><Publish/><AgendaIdentifier/><Timestamp/><PathToXml/></Notification></Root>
void read_notifications(const XmlNode& root, std::map<std::string, Entry>& entries) {
  std::vector<const XmlNode*> notifications;
  collect(root, "Notification", notifications);
  for (const XmlNode* notification : notifications) {
    Entry entry;
    entry.written = notification->value("PathToXml");
    entry.stamp = notification->value("Timestamp");
    entry.published = says_true(notification->value("Publish"));
    Entry& newest = entries[notification->value("AgendaIdentifier")];
    if (newest.written.empty() || newest.stamp <= entry.stamp) newest = entry;
  }
}

bool is_agenda_root(const std::string& root) {
  return root == "Dagsorden" || root == "Meeting" || root == "Root" || root == "Publication" || root == "table";
}

bool is_list(const std::string& start) {
  const std::string root = xml_root(start);
  if (root.empty()) return false;
  if (root == "Root")
    return start.find("Notification>") != std::string::npos || start.find("Notification ") != std::string::npos;
  return start.find("producedAgenda") != std::string::npos;
}

// Fujitsu's lists name files without regard to the case of their endings, and Acadre's leave the ending out.
std::optional<ManifestFile> find_agenda(ManifestFiles& files, const std::string& written) {
  auto found = files.find(written);
  if (!found && !is_xml_name(written)) found = files.find(written + ".xml");
  return found;
}

// What the list says of a file that is read by itself.
std::string type_listed(const SourceFile& file) {
  fs::path folder = file.path.parent_path();
  for (int depth = 0; depth < 8; ++depth, folder = folder.parent_path()) {
    for (const ListedAgenda& agenda : read_manifest_folder(folder).agendas) {
      if (agenda.path == file.path) return agenda.type;
    }
    if (folder == file.root || folder == folder.parent_path()) break;
  }
  return {};
}

}  // namespace

bool looks_like_manifest(std::string_view text, std::string_view name) {
  const std::string root = xml_root(text);
  if (root.empty() || analyzers::lower(root) == "html") return false;
  if (is_xml_name(name) || text.starts_with("<?xml")) return true;
  return is_agenda_root(root);
}

bool is_xml_name(std::string_view name) {
  return name.size() > 4 && analyzers::lower(analyzers::valid_utf8(name.substr(name.size() - 4))) == ".xml";
}

ReadResult read_manifest(std::string_view text, const SourceFile& file) {
  const XmlNode root = parse(text);
  ManifestReading reading(file);
  if (read_sbsys(root, reading) || read_edoc(root, reading) || read_fujitsu(root, reading) ||
      read_agman(root, reading)) {
    return reading.finish();
  }
  if (is_list(std::string(text.substr(0, kPeek))))
    throw NoMinutes("it lists agendas that lie elsewhere; they are read when its folder is a SOURCE");
  const std::string type = file.listed_as.empty() ? type_listed(file) : file.listed_as;
  if (read_acadre(root, type, reading)) return reading.finish();
  throw SourceError("this is XML, but no agenda of SBSYS, eDoc, Acadre or AGMAN");
}

ManifestFolder read_manifest_folder(const fs::path& folder) {
  ManifestFolder found;
  std::map<std::string, Entry> produced, notified;
  std::vector<fs::path> lists;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    const std::string name = at->path().filename().string();
    if (name.starts_with('.') || !is_xml_name(name) || at->is_symlink(ignored) || !at->is_regular_file(ignored))
      continue;
    const std::string start = read_start(at->path(), kPeek);
    if (at->file_size(ignored) <= kLargestList && is_list(start))
      lists.push_back(at->path());
    else
      found.agendas_lie_here = found.agendas_lie_here || is_agenda_root(xml_root(start));
  }
  found.listed = !lists.empty();
  std::sort(lists.begin(), lists.end());
  for (const fs::path& list : lists) {
    try {
      const XmlNode root = parse(read_start(list, static_cast<std::size_t>(fs::file_size(list))));
      read_produced(root, produced);
      read_notifications(root, notified);
    } catch (const std::exception& what) {
      throw SourceError(list.filename().string() + ": " + what.what());
    }
  }
  ManifestFiles files(folder, folder);
  for (const auto* entries : {&produced, &notified}) {
    for (const auto& [id, entry] : *entries) {
      if (!entry.published || entry.written.empty()) continue;
      const auto file = find_agenda(files, entry.written);
      found.agendas.push_back({file ? file->path : fs::path(), entry.written, entry.type});
    }
  }
  return found;
}

}  // namespace opslag::corpus
