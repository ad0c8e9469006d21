// Every limit of ExtractionLimits, on both its sides.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpus/attachments/documents.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::Extraction;
using corpus::ExtractionLimits;
using corpus::ExtractionStatus;

std::string one_paragraph(const std::string& text) {
  return docx_of("<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>");
}

void check_limit(const Extraction& within, const Extraction& beyond, ExtractionStatus status, const char* reason) {
  CHECK(within.status == ExtractionStatus::ok);
  CHECK(within.reason.empty());
  CHECK(beyond.status == status);
  CHECK_THAT(beyond.reason, Catch::Matchers::Contains(reason));
}

TEST_CASE("the limits are those that are documented") {
  const ExtractionLimits limits;
  CHECK(limits.file_size == 200u << 20);
  CHECK(limits.text == 20u << 20);
  CHECK(limits.archive_entries == 1000);
  CHECK(limits.unpacked == 200u << 20);
  CHECK(limits.ratio == 100);
  CHECK(limits.ratio_from == 100u << 10);
  CHECK(limits.xml_depth == 256);
  CHECK(limits.attached_depth == 3);
}

TEST_CASE("a document type declaration is refused, its like in the text is not") {
  const std::string part =
      "<w:document><w:body><w:p><w:r><w:t>&lt;!DOCTYPE x&gt;</w:t></w:r></w:p></w:body></w:document>";
  check_limit(extract_bytes("a.docx", zip_of({{"word/document.xml", part}})),
              extract_bytes("a.docx", zip_of({{"word/document.xml", "<!DOCTYPE x>" + part}})), ExtractionStatus::failed,
              "document type");
}

TEST_CASE("a file's size is bounded") {
  ExtractionLimits limits;
  limits.file_size = 10;
  check_limit(extract_bytes("a.txt", std::string(10, 'a'), limits),
              extract_bytes("a.txt", std::string(11, 'a'), limits), ExtractionStatus::failed, "larger than the limit");
}

TEST_CASE("the text is bounded, what there is so far is kept") {
  ExtractionLimits limits;
  limits.text = 10;
  const Extraction beyond = extract_bytes("a.txt", "0123456789x", limits);
  check_limit(extract_bytes("a.txt", "0123456789", limits), beyond, ExtractionStatus::partial, "over the limit");
  CHECK(text_of(beyond) == "0123456789");
  CHECK(text_of(extract_bytes("a.txt", "012345678ø", limits)) == "012345678");
  for (const auto& [name, bytes] : Parts{{"a.docx", one_paragraph("0123456789x")},
                                         {"a.odt", odt_of("<text:p>0123456789x</text:p>")},
                                         {"a.rtf", "{\\rtf1 0123456789x}"},
                                         {"a.html", "<html><body>0123456789x"},
                                         {"a.pdf", pdf_of({"0123456789x"})}}) {
    INFO(name);
    const Extraction extraction = extract_bytes(name, bytes, limits);
    CHECK(extraction.status == ExtractionStatus::partial);
    CHECK(text_of(extraction).size() <= 10);
  }
}

TEST_CASE("an archive's entries are bounded") {
  const std::string bytes = one_paragraph("a");  // two entries
  ExtractionLimits within, beyond;
  within.archive_entries = 2;
  beyond.archive_entries = 1;
  check_limit(extract_bytes("a.docx", bytes, within), extract_bytes("a.docx", bytes, beyond), ExtractionStatus::failed,
              "2 entries");
}

TEST_CASE("what an archive unpacks to is bounded") {
  ExtractionLimits limits;
  limits.unpacked = 2000;
  check_limit(extract_bytes("a.docx", one_paragraph("kort"), limits),
              extract_bytes("a.docx", one_paragraph(std::string(2000, 'a')), limits), ExtractionStatus::failed,
              "unpacks to more than");
}

TEST_CASE("how tightly an archive is packed is bounded, from a size on") {
  const std::string tight = one_paragraph(std::string(400'000, 'a'));
  ExtractionLimits patient, late;
  patient.ratio = 2000;
  late.ratio_from = 500'000;
  check_limit(extract_bytes("a.docx", tight, patient), extract_bytes("a.docx", tight), ExtractionStatus::failed,
              "packed more than");
  CHECK(extract_bytes("a.docx", tight, late).status == ExtractionStatus::ok);
}

TEST_CASE("the depth of XML is bounded") {
  const auto nested = [](std::size_t depth) {  // document, body, p, r and t stand around it
    std::string open, close;
    for (std::size_t i = 5; i < depth; ++i) open += "<w:sdt>", close += "</w:sdt>";
    return docx_of(open + "<w:p><w:r><w:t>dyb</w:t></w:r></w:p>" + close);
  };
  check_limit(extract_bytes("a.docx", nested(256)), extract_bytes("a.docx", nested(257)), ExtractionStatus::failed,
              "nested too deeply");
  CHECK(extract_bytes("a.docx", nested(200'000)).status == ExtractionStatus::failed);
}

TEST_CASE("nesting without end is survived in every format") {
  const auto times = [](const char* text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
  };
  for (const auto& [name, bytes] : Parts{{"a.rtf", "{\\rtf1 " + times("{", 100'000) + "ord"},
                                         {"a.html", "<html><body>" + times("<div>", 20'000) + "ord"},
                                         {"a.html", "<html><body>" + times("<b><table>", 2'000) + "ord"},
                                         {"a.odt", odt_of(times("<text:span>", 100'000))}}) {
    INFO(name);
    const Extraction extraction = extract_bytes(name, bytes);
    CHECK((extraction.status == ExtractionStatus::ok) == extraction.reason.empty());
  }
}

}  // namespace
}  // namespace opslag::tests
