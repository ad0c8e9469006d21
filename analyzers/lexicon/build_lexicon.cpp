// build_lexicon AFF DIC TARGET: compiles a hunspell dictionary into lexicon.bin. Run by the build, not by users.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <exception>
#include <iostream>

#include "analyzers/lexicon/lexicon_writer.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: build_lexicon AFF DIC TARGET\n";
    return 2;
  }
  try {
    opslag::analyzers::LexiconWriter writer;
    opslag::analyzers::read_hunspell(argv[1], argv[2], [&](const auto& form) { writer.add(form); });
    writer.count_families();
    writer.write(argv[3]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "build_lexicon: " << error.what() << '\n';
    return 1;
  }
}
