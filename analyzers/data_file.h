// Where the files that Opslag reads at run time lie: vocabularies, word lists, the compiled dictionary, the web pages.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string_view>

namespace opslag::analyzers {

// The full path of a data file named from the repository's root, e.g. "corpus/vocabularies/topics.txt".
// Looked for in: the folder in the environment variable OPSLAG_DATA, if set; <prefix>/share/opslag beside the running
// program's bin folder; the source folder and the build folder that the program was built in. The first that exists
// wins. Throws std::runtime_error, naming the file, if it is in none of them. Thread-safe.
std::filesystem::path data_file(std::string_view name);

}  // namespace opslag::analyzers
