// The real readers, vocabularies and analyser for an update.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "analyzers/analyzer.h"
#include "analyzers/language.h"
#include "corpus/facets/facet_reader.h"
#include "corpus/generation.h"
#include "indexer/attachment_reader.h"
#include "indexer/commands.h"
#include "indexer/ocr_cache.h"
#include "indexer/personal_numbers.h"

namespace opslag::indexer {

namespace {

corpus::ReadOptions read_options_with(const Options& options, const std::shared_ptr<AttachmentReader>& reader) {
  return {options.organisation, [reader](const std::filesystem::path& file) { return reader->read(file); }};
}

}  // namespace

ReaderOptions real_reader_options(const Options& options) {
  ReaderOptions reader;
  reader.ocr = options.ocr;
  reader.ocr_cache = options.ocr_cache.empty() ? default_ocr_cache() : std::filesystem::path(options.ocr_cache);
  if (!options.index.empty()) reader.memory = std::filesystem::path(options.index) / "unreadable.json";
  reader.retry_failed = options.retry_failed || options.rebuild;
  return reader;
}

corpus::ReadOptions real_read_options(const Options& options) {
  return read_options_with(options, std::make_shared<AttachmentReader>(real_reader_options(options)));
}

std::size_t memory_for_forms(const Options& options) {
  constexpr std::size_t kShare = 8;
  return (options.memory << 20) / kShare;
}

Environment real_environment(const Options& options) {
  const auto language = analyzers::load_language();
  language->forms->keep_packed(memory_for_forms(options));
  Environment environment;
  environment.list = corpus::list_sources;
  const auto reader = std::make_shared<AttachmentReader>(real_reader_options(options));
  const corpus::ReadOptions read_options = read_options_with(options, reader);
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
  environment.try_again = [reader](const std::string& content) { return reader->to_be_tried_again(content); };
  environment.save = [reader] {
    reader->save_memory();
    return reader->complaints();
  };
  environment.expect_many = [language] {
    if (language->morphology) language->morphology->gather();
  };
  environment.make_tokenizer = [language]() -> Tokenize {
    const auto analyzer = std::make_shared<analyzers::Analyzer>(language);
    return [analyzer](std::string_view text, const TokenSink& sink) { analyzer->analyze(text, sink); };
  };
  environment.analyzer = analyzers::fingerprint(*language);
  // The program itself is part of what decides how a file is read: after an upgrade all files are read anew, and what
  // reads as before is not written again.
  environment.reader = reader->fingerprint() + fingerprint(*corpus::load_vocabularies()) + environment.analyzer + '\n' +
                       options.organisation.value_or("") + '\n' + options.personal_numbers;
  return environment;
}

}  // namespace opslag::indexer
