// What the readers of manifests share: the parts of a meeting, put together with the same care.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "corpus/portals/manifest_files.h"
#include "corpus/portals/xml_tree.h"
#include "corpus/source.h"

namespace opslag::corpus {

// One meeting in the making. Texts are cleaned, dates understood as far as they can be.
class ManifestReading {
 public:
  explicit ManifestReading(const SourceFile& file);

  ReadResult result;
  Meeting meeting;

  void set_committee(const std::string& name);
  // "2026-03-24T18:00:00", "24. marts 2026" with "18:00", "24/03/2026 18:00". Empty `time`: looked for beside the date.
  void set_start(const std::string& date, const std::string& time);
  void set_end(const std::string& date, const std::string& time);
  void set_place(const std::string& place);

  // An item without its text; closed ones are told by `open`, or by a marker in the title. Texts and files that are
  // added to a closed item are dropped.
  void begin_item(const std::string& number, const std::string& title, bool open);
  void set_case_number(const std::string& number);
  void add_section(const std::string& heading, const std::string& html);
  // Text in one block: cut at the headings that minutes have.
  void add_block(const std::string& html);
  void add_attachment(const std::string& name, const std::string& path, bool open);
  void end_item();

  ReadResult finish();

 private:
  ManifestFiles files_;
  AgendaItem item_;
};

// Each takes the document's first element and fills the reading; false if the document is another system's.
bool read_sbsys(const XmlNode& root, ManifestReading& reading);
bool read_edoc(const XmlNode& root, ManifestReading& reading);
bool read_fujitsu(const XmlNode& root, ManifestReading& reading);
bool read_acadre(const XmlNode& root, const std::string& type, ManifestReading& reading);
bool read_agman(const XmlNode& root, ManifestReading& reading);

// "true", "True", "1", "ja".
bool says_true(const std::string& value);
// A field of Acadre's tables: the text of <fields><field name="…">.
std::string acadre_field(const XmlNode& table, std::string_view name);

}  // namespace opslag::corpus
