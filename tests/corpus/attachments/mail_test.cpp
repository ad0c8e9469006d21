// Mails: headers, text, and what is attached, of Internet and of Outlook.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-outfile.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-utils.h>

#include "corpus/attachments/compressed_rtf.h"
#include "tests/corpus/attachments/documents.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::Extraction;
using corpus::ExtractionLimits;
using corpus::ExtractionStatus;
using corpus::unpack_rtf;
using corpus::UnpackedRtf;

TEST_CASE("a mail's headers and text are read as people read them") {
  struct Row {
    const char *what, *mail, *text;
  };
  for (const Row& row : std::vector<Row>{
           {"encoded headers",
            "Subject: =?utf-8?q?M=C3=B8de?=\r\nFrom: =?iso-8859-1?q?=C5se?= <a@example.dk>\r\nTo: b@example.dk\r\n"
            "Date: Mon, 23 Mar 2026 10:00:00 +0100\r\nReceived: from x\r\n\r\nHej\r\n",
            "Emne: Møde\nFra: Åse <a@example.dk>\nTil: b@example.dk\nDato: 2026-03-23 10:00\n\nHej"},
           {"quoted-printable of another encoding",
            "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            "p=E5 =C6r=F8 i af=\r\nten\r\n",
            "på Ærø i aften"},
           {"base64",
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nTcO4ZGU=\r\n", "Møde"},
           {"HTML only", "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Et</p><p>To <del>tre</del></p>", "Et\n\nTo"},
           {"alternatives are said once",
            "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: "
            "text/plain\r\n\r\nord\r\n--x\r\n"
            "Content-Type: text/html\r\n\r\n<p>ord</p>\r\n--x--\r\n",
            "ord"},
       }) {
    INFO(row.what);
    const Extraction extraction = extract_bytes("a.eml", row.mail);
    CHECK(extraction.media_type == "message/rfc822");
    CHECK(text_of(extraction) == row.text);
    CHECK(extraction.status == ExtractionStatus::ok);
  }
}

std::string with_attachment(const std::string& name, const std::string& bytes) {
  return "Subject: Svar\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSe "
         "bilag\r\n--x\r\nContent-Disposition: attachment; filename=\"" +
         name + "\"\r\nContent-Transfer-Encoding: binary\r\n\r\n" + bytes + "\r\n--x--\r\n";
}

TEST_CASE("what is attached to a mail is read on pages of its own") {
  const Extraction good = extract_bytes("a.eml", with_attachment("Notat.rtf", "{\\rtf1 Nordmolen}"));
  CHECK(text_of(good) == "Emne: Svar\n\nSe bilag\n\nVedhæftet: Notat.rtf|Nordmolen");
  CHECK(good.status == ExtractionStatus::ok);
  const Extraction bad = extract_bytes("a.eml", with_attachment("Notat.docx", "PK\x03\x04 cut off"));
  CHECK(bad.status == ExtractionStatus::partial);
  CHECK_THAT(bad.reason, Catch::Matchers::StartsWith("attached \"Notat.docx\": "));
  CHECK_THAT(text_of(bad), Catch::Matchers::StartsWith("Emne: Svar"));
}

std::string forwarded(int times) {
  std::string mail = "Subject: Inderst\r\n\r\nkerne\r\n";
  for (int i = 0; i < times; ++i) mail = "Content-Type: message/rfc822\r\n\r\n" + mail;
  return mail;
}

TEST_CASE("how deep files lie in files is bounded") {
  const Extraction within = extract_bytes("a.eml", forwarded(3)), beyond = extract_bytes("a.eml", forwarded(4));
  CHECK(within.status == ExtractionStatus::ok);
  CHECK_THAT(text_of(within), Catch::Matchers::Contains("kerne"));
  CHECK(beyond.status != ExtractionStatus::ok);
  CHECK(text_of(beyond).find("kerne") == std::string::npos);
  CHECK_THAT(beyond.reason, Catch::Matchers::Contains("more than 3 deep"));
  CHECK(extract_bytes("a.eml", forwarded(2000)).status != ExtractionStatus::ok);
}

// As Outlook writes them: properties as streams that are named by their number and type.
struct Outlook {
  Outlook() {
    gsf_init();
    output = gsf_output_memory_new();
    root = gsf_outfile_msole_new(output);
    add(root, "__properties_version1.0", std::string(32, '\0'));
  }
  static void add(GsfOutfile* folder, const char* name, const std::string& bytes) {
    GsfOutput* child = gsf_outfile_new_child(folder, name, FALSE);
    gsf_output_write(child, bytes.size(), reinterpret_cast<const guint8*>(bytes.data()));
    gsf_output_close(child);
    g_object_unref(child);
  }
  static std::string wide(std::u16string_view text) {
    return {reinterpret_cast<const char*>(text.data()), text.size() * 2};
  }
  std::string bytes() {
    gsf_output_close(GSF_OUTPUT(root));
    const auto* memory = gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(output));
    std::string all(reinterpret_cast<const char*>(memory), static_cast<std::size_t>(gsf_output_size(output)));
    g_object_unref(root);
    g_object_unref(output);
    return all;
  }
  GsfOutput* output;
  GsfOutfile* root;
};

TEST_CASE("Outlook's mails are read, with what is attached") {
  Outlook mail;
  Outlook::add(mail.root, "__substg1.0_0037001F", Outlook::wide(u"Møde på Ærø"));
  Outlook::add(mail.root, "__substg1.0_0C1A001F", Outlook::wide(u"Åse"));
  Outlook::add(mail.root, "__substg1.0_1000001F", Outlook::wide(u"Se bilag.\r\n"));
  GsfOutput* attached = gsf_outfile_new_child(mail.root, "__attach_version1.0_#00000000", TRUE);
  Outlook::add(GSF_OUTFILE(attached), "__substg1.0_3707001F", Outlook::wide(u"Notat.rtf"));
  Outlook::add(GSF_OUTFILE(attached), "__substg1.0_37010102", "{\\rtf1 Nordmolen}");
  gsf_output_close(attached);
  g_object_unref(attached);
  const std::string bytes = mail.bytes();
  for (const char* name : {"a.msg", "a", "a.doc"}) {
    const Extraction extraction = extract_bytes(name, bytes);
    CHECK(extraction.media_type == "application/vnd.ms-outlook");
    CHECK(text_of(extraction) == "Emne: Møde på Ærø\nFra: Åse\n\nSe bilag.\n\nVedhæftet: Notat.rtf|Nordmolen");
    CHECK(extraction.status == ExtractionStatus::ok);
  }
  for (std::size_t size = 512; size < bytes.size(); size += 512) {
    const Extraction cut = extract_bytes("a.msg", std::string_view(bytes).substr(0, size));
    CHECK((cut.status == ExtractionStatus::ok) == cut.reason.empty());
  }
}

TEST_CASE("Outlook's texts, plain or HTML, are mended as others are") {
  struct Row {
    const char *what, *stream;
    std::string bytes;
    const char* text;
  };
  const std::string encrypted = zip_of({{"META-INF/manifest.xml", "<encryption-data/>"}, {"content.xml", "<x/>"}});
  for (const Row& row :
       {Row{"a hyphen at a line's end", "__substg1.0_1000001F", Outlook::wide(u"special-\r\nområde"), "specialområde"},
        Row{"soft hyphens, ligatures, letters of two parts", "__substg1.0_1000001F",
            Outlook::wide(u"sk\u00ADole o\uFB03cer A\u030Arhus"), "skole officer Århus"},
        Row{"cells as they stand", "__substg1.0_1000001F", Outlook::wide(u"2026   5,5"), "2026   5,5"},
        Row{"HTML", "__substg1.0_10130102", "<p>to <del>tre</del></p><ol><li>Plan</li></ol>", "to\n\n1. Plan"}}) {
    INFO(row.what);
    Outlook mail;
    Outlook::add(mail.root, row.stream, row.bytes);
    const Extraction extraction = extract_bytes("a.msg", mail.bytes());
    CHECK(extraction.reason.empty());
    CHECK(text_of(extraction) == row.text);
  }
  Outlook mail;
  Outlook::add(mail.root, "__substg1.0_1000001F", Outlook::wide(u"Se bilag"));
  GsfOutput* attached = gsf_outfile_new_child(mail.root, "__attach_version1.0_#00000000", TRUE);
  Outlook::add(GSF_OUTFILE(attached), "__substg1.0_3707001F", Outlook::wide(u"b.odt"));
  Outlook::add(GSF_OUTFILE(attached), "__substg1.0_37010102", encrypted);
  gsf_output_close(attached);
  g_object_unref(attached);
  const Extraction partial = extract_bytes("a.msg", mail.bytes());
  CHECK(partial.status == ExtractionStatus::partial);
  CHECK_THAT(partial.reason, Catch::Matchers::StartsWith("attached \"b.odt\": encrypted: "));
}

// Nothing repeats in it: a control byte of zeros before each eight bytes, and the mark of the end.
std::string packed_rtf(const std::string& rtf) {
  std::string content;
  std::size_t write = 207;
  for (std::size_t i = 0; i <= rtf.size(); ++i, ++write) {
    if (i % 8 == 0) content += i + 8 > rtf.size() ? static_cast<char>(1 << (rtf.size() - i)) : '\0';
    if (i < rtf.size()) content += rtf[i];
  }
  --write;
  content += static_cast<char>(write >> 4 & 0xFF);
  content += static_cast<char>(write << 4 & 0xF0);
  const auto number = [](std::size_t value) {
    std::string bytes;
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
    return bytes;
  };
  return number(content.size() + 12) + number(rtf.size()) + "LZFu" + number(0) + content;
}

TEST_CASE("compressed RTF is unpacked as its specification's examples are") {
  const std::string hello(
      "\x2d\x00\x00\x00\x2b\x00\x00\x00\x4c\x5a\x46\x75\xf1\xc5\xc7\xa7\x03\x00\x0a\x00\x72\x63\x70\x67\x31"
      "\x32\x35\x42\x32\x0a\xf3\x20\x68\x65\x6c\x09\x00\x20\x62\x77\x05\xb0\x6c\x64\x7d\x0a\x80\x0f\xa0",
      49);
  const std::string over(
      "\x1a\x00\x00\x00\x1c\x00\x00\x00\x4c\x5a\x46\x75\xe2\xd4\x4b\x51\x41\x00\x04\x20\x57\x58"
      "\x59\x5a\x0d\x6e\x7d\x01\x0e\xb0",
      30);
  const UnpackedRtf first = unpack_rtf(hello, 1000), second = unpack_rtf(over, 1000);
  CHECK(first.text == "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
  CHECK(first.whole);
  CHECK(second.text == "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
  CHECK(second.whole);
  const UnpackedRtf bounded = unpack_rtf(over, 10);
  CHECK(bounded.text == second.text.substr(0, 10));
  CHECK_FALSE(bounded.whole);
  CHECK(unpack_rtf(over, 28).whole);
  for (std::size_t size = 0; size < hello.size(); ++size) {
    const UnpackedRtf cut = unpack_rtf(std::string_view(hello).substr(0, size), 1000);
    CHECK(first.text.starts_with(cut.text));
    CHECK(cut.whole == (cut.text.size() == first.text.size()));
  }
  for (std::size_t i = 0; i < 8 * hello.size(); ++i) {
    std::string flipped = hello;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << i % 8));
    CHECK(unpack_rtf(flipped, 20).text.size() <= 20);
  }
  std::string other = hello;
  other[8] = 'X';
  CHECK(unpack_rtf(other, 1000).text.empty());
  CHECK(unpack_rtf(std::string(4, '\0') + std::string("\3\0\0\0MELA\0\0\0\0abc", 15), 1000).text == "abc");
}

TEST_CASE("a mail whose text is only kept as compressed RTF is read") {
  struct Row {
    const char* what;
    std::string rtf, text;
  };
  for (const Row& row :
       {Row{"plain", "{\\rtf1\\ansi K\\'e6re \\'c5se\\par Molen er f\\'e6rdig.}", "Kære Åse\n\nMolen er færdig."},
        Row{"standing for HTML",
            "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}Molen {\\*\\htmltag84 <b>}\\htmlrtf {\\b \\htmlrtf0 er"
            "\\htmlrtf }\\htmlrtf0{\\*\\htmltag92 </b>} f\\'e6rdig.}",
            "Molen er færdig."}}) {
    INFO(row.what);
    Outlook mail;
    Outlook::add(mail.root, "__substg1.0_10090102", packed_rtf(row.rtf));
    const Extraction extraction = extract_bytes("a.msg", mail.bytes());
    CHECK(extraction.reason.empty());
    CHECK(text_of(extraction) == row.text);
  }
  Outlook mail;
  Outlook::add(mail.root, "__substg1.0_0037001F", Outlook::wide(u"Mole"));
  const std::string packed = packed_rtf("{\\rtf1\\ansi Molen er bygget om}");
  Outlook::add(mail.root, "__substg1.0_10090102", packed.substr(0, packed.size() - 8));
  const Extraction cut = extract_bytes("a.msg", mail.bytes());
  CHECK(cut.status == ExtractionStatus::partial);
  CHECK(cut.reason == "the mail's text is damaged, or cut off");
  CHECK_THAT(text_of(cut), Catch::Matchers::StartsWith("Emne: Mole\n\nMolen er"));
}

}  // namespace
}  // namespace opslag::tests
