// Writes Danish-looking sentences about an item's subject: frequent words, the topic's words, a few rare words that the
// item keeps coming back to. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/corpus/material.h"
#include "tests/bench/corpus/random.h"

namespace opslag::bench {

// One item's words. Not thread-safe; the Material must outlive it.
class TextWriter {
 public:
  // topics: indexes into the material's. municipalities: labels; may be empty.
  TextWriter(const Material& material, Random& random, std::vector<std::size_t> topics,
             std::vector<std::string> municipalities, int year);

  // Appends the pattern with its slots filled (words.h lists them), its first letter a capital.
  void fill(std::string_view pattern, std::string& out);
  // Appends sentences in paragraphs until about `bytes` have been added.
  void write(std::size_t bytes, std::string& out);

 private:
  const Noun& any_noun();
  const Noun& topic_noun();
  const Noun& compound();
  const Adjective& adjective();
  const Verb& verb();
  void put_slot(char slot, std::string& out);
  void put_phrase(std::string& out);
  void put_number(char slot, std::string& out);
  void put_noun_form(const Noun& noun, char slot, std::string& out);
  std::string place();

  const Material& material_;
  Random& random_;
  std::vector<std::size_t> topics_;
  std::vector<std::string> municipalities_;
  int year_;
  std::vector<Noun> subjects_;
  std::vector<std::string> places_;
  Noun made_;
};

// Upper-cases the first letter of out[begin…] (a–z, æ, ø, å).
void capitalise(std::string& out, std::size_t begin);

}  // namespace opslag::bench
