// opslag_bench_analysis FILE...: how fast texts become terms, beside plain ICU and Snowball in the same run.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <libstemmer.h>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "analyzers/analyzer.h"
#include "analyzers/text.h"

namespace {

using opslag::analyzers::Analyzer;

constexpr std::size_t kWarmBytes = 16U << 20;
constexpr int kRounds = 5;
constexpr int kShortRounds = 40;  // for what takes milliseconds

// Of this process, so that others on the machine matter little.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// The best of some rounds, in seconds.
template <typename Work>
double best_of(int rounds, Work work) {
  double best = 1e18;
  for (int round = 0; round < rounds; ++round) {
    const double start = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - start);
  }
  return best;
}

std::size_t analyze(Analyzer& analyzer, const std::string& text) {
  std::size_t tokens = 0;
  analyzer.analyze(text, [&](const opslag::analyzers::Token&) { ++tokens; });
  return tokens;
}

// What a search engine does that knows no Danish: ICU's words in lower case, stemmed.
std::size_t plain(const std::string& text, icu::BreakIterator& words, sb_stemmer* stemmer) {
  std::size_t tokens = 0;
  const icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(text);
  words.setText(unicode);
  std::string utf8;
  std::int32_t begin = words.first();
  for (std::int32_t end = words.next(); end != icu::BreakIterator::DONE; begin = end, end = words.next()) {
    if (words.getRuleStatus() < UBRK_WORD_NUMBER) continue;
    utf8.clear();
    unicode.tempSubStringBetween(begin, end).toLower().toUTF8String(utf8);
    sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(utf8.data()), static_cast<int>(utf8.size()));
    ++tokens;
  }
  return tokens;
}

// The dictionary's pages in memory, in bytes: it is mapped, and all processes share them.
std::size_t dictionary_memory() {
  std::ifstream maps("/proc/self/smaps");
  std::size_t kilobytes = 0;
  bool dictionary = false;
  for (std::string line; std::getline(maps, line);) {
    if (line.find("-") < line.find(":") && line.find('/') != std::string::npos)
      dictionary = line.ends_with("lexicon.bin");
    if (dictionary && line.starts_with("Rss:")) kilobytes += std::stoul(line.substr(4));
  }
  return kilobytes * 1024;
}

// How much dearer a byte of a text gets when there is eight times as much of it: 1 where time is linear. The worst of
// what texts may be full of.
std::pair<double, std::string> growth(Analyzer& analyzer, const std::string& text) {
  constexpr std::size_t few = 200'000, many = 8 * few;
  std::pair<double, std::string> worst;
  for (const std::string piece : {text.c_str(), "a-", "a- og ", "1.", "1/", "(", "å", "§ 1, ", "§§ 1 og ", "KL's", "'",
                                  "\xFF", "29. maj ", "a\xCC\x8A", "\u00AD", "a", "x@y.dk ", "日"}) {
    std::string all;
    while (all.size() < many) all += piece;
    all.resize(many);
    const std::string part = all.substr(0, few);
    analyze(analyzer, part);
    const double one = best_of(kRounds, [&] { analyze(analyzer, part); });
    const double ratio = best_of(kRounds, [&] { analyze(analyzer, all); }) * few / (one * many);
    if (ratio > worst.first) worst = {ratio, piece.size() > 20 ? "minutes" : piece == "\xFF" ? "a byte FF" : piece};
  }
  return worst;
}

std::string new_forms(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (static_cast<unsigned char>(c) >= 'A') {
      word += c;
      continue;
    }
    if (word.size() > 3) words.insert(word);
    word.clear();
  }
  std::string lines;
  for (const std::string& each : words) lines += each + "\n";
  return lines;
}

}  // namespace

int main(int argc, char** argv) {
  std::string text;
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    text += opslag::analyzers::decode(bytes).text + "\n\n";
  }
  if (text.size() < 1000) {
    std::cerr << "usage: opslag_bench_analysis FILE... (texts of 1 KB or more)\n";
    return 2;
  }
  double start = cpu_seconds();
  const auto language = opslag::analyzers::load_language();
  std::cout << "loading the language: " << (cpu_seconds() - start) * 1e3 << " ms\n";

  const std::string forms = new_forms(text);
  const auto count = static_cast<double>(std::count(forms.begin(), forms.end(), '\n'));
  std::optional<Analyzer> fresh;
  double cold = 1e18;
  for (int round = 0; round < kShortRounds; ++round) {
    fresh.emplace(language);
    cold = std::min(cold, best_of(1, [&] { analyze(*fresh, forms); }));
  }
  std::cout << "new word forms: " << cold * 1e6 / count << " us each (" << count << " forms)\n";

  std::string warm;
  while (warm.size() < kWarmBytes) warm += text;
  const auto megabytes = static_cast<double>(warm.size()) / 1e6;
  Analyzer analyzer(language);
  std::size_t tokens = analyze(analyzer, warm);
  std::cout << "texts, warm: " << megabytes / best_of(kRounds, [&] { tokens = analyze(analyzer, warm); }) << " MB/s ("
            << tokens << " tokens)\n";

  const auto [dearer, piece] = growth(analyzer, text);
  std::cout << "a byte of eight times as much text: " << dearer << " times as dear at most (" << piece << ")\n";

  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> words(
      icu::BreakIterator::createWordInstance(icu::Locale("da", "DK"), status));
  sb_stemmer* stemmer = sb_stemmer_new("danish", "UTF_8");
  if (U_FAILURE(status) || stemmer == nullptr) return 3;
  std::cout << "plain ICU and Snowball: "
            << megabytes / best_of(kRounds, [&] { tokens = plain(warm, *words, stemmer); }) << " MB/s (" << tokens
            << " tokens)\n";
  std::cout << "plain, the new word forms: "
            << best_of(kShortRounds, [&] { plain(forms, *words, stemmer); }) * 1e6 / count << " us each\n";
  sb_stemmer_delete(stemmer);
  std::cout << "dictionary in memory, shared: " << static_cast<double>(dictionary_memory()) / 1e6 << " MB\n";
}
