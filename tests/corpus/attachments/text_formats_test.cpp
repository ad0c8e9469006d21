// RTF, HTML, plain text and PDF.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpus/attachments/documents.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::ExtractionStatus;

TEST_CASE("RTF's control words are no text") {
  struct Row {
    const char *rtf, *text;
  };
  for (const Row& row : std::vector<Row>{
           {R"({\rtf1\ansi Mødet})", "Mødet"},
           {R"({\rtf1\ansi\ansicpg1252 M\'f8det})", "Mødet"},
           {R"({\rtf1 \u248?v})", "øv"},
           {R"({\rtf1\uc0 \u248v})", "øv"},
           {R"({\rtf1 a\par b})", "a\n\nb"},
           {R"({\rtf1 {\fonttbl{\f0 Arial;}}{\info{\author Jens}}tekst})", "tekst"},
           {R"({\rtf1 {\*\ukendt skjult}tekst})", "tekst"},
           {R"({\rtf1 ti{\deleted ni} gange})", "ti gange"},
           {R"({\rtf1 \{a\}\\})", "{a}\\"},
           {R"({\rtf1 ord{\*\footnote Lov} videre})", "ord\nLov videre"},
           {R"({\rtf1 ord{\footnote Lov} videre})", "ord\nLov videre"},
           {R"({\rtf1 a{\shp{\*\shpinst\shpwr2{\sp{\sn shapeType}{\sv 202}}{\shptxt boks}}{\shprslt boks}} b})",
            "a\nboks b"},
           {R"({\rtf1{\header Hoved}tekst{\*\annotation huskeseddel}})", "Hovedtekst"},
           {R"({\rtf1\mac M\'bfde p\'8c \'aer\'bf})", "Møde på Ærø"},
           {R"({\rtf1\ansi\ansicpg1250 \'8aek})", "Šek"},
           {R"({\rtf1 a\cell b\cell\row c})", "a\tb\nc"},
           {R"({\rtf1\pard\sa0 a\par\pard\sa0 b\par\par c\par\pard\sb120 d\par})", "a\nb\n\nc\n\nd"},
           {R"({\rtf1\pard\sa120 a\par b\par\pard c\par d})", "a\n\nb\n\nc\nd"},
           {"{\\rtf1 {\\pict\\bin6 }}}}}}}efter}", "efter"},
       }) {
    INFO(row.rtf);
    CHECK(text_of(extract_bytes("a.rtf", row.rtf)) == row.text);
  }
}

TEST_CASE("HTML is read as a browser reads it") {
  struct Row {
    const char *html, *text;
  };
  for (const Row& row : std::vector<Row>{
           {"<html><body><p>Et<p>To", "Et\n\nTo"},
           {"<html><head><title>T</title><style>p{}</style><script>x()</script></head><body>Ord</body></html>", "Ord"},
           {"<html><body>S&oslash;nder&nbsp;b&#248;</body></html>", "Sønder\u00A0bø"},
           {"<html><body>ti<del>ni</del> gange</body></html>", "ti gange"},
           {"<html><body>en <b>fed</b>tning</body></html>", "en fedtning"},
           {"<html><body>a<br>b</body></html>", "a\nb"},
           {"<html><body><ol start=4>\n<li>\n<p>a<p>b</li><li value=9>c<ol type=a><li>d</ol><li>e</ol>",
            "4. a\n\nb\n\n9. c\n\na. d\n\n10. e"},
           {"<html><body><ul><li>a<li>b</ul>", "a\nb"},
           {"<html><body>a<footer><p>Havnegade 1</footer>b<div title=footer>Side 1</div>",
            "a\n\nb\n\n\fHavnegade 1\n\nSide 1"},
           {"<html><body><pre>\na  b\n<b>c</b>\n\n\nd</pre>e\nf</body></html>", "a  b\nc\n\nd\n\ne f"},
           {"<html><body><table><tr><td>\n<p>År</p></td><td><p>Be<b>løb</b></p>\n</td></tr><tr><td><p>2026</p></td></"
            "tr>",
            "År\tBeløb\n2026"},
           {"<html><body><table><tr><td><p>Et</p><p>To</p></td></tr></table>", "Et\n\nTo"},
           {"<html><body><table><tr><td>År</td><td>Beløb</td></tr><tr><td>2026</td></tr></table>", "År\tBeløb\n2026"},
       }) {
    INFO(row.html);
    const std::string text = text_of(extract_bytes("a.html", row.html));
    CHECK_THAT(text, Catch::Matchers::Contains(row.text));
    CHECK(text.find("x()") == std::string::npos);
  }
}

TEST_CASE("plain text comes in any encoding") {
  CHECK(text_of(extract_bytes("a.txt", "Møde på Ærø")) == "Møde på Ærø");
  CHECK(text_of(extract_bytes("a.txt",
                              "M\xF8"
                              "de p\xE5 \xC6r\xF8 i aften")) == "Møde på Ærø i aften");
  CHECK(text_of(extract_bytes("a.txt", "\xEF\xBB\xBFMøde")) == "Møde");
  CHECK(text_of(extract_bytes("a.txt", std::string("\xFF\xFEM\0\xF8\0", 6))) == "Mø");
  // MacRoman, DOS, UTF-32; letters of Windows-1252 that would be others there.
  CHECK(text_of(extract_bytes("a.txt",
                              "M\xBF"
                              "de p\x8C \xAEr\xBF"
                              "sk\xBF"
                              "bing i aften")) == "Møde på Ærøskøbing i aften");
  CHECK(text_of(extract_bytes("a.csv",
                              "M\x9B"
                              "de;p\x86;\x92r\x9B"
                              "sk\x9B"
                              "bing")) == "Møde;på;Ærøskøbing");
  CHECK(text_of(extract_bytes("a.txt", std::string("\xFF\xFE\0\0M\0\0\0\xF8\0\0\0", 12))) == "Mø");
  CHECK(text_of(extract_bytes("a.txt",
                              "caf\xE9 \x93"
                              "na\xEFve\x94 5 \x80")) == "café “naïve” 5 €");
  CHECK(text_of(extract_bytes("a.csv", "a;b\r\nc;d\r\n")) == "a;b\nc;d");
  CHECK(text_of(extract_bytes("a.txt", "en\fto")) == "en|to");
  CHECK(text_of(extract_bytes("a.txt", "en\fto\n\f")) == "en|to");
}

TEST_CASE("a PDF's pages are numbered, pages of pictures told") {
  const auto extraction = extract_bytes("a.pdf", pdf_of({"Forside", "Budget"}));
  CHECK(extraction.status == ExtractionStatus::ok);
  CHECK(text_of(extraction) == "Forside|Budget");
  const auto half = extract_bytes("a.pdf", pdf_of({"Forside", ""}));
  CHECK(half.status == ExtractionStatus::partial);
  CHECK_THAT(half.reason, Catch::Matchers::Contains("1 of 2 pages"));
}

}  // namespace
}  // namespace opslag::tests
