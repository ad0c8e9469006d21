// Runs of eight, told by a control byte: a byte as it stands, or a piece of the last 4,096 that were read.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/compressed_rtf.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace opslag::corpus {
namespace {

constexpr std::size_t kHead = 16;  // sizes, compressed and raw; the kind; a checksum
constexpr std::size_t kDictionary = 4096;
constexpr std::string_view kCompressed = "LZFu", kPlain = "MELA";
constexpr std::string_view kBeforehand =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS "
    "Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
static_assert(kBeforehand.size() == 207);

std::size_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 4; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

class Unpacker {
 public:
  Unpacker(std::string_view bytes, std::size_t most) : bytes_(bytes), most_(most) {
    std::copy(kBeforehand.begin(), kBeforehand.end(), dictionary_.begin());
  }

  // Until the mark of its end, the bound, or the end of the bytes.
  void run() {
    while (at_ < bytes_.size()) {
      const auto control = static_cast<unsigned char>(bytes_[at_++]);
      for (unsigned bit = 0; bit < 8; ++bit) {
        if (text_.size() >= most_) return;
        if ((control >> bit & 1U) != 0) {
          if (at_ + 2 > bytes_.size()) return;
          if (copy()) return;
        } else {
          if (at_ >= bytes_.size()) return;
          put(bytes_[at_++]);
        }
      }
    }
  }

  std::string take() { return std::move(text_); }

 private:
  // Twelve bits of place, four of length; the place that is written next means the end: true.
  bool copy() {
    const unsigned high = static_cast<unsigned char>(bytes_[at_]), low = static_cast<unsigned char>(bytes_[at_ + 1]);
    at_ += 2;
    std::size_t from = high << 4 | low >> 4;
    if (from == write_) return true;
    for (std::size_t left = (low & 15U) + 2; left > 0; --left) {
      put(dictionary_[from]);
      from = (from + 1) % kDictionary;
    }
    return false;
  }

  void put(char c) {
    text_ += c;
    dictionary_[write_] = c;
    write_ = (write_ + 1) % kDictionary;
  }

  std::string_view bytes_;
  std::size_t most_, at_ = 0, write_ = kBeforehand.size();
  std::array<char, kDictionary> dictionary_{};
  std::string text_;
};

}  // namespace

UnpackedRtf unpack_rtf(std::string_view bytes, std::size_t most) {
  if (bytes.size() < kHead) return {};
  const std::size_t raw = number_at(bytes, 4);
  const std::string_view kind = bytes.substr(8, 4), content = bytes.substr(kHead);
  if (kind == kPlain) {
    std::string text(content.substr(0, std::min(raw, most)));
    const bool whole = text.size() == raw;
    return {std::move(text), whole};
  }
  if (kind != kCompressed) return {};
  const std::size_t bound = std::min(raw, most);
  Unpacker unpacker(content, bound);
  unpacker.run();  // where it is as long as its head says, its end needs no mark
  std::string text = unpacker.take();
  const bool whole = text.size() == raw;
  if (text.size() > bound) text.resize(bound);  // the last piece may reach over it
  return {std::move(text), whole};
}

}  // namespace opslag::corpus
