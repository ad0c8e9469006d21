// opslag_bench_lexicon < WORDS: what the dictionary costs: opening it, a new word form, a repair, a suggestion.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "analyzers/lexicon/spelling.h"
#include "analyzers/morphology.h"

namespace {

using opslag::analyzers::Morphology;

// Of this process, so that others on the machine matter little.
double cpu_microseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + 1e-3 * static_cast<double>(now.tv_nsec);
}

// Runs `work` over all words, `rounds` times, and prints the best round's microseconds a word.
template <typename Work>
void measure(const char* what, const std::vector<std::string>& words, int rounds, Work work) {
  double best = 1e18;
  std::size_t sum = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto start = cpu_microseconds();
    for (const auto& word : words) sum += work(word);
    best = std::min(best, (cpu_microseconds() - start));
  }
  std::cout << what << ": " << best / static_cast<double>(std::max<std::size_t>(1, words.size())) << " us a word ("
            << words.size() << " words, " << sum << ")\n";
}

void print_resident_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS") || line.starts_with("RssFile")) std::cout << line << '\n';
}

}  // namespace

int main() {
  std::vector<std::string> words;
  for (std::string word; std::getline(std::cin, word);) words.push_back(word);
  auto start = cpu_microseconds();
  const auto morphology = Morphology::open();
  std::cout << "opening: " << (cpu_microseconds() - start) / 1000 << " ms\n";
  measure("first look", words, 1, [&](const auto& word) { return morphology->analyze(word).lemmas.size(); });
  measure("analyze", words, 5, [&](const auto& word) { return morphology->analyze(word).lemmas.size(); });
  std::vector<std::string> unknown;
  for (const auto& word : words)
    if (!morphology->knows(word)) unknown.push_back(word);
  measure("knows", words, 5, [&](const auto& word) { return std::size_t{morphology->knows(word)}; });
  measure("repair, unknown words", unknown, 3,
          [&](const auto& word) { return std::size_t{morphology->repair(word, false).has_value()}; });
  std::vector<opslag::analyzers::CountedWord> counted;
  for (const auto& word : words) counted.push_back({word, 2});
  start = cpu_microseconds();
  const opslag::analyzers::SpellingIndex index(morphology, std::move(counted));
  std::cout << "spelling index: " << (cpu_microseconds() - start) / 1000 << " ms\n";
  std::vector<std::string> typed;
  for (std::size_t i = 0; i < words.size(); i += std::max<std::size_t>(1, words.size() / 500))
    if (words[i].size() > 5) typed.push_back(words[i].substr(0, 3) + words[i].substr(4));
  measure("suggest", typed, 1, [&](const auto& word) { return std::size_t{index.suggest(word).has_value()}; });
  print_resident_memory();
}
