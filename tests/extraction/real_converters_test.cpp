// What the converters that are installed truly read of old Office files, made here by LibreOffice: docs/formats.md says
// the same. SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "indexer/converters.h"
#include "indexer/extraction_process.h"
#include "tests/corpus/attachments/documents.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::Extraction;
using corpus::ExtractionStatus;
using indexer::Converters;
namespace fs = std::filesystem;
using Catch::Matchers::Contains;

constexpr const char* kWord = "application/msword";

struct Files : TemporaryFolder {
  fs::path operator()(const std::string& name, std::string_view text) const {
    write_file(path() / name, text);
    return path() / name;
  }
};

Extraction converted(const Converters& converters, const fs::path& file, std::string_view type) {
  indexer::ExtractionProcess process;
  return converters.convert(file, type, [&](int made, std::string_view name) { return process.extract(made, name); });
}

// What LibreOffice makes of a flat OpenDocument file; empty if it, or its part for this kind, is not installed.
fs::path made_by_office(const Files& file, const std::string& name, std::string_view flat, const std::string& kind) {
  if (access("/usr/bin/soffice", X_OK) != 0) return {};
  const fs::path source = file(name, flat), made = file.path() / (source.stem().string() + "." + kind);
  const std::string profile = "-env:UserInstallation=file://" + (file.path() / "profile").string();
  const std::string command = "HOME='" + file.path().string() + "' /usr/bin/soffice --headless --norestore '" +
                              profile + "' --convert-to " + kind + " --outdir '" + file.path().string() + "' '" +
                              source.string() + "' >/dev/null 2>&1";
  if (std::system(command.c_str()) != 0 || !fs::exists(made)) return {};
  return made;
}

constexpr std::string_view kNamespaces =
    R"( xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" office:version="1.2")";

std::string flat_document(const std::string& kind, const std::string& styles, const std::string& body) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document" + std::string(kNamespaces) +
         " office:mimetype=\"application/vnd.oasis.opendocument." + kind + "\">" + styles +
         "<office:body><office:" + kind + ">" + body + "</office:" + kind + "></office:body></office:document>";
}

// A header and a footer, numbered headings, deleted text, a footnote, a comment, a table, a text box.
std::string flat_text(bool deleted) {
  const std::string change =
      R"(<text:tracked-changes text:track-changes="false"><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>A</dc:creator><dc:date>2024-01-01T10:00:00</dc:date></office:change-info><text:p>slettetord</text:p></text:deletion></text:changed-region></text:tracked-changes>)";
  return flat_document(
      "text",
      R"(<office:styles><style:style style:name="Standard" style:family="paragraph"/><style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"/><text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/></text:outline-style></office:styles><office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/><style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"><style:header><text:p>Hovedlinje</text:p></style:header><style:footer><text:p>Fodlinje</text:p></style:footer></style:master-page></office:master-styles>)",
      (deleted ? change : std::string()) +
          R"(<text:h text:style-name="Heading_20_1" text:outline-level="1">Indledning</text:h><text:p>Færgen til Ærø før)" +
          (deleted ? R"(<text:change text:change-id="c1"/>)" : "") +
          R"(efter, fodnote<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Notens ord</text:p></text:note-body></text:note> og husk<office:annotation><dc:creator>B</dc:creator><text:p>Kommentarord</text:p></office:annotation>.</text:p><table:table table:name="T"><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>Beløb</text:p></table:table-cell><table:table-cell><text:p>5,5</text:p></table:table-cell></table:table-row></table:table><text:p><draw:frame draw:name="F" text:anchor-type="paragraph" svg:width="5cm" svg:height="2cm"><draw:text-box><text:p>Boksens ord</text:p></draw:text-box></draw:frame>Slut.</text:p>)");
}

std::string flat_sheets() {
  return flat_document(
      "spreadsheet",
      R"(<office:automatic-styles><number:date-style style:name="N1"><number:day number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:year number:style="long"/></number:date-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/></office:automatic-styles><office:master-styles><style:master-page style:name="Default"><style:header><text:p>Hovedlinje</text:p></style:header></style:master-page></office:master-styles>)",
      R"(<table:table table:name="Budget"><table:table-row><table:table-cell office:value-type="string"><text:p>År</text:p></table:table-cell><table:table-cell office:value-type="string"><office:annotation><text:p>Kommentarord</text:p></office:annotation><text:p>Beløb på Ærø</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="2023-03-15"><text:p>15-03-2023</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="5.51"><text:p>5,51</text:p></table:table-cell></table:table-row></table:table><table:table table:name="Noter"><table:table-row><table:table-cell office:value-type="string"><text:p>Andet ark</text:p></table:table-cell></table:table-row></table:table>)");
}

std::string flat_slides() {
  return flat_document(
      "presentation",
      R"(<office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Default" style:page-layout-name="L"/></office:master-styles>)",
      R"(<draw:page draw:name="s1" draw:master-page-name="Default"><draw:frame svg:x="1cm" svg:y="1cm" svg:width="20cm" svg:height="3cm"><draw:text-box><text:p>Mål på Ærø</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame presentation:class="notes" svg:x="1cm" svg:y="10cm" svg:width="10cm" svg:height="5cm"><draw:text-box><text:p>Talerens note</text:p></draw:text-box></draw:frame></presentation:notes></draw:page><draw:page draw:name="s2" draw:master-page-name="Default"><draw:frame svg:x="1cm" svg:y="1cm" svg:width="20cm" svg:height="6cm"><table:table><table:table-column/><table:table-column/><table:table-row><table:table-cell><text:p>Takst</text:p></table:table-cell><table:table-cell><text:p>Plads</text:p></table:table-cell></table:table-row></table:table></draw:frame></draw:page>)");
}

// What one installed program, and no other, reads.
struct Real {
  Real(const std::string& program, const fs::path& document, std::string_view type = kWord) {
    const fs::path real = fs::path("/usr/bin") / program;
    if (document.empty() || access(real.c_str(), X_OK) != 0) {
      WARN("skipped: " << program << ", or LibreOffice's part that makes its files, is not installed");
      return;
    }
    const Files only;
    fs::create_symlink(real, only.path() / program);
    extraction = converted(Converters({only.path()}), document, type);
    there = true;
    text = text_of(extraction);
  }
  bool holds(std::string_view words) const { return text.find(words) != std::string::npos; }
  bool there = false;
  Extraction extraction;
  std::string text;
};

constexpr const char* kWords[]{"Indledning", "Færgen til Ærø før", "efter, fodnote", "Notens ord", "Beløb",
                               "5,5",        "Boksens ord",        "Slut."};

TEST_CASE("what antiword reads of a Word file") {
  const Files file;
  const Real read("antiword", made_by_office(file, "a.fodt", flat_text(true), "doc"));
  if (!read.there) return;
  INFO(read.text);
  for (const char* word : kWords) CHECK(read.holds(word));
  for (const char* word : {"Hovedlinje", "Fodlinje", "Kommentarord", "1. Indledning"}) CHECK_FALSE(read.holds(word));
  CHECK(read.holds("slettetord"));
  CHECK(read.extraction.status == ExtractionStatus::partial);
  CHECK_THAT(read.extraction.reason, Contains("tracked changes have deleted"));
  const Real plain("antiword", made_by_office(file, "b.fodt", flat_text(false), "doc"));
  CHECK(plain.extraction.status == ExtractionStatus::ok);
  for (const char* word : kWords) CHECK(plain.holds(word));
}

TEST_CASE("what LibreOffice reads of a Word file") {
  const Files file;
  const Real read("soffice", made_by_office(file, "a.fodt", flat_text(true), "doc"));
  if (!read.there) return;
  INFO(read.text);
  CHECK(read.extraction.status == ExtractionStatus::ok);
  for (const char* word : kWords) CHECK(read.holds(word));
  for (const char* word : {"Hovedlinje", "Fodlinje", "Kommentarord", "1. Indledning", "Beløb\t5,5", "føre"})
    CHECK(read.holds(word));
  CHECK_FALSE(read.holds("slettetord"));
}

TEST_CASE("what catdoc reads of a Word file") {
  const Files file;
  const Real read("catdoc", made_by_office(file, "a.fodt", flat_text(false), "doc"));
  if (!read.there) return;
  INFO(read.text);
  CHECK(read.extraction.status == ExtractionStatus::ok);
  for (const char* word :
       {"Indledning", "Slut.", "Hovedlinje", "Fodlinje", "Kommentarord", "Notens ord", "Boksens ord"})
    CHECK(read.holds(word));
  CHECK_FALSE(read.holds("Beløb"));  // tables, and paragraphs with notes, it drops: it comes last
}

TEST_CASE("what LibreOffice and xls2csv read of Excel sheets") {
  const Files file;
  const fs::path made = made_by_office(file, "a.fods", flat_sheets(), "xls");
  const Real office("soffice", made, "application/vnd.ms-excel"), printed("xls2csv", made, "application/vnd.ms-excel");
  if (office.there) {
    CHECK(office.extraction.status == ExtractionStatus::ok);
    CHECK(office.text == "Budget\n\nÅr\tBeløb på Ærø\n2023-03-15\t5,51|Noter\n\nAndet ark");
  }
  if (printed.there) CHECK(printed.text == "År\tBeløb på Ærø\n45000\t5.51|Andet ark");
}

TEST_CASE("what LibreOffice reads of a PowerPoint show") {
  const Files file;
  const fs::path made = made_by_office(file, "a.fodp", flat_slides(), "ppt");
  const Real office("soffice", made, "application/vnd.ms-powerpoint"),
      printed("catppt", made, "application/vnd.ms-powerpoint");
  if (office.there) {
    CHECK(office.extraction.status == ExtractionStatus::ok);
    CHECK(office.text == "Mål på Ærø\nTalerens note|Takst\tPlads");
  }
  if (printed.there)
    CHECK_THAT(printed.extraction.reason, Contains("finds no text in it"));  // it knows Microsoft's own only
}

TEST_CASE("what is encrypted or damaged no converter reads") {
  const Files file;
  const fs::path whole = made_by_office(file, "a.fodt", flat_text(false), "doc");
  if (whole.empty()) return;
  std::ifstream in(whole, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const std::size_t fib =
      bytes.find("\xEC\xA5");  // [MS-DOC] FibBase: wIdent; nFib, unused, lid, pnNext, then the flags
  REQUIRE(fib != std::string::npos);
  bytes[fib + 11] = static_cast<char>(bytes[fib + 11] | 0x01);  // fEncrypted
  for (const char* program : {"antiword", "catdoc"}) {
    const Real read(program, file(std::string(program) + ".doc", bytes));
    if (!read.there) continue;
    INFO(read.text);
    CHECK(read.extraction.status == ExtractionStatus::failed);
    CHECK_THAT(read.extraction.reason, Contains("can't be read: " + std::string(program)));
  }
}

}  // namespace
}  // namespace opslag::tests
