// Archives by libzip in memory; PDFs by hand, with a cross-reference table that is right.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpus/attachments/documents.h"

#include <poppler-document.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#include <memory>
#include <stdexcept>

namespace opslag::tests {
namespace {

constexpr std::string_view kWordNames = R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" )"
                                        R"(xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006")";

std::string word_part(std::string_view root, std::string_view inside) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:";
  return ((((((xml += root) += " ") += kWordNames) += ">") += inside) += "</w:") += std::string(root) + ">";
}

}  // namespace

std::string zip_of(const Parts& parts, bool compress) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* zip = target == nullptr ? nullptr : zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (zip == nullptr) throw std::runtime_error("no archive can be made");
  zip_source_keep(target);
  for (const auto& [name, content] : parts) {
    zip_source_t* source = zip_source_buffer(zip, content.data(), content.size(), 0);
    const zip_int64_t index = zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) throw std::runtime_error("no entry can be added");
    zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), compress ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
  }
  if (zip_close(zip) != 0) throw std::runtime_error("the archive can't be written");
  zip_stat_t about;
  zip_source_stat(target, &about);
  std::string bytes(about.size, '\0');
  zip_source_open(target);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

std::string docx_of(std::string_view body, const Parts& others) {
  Parts parts{{"[Content_Types].xml", "<Types/>"},
              {"word/document.xml", word_part("document", "<w:body>" + std::string(body) + "</w:body>")}};
  for (const auto& [name, inside] : others) {
    const std::string root = name.find("header") != std::string::npos     ? "hdr"
                             : name.find("footer") != std::string::npos   ? "ftr"
                             : name.find("footnote") != std::string::npos ? "footnotes"
                             : name.find("styles") != std::string::npos   ? "styles"
                                                                          : "numbering";
    parts.emplace_back(name, word_part(root, inside));
  }
  return zip_of(parts);
}

std::string xlsx_of(std::string_view rows, const Parts& others) {
  Parts parts{{"xl/workbook.xml", R"(<workbook><sheets><sheet name="Budget" r:id="rId1"/></sheets></workbook>)"},
              {"xl/_rels/workbook.xml.rels",
               R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>)"},
              {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + std::string(rows) + "</sheetData></worksheet>"}};
  parts.insert(parts.end(), others.begin(), others.end());
  return zip_of(parts);
}

std::string pptx_of(const std::vector<std::string>& slides) {
  Parts parts{{"ppt/presentation.xml", "<p/>"}};
  for (std::size_t i = 0; i < slides.size(); ++i)
    parts.emplace_back("ppt/slides/slide" + std::to_string(i + 1) + ".xml",
                       "<p:sld><p:sp>" + slides[i] + "</p:sp></p:sld>");
  return zip_of(parts);
}

std::string odt_of(std::string_view text) {
  return zip_of({{"mimetype", "application/vnd.oasis.opendocument.text"},
                 {"content.xml", "<office:document-content><office:body><office:text>" + std::string(text) +
                                     "</office:text></office:body></office:document-content>"}},
                false);
}

namespace {

std::string stream_of(const std::string& dictionary, const std::string& bytes) {
  return "<<" + dictionary + "/Length " + std::to_string(bytes.size()) + ">>stream\n" + bytes + "\nendstream";
}

// Objects 1 and 2 are the catalogue and the list of pages, and made here.
std::string pdf_file(std::vector<std::string> objects, const std::vector<std::size_t>& pages) {
  std::string kids;
  for (const std::size_t page : pages) kids += std::to_string(page) + " 0 R ";
  objects[0] = "<</Type/Catalog/Pages 2 0 R>>";
  objects[1] = "<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(pages.size()) + ">>";
  std::string pdf = "%PDF-1.4\n", table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const std::string at = std::to_string(pdf.size());
    table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
    pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string size = std::to_string(objects.size() + 1), start = std::to_string(pdf.size());
  return pdf + "xref\n0 " + size + "\n0000000000 65535 f \n" + table + "trailer\n<</Size " + size +
         "/Root 1 0 R>>\nstartxref\n" + start + "\n%%EOF\n";
}

}  // namespace

std::string pdf_of(const std::vector<std::string>& pages, const std::string& meanings) {
  const std::string font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding";
  std::vector<std::string> objects{"", "", font + ">>"};
  if (!meanings.empty()) {
    objects.back() = font + "/ToUnicode 4 0 R>>";
    objects.push_back(
        stream_of("", "begincmap\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n" + meanings + "endcmap\n"));
  }
  std::vector<std::size_t> numbers;
  for (const std::string& text : pages) {
    objects.push_back(stream_of("", text.empty() ? "" : "BT /F 12 Tf 14 TL 72 720 Td (" + text + ") Tj ET"));
    const std::string content = std::to_string(objects.size());
    objects.push_back("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents " +
                      content + " 0 R>>");
    numbers.push_back(objects.size());
  }
  return pdf_file(std::move(objects), numbers);
}

std::string scan_of(const std::string& pdf, int dots, bool turned) {
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(pdf.data(), static_cast<int>(pdf.size())));
  if (!document) throw std::runtime_error("this is no PDF to be scanned");
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
  std::vector<std::string> objects(2);
  std::vector<std::size_t> numbers;
  for (int i = 0; i < document->pages(); ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    const poppler::image image =
        renderer.render_page(page.get(), dots, dots, -1, -1, -1, -1, turned ? poppler::rotate_90 : poppler::rotate_0);
    std::string pixels;
    for (int y = 0; y < image.height(); ++y)
      pixels.append(image.const_data() + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row(),
                    static_cast<std::size_t>(image.width()));
    objects.push_back(stream_of("/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width " +
                                    std::to_string(image.width()) + "/Height " + std::to_string(image.height()),
                                pixels));
    const std::string picture = std::to_string(objects.size());
    const std::string width = std::to_string(image.width() * 72 / dots);
    const std::string height = std::to_string(image.height() * 72 / dots);
    objects.push_back(stream_of("", "q " + width + " 0 0 " + height + " 0 0 cm /I Do Q"));
    const std::string content = std::to_string(objects.size());
    objects.push_back("<</Type/Page/Parent 2 0 R/MediaBox[0 0 " + width + " " + height + "]/Resources<</XObject<</I " +
                      picture + " 0 R>>>>/Contents " + content + " 0 R>>");
    numbers.push_back(objects.size());
  }
  return pdf_file(std::move(objects), numbers);
}

corpus::Extraction extract_bytes(const std::string& name, std::string_view bytes,
                                 const corpus::ExtractionLimits& limits) {
  const int file = memfd_create("document", MFD_CLOEXEC);
  if (file < 0 || write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    throw std::runtime_error("no file in memory");
  corpus::Extraction extraction = corpus::extract(file, name, limits);
  close(file);
  return extraction;
}

std::string text_of(const corpus::Extraction& extraction) {
  std::string text;
  for (const corpus::Page& page : extraction.pages) text += (&page == extraction.pages.data() ? "" : "|") + page.text;
  return text;
}

}  // namespace opslag::tests
