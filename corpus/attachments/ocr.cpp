// Tesseract and leptonica; nothing else of Opslag includes them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/ocr.h"

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "analyzers/text.h"

namespace opslag::corpus {
namespace {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr const char* kLanguage = "dan";
constexpr float kGuess = 35;  // a word below is noise: specks, logos, signatures
constexpr int kUnsure = 65;   // a page below is reported
constexpr int kTurned = 50;   // a page below may lie on its side
constexpr int kFewDots = 70;  // what tesseract takes for the least sensible resolution
constexpr int kMostPictures = 1000;

struct FreePix {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, FreePix>;

std::optional<fs::path> data_folder() {
  std::array<const char*, 4> folders{std::getenv("TESSDATA_PREFIX"), "/usr/share/tesseract-ocr/5/tessdata",
                                     "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata"};
  const bool named = folders[0] != nullptr && *folders[0] != '\0';
  for (const char* folder : folders) {
    if (folder == nullptr || *folder == '\0') continue;
    std::error_code error;
    if (fs::is_regular_file(fs::path(folder) / (std::string(kLanguage) + ".traineddata"), error)) return folder;
    if (named) break;  // who names a folder means that one
  }
  return std::nullopt;
}

std::string absence() {
  return "tesseract's Danish data is not installed (Debian: tesseract-ocr-dan)";
}

PixPtr gray_of(const GrayPicture& picture) {
  PixPtr pix(pixCreateNoInit(picture.width, picture.height, 8));
  if (!pix) throw std::bad_alloc();
  pixSetResolution(pix.get(), picture.dots_an_inch, picture.dots_an_inch);
  const auto words = static_cast<std::size_t>(pixGetWpl(pix.get()));
  for (int y = 0; y < picture.height; ++y) {
    const char* row = picture.pixels + static_cast<std::ptrdiff_t>(y) * picture.bytes_a_row;
    l_uint32* line = pixGetData(pix.get()) + words * static_cast<std::size_t>(y);
    for (int x = 0; x < picture.width; ++x) SET_DATA_BYTE(line, x, static_cast<unsigned char>(row[x]));
  }
  return pix;
}

// What a page says of itself, word by word.
RecognisedText gather(tesseract::TessBaseAPI& tesseract) {
  RecognisedText recognised;
  const std::unique_ptr<tesseract::ResultIterator> at(tesseract.GetIterator());
  double sum = 0;
  std::size_t letters = 0;
  for (bool more = at != nullptr; more; more = at->Next(tesseract::RIL_WORD)) {
    const std::unique_ptr<char[]> word(at->GetUTF8Text(tesseract::RIL_WORD));
    std::string& text = recognised.text;
    if (at->IsAtBeginningOf(tesseract::RIL_PARA) && !text.empty())
      text += "\n\n";
    else if (at->IsAtBeginningOf(tesseract::RIL_TEXTLINE) && !text.empty())
      text += '\n';
    else if (!text.empty() && text.back() != '\n')
      text += ' ';
    if (!word) continue;
    const std::string_view read(word.get());
    const float confidence = at->Confidence(tesseract::RIL_WORD);
    sum += static_cast<double>(confidence) * static_cast<double>(read.size());
    letters += read.size();
    if (confidence >= kGuess) text += read;
  }
  recognised.text = analyzers::valid_utf8(recognised.text);
  recognised.confidence = letters == 0 ? 100 : static_cast<int>(sum / static_cast<double>(letters));
  return recognised;
}

}  // namespace

bool RecognisedText::unsure() const {
  return confidence < kUnsure || !in_time;
}

struct Ocr::State {
  OcrLimits limits;
  std::function<void()> before_page;
  tesseract::TessBaseAPI tesseract;
  Clock::time_point end;
  bool asked = false;

  RecognisedText read(Pix* pix);
  RecognisedText read_upright(Pix* pix, Clock::time_point until);
};

RecognisedText Ocr::State::read_upright(Pix* pix, Clock::time_point until) {
  tesseract.SetImage(pix);
  if (pixGetXRes(pix) < kFewDots) tesseract.SetSourceResolution(300);
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  if (left <= 0) return {{}, 0, false};
  tesseract::ETEXT_DESC monitor;
  monitor.set_deadline_msecs(static_cast<int>(left));
  tesseract.Recognize(&monitor);
  RecognisedText recognised = gather(tesseract);
  recognised.in_time = Clock::now() < until;
  tesseract.Clear();
  return recognised;
}

RecognisedText Ocr::State::read(Pix* pix) {
  if (before_page) before_page();
  asked = true;
  const auto until = std::min(end, Clock::now() + std::chrono::seconds(limits.page_seconds));
  RecognisedText best = read_upright(pix, until);
  for (int quarters = 1; quarters < 4 && best.confidence < kTurned && best.in_time; ++quarters) {
    const PixPtr turned(pixRotateOrth(pix, quarters));
    if (!turned) break;
    RecognisedText other = read_upright(turned.get(), until);
    if (other.confidence > best.confidence && !other.text.empty()) best = std::move(other);
  }
  if (best.text.empty() && best.in_time) {  // a few words on an empty page are no layout
    tesseract.SetPageSegMode(tesseract::PSM_SPARSE_TEXT);
    RecognisedText sparse = read_upright(pix, until);
    tesseract.SetPageSegMode(tesseract::PSM_AUTO);
    if (!sparse.text.empty() && !sparse.unsure()) best = std::move(sparse);
  }
  return best;
}

Ocr::Ocr(const OcrLimits& limits, std::function<void()> before_page) : state_(std::make_unique<State>()) {
  state_->limits = limits;
  state_->before_page = std::move(before_page);
  setMsgSeverity(L_SEVERITY_NONE);
  const auto folder = data_folder();
  if (!folder) throw ExtractionError(absence());
  const std::vector<std::string> names{"debug_file"}, values{"/dev/null"};
  if (state_->tesseract.Init(folder->c_str(), kLanguage, tesseract::OEM_DEFAULT, nullptr, 0, &names, &values, false) !=
      0)
    throw ExtractionError("tesseract can't read its Danish data in " + folder->string());
  state_->tesseract.SetPageSegMode(tesseract::PSM_AUTO);
  begin_file();
}

Ocr::~Ocr() = default;

const OcrLimits& Ocr::limits() const {
  return state_->limits;
}

void Ocr::begin_file() {
  state_->end = Clock::now() + std::chrono::seconds(state_->limits.seconds);
  state_->asked = false;
}

bool Ocr::asked() const {
  return state_->asked;
}

bool Ocr::has_time() const {
  return Clock::now() < state_->end;
}

RecognisedText Ocr::read(const GrayPicture& picture) {
  return state_->read(gray_of(picture).get());
}

void Ocr::read_file(std::string_view bytes, const std::function<void(const RecognisedText&)>& take) {
  const auto* data = reinterpret_cast<const l_uint8*>(bytes.data());
  l_int32 format = 0, width = 0, height = 0;
  if (pixReadHeaderMem(data, bytes.size(), &format, &width, &height, nullptr, nullptr, nullptr) != 0)
    throw ExtractionError("no readable picture: it is damaged or of an unknown kind");
  if (static_cast<double>(width) * height > static_cast<double>(state_->limits.pixels))
    throw ExtractionError("a picture of more than " + std::to_string(state_->limits.pixels / 1'000'000) +
                          " million pixels");
  const bool many = format >= IFF_TIFF && format <= IFF_TIFF_ZIP;
  std::size_t offset = 0;
  for (int i = 0; i < kMostPictures && has_time(); ++i) {
    const PixPtr read(many ? pixReadMemFromMultipageTiff(data, bytes.size(), &offset) : pixReadMem(data, bytes.size()));
    const PixPtr gray(read ? pixConvertTo8(read.get(), 0) : nullptr);
    if (!gray && i == 0) throw ExtractionError("no readable picture: it is damaged");
    if (!gray) break;
    take(state_->read(gray.get()));
    if (!many || offset == 0) break;
  }
}

std::string ocr_fingerprint() {
  const auto folder = data_folder();
  std::string print = std::string("tesseract ") + tesseract::TessBaseAPI::Version() + ' ' + kLanguage;
  if (!folder) return print + " absent";
  std::error_code error;
  const fs::path file = *folder / (std::string(kLanguage) + ".traineddata");
  return print + ' ' + std::to_string(fs::file_size(file, error)) + ' ' +
         std::to_string(fs::last_write_time(file, error).time_since_epoch().count());
}

std::optional<std::string> why_no_ocr() {
  return data_folder() ? std::nullopt : std::optional(absence());
}

}  // namespace opslag::corpus
