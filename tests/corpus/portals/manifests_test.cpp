// The XML manifests of SBSYS, eDoc, Fujitsu, Acadre and AGMAN, on fictional examples; lists; hostile XML.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/portals/manifests.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "corpus/portals/xml_tree.h"
#include "tests/support/catch.h"

using namespace opslag::corpus;
namespace fs = std::filesystem;

namespace {

const fs::path kExamples = fs::path(OPSLAG_SOURCE_DIR) / "tests/corpus/portals/manifests";

std::string print(const Meeting& meeting) {
  std::string text = meeting.layout + " " + meeting.type + " " + meeting.committee.value_or("-") + " " +
                     meeting.start.value_or(meeting.date.value_or("-")) + " " + meeting.end.value_or("-") + " " +
                     meeting.place.value_or("-");
  for (const AgendaItem& item : meeting.items) {
    text += "\n" + to_string(item.number) + " " + item.title + (item.audience == Audience::internal ? " (closed)" : "");
    if (item.case_number) text += " #" + *item.case_number;
    for (const Section& section : item.sections) text += " [" + section.heading.value_or("-") + "] " + section.text;
    text += " => " + (item.decision ? item.decision->text : "none");
    for (const Attachment& file : item.attachments)
      text += " {" + file.name + ": " + file.file.value_or("-") + (file.path.empty() ? "" : "!") + "}";
  }
  std::replace(text.begin() + static_cast<std::ptrdiff_t>(text.find('\n')), text.end(), '\r', ' ');
  return text;
}

ReadResult read(const std::string& xml) {
  return read_manifest(xml, {"/nowhere/agenda.xml", "/nowhere", "agenda.xml"});
}

// "" if it was read, else what is said.
std::string refusal(const std::string& xml) {
  try {
    read(xml);
  } catch (const NoMinutes& error) {
    return std::string("skipped: ") + error.what();
  } catch (const SourceError& error) {
    return error.what();
  }
  return "";
}

std::string sbsys(const std::string& about, const std::string& items) {
  return "<Dagsorden " + about + "><Møde Udvalg=\"Fyrudvalget\" Mødedato=\"24. marts 2026\"/><Dagsordenpunkter>" +
         items + "</Dagsordenpunkter></Dagsorden>";
}

std::string sbsys_item(const std::string& content) {
  return sbsys("Åben=\"true\" Dagsordentype=\"Referat\"",
               "<Dagsordenpunkt Nummer=\"1\" Åbent=\"true\"><Overskrift>Linse</Overskrift>"
               "<Indhold>" +
                   content + "</Indhold></Dagsordenpunkt>");
}

struct Folder {
  fs::path path = fs::temp_directory_path() / ("opslag-manifest-" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
};

}  // namespace

TEST_CASE("each system's manifest is read whole; closed items keep their titles only") {
  const std::string closed = "\n2 Ansættelse af en fyrmester (closed) => ";
  struct Row {
    std::string folder, printed;
  };
  const auto row = GENERATE_COPY(
      Row{"sbsys",
          "sbsys referat Fyrudvalget 2026-03-24T18:00 2026-03-24T20:30 Tårnsalen"
          "\n1 Ny linse til fyret [Sagsfremstilling] Linsen er fra 1911 & revnet.\n\nEn ny koster 40.000\u00A0kr. "
          "[Økonomiske konsekvenser] Ingen i 2026.\nDerefter 500 kr. om året. [Beslutning] Godkendt. => Godkendt. "
          "{Tegning af linsen: 2026-03-24/Bilag/Linse 1.txt!} {Tilbud: -} {Uden for: -}" +
              closed},
      Row{"edoc",
          "edoc referat Fyrudvalget 2026-03-24 - -"
          "\n1 Ny linse til fyret #25/26257 [-] Sagsnr.: 25/26257 [Sagsfremstilling] Linsen er revnet. "
          "[Beslutning i Kajudvalget den 03-03-2026] Anbefales. [Beslutning] Godkendt. => Godkendt. {Tegning: -}" +
              closed},
      Row{"fujitsu",
          "fujitsu referat Fyrudvalget 2026-03-24T18:00 2026-03-24T20:30 Tårnsalen"
          "\n1 Ny linse til fyret #26/1 [Resume] Linsen er revnet. [Beslutning] Godkendt. => Godkendt. "
          "{Tegning: 88/files/tegning.TXT!}" +
              closed},
      Row{"acadre",
          "acadre referat Fyrudvalget 2026-03-24T18:00 2026-03-24T20:30 Tårnsalen"
          "\n1 Ny linse til fyret #26/1 [Sagsfremstilling] Linsen er revnet. [Beslutning] Godkendt. => Godkendt. "
          "{Tegning: Files_12_345/TEGNING.TXT!}" +
              closed},
      Row{"agman",
          "agman referat Fyrudvalget 2026-03-24T18:00 2026-03-24T20:30 Tårnsalen"
          "\n1 Ny linse til fyret [Sagsfremstilling] Linsen er revnet. [Beslutning] Godkendt. => Godkendt. "
          "{Tegning: tegning.txt!}" +
              closed});
  CAPTURE(row.folder);
  const Listing listing = list_sources({(kExamples / row.folder).string()});
  CHECK(listing.failures.empty());
  CHECK(listing.documents.empty());
  REQUIRE(listing.files.size() == 1);
  const ReadResult result = read_source(listing.files[0]);
  REQUIRE(result.meetings.size() == 1);
  std::string printed = print(result.meetings[0]);
  const auto nbsp = printed.find("40.000 kr.");
  if (nbsp != std::string::npos) printed.replace(nbsp, 10, "40.000\u00A0kr.");  // either space will do
  CHECK(printed == row.printed);
}

TEST_CASE("lists decide which agendas are read, and name what lacks") {
  const Listing fujitsu = list_sources({(kExamples / "fujitsu").string()});
  REQUIRE(fujitsu.warnings.size() == 1);
  CHECK(fujitsu.warnings[0].reason == "listed, but not there: 90\\agenda.xml");
  REQUIRE(fujitsu.files.size() == 1);
  CHECK(fujitsu.files[0].name == "88/agenda.XML");
  const Listing acadre = list_sources({(kExamples / "acadre").string()});
  CHECK(acadre.warnings.empty());
  REQUIRE(acadre.files.size() == 1);
  CHECK(acadre.files[0].listed_as == "referat");
  // The agenda by itself is what its list says it is.
  const fs::path agenda = kExamples / "acadre/Files_12_345/345.XML";
  const std::string root = (kExamples / "acadre").string();
  CHECK(read_source({agenda, root, "Files_12_345/345.XML"}).meetings[0].type == "referat");
}

TEST_CASE("what lies beside agendas is not read as minutes, closed items' files least of all") {
  const Folder folder;
  folder.write("2026/dagsorden.xml", sbsys_item("<Beslutning>Godkendt.</Beslutning>"));
  folder.write("2026/filer/fortroligt.txt", "Fyrudvalget den 24. marts 2026\n\nBeslutning\n\nHemmeligt.\n");
  folder.write("2026/filer/fortroligt.html", "<p>Fyrudvalget den 24. marts 2026<p>Beslutning<p>Hemmeligt.");
  folder.write("2025/referat.txt", "Kajudvalget den 24. marts 2025\n\nBeslutning\n\nGodkendt.\n");
  const Listing listing = list_sources({folder.path.string()});
  std::string names;
  for (const SourceFile& file : listing.files) names += file.name + " ";
  CHECK(names == "2025/referat.txt 2026/dagsorden.xml ");
  CHECK(listing.documents.empty());
  REQUIRE(listing.warnings.size() == 1);
  CHECK(listing.warnings[0].reason.starts_with("1 text files beside"));
}

TEST_CASE("drafts, closed agendas and other XML") {
  struct Row {
    std::string xml, refusal;
  };
  const auto row = GENERATE(
      Row{sbsys("Åben=\"true\" Dagsordentype=\"Kladde\"", ""), "skipped: it is a draft (\"Kladde\")"},
      Row{"<Publication><PublicationTypeAsValue>0</PublicationTypeAsValue><Agendas><Agenda/></Agendas></Publication>",
          "skipped: it is a draft (PublicationTypeAsValue 0)"},
      Row{"<Root><Notification><PathToXml>a</PathToXml></Notification></Root>",
          "skipped: it lists agendas that lie elsewhere; they are read when its folder is a SOURCE"},
      Row{"<rss/>", "this is XML, but no agenda of SBSYS, eDoc, Acadre or AGMAN"});
  CHECK(refusal(row.xml) == row.refusal);
  CHECK(read(sbsys("Åben=\"false\" Dagsordentype=\"Referat\"", "")).meetings[0].audience == Audience::internal);
  CHECK(read(sbsys("Dagsordentype=\"Referat\"", "")).meetings[0].audience == Audience::internal);
  const ReadResult two = read(
      "<Meeting><MeetingAgendaTypes><MeetingAgendaType><AgendaType>Åben</AgendaType></MeetingAgendaType>"
      "<MeetingAgendaType><AgendaType>Lukket</AgendaType></MeetingAgendaType></MeetingAgendaTypes></Meeting>");
  CHECK(two.meetings[0].audience == Audience::internal);
  CHECK(two.warnings.size() == 1);
}

TEST_CASE("types, dates and decisions of earlier committees") {
  CHECK(read(sbsys("Åben=\"true\" Dagsordentype=\"DAGSORDEN\"", "")).meetings[0].type == "dagsorden");
  CHECK(read(sbsys("Åben=\"true\" Dagsordentype=\"Tillægsdagsorden\"", "")).meetings[0].type == "tillaegsdagsorden");
  struct Row {
    std::string content, decision;
  };
  const auto row =
      GENERATE(Row{"<Beslutning>Godkendt.</Beslutning>", "Godkendt."},
               Row{"<Beslutning_i_Kajudvalget_den_3_marts_2026>Nej.</Beslutning_i_Kajudvalget_den_3_marts_2026>", ""},
               Row{"<Fyrudvalgets_beslutning>Ja.</Fyrudvalgets_beslutning>", "Ja."},
               Row{"<Kajudvalgets_beslutning>Ja.</Kajudvalgets_beslutning>", ""},
               Row{"<Indstilling>Godkendes.</Indstilling>", ""});
  CAPTURE(row.content);
  CHECK(read(sbsys_item(row.content)).meetings[0].items[0].decision->text == row.decision);
}

TEST_CASE("markup, escaped or not, and plain text come out as text") {
  struct Row {
    std::string inside, text;
  };
  const auto row = GENERATE(Row{"&lt;p&gt;Et&lt;/p&gt;&lt;p&gt;To&lt;/p&gt;", "Et\n\nTo"},
                            Row{"<p>Et</p><p>To &lt; tre</p>", "Et\n\nTo < tre"},
                            Row{"<![CDATA[<p>Et</p><ul><li>To</li></ul>]]>", "Et\n\n• To"}, Row{"Et\nTo", "Et\nTo"},
                            Row{"5 &lt; 6 &amp; 7 > 6", "5 < 6 & 7 > 6"}, Row{"S&amp;oslash;", "Sø"},
                            Row{"&lt;script&gt;alert(1)&lt;/script&gt;Et", "Et"});
  CAPTURE(row.inside);
  CHECK(read(sbsys_item("<Resume>" + row.inside + "</Resume>")).meetings[0].items[0].sections.at(0).text == row.text);
}

TEST_CASE("hostile XML is refused with a word") {
  struct Row {
    std::string xml, refusal;
  };
  std::string deep, hidden;
  for (int i = 0; i < 100'000; ++i) deep += "<a>", hidden += "<a b='/>'>";
  const auto row = GENERATE_COPY(
      Row{"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Dagsorden>&x;</Dagsorden>",
          "XML with a document type declaration is refused"},
      Row{"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><Dagsorden>&b;</Dagsorden>",
          "XML with a document type declaration is refused"},
      Row{"<Dagsorden>" + deep, "XML nested too deeply"}, Row{"<Dagsorden>" + hidden, "XML nested too deeply"},
      Row{"<Dagsorden><Møde></Dagsorden>", "damaged XML: Start-end tags mismatch"},
      Row{"", "damaged XML: No document element found"});
  CAPTURE(row.xml.substr(0, 60));
  CHECK(refusal(row.xml) == row.refusal);
  // An entity that was never declared stays as it stands.
  CHECK(read(sbsys_item("<Resume>&xxe;</Resume>")).meetings[0].items[0].sections.at(0).text == "&xxe;");
}

TEST_CASE("large XML without sense is passed through once") {
  for (const std::string& piece :
       {std::string("<"), std::string("<a b='<"), std::string("<!-- "), std::string("\"'<")}) {
    std::string xml = "<Dagsorden ";
    while (xml.size() < (4u << 20)) xml += piece;
    CHECK(!refusal(xml + "/>").empty());
  }
  std::string wide;
  for (int i = 0; i < 20'000; ++i) wide += "<Dagsordenpunkt Nummer=\"1\" Åbent=\"true\"/>";
  CHECK(read(sbsys("Åben=\"true\" Dagsordentype=\"Referat\"", wide)).meetings[0].items.size() == 20'000);
}

TEST_CASE("a first element is told by its beginning alone") {
  CHECK(xml_root("<?xml version='1.0'?>\n<!-- a --><e:Root x='1'>") == "Root");
  CHECK(xml_root("<Dagsorden/>") == "Dagsorden");
  for (const char* other : {"", "Referat", "<!DOCTYPE html>", "<", "<!-- "}) CHECK(xml_root(other).empty());
  CHECK(!looks_like_manifest("<html><body>", "a.xml"));
  CHECK(looks_like_manifest("<Meeting>", "a"));
  CHECK(!looks_like_manifest("Møde <b>i dag</b>", "a.txt"));
}
