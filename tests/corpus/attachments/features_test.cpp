// The cells of docs/formats.md's table of formats and features that the formats' own tests leave open.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "corpus/source.h"
#include "tests/corpus/attachments/documents.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::Extraction;
using corpus::ExtractionStatus;

std::string open_document(const std::string& kind, const std::string& body, const std::string& styles = "") {
  return zip_of(
      {{"mimetype", "application/vnd.oasis.opendocument." + kind},
       {"content.xml", "<o:d><office:body><office:" + kind + ">" + body + "</office:" + kind + "></office:body></o:d>"},
       {"styles.xml", "<o:s>" + styles + "</o:s>"}},
      false);
}
std::string ods_of(const std::string& cell, const std::string& styles = "") {
  return open_document("spreadsheet",
                       "<table:table table:name=\"Et\"><table:table-row><table:table-cell>" + cell +
                           "</table:table-cell></table:table-row></table:table>",
                       styles);
}
std::string odp_of(const std::string& page, const std::string& styles = "") {
  return open_document("presentation", "<draw:page>" + page + "</draw:page>", styles);
}
std::string cell_of(const std::string& text) {
  return R"(<row><c t="inlineStr"><is><t>)" + text + "</t></is></c></row>";
}
std::string slide_of(const std::string& inside) {
  return pptx_of({"<a:p>" + inside + "</a:p>"});
}
std::string with_parts(std::string_view kind, const Parts& others) {  // a slide or a sheet, and parts beside it
  if (kind == "xlsx") return xlsx_of(cell_of("tekst"), others);
  Parts parts{{"ppt/presentation.xml", "<p/>"},
              {"ppt/slides/slide1.xml", "<p:sld><a:p><a:r><a:t>tekst</a:t></a:r></a:p></p:sld>"}};
  parts.insert(parts.end(), others.begin(), others.end());
  return zip_of(parts);
}
std::string html_mail(const std::string& html) {
  return "Content-Type: text/html; charset=utf-8\r\n\r\n" + html;
}

struct Cell {
  const char* name;
  std::string bytes;
  const char* text;
};

void check(const std::vector<Cell>& cells) {
  for (const Cell& cell : cells) {
    INFO(cell.name);
    const Extraction extraction = extract_bytes(cell.name, cell.bytes);
    CHECK(extraction.reason.empty());
    CHECK(text_of(extraction) == cell.text);
  }
}

TEST_CASE("words hyphenated at line ends are joined in every format") {
  const std::string in_word = "<w:p><w:r><w:t>special-</w:t><w:br/><w:t>område</w:t></w:r></w:p>";
  const std::string in_open = "<text:p>special-<text:line-break/>område</text:p>";
  check({{"a.pdf",
          pdf_of({"special-) Tj T* (omr\xE5"
                  "de"}),
          "specialområde"},
         {"a.docx", docx_of(in_word), "specialområde"},
         {"a.xlsx", xlsx_of(cell_of("special-\nområde")), "Budget\n\nspecialområde"},
         {"a.pptx", slide_of("<a:r><a:t>special-</a:t></a:r><a:br/><a:r><a:t>område</a:t></a:r>"), "specialområde"},
         {"a.odt", odt_of(in_open), "specialområde"},
         {"a.ods", ods_of(in_open), "Et\n\nspecialområde"},
         {"a.odp", odp_of(in_open), "specialområde"},
         {"a.rtf", "{\\rtf1 special-\\line omr\\'e5de}", "specialområde"},
         {"a.html", "<html><body>special-<br>område", "specialområde"},
         {"a.txt", "special-\nområde", "specialområde"},
         {"a.csv", "special-\nområde", "specialområde"},
         {"a.eml", "Content-Type: text/plain; charset=utf-8\r\n\r\nspecial-\r\nområde\r\n", "specialområde"}});
}

TEST_CASE("soft hyphens, ligatures and letters of two parts are mended in every format") {
  const std::string text = "sk\u00ADole o\uFB03cer A\u030Arhus";
  const char* mended = "skole officer Århus";
  const std::string in_open = "<text:p>" + text + "</text:p>";
  const std::string meanings = "3 beginbfchar\n<31> <00AD>\n<32> <FB03>\n<33> <0041030A>\nendbfchar\n";
  check({{"a.pdf", pdf_of({"sk1ole o2cer 3rhus"}, meanings), mended},
         {"a.docx", docx_of("<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>"), mended},
         {"a.xlsx", xlsx_of(cell_of(text)), "Budget\n\nskole officer Århus"},
         {"a.pptx", slide_of("<a:r><a:t>" + text + "</a:t></a:r>"), mended},
         {"a.odt", odt_of(in_open), mended},
         {"a.ods", ods_of(in_open), "Et\n\nskole officer Århus"},
         {"a.odp", odp_of(in_open), mended},
         {"a.rtf", "{\\rtf1\\uc0 sk\\u173 ole o\\u-1277 cer A\\u778 rhus}", mended},
         {"a.html", "<html><body>" + text, mended},
         {"a.txt", text, mended},
         {"a.csv", text, mended},
         {"a.eml", "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n", mended}});
}

TEST_CASE("tables' cells are kept apart, or stand as they stand") {
  check({{"a.pdf", pdf_of({"2026) Tj 200 0 Td (5,5"}), "2026\t5,5"},
         {"a.txt", "2026   5,5\n2027\t6", "2026   5,5\n2027\t6"},
         {"a.csv", "2026;5,5", "2026;5,5"},
         {"a.eml", "Content-Type: text/plain\r\n\r\n2026   5,5\r\n", "2026   5,5"}});
}

TEST_CASE("numbers of headings and lists are as printed, as written, or lacking") {
  const std::string list = "<text:list><text:list-item><text:p>Mål</text:p></text:list-item></text:list>";
  check({{"a.pdf", pdf_of({"1.2 Plan"}), "1.2 Plan"},
         {"a.pptx",
          pptx_of({"<a:p><a:pPr><a:buAutoNum type=\"arabicPeriod\"/></a:pPr><a:r><a:t>Mål</a:t></a:r></a:p>"}), "Mål"},
         {"a.odt", odt_of(list), "Mål"},
         {"a.odp", odp_of(list), "Mål"},
         {"a.rtf", "{\\rtf1 {\\listtext 1.\\tab}Plan}", "1.\tPlan"},
         {"a.html", "<html><body><ol><li>Plan</li></ol>", "1. Plan"},
         {"a.txt", "1.2 Plan", "1.2 Plan"},
         {"a.eml", html_mail("<ol><li>Plan</li></ol>"), "1. Plan"}});
}

TEST_CASE("heads and feet of pages are said once, or not at all") {
  const std::string page = "<style:master-page><style:header><text:p>Hoved</text:p></style:header></style:master-page>";
  std::vector<std::string> pages;
  for (const char* text : {"Mål", "Plan", "Takst", "Budget"})
    pages.push_back("Eksempel Kommune) Tj T* (" + std::string(text == std::string("Mål") ? "Maal" : text));
  check({{"a.pdf", pdf_of(pages), "Eksempel Kommune\nMaal|Plan|Takst|Budget"},
         {"a.xlsx",
          zip_of({{"xl/workbook.xml", R"(<workbook><sheets><sheet name="Et" r:id="r"/></sheets></workbook>)"},
                  {"xl/_rels/workbook.xml.rels", R"(<R><Relationship Id="r" Target="worksheets/sheet1.xml"/></R>)"},
                  {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + cell_of("tekst") +
                                                   "</sheetData><headerFooter><oddHeader>Hoved</oddHeader>"
                                                   "</headerFooter></worksheet>"}}),
          "Et\n\ntekst"},
         {"a.pptx",
          with_parts("pptx", {{"ppt/slideMasters/slideMaster1.xml", "<p><a:p><a:r><a:t>Hoved</a:t></a:r></a:p></p>"}}),
          "tekst"},
         {"a.ods", ods_of("<text:p>tekst</text:p>", page), "Et\n\ntekst"},
         {"a.odp", odp_of("<text:p>tekst</text:p>", page), "tekst"}});
}

TEST_CASE("notes and text boxes are text, in sheets not") {
  const std::string box = "<draw:frame><draw:text-box><text:p>boks</text:p></draw:text-box></draw:frame>";
  const std::string note = "<a:p><a:r><a:t>note</a:t></a:r></a:p>";
  check({{"a.pdf", pdf_of({"ord) Tj T* (1 Lov nr. 5"}), "ord\n1 Lov nr. 5"},
         {"a.xlsx", with_parts("xlsx", {{"xl/drawings/drawing1.xml", "<d>" + note + "</d>"}}), "Budget\n\ntekst"},
         {"a.pptx", with_parts("pptx", {{"ppt/notesSlides/notesSlide1.xml", "<n>" + note + "</n>"}}), "tekst\nnote"},
         {"a.odt", odt_of("<text:p>ord</text:p>" + box), "ord\n\nboks"},
         {"a.ods", ods_of(box), "Et\n\nboks"},
         {"a.odp", odp_of(box + "<presentation:notes><text:p>note</text:p></presentation:notes>"), "boks\n\nnote"}});
}

TEST_CASE("comments of PDFs, sheets and slides are no text") {
  const std::string comment = "<c><t>Husk</t></c>";
  std::string pdf = pdf_of({"tekst"});
  pdf.insert(pdf.find("/Parent 2 0 R"), "/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Husk)>>]");
  check({{"a.pdf", pdf, "tekst"},
         {"a.xlsx", with_parts("xlsx", {{"xl/comments1.xml", comment}}), "Budget\n\ntekst"},
         {"a.pptx", with_parts("pptx", {{"ppt/comments/comment1.xml", comment}}), "tekst"}});
}

TEST_CASE("what tracked changes of a sheet deleted is left out, what a mail struck too") {
  const std::string old =
      "<table:tracked-changes><table:deletion><table:cut-offs/><text:p>slettet</text:p></table:deletion>"
      "<table:cell-content-change><table:previous><table:change-track-table-cell><text:p>gammelt</text:p>"
      "</table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>";
  check({{"a.ods",
          open_document("spreadsheet", old + "<table:table table:name=\"Et\"><table:table-row><table:table-cell>"
                                             "<text:p>ord</text:p></table:table-cell></table:table-row>"
                                             "</table:table>"),
          "Et\n\nord"},
         {"a.eml", html_mail("<p>to <del>tre</del></p>"), "to"}});
}

TEST_CASE("what is encrypted fails by that name") {
  std::string wide;
  for (const char c : std::string("EncryptedPackage")) (wide += c) += '\0';
  const std::string office = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0') + wide + std::string(2, '\0');
  const std::string open = zip_of({{"META-INF/manifest.xml", "<encryption-data/>"}, {"content.xml", "<x/>"}});
  std::string pdf = pdf_of({""});  // of a kind that poppler does not know
  pdf.replace(pdf.find("/Root 1 0 R"), 11, "/Root 1 0 R/Encrypt <<>>");
  for (const auto& [name, bytes] : Parts{{"a.pdf", pdf},
                                         {"a.docx", office},
                                         {"a.docm", office},
                                         {"a.xlsx", office},
                                         {"a.xlsm", office},
                                         {"a.pptx", office},
                                         {"a.odt", open},
                                         {"a.ods", open},
                                         {"a.odp", open}}) {
    INFO(name);
    const Extraction extraction = extract_bytes(name, bytes);
    CHECK(extraction.status == ExtractionStatus::failed);
    CHECK_THAT(extraction.reason, Catch::Matchers::StartsWith("encrypted: "));
  }
  const Extraction mail =
      extract_bytes("a.eml",
                    "Subject: Svar\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Disposition: "
                    "attachment; filename=\"b.odt\"\r\nContent-Transfer-Encoding: binary\r\n\r\n" +
                        open + "\r\n--x--\r\n");
  CHECK(mail.status == ExtractionStatus::partial);
  CHECK_THAT(mail.reason, Catch::Matchers::StartsWith("attached \"b.odt\": encrypted: "));
}

TEST_CASE("documents with macros are read as those without") {
  const std::string word = docx_of("<w:p><w:r><w:t>tekst</w:t></w:r></w:p>");
  CHECK(text_of(extract_bytes("a.docm", word)) == "tekst");
  CHECK(text_of(extract_bytes("a.xlsm", xlsx_of(cell_of("tekst")))) == "Budget\n\ntekst");
}

TEST_CASE("minutes are read from the kinds that minutes are written in, from others not") {
  const char* minutes =
      "Havnekontoret) Tj T* (STARTTIDSPUNKT) Tj T* (2024-03-12 10:00) Tj T* (PUNKTER) Tj T* (1. Kajplads) Tj T* "
      "(2. Eventuelt) Tj T* (1. Kajplads) Tj T* (Beslutning) Tj T* (Udvalget godkendte kajpladsen.) Tj T* "
      "(2. Eventuelt) Tj T* (Beslutning) Tj T* (Intet.";
  const Extraction printed = extract_bytes("a.pdf", pdf_of({minutes}));
  corpus::ReadOptions options;
  options.extract = [&](const std::filesystem::path&) { return printed; };
  const auto read = [&](const std::string& kind) {
    const std::string name = "referat." + kind;
    return corpus::read_source({"/none/" + name, "/none", name}, options);
  };
  for (const char* kind : {"pdf", "docx", "docm", "odt", "rtf", "html", "htm"}) {
    INFO(kind);
    const corpus::ReadResult result = read(kind);
    REQUIRE(result.meetings.size() == 1);
    CHECK(result.meetings.front().items.size() == 2);
  }
  for (const char* kind : {"xlsx", "xlsm", "pptx", "ods", "odp", "eml", "msg", "doc", "xls", "ppt"}) {
    INFO(kind);
    CHECK_THROWS_AS(read(kind), corpus::NoMinutes);
  }
  for (const char* name : {"referat.txt", "referat.csv"}) CHECK_FALSE(corpus::is_document_name(name));  // any text
}

}  // namespace
}  // namespace opslag::tests
