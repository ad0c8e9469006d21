// Word, Excel, PowerPoint and OpenDocument: what is text and what is not.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpus/attachments/documents.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::ExtractionStatus;

std::string paragraph(std::string_view text) {
  return "<w:p><w:r><w:t>" + std::string(text) + "</w:t></w:r></w:p>";
}

std::string word_text(std::string_view body, const Parts& others = {}) {
  return text_of(extract_bytes("a.docx", docx_of(body, others)));
}

TEST_CASE("a Word document's words are its text") {
  struct Row {
    const char* what;
    std::string body, text;
  };
  const std::vector<Row> rows{
      {"paragraphs", paragraph("Første") + paragraph("Anden"), "Første\n\nAnden"},
      {"runs of one word", "<w:p><w:r><w:t>Bud</w:t></w:r><w:r><w:t>get</w:t></w:r></w:p>", "Budget"},
      {"deleted text", "<w:p><w:del><w:r><w:delText>ni</w:delText></w:r></w:del><w:r><w:t>ti</w:t></w:r></w:p>", "ti"},
      {"inserted text", "<w:p><w:ins><w:r><w:t>nyt</w:t></w:r></w:ins></w:p>", "nyt"},
      {"moved text", "<w:p><w:moveFrom><w:r><w:t>her</w:t></w:r></w:moveFrom></w:p>" + paragraph("der"), "der"},
      {"a field's command", "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>", "7"},
      {"a fallback",
       "<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>boks</w:t></mc:Choice><mc:Fallback><w:t>boks</w:t>"
       "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
       "boks"},
      {"a soft hyphen", paragraph("special\u00ADområde"), "specialområde"},
      {"a hyphen that never breaks", "<w:p><w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>post</w:t></w:r></w:p>", "e-post"},
      {"letters of two parts", paragraph("A\u030Arhus"), "Århus"},
      {"entities", paragraph("S&amp;P &lt;3"), "S&P <3"},
      {"cells",
       "<w:tbl><w:tr><w:tc>" + paragraph("År") + "</w:tc><w:tc>" + paragraph("Beløb") + "</w:tc></w:tr><w:tr><w:tc>" +
           paragraph("2026") + "</w:tc><w:tc>" + paragraph("5,5") + "</w:tc></w:tr></w:tbl>",
       "År\tBeløb\n2026\t5,5"},
      {"paragraphs of a cell",
       "<w:tbl><w:tr><w:tc>" + paragraph("Bilag") + "</w:tc><w:tc>" + paragraph("Notat") + paragraph("Budget") +
           "</w:tc></w:tr></w:tbl>" + paragraph("Slut"),
       "Bilag\tNotat\nBudget\n\nSlut"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK(word_text(row.body) == row.text);
  }
}

TEST_CASE("a Word document's paragraphs stand apart where their styles say so") {
  const std::string styles =
      R"(<w:styles><w:docDefaults><w:pPrDefault><w:pPr><w:spacing w:after="160"/></w:pPr></w:pPrDefault></w:docDefaults>)"
      R"(<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:pPr><w:spacing w:after="0"/></w:pPr></w:style>)"
      R"(<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="N"/><w:pPr><w:spacing w:before="240"/></w:pPr></w:style>)"
      R"(<w:style w:type="paragraph" w:styleId="L"><w:pPr><w:contextualSpacing/></w:pPr></w:style>)"
      R"(<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>)"
      R"(<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>)";
  const auto styled = [](const std::string& style, const std::string& text, const std::string& own = "") {
    return "<w:p><w:pPr><w:pStyle w:val=\"" + style + "\"/>" + own + "</w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
  };
  const auto text = [&](const std::string& body) { return word_text(body, {{"word/styles.xml", styles}}); };
  CHECK(text(paragraph("Et") + paragraph("To")) == "Et\nTo");
  CHECK(text(paragraph("Et") + "<w:p><w:r><w:rPr/></w:r></w:p>" + paragraph("To")) == "Et\n\nTo");
  CHECK(text(paragraph("Et") + styled("H", "Hoved") + paragraph("To")) == "Et\n\nHoved\nTo");
  CHECK(text(styled("N", "Et", "<w:spacing w:after=\"120\"/>") + paragraph("To")) == "Et\n\nTo");
  CHECK(text(styled("N", "Et", "<w:spacing w:afterAutospacing=\"1\"/>") + paragraph("To")) == "Et\n\nTo");
  CHECK(text(styled("L", "Et") + styled("L", "To") + paragraph("Tre")) == "Et\nTo\n\nTre");
  CHECK(text(styled("A", "Et") + styled("A", "To")) == "Et\n\nTo");  // in circles, down to the defaults
}

TEST_CASE("a Word document's headings are numbered as it shows them") {
  const Parts numbering{{"word/numbering.xml",
                         R"(<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/>)"
                         R"(<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1">)"
                         R"(<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>)"
                         R"(</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="4"/></w:num>)"}};
  const auto listed = [](int level, const char* text) {
    return "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" + std::to_string(level) +
           "\"/><w:numId w:val=\"9\"/></w:numPr></w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
  };
  CHECK(word_text(listed(0, "Mål") + listed(1, "Delmål") + listed(1, "Andet") + listed(0, "Midler"), numbering) ==
        "1. Mål\n\n1.1 Delmål\n\n1.2 Andet\n\n2. Midler");
}

TEST_CASE("a Word document's header is said once, its notes are text") {
  const std::string text = word_text(paragraph("Brødtekst"), {{"word/header1.xml", paragraph("Kommunen")},
                                                              {"word/header2.xml", paragraph("Kommunen")},
                                                              {"word/footnotes.xml", paragraph("En note")}});
  CHECK(text == "Kommunen\n\nBrødtekst\n\nEn note");
}

TEST_CASE("a workbook's sheets are pages, its cells stay apart") {
  const Parts styles{
      {"xl/sharedStrings.xml", "<sst><si><t>Indtægter</t></si></sst>"},
      {"xl/styles.xml", R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>)"}};
  const auto extraction = extract_bytes(
      "a.xlsx", xlsx_of(R"(<row><c t="s"><v>0</v></c><c><v>5.5100000000000001</v></c></row>)"
                        R"(<row><c><f>SUM(A1)</f><v>12</v></c><c s="1"><v>45000</v></c><c t="b"><v>1</v></c></row>)"
                        R"(<row><c t="inlineStr"><is><t>i alt</t></is></c></row>)",
                        styles));
  CHECK(extraction.status == ExtractionStatus::ok);
  CHECK(text_of(extraction) == "Budget\n\nIndtægter\t5,51\n12\t2023-03-15\tSAND\ni alt");
}

TEST_CASE("slides are pages") {
  const auto slide = [](const char* text) { return std::string("<a:p><a:r><a:t>") + text + "</a:t></a:r></a:p>"; };
  const auto extraction = extract_bytes("a.pptx", pptx_of({slide("Forside"), slide("Mål"), slide("Tak")}));
  CHECK(text_of(extraction) == "Forside|Mål|Tak");
  REQUIRE(extraction.pages.size() == 3);
  CHECK(extraction.pages[2].number == 3);
}

TEST_CASE("OpenDocument text leaves out what tracked changes deleted") {
  const auto extraction = extract_bytes(
      "a.odt", odt_of("<text:tracked-changes><text:deletion><text:p>væk</text:p></text:deletion></text:tracked-changes>"
                      "<text:h>Overskrift</text:h><text:p>To<text:s text:c=\"2\"/>ord<text:line-break/>linje</text:p>"
                      "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
                      "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"));
  CHECK(extraction.media_type == "application/vnd.oasis.opendocument.text");
  CHECK(text_of(extraction) == "Overskrift\n\nTo  ord\nlinje\n\na\tb");
}

TEST_CASE("comments are text, and say so nowhere") {
  CHECK(word_text(paragraph("Plan"), {{"word/comments.xml", paragraph("Husk taksten")}}) == "Plan\n\n\fHusk taksten");
  const std::string note = "<office:annotation><text:p>Husk taksten</text:p></office:annotation>";
  CHECK(text_of(extract_bytes("a.odt", odt_of("<text:p>Plan</text:p>" + note))) == "Plan\n\nHusk taksten");
}

TEST_CASE("a slide's table keeps its cells apart") {
  const auto cell = [](const char* text) {
    return std::string("<a:tc><a:txBody><a:p><a:r><a:t>") + text + "</a:t></a:r></a:p></a:txBody></a:tc>";
  };
  const std::string table =
      "<a:tbl><a:tr>" + cell("År") + cell("Beløb") + "</a:tr><a:tr>" + cell("2026") + cell("5,5") + "</a:tr></a:tbl>";
  CHECK(text_of(extract_bytes("a.pptx", pptx_of({table}))) == "År\tBeløb\n2026\t5,5");
}

std::string open_document(const std::string& kind, const std::string& body, const std::string& styles = "") {
  return zip_of({{"mimetype", "application/vnd.oasis.opendocument." + kind},
                 {"content.xml", "<o:d><office:body><office:" + std::string(kind == "text" ? "text" : kind) + ">" +
                                     body + "</office:" + kind + "></office:body></o:d>"},
                 {"styles.xml", "<o:s>" + styles + "</o:s>"}},
                false);
}

TEST_CASE("tables and comments of OpenDocument's slides and sheets") {
  const std::string note = "<office:annotation><text:p>Husk</text:p></office:annotation>";
  const std::string row =
      "<table:table-row><table:table-cell><text:p>År</text:p></table:table-cell><table:table-cell>"
      "<text:p>2026</text:p></table:table-cell></table:table-row>";
  CHECK(text_of(extract_bytes("a.odp", open_document("presentation", "<draw:page><table:table>" + row +
                                                                         "</table:table></draw:page>"))) == "År\t2026");
  CHECK(text_of(extract_bytes("a.odp", open_document("presentation", "<draw:page>" + note +
                                                                         "<text:p>Mål</text:p>"
                                                                         "</draw:page>"))) == "Husk\n\nMål");
  const std::string sheet = text_of(extract_bytes(
      "a.ods",
      open_document("spreadsheet", "<table:table table:name=\"Et\"><table:table-row><table:table-cell>" + note +
                                       "<text:p>9</text:p></table:table-cell></table:table-row></table:table>")));
  CHECK(sheet == "Et\n\nHusk 9");
}

TEST_CASE("OpenDocument text's notes stand behind it, heads and feet of pages once") {
  const std::string note =
      "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Lov nr. 5.</text:p>"
      "</text:note-body></text:note>";
  const std::string page =
      "<style:master-page><style:header><text:p>Eksempel Kommune</text:p></style:header><style:footer><text:p>Side "
      "<text:page-number>4</text:page-number></text:p><text:p>Havnegade 1</text:p></style:footer></style:master-page>";
  CHECK(text_of(extract_bytes("a.odt",
                              open_document("text", "<text:p>Takst" + note + " og mere.</text:p>", page + page))) ==
        "Eksempel Kommune\n\nTakst og mere.\n\nLov nr. 5.\n\n\fHavnegade 1");
}

TEST_CASE("an OpenDocument text's lists and headings are numbered as it shows them") {
  const std::string styles =
      R"(<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>)"
      R"(<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>)"
      R"(<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="a" )"
      R"x(style:num-suffix=")"/><text:list-level-style-bullet text:level="2"/></text:list-style>)x";
  const auto heading = [](int level, const std::string& text) {
    return "<text:h text:outline-level=\"" + std::to_string(level) + "\">" + text + "</text:h>";
  };
  const auto item = [](const std::string& text, const std::string& more = "") {
    return "<text:list-item><text:p>" + text + "</text:p>" + more + "</text:list-item>";
  };
  const auto list = [](const std::string& items, const std::string& how = "") {
    return "<text:list text:style-name=\"L\"" + how + ">" + items + "</text:list>";
  };
  const auto text = [&](const std::string& body) {
    return text_of(extract_bytes("a.odt", open_document("text", body, styles)));
  };
  CHECK(text(heading(1, "Mål") + heading(2, "Delmål") + heading(2, "Andet") + heading(1, "Midler")) ==
        "1. Mål\n\n1.1 Delmål\n\n1.2 Andet\n\n2. Midler");
  CHECK(text("<text:h text:outline-level=\"1\" text:is-list-header=\"true\">Mål</text:h>") == "Mål");
  CHECK(text(list(item("et", "<text:p>mere</text:p><text:list>" + item("kugle") + "</text:list>") + item("to"))) ==
        "a) et\n\nmere\n\nkugle\n\nb) to");
  CHECK(text(list(item("et")) + list(item("to"), " text:continue-numbering=\"true\"") + list(item("et igen"))) ==
        "a) et\n\nb) to\n\na) et igen");
  CHECK(text(list("<text:list-item text:start-value=\"3\"><text:p>tre</text:p></text:list-item>" + item("fire"))) ==
        "c) tre\n\nd) fire");
}

TEST_CASE("an OpenDocument text's paragraphs stand apart where their styles say so") {
  const std::string styles =
      R"(<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0cm"/></style:default-style>)"
      R"(<style:style style:name="H" style:family="paragraph"><style:paragraph-properties fo:margin-top="0.4cm"/></style:style>)"
      R"(<style:style style:name="G" style:family="paragraph" style:parent-style-name="H"/>)";
  const auto text = [&](const std::string& body) {
    return text_of(extract_bytes("a.odt", open_document("text", body, styles)));
  };
  CHECK(text("<text:p>Et</text:p><text:p>To</text:p>") == "Et\nTo");
  CHECK(text("<text:p>Et</text:p><text:p/><text:p>To</text:p>") == "Et\n\nTo");
  CHECK(text("<text:p>Et</text:p><text:p text:style-name=\"G\">To</text:p><text:p>Tre</text:p>") == "Et\n\nTo\nTre");
  CHECK(
      text("<table:table><table:table-row><table:table-cell><text:p>Bilag</text:p></table:table-cell><table:table-cell>"
           "<text:p>Notat</text:p><text:p>Budget</text:p></table:table-cell></table:table-row></table:table>") ==
      "Bilag\tNotat\nBudget");
}

TEST_CASE("sheets keep the lines that they have in common") {
  std::string tables;
  for (const char* name : {"Et", "To", "Tre", "Fire"})
    tables += "<table:table table:name=\"" + std::string(name) +
              "\"><table:table-row><table:table-cell><text:p>Budget for skoler</text:p></table:table-cell>"
              "</table:table-row></table:table>";
  const auto found = extract_bytes("a.ods", open_document("spreadsheet", tables));
  REQUIRE(found.pages.size() == 4);
  for (const auto& page : found.pages) CHECK(page.text.find("Budget for skoler") != std::string::npos);
}

TEST_CASE("OpenDocument sheets and slides are pages") {
  const auto packed = [](const std::string& kind, const std::string& body) {
    return zip_of({{"mimetype", "application/vnd.oasis.opendocument." + kind},
                   {"content.xml",
                    "<o:d><office:body><office:" + kind + ">" + body + "</office:" + kind + "></office:body></o:d>"}},
                  false);
  };
  const std::string cells =
      "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell "
      "table:number-columns-repeated=\"16000\"/><table:table-cell><text:p>b</text:p></table:table-cell></"
      "table:table-row>";
  CHECK(text_of(extract_bytes("a.ods", packed("spreadsheet", "<table:table table:name=\"Et\">" + cells +
                                                                 "</table:table><table:table table:name=\"To\">" +
                                                                 cells + "</table:table>"))) ==
        "Et\n\na\tb|To\n\na\tb");
  CHECK(text_of(extract_bytes("a.odp", packed("presentation",
                                              "<draw:page><text:p>Mål</text:p></draw:page><draw:page>"
                                              "<text:p>Tak</text:p></draw:page>"))) == "Mål|Tak");
}

TEST_CASE("a document is known by its content, whatever it is called") {
  CHECK(text_of(extract_bytes("notat", odt_of("<text:p>Notat</text:p>"))) == "Notat");
  CHECK(text_of(extract_bytes("notat.docx", pdf_of({"Notat"}))) == "Notat");
  CHECK(text_of(extract_bytes("notat", docx_of(paragraph("Notat")))) == "Notat");
  CHECK(text_of(extract_bytes("notat.pdf", "{\\rtf1 Notat}")) == "Notat");
}

TEST_CASE("a damaged document is a named failure, or what could be read of it") {
  const std::string good = docx_of(paragraph("Brødtekst"));
  struct Row {
    const char* name;
    std::string bytes, reason;
  };
  const std::vector<Row> rows{
      {"a.docx", good.substr(0, good.size() / 2), "not a readable archive"},
      {"a.docx", zip_of({{"word/document.xml", "<w:document><w:body>"}}), "damaged XML"},
      {"a.docx", zip_of({{"word/document.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}}), "document type"},
      {"a.docx", zip_of({{"other.xml", "<x/>"}}), "no Word document"},
      {"a.xlsx", zip_of({{"other.xml", "<x/>"}}), "no workbook"},
      {"a.pptx", zip_of({{"other.xml", "<x/>"}}), "no presentation"},
      {"a.odt", zip_of({{"other.xml", "<x/>"}}), "no OpenDocument"},
      {"a.odt", zip_of({{"META-INF/manifest.xml", "<encryption-data/>"}, {"content.xml", "<x/>"}}), "encrypted"},
      {"a.docx", std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + std::string(600, '\0'), "encrypted"},
      {"a.doc", std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + std::string(600, '\0'), "old Office format"},
      {"a.zip", zip_of({{"other.xml", "<x/>"}}), "an archive that is no document"},
      {"a.png", "\x89PNG\r\n", "a picture"},
      {"a.pdf", "%PDF-1.7\nnonsense", "no readable PDF"},
      {"a.pdf", pdf_of({"", ""}), "no text in it"},
      {"a.txt", "", "empty"},
      {"a.bin", std::string("\x01\x00\x02", 3), "not a kind of file"},
  };
  for (const Row& row : rows) {
    INFO(row.name << ": " << row.reason);
    const corpus::Extraction extraction = extract_bytes(row.name, row.bytes);
    CHECK(extraction.status == ExtractionStatus::failed);
    CHECK(extraction.pages.empty());
    CHECK_THAT(extraction.reason, Catch::Matchers::Contains(row.reason));
  }
}

TEST_CASE("any byte of an archive may be wrong") {
  const std::string good = docx_of(paragraph("Brødtekst"));
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x55);
    const corpus::Extraction extraction = extract_bytes("a.docx", bad);
    CHECK((extraction.status == ExtractionStatus::ok) == extraction.reason.empty());
  }
}

}  // namespace
}  // namespace opslag::tests
