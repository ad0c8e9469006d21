// Scanned pages: read in Danish when asked for, kept by content, never half.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/ocr.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>

#include "corpus/generation.h"
#include "indexer/attachment_reader.h"
#include "indexer/extraction_process.h"
#include "indexer/extraction_wire.h"
#include "indexer/ocr_cache.h"
#include "tests/corpus/attachments/documents.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::Extraction;
using corpus::ExtractionStatus;
using indexer::AttachmentReader;
using indexer::ExtractionProcess;
using indexer::OcrCache;
using indexer::ProcessLimits;
namespace fs = std::filesystem;

bool there_is_ocr() {
  if (const auto why = corpus::why_no_ocr()) {
    WARN("skipped: " << *why);
    return false;
  }
  return true;
}

// Windows-1252, as the page's font has it; T* begins a line.
std::string page_of_text() {
  return "Udvalget dr\xF8"
         "ftede den foresl\xE5"
         "ede takststigning p\xE5 botilbuddene) Tj T* (i S\xF8nderborg Kommune, og at "
         "\xF8konomien f\xF8lges n\xF8je.) Tj T* (Godkendt som indstillet. \xC6r\xF8 og L\xE6s\xF8 deltog ikke.";
}

constexpr const char* kText =
    "UdvalgetdrøftededenforeslåedetakststigningpåbotilbuddeneiSønderborgKommune,ogatøkonomienfølgesnøje."
    "Godkendtsomindstillet.ÆrøogLæsødeltogikke.";

// Where a space stands between narrow letters, versions of tesseract differ.
std::string letters_of(const Extraction& extraction) {
  std::string letters;
  for (const char c : text_of(extraction)) {
    if (c != ' ' && c != '\n') letters += c;
  }
  return letters;
}

ProcessLimits with_ocr() {
  ProcessLimits limits;
  limits.ocr.on = true;
  return limits;
}

struct Files : TemporaryFolder {
  fs::path operator()(const std::string& name, std::string_view bytes) const {
    write_file(path() / name, bytes);
    return path() / name;
  }
};

Extraction read_with(corpus::Ocr& ocr, const std::string& bytes) {
  const Files file;
  return corpus::extract(file("a.pdf", bytes), {}, &ocr);
}

Extraction some_extraction() {
  Extraction extraction;
  extraction.media_type = "application/pdf";
  extraction.status = ExtractionStatus::partial;
  extraction.reason = "OCR is unsure";
  extraction.recognised = true;
  extraction.pages = {{1, "Møde"}, {3, ""}};
  return extraction;
}

TEST_CASE("a scanned page is read when OCR is asked for, inside the sandbox") {
  if (!there_is_ocr()) return;
  const Files file;
  const fs::path scan = file("a.pdf", scan_of(pdf_of({page_of_text(), "Side to"})));
  const Extraction without = ExtractionProcess().extract(scan);
  CHECK(without.status == ExtractionStatus::failed);
  CHECK_THAT(without.reason, Catch::Matchers::Contains("--ocr"));
  ExtractionProcess process(with_ocr());
  const Extraction extraction = process.extract(scan);
  CHECK(extraction.reason.empty());
  CHECK(extraction.recognised);
  CHECK(letters_of(extraction) == std::string(kText) + "|Sideto");
  CHECK(letters_of(process.extract(file("turned.pdf", scan_of(pdf_of({page_of_text()}), 200, true)))) == kText);
  const Extraction plain = process.extract(file("plain.pdf", pdf_of({page_of_text()})));
  CHECK_FALSE(plain.recognised);
  CHECK(plain.status == ExtractionStatus::ok);
}

TEST_CASE("what OCR can hardly read is reported") {
  if (!there_is_ocr()) return;
  const Files file;
  ExtractionProcess process(with_ocr());
  const Extraction faint = process.extract(file("a.pdf", scan_of(pdf_of({page_of_text()}), 45)));
  INFO(text_of(faint));
  CHECK(faint.status != ExtractionStatus::ok);
  CHECK_THAT(faint.reason, Catch::Matchers::Contains("OCR"));
  CHECK(process.extract(file("b.pdf", scan_of(pdf_of({""})))).status == ExtractionStatus::failed);
  CHECK_THAT(process.extract(file("c.png", "\x89PNG\r\n\x1A\nno picture")).reason,
             Catch::Matchers::Contains("no readable picture"));
}

// Hours on one side, nothing on the other: how fast the machine is makes no difference.
TEST_CASE("OCR's time is bounded, a page's and a file's") {
  if (!there_is_ocr()) return;
  const std::string scan = scan_of(pdf_of({"Forside", "Side to"}));
  const std::string mixed = pdf_of({page_of_text() + page_of_text(), ""});
  struct Row {
    const char* what;
    unsigned page_seconds, seconds;
    const std::string& pdf;
    ExtractionStatus status;
    const char *text, *reason;
  };
  for (const Row& row : {Row{"time enough", 9999, 9999, scan, ExtractionStatus::ok, "Forside|Sideto", ""},
                         Row{"no time for a page", 0, 9999, scan, ExtractionStatus::failed, "",
                             "OCR took more than 0 seconds for 2 of 2 pages"},
                         Row{"no time for a file", 9999, 0, scan, ExtractionStatus::failed, "",
                             "OCR was given up after 0 seconds: 2 of 2 pages are left out"},
                         Row{"no time for the file's second page", 9999, 0, mixed, ExtractionStatus::partial, nullptr,
                             "OCR was given up after 0 seconds: 1 of 2 pages are left out"}}) {
    INFO(row.what);
    corpus::OcrLimits limits;
    limits.page_seconds = row.page_seconds, limits.seconds = row.seconds;
    corpus::Ocr ocr(limits);
    const Extraction extraction = read_with(ocr, row.pdf);
    CHECK(extraction.status == row.status);
    CHECK_THAT(extraction.reason, Catch::Matchers::Contains(row.reason));
    if (row.text != nullptr) CHECK(letters_of(extraction) == row.text);
  }
  const corpus::OcrLimits usual;
  CHECK(usual.page_seconds == 60);
  CHECK(usual.seconds == 14 * 60);
  CHECK(usual.pixels == 40'000'000);
}

// Reads "Forside" at once, and says how long that took.
struct StandIn : corpus::Ocr {
  explicit StandIn(bool its) : in_time(its) {}
  corpus::RecognisedText read(const corpus::GrayPicture&) override { return {"Forside", 90, in_time}; }
  void read_file(std::string_view, const std::function<void(const corpus::RecognisedText&)>& take) override {
    take({"Forside", 90, in_time});
  }
  bool in_time;
};

TEST_CASE("of a page that takes too long, what was read is kept, and it is said") {
  if (!there_is_ocr()) return;
  const Files file;
  const fs::path pdf = file("a.pdf", scan_of(pdf_of({"x", "y"}))), png = file("a.png", "\x89PNG\r\n\x1A\nx");
  StandIn quick(true), slow(false);
  CHECK(corpus::extract(pdf, {}, &quick).status == ExtractionStatus::ok);
  CHECK(corpus::extract(png, {}, &quick).status == ExtractionStatus::ok);
  const Extraction pages = corpus::extract(pdf, {}, &slow), picture = corpus::extract(png, {}, &slow);
  CHECK(pages.status == ExtractionStatus::partial);
  CHECK(text_of(pages) == "Forside|Forside");
  CHECK(pages.reason == "OCR took more than 60 seconds for 2 of 2 pages: they are read in part, or not at all");
  CHECK(picture.status == ExtractionStatus::partial);
  CHECK(text_of(picture) == "Forside");
  CHECK(picture.reason == "OCR took more than 60 seconds for a picture");
}

TEST_CASE("a child that reads a page by OCR is waited for longer, one that may not is not believed") {
  std::array<int, 2> ends;
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
  const indexer::Descriptor mine(ends[0]), child(ends[1]);
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::seconds minute(60);
  const auto received = [&](indexer::Patience patience) {
    REQUIRE(indexer::send_still_reading(child.get()));
    REQUIRE(indexer::send_still_reading(child.get()));
    REQUIRE(indexer::send_answer(child.get(), some_extraction()));
    Extraction extraction;
    return indexer::receive_answer(mine.get(), patience, 1000, extraction);
  };
  CHECK(received({now + minute, minute, now + 2 * minute}) == indexer::Received::answer);
  CHECK(received({now - minute, minute, now + minute}) == indexer::Received::too_late);
  char left[1000];
  CHECK(recv(mine.get(), left, sizeof left, 0) > 8);
  CHECK(received({now + minute, {}, now + minute}) == indexer::Received::too_large);
}

TEST_CASE("a picture's pixels are bounded") {
  if (!there_is_ocr()) return;
  corpus::OcrLimits limits;
  corpus::Ocr ocr(limits);
  // A PNG's head says how large it is: 8000 by 5001 pixels are 40 million and some.
  const auto head = [](const char* height) {
    return std::string("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x1F\x40", 20) + std::string(height, 4) +
           std::string("\x08\0\0\0\0", 5) + std::string(20, '\0');
  };
  const auto take = [](const corpus::RecognisedText&) {};
  CHECK_THROWS_WITH(ocr.read_file(head("\0\0\x13\x88"), take), Catch::Matchers::Contains("no readable picture"));
  CHECK_THROWS_WITH(ocr.read_file(head("\0\0\x13\x89"), take), Catch::Matchers::Contains("40 million pixels"));
}

TEST_CASE("without Danish data there is a word about it, and everything else is read") {
  const Files file;
  const char* before = std::getenv("TESSDATA_PREFIX");
  const std::string kept = before == nullptr ? "" : before;
  setenv("TESSDATA_PREFIX", file.path().c_str(), 1);
  indexer::ReaderOptions options;
  options.ocr = true;
  AttachmentReader reader(options);
  const auto complaints = reader.complaints();
  REQUIRE(complaints.size() == 1);
  CHECK_THAT(complaints.front(), Catch::Matchers::Contains("tesseract-ocr-dan"));
  CHECK(text_of(reader.read(file("a.txt", "Møde"))) == "Møde");
  CHECK(reader.read(file("a.pdf", scan_of(pdf_of({"Forside"})))).status == ExtractionStatus::failed);
  kept.empty() ? unsetenv("TESSDATA_PREFIX") : setenv("TESSDATA_PREFIX", kept.c_str(), 1);
}

TEST_CASE("the cache gives back what it was given, by content and reader") {
  const Files file;
  const std::string content = corpus::sha256("indhold"), other = corpus::sha256("andet");
  const OcrCache cache(file.path() / "deep" / "ocr", "a");
  CHECK_FALSE(cache.find(content));
  REQUIRE(cache.keep(content, some_extraction()));
  const auto found = OcrCache(file.path() / "deep" / "ocr", "a").find(content);
  REQUIRE(found);
  CHECK(found->media_type == "application/pdf");
  CHECK(found->status == ExtractionStatus::partial);
  CHECK(found->reason == "OCR is unsure");
  CHECK(text_of(*found) == "Møde|");
  CHECK(found->pages.at(1).number == 3);
  CHECK_FALSE(cache.find(other));
  CHECK_FALSE(OcrCache(file.path() / "deep" / "ocr", "b").find(content));
  CHECK_FALSE(OcrCache({}, "a").find(content));
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

TEST_CASE("a damaged or half-written entry of the cache is none") {
  const Files file;
  const std::string content = corpus::sha256("indhold");
  const OcrCache cache(file.path() / "ocr", "a");
  REQUIRE(cache.keep(content, some_extraction()));
  const auto entries = files_below(file.path() / "ocr");
  REQUIRE(entries.size() == 1);  // nothing of its making is left
  struct stat about {};
  REQUIRE(stat(entries.front().c_str(), &about) == 0);
  CHECK((about.st_mode & 0077) == 0);  // texts of closed items and personal numbers may be in it
  std::ifstream in(entries.front(), std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(in), {}};
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_file(entries.front(), whole.substr(0, size));
    CHECK_FALSE(cache.find(content));
    std::string flipped = whole;
    flipped[size] = static_cast<char>(flipped[size] ^ 1);
    write_file(entries.front(), flipped);
    CHECK_FALSE(cache.find(content));
  }
  write_file(entries.front(), whole);
  CHECK(cache.find(content));
}

TEST_CASE("a cache that can't be written costs time, and a word") {
  if (!there_is_ocr()) return;
  const Files file;
  const fs::path scan = file("a.pdf", scan_of(pdf_of({page_of_text()})));
  indexer::ReaderOptions options;
  options.ocr = true;
  options.ocr_cache = file("no-folder", "a file");
  AttachmentReader reader(options);
  CHECK(letters_of(reader.read(scan)) == kText);
  CHECK(letters_of(reader.read(scan)) == kText);
  const auto complaints = reader.complaints();
  REQUIRE(complaints.size() == 1);
  CHECK_THAT(complaints.front(), Catch::Matchers::Contains("can't be kept in"));
}

TEST_CASE("what was read once is taken from the cache") {
  if (!there_is_ocr()) return;
  const Files file;
  const fs::path scan = file("a.pdf", scan_of(pdf_of({page_of_text()})));
  indexer::ReaderOptions options;
  options.ocr = true;
  options.ocr_cache = file.path() / "ocr";
  CHECK(letters_of(AttachmentReader(options).read(scan)) == kText);
  REQUIRE(files_below(options.ocr_cache).size() == 1);
  // Another text under the file's content: if it comes back, nobody read the file.
  const OcrCache cache(options.ocr_cache, "1 " + corpus::ocr_fingerprint());
  REQUIRE(cache.keep(corpus::sha256_of_file(scan), some_extraction()));
  CHECK(text_of(AttachmentReader(options).read(scan)) == "Møde|");
  options.retry_failed = true;  // and it was read in part only
  CHECK(letters_of(AttachmentReader(options).read(scan)) == kText);
}

}  // namespace
}  // namespace opslag::tests
