// The real readers, vocabularies and analyser for an update.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <mutex>
#include <vector>

#include "analyzers/analyzer.h"
#include "corpus/facets/facet_reader.h"
#include "corpus/generation.h"
#include "indexer/commands.h"
#include "indexer/extraction_process.h"
#include "indexer/personal_numbers.h"

namespace opslag::indexer {

namespace {

// Sources are read on several threads, and a process serves one at a time: each takes an idle one, or starts another.
class ExtractionProcesses {
 public:
  corpus::Extraction extract(const std::filesystem::path& file) {
    std::unique_ptr<ExtractionProcess> process = take();
    corpus::Extraction extraction = process->extract(file);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(process));
    return extraction;
  }

 private:
  std::unique_ptr<ExtractionProcess> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<ExtractionProcess>();
    std::unique_ptr<ExtractionProcess> process = std::move(idle_.back());
    idle_.pop_back();
    return process;
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<ExtractionProcess>> idle_;
};

}  // namespace

corpus::ReadOptions real_read_options(const Options& options) {
  const auto processes = std::make_shared<ExtractionProcesses>();
  return {options.organisation, [processes](const std::filesystem::path& file) { return processes->extract(file); }};
}

Environment real_environment(const Options& options) {
  const auto language = analyzers::load_language();
  Environment environment;
  environment.list = corpus::list_sources;
  const corpus::ReadOptions read_options = real_read_options(options);
  const auto how = personal_numbers_named(options.personal_numbers).value_or(PersonalNumbers::mask);
  environment.read = [read_options, how](const corpus::SourceFile& file) {
    corpus::ReadResult result = corpus::read_source(file, read_options);
    treat(result, how);
    return result;
  };
  environment.extract = [extract = read_options.extract, how](const std::filesystem::path& file) {
    corpus::Extraction extraction = extract(file);
    treat(extraction, how);
    return extraction;
  };
  environment.make_tokenizer = [language]() -> Tokenize {
    const auto analyzer = std::make_shared<analyzers::Analyzer>(language);
    return [analyzer](std::string_view text, const TokenSink& sink) { analyzer->analyze(text, sink); };
  };
  environment.analyzer = analyzers::fingerprint(*language);
  // The program itself is part of what decides how a file is read: after an upgrade all files are read anew, and what
  // reads as before is not written again.
  environment.reader = corpus::sha256_of_file("/proc/self/exe") + fingerprint(*corpus::load_vocabularies()) +
                       environment.analyzer + '\n' + options.organisation.value_or("") + '\n' +
                       options.personal_numbers;
  return environment;
}

}  // namespace opslag::indexer
