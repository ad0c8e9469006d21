// Tests of listing and reading files: encodings, what is refused, attachments beside the minutes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "corpus/source.h"
#include "tests/support/catch.h"

using namespace opslag::corpus;
namespace fs = std::filesystem;

namespace {

const std::string kMinutes =
    "UDVALG\n\nByrådet\n\nMØDE\n\nMøde i Byrådet den 12. september 2030\n\nSTED\n\nRådhuset\n\nPUNKTER\n\n1. Økonomi "
    "på Ærø\n\n\n"
    "1. Økonomi på Ærø\n\nBeslutning\n\nGodkendt på én betingelse.\n\nBilag\n\nNotat om ærøfærgen.pdf\nBilag 2 "
    "Kort.docx\nTabel\nMangler.pdf\n";

class Folder {
 public:
  Folder()
      : path_(fs::temp_directory_path() /
              ("opslag-sources-" + std::to_string(::getpid()) + "-" + std::to_string(counter_++))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  fs::path write(const std::string& name, const std::string& bytes) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  std::string path() const { return path_.string(); }

 private:
  static inline int counter_ = 0;
  fs::path path_;
};

std::string names(const Listing& listing) {
  std::string all;
  for (const SourceFile& file : listing.files) all += file.name + " ";
  return all;
}

ReadResult read(const fs::path& path) {
  const Listing listing = list_sources({path.string()});
  REQUIRE(listing.files.size() == 1);
  return read_source(listing.files[0]);
}

std::string refusal(const fs::path& path) {
  try {
    read(path);
  } catch (const SourceError& error) {
    return error.what();
  }
  return "-";
}

std::string utf16(const std::string& latin, bool big) {
  std::string out = big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : latin) {
    if (big) out += '\0';
    out += c;
    if (!big) out += '\0';
  }
  return out;
}

std::string latin1(const std::string& utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    out += utf8[i] == '\xC3' ? static_cast<char>(utf8[++i] + 0x40) : utf8[i];
  }
  return out;
}

}  // namespace

TEST_CASE("a folder is listed in the order of names") {
  const Folder folder;
  for (const char* name : {"b.txt", "a/2.txt", "a/1.txt", ".skjult.txt", "a/.git/x.txt", "bilag/c.txt", "a/Bilag/d.pdf",
                           "kort.pdf", "c.jsonl"}) {
    folder.write(name, "x");
  }
  fs::create_symlink(folder.path() + "/b.txt", folder.path() + "/link.txt");
  fs::create_directory_symlink(folder.path() + "/a", folder.path() + "/linked");
  CHECK(names(list_sources({folder.path()})) == "a/1.txt a/2.txt b.txt c.jsonl ");
  CHECK(names(list_sources({folder.path() + "/", folder.path() + "/b.txt"})) == "a/1.txt a/2.txt b.txt c.jsonl b.txt ");
  CHECK(names(list_sources({folder.path(), folder.path()})) == "a/1.txt a/2.txt b.txt c.jsonl ");
  const Listing missing = list_sources({folder.path() + "/nothing", folder.path()});
  CHECK(missing.failures.size() == 1);
  CHECK(missing.files.size() == 4);
}

TEST_CASE("names are NFC whatever the disk has") {
  const Folder folder;
  folder.write("ma\xCC\x8Al.txt", kMinutes);
  CHECK(names(list_sources({folder.path()})) == "m\xC3\xA5l.txt ");
}

TEST_CASE("all encodings give the same meeting") {
  const Folder folder;
  const auto expected = read(folder.write("m.txt", kMinutes)).meetings;
  REQUIRE(expected.size() == 1);
  REQUIRE(expected[0].items.size() == 1);
  CHECK(expected[0].items[0].title == "Økonomi på Ærø");
  CHECK(expected[0].items[0].decision->text == "Godkendt på én betingelse.");
  std::string crlf, nfd;
  for (const char c : kMinutes) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  for (std::size_t i = 0; i < kMinutes.size(); ++i) {
    if (kMinutes.substr(i, 2) == "å") {
      nfd += "a\xCC\x8A";
      ++i;
    } else {
      nfd += kMinutes[i];
    }
  }
  for (const std::string& bytes : {crlf, nfd, "\xEF\xBB\xBF" + kMinutes, latin1(kMinutes),
                                   utf16(latin1(kMinutes), true), utf16(latin1(kMinutes), false)}) {
    CHECK(read(folder.write("m.txt", bytes)).meetings == expected);
  }
}

TEST_CASE("what is no minutes is refused with a reason") {
  const Folder folder;
  CHECK(refusal(folder.write("tom.txt", "")) == "the file is empty");
  CHECK(refusal(folder.write("blank.txt", " \n\xC2\xA0\n")) == "the file is empty");
  CHECK(refusal(folder.write("pdf.txt", "%PDF-1.7 den 12. september 2030")) == "this is no text");
  CHECK(refusal(folder.write("bytes", std::string("Beslutning\0\1\2\3\4\5\6", 17))) == "this is no text");
  CHECK(refusal(folder.write("boller.txt", "Bland mel og gær.")).starts_with("these are no minutes"));
  CHECK(refusal(folder.write("x.json", "{\"dato\":\"12. september 2030\"}")).starts_with("this is JSON"));
  const ReadResult unknown = read(folder.write("brev.txt", "Brev af 12. september 2030.\nHilsen\n"));
  REQUIRE(unknown.warnings.size() == 1);
  CHECK(unknown.meetings[0].layout == "last-resort");
}

TEST_CASE("a text's size is bounded, on both sides") {
  const Folder folder;
  const SourceFile file{folder.write("referat.txt", kMinutes), folder.path(), "referat.txt"};
  ReadOptions options;
  CHECK(options.largest == 100u << 20);
  options.largest = kMinutes.size();
  CHECK(read_source(file, options).meetings.size() == 1);
  options.largest = kMinutes.size() - 1;
  CHECK_THROWS_AS(read_source(file, options), SourceUnreadable);
}

TEST_CASE("attachments are joined with their files") {
  const Folder folder;
  const fs::path minutes = folder.write("2030/m.txt", kMinutes);
  folder.write(
      "2030/bilag/notat_om_\xC3\xA6r\xC3\xB8"
      "f\xC3\xA6rgen.PDF",
      "x");
  folder.write("2030/bilag/Kort.docx", "x");
  folder.write("2030/bilag/Tabel.xlsx", "x");
  Listing listing = list_sources({folder.path()});
  REQUIRE(listing.files.size() == 1);
  ReadResult result = read_source(listing.files[0]);
  const auto& found = result.meetings[0].items[0].attachments;
  REQUIRE(found.size() == 4);
  CHECK(found[0].file == "2030/bilag/notat_om_ærøfærgen.PDF");
  CHECK(found[1].file == "2030/bilag/Kort.docx");
  CHECK(found[2].file == "2030/bilag/Tabel.xlsx");
  CHECK(found[2].media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  CHECK_FALSE(found[3].file);
  CHECK(result.warnings.empty());
}

TEST_CASE("an attachment that fits two files is joined with none") {
  const Folder folder;
  folder.write("m.txt", kMinutes);
  folder.write("bilag/Tabel.xlsx", "x");
  folder.write("bilag/tabel.pdf", "x");
  folder.write("bilag/Bilag 3 Kort.docx", "x");  // another number than the listed "Bilag 2"
  const ReadResult result = read_source(list_sources({folder.path()}).files.at(0));
  CHECK_FALSE(result.meetings[0].items[0].attachments[1].file);
  CHECK_FALSE(result.meetings[0].items[0].attachments[2].file);
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0].find("Tabel") != std::string::npos);
}

TEST_CASE("the organisation of the command line fills in what the source lacks") {
  const Folder folder;
  folder.write("m.txt", kMinutes);
  ReadOptions options;
  options.organisation = "Ærø Kommune";
  CHECK(read_source(list_sources({folder.path()}).files.at(0), options).meetings[0].organisation == "Ærø Kommune");
}
