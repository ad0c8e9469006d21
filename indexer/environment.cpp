// The real readers, vocabularies and analyser for an update.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "analyzers/analyzer.h"
#include "corpus/facets/facet_reader.h"
#include "corpus/generation.h"
#include "indexer/commands.h"
#include "indexer/extraction_process.h"

namespace opslag::indexer {

corpus::ReadOptions real_read_options(const Options& options) {
  const auto process = std::make_shared<ExtractionProcess>();
  return {options.organisation, [process](const std::filesystem::path& file) { return process->extract(file); }};
}

Environment real_environment(const Options& options) {
  const auto language = analyzers::load_language();
  Environment environment;
  environment.list = corpus::list_sources;
  const corpus::ReadOptions read_options = real_read_options(options);
  environment.read = [read_options](const corpus::SourceFile& file) { return corpus::read_source(file, read_options); };
  environment.make_tokenizer = [language]() -> Tokenize {
    const auto analyzer = std::make_shared<analyzers::Analyzer>(language);
    return [analyzer](std::string_view text, const TokenSink& sink) { analyzer->analyze(text, sink); };
  };
  environment.analyzer = analyzers::fingerprint(*language);
  // The program itself is part of what decides how a file is read: after an upgrade all files are read anew, and what
  // reads as before is not written again.
  environment.reader = corpus::sha256_of_file("/proc/self/exe") + fingerprint(*corpus::load_vocabularies()) +
                       environment.analyzer + '\n' + options.organisation.value_or("");
  return environment;
}

}  // namespace opslag::indexer
