// A queue of chunks, and threads that make a database of each.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/part_builder.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "corpus/facet_values.h"
#include "corpus/generation.h"
#include "corpus/stored.h"
#include "indexer/run_file.h"

namespace opslag::indexer {
namespace {

constexpr std::size_t kChunksWaiting = 2;

// Large ones take less time, but all threads should end at once: those of a small update are small.
std::size_t documents_in(std::size_t chunk) {
  constexpr std::size_t kSmallChunks = 12, kSmall = 120, kMiddleChunks = 36, kMiddle = 300, kLarge = 2000;
  return chunk < kSmallChunks ? kSmall : chunk < kMiddleChunks ? kMiddle : kLarge;
}

std::size_t bytes_of(const corpus::Stored& stored) {
  std::size_t bytes = 0;
  for (const corpus::FieldText& text : corpus::field_texts(stored)) bytes += text.text.size();
  return bytes;
}

}  // namespace

PartBuilder::PartBuilder(Options options, const std::function<Tokenize()>& make_tokenizer, AttachmentTexts& texts)
    : options_(std::move(options)), texts_(texts) {
  const unsigned threads = options_.threads;
  // One is gathered, some wait and each thread builds one; built documents take several times their text.
  constexpr std::size_t kTimesText = 6, kLeast = std::size_t{256} << 10, kMost = std::size_t{8} << 20;
  chunk_limit_ =
      std::clamp(options_.memory / (kTimesText * (1 + kChunksWaiting + std::max(threads, 1U))), kLeast, kMost);
  // Beside what is turned round stand the document that is built and the run's bytes.
  constexpr std::size_t kTimesRun = 4, kLeastRun = std::size_t{8} << 20;
  run_limit_ = std::max(options_.memory / (kTimesRun * std::max(threads, 1U)), kLeastRun);
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) tools_.push_back(std::make_unique<Tools>(make_tokenizer()));
  if (threads <= 1) return;
  for (const auto& tools : tools_) threads_.emplace_back([this, &tools] { work(*tools); });
}

PartBuilder::~PartBuilder() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    queue_.clear();
  }
  waiting_.notify_all();
}

void PartBuilder::add(PlannedDocument document) {
  chunk_bytes_ += bytes_of(document.stored);
  chunk_.documents.push_back(std::move(document));
  if (chunk_.documents.size() >= documents_in(chunk_.number) || chunk_bytes_ >= chunk_limit_) submit();
}

void PartBuilder::submit() {
  if (chunk_.documents.empty()) return;
  Chunk chunk = std::move(chunk_);
  chunk_ = {chunk.number + 1, {}, {}};
  chunk_bytes_ = 0;
  if (threads_.empty()) return build(chunk, *tools_.front());
  std::unique_lock lock(mutex_);
  room_.wait(lock, [this] { return queue_.size() < kChunksWaiting || failure_; });
  if (failure_) std::rethrow_exception(failure_);
  queue_.push_back(std::move(chunk));
  waiting_.notify_one();
}

void PartBuilder::work(Tools& tools) {
  for (;;) {
    Chunk chunk;
    {
      std::unique_lock lock(mutex_);
      waiting_.wait(lock, [this] { return closed_ || !queue_.empty(); });
      if (queue_.empty()) return;
      chunk = std::move(queue_.front());
      queue_.pop_front();
    }
    room_.notify_one();
    try {
      build(chunk, tools);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      queue_.clear();
      room_.notify_all();
    }
  }
}

// Named after all that it is made of, so that it can be known again. Texts of attachments are read while documents are
// built, with what there is to tell about them: a run with some is made anew.
std::filesystem::path PartBuilder::path_of(Chunk& chunk) const {
  std::string parts = options_.identity;
  bool named = !options_.identity.empty();
  for (const PlannedDocument& document : chunk.documents) {
    const corpus::Stored& stored = document.stored;
    const bool attachment = stored.kind == corpus::DocumentKind::attachment;
    const ContentHash hash = content_hash(stored, document.position);
    parts += unique_term(stored) + pack(hash);
    parts += corpus::sort_key(stored.meeting, document.position, attachment ? stored.attachment + 1 : 0) + '\n';
    const bool settled = std::all_of(stored.item.attachments.begin(), stored.item.attachments.end(),
                                     [](const corpus::Attachment& each) { return each.path.empty(); });
    chunk.hashes.push_back(settled ? std::optional(hash) : std::nullopt);
    named = named && settled;
  }
  return options_.scratch / (named ? kRunStem + corpus::sha256(parts) : "part-" + std::to_string(chunk.number));
}

void PartBuilder::build(Chunk& chunk, Tools& tools) {
  const std::filesystem::path path = path_of(chunk);
  std::vector<Part> runs;
  if (!path.filename().string().starts_with(kRunStem) || !is_whole_run(path)) {
    runs = build_runs(chunk, tools, path);
  } else {
    for (const PlannedDocument& document : chunk.documents)
      if (document.same_words) uncount_words(document.stored, tools.tokenize, tools.uncounted);
    runs.push_back({path, static_cast<std::uint32_t>(chunk.documents.size())});
  }
  const std::lock_guard lock(mutex_);
  parts_.emplace(chunk.number, std::move(runs));
}

// Mostly one. How much text attachments' files hold is seen only here: where it is much, each run that is full is
// written. One that a later update may take is never parted.
std::vector<Part> PartBuilder::build_runs(Chunk& chunk, Tools& tools, const std::filesystem::path& path) const {
  const std::size_t limit = path.filename().string().starts_with(kRunStem) ? SIZE_MAX : run_limit_;
  std::vector<Part> runs;
  std::vector<TermTable::Id> uncounted;
  for (std::size_t i = 0; i < chunk.documents.size(); ++i) {
    PlannedDocument& document = chunk.documents[i];
    texts_.fill(document.stored);
    const BuiltDocument& built = tools.builder.build(document.stored, document.position, chunk.hashes[i]);
    tools.inverter.add(built, tools.builder.terms());
    if (document.same_words)
      for (const DocumentTerm& term : built.terms) uncounted.push_back(term.term);
    document.stored = {};  // a large attachment's text is not kept
    if (i + 1 < chunk.documents.size() && tools.inverter.bytes() < limit) continue;
    Part run{path, tools.inverter.documents()};
    if (!runs.empty()) run.path += "-" + std::to_string(runs.size());
    write_run(run.path, tools.inverter.take(tools.builder.terms()));
    uncount_words(std::exchange(uncounted, {}), tools.builder.terms(), tools.uncounted);
    tools.builder.trim();
    runs.push_back(std::move(run));
  }
  return runs;
}

std::vector<Part> PartBuilder::finish() {
  submit();
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  waiting_.notify_all();
  threads_.clear();  // joins; what is queued is built first
  if (failure_) std::rethrow_exception(failure_);
  for (const auto& tools : tools_)
    for (const auto& [word, count] : tools->uncounted) uncounted_[word] += count;
  std::vector<Part> parts;
  for (const auto& [number, runs] : parts_) parts.insert(parts.end(), runs.begin(), runs.end());
  return parts;
}

}  // namespace opslag::indexer
