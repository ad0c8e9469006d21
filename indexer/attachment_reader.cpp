// A pool of confined processes behind two memories: failures beside the index, OCR in a cache.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/attachment_reader.h"

#include <mutex>
#include <utility>
#include <vector>

#include "corpus/attachments/ocr.h"
#include "corpus/generation.h"
#include "indexer/converters.h"
#include "indexer/extraction_memory.h"
#include "indexer/extraction_process.h"
#include "indexer/ocr_cache.h"

namespace opslag::indexer {
namespace {
using corpus::Extraction;
using corpus::ExtractionStatus;

// All that decides what is read from a file.
std::string reader_of(const ReaderOptions& options, const Converters& converters) {
  return corpus::sha256(corpus::sha256_of_file("/proc/self/exe") + converters.fingerprint() +
                        (options.ocr ? corpus::ocr_fingerprint() : std::string()));
}

// The result of OCR outlives the program that asked for it, so that an upgrade need not read all scans again.
std::string ocr_reader() {
  return "1 " + corpus::ocr_fingerprint();
}

// Sources are read on several threads, and a process serves one at a time: each takes an idle one, or starts another.
class ExtractionProcesses {
 public:
  explicit ExtractionProcesses(bool ocr) { limits_.ocr.on = ocr; }

  template <typename... Arguments>
  Extraction extract(const Arguments&... file) {
    std::unique_ptr<ExtractionProcess> process = take();
    Extraction extraction = process->extract(file...);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(process));
    return extraction;
  }

 private:
  std::unique_ptr<ExtractionProcess> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<ExtractionProcess>(limits_);
    std::unique_ptr<ExtractionProcess> process = std::move(idle_.back());
    idle_.pop_back();
    return process;
  }

  ProcessLimits limits_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<ExtractionProcess>> idle_;
};

std::string content_of(const std::filesystem::path& file) {
  try {
    return corpus::sha256_of_file(file);
  } catch (const corpus::IndexError&) {
    return {};
  }
}

}  // namespace

struct AttachmentReader::State {
  explicit State(const ReaderOptions& its)
      : options(its),
        fingerprint(reader_of(its, converters)),
        memory(its.memory, fingerprint,
               its.retry_failed ? ExtractionMemory::Failed::retry : ExtractionMemory::Failed::keep),
        cache(its.ocr ? its.ocr_cache : std::filesystem::path(), ocr_reader()),
        processes(its.ocr) {}

  void complain(std::string sentence) {
    const std::lock_guard lock(mutex);
    if (!std::exchange(complained, true)) complaints.push_back(std::move(sentence));
  }

  Extraction read(const std::filesystem::path& file) {
    Extraction extraction = processes.extract(file);
    if (extraction.status != ExtractionStatus::failed || extraction.passing ||
        !Converters::are_for(extraction.media_type))
      return extraction;
    return converters.convert(file, extraction.media_type,
                              [&](int made, std::string_view name) { return processes.extract(made, name); });
  }

  const ReaderOptions options;
  const Converters converters;
  const std::string fingerprint;
  ExtractionMemory memory;
  OcrCache cache;
  ExtractionProcesses processes;
  std::mutex mutex;
  bool complained = false;
  std::vector<std::string> complaints;
};

AttachmentReader::AttachmentReader(const ReaderOptions& options) : state_(std::make_unique<State>(options)) {
  if (!options.ocr) return;
  if (const auto why = corpus::why_no_ocr())
    state_->complaints.push_back("--ocr: " + *why + "; scanned pages are left unread");
}

AttachmentReader::~AttachmentReader() = default;

Extraction AttachmentReader::read(const std::filesystem::path& file) {
  const bool remembers = state_->options.ocr || !state_->options.memory.empty();
  const std::string content = remembers ? content_of(file) : std::string();
  if (auto known = state_->memory.failure_of(content)) return *std::move(known);
  const auto cached = state_->cache.find(content);
  const bool known = cached && (cached->status == ExtractionStatus::ok || !state_->options.retry_failed);
  Extraction extraction = known ? *cached : state_->read(file);
  if (!known && extraction.recognised && !extraction.passing && !state_->cache.keep(content, extraction))
    state_->complain("what OCR reads can't be kept in " + state_->cache.folder().string() +
                     ": it will be read again when it is needed again");
  state_->memory.remember(content, extraction);
  return extraction;
}

bool AttachmentReader::to_be_tried_again(const std::string& content) const {
  return state_->memory.to_be_tried_again(content);
}

std::string AttachmentReader::fingerprint() const {
  return state_->fingerprint;
}

bool AttachmentReader::any_to_be_tried_again() const {
  return state_->memory.any_to_be_tried_again();
}

void AttachmentReader::save_memory() {
  state_->memory.save();
}

std::vector<std::string> AttachmentReader::complaints() {
  const std::lock_guard lock(state_->mutex);
  return std::exchange(state_->complaints, {});
}

}  // namespace opslag::indexer
