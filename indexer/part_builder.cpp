// A queue of chunks, and threads that make a database of each.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/part_builder.h"

#include "corpus/stored.h"
#include "indexer/segments.h"

namespace opslag::indexer {
namespace {

constexpr std::size_t kBytesInChunk = std::size_t{8} << 20;
constexpr std::size_t kChunksWaiting = 4;

// Every part has an entry of its own for each of its terms, also when it is merged: few large parts take less room. The
// first are small, so that all threads of a small update have something to do.
std::size_t documents_in(std::size_t chunk) {
  constexpr std::size_t kSmallChunks = 4, kTimes = 10;
  return chunk < kSmallChunks ? kDocumentsInPart : kTimes * kDocumentsInPart;
}

std::size_t bytes_of(const corpus::Stored& stored) {
  std::size_t bytes = 0;
  for (const corpus::FieldText& text : corpus::field_texts(stored)) bytes += text.text.size();
  return bytes;
}

}  // namespace

PartBuilder::PartBuilder(std::filesystem::path scratch, const std::function<Tokenize()>& make_tokenizer,
                         unsigned threads, AttachmentTexts& texts)
    : scratch_(std::move(scratch)), texts_(texts), pending_(scratch_) {
  if (threads <= 1) {
    tokenize_ = make_tokenizer();
    return;
  }
  for (unsigned i = 0; i < threads; ++i) {
    threads_.emplace_back([this, tokenize = make_tokenizer()] { work(tokenize); });
  }
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
  if (chunk_.documents.size() >= documents_in(chunk_.number) || chunk_bytes_ >= kBytesInChunk) submit();
}

void PartBuilder::submit() {
  if (chunk_.documents.empty()) return;
  Chunk chunk = std::move(chunk_);
  chunk_ = {chunk.number + 1, {}};
  chunk_bytes_ = 0;
  if (threads_.empty()) return build(chunk, tokenize_);
  std::unique_lock lock(mutex_);
  room_.wait(lock, [this] { return queue_.size() < kChunksWaiting || failure_; });
  if (failure_) std::rethrow_exception(failure_);
  queue_.push_back(std::move(chunk));
  waiting_.notify_one();
}

void PartBuilder::work(const Tokenize& tokenize) {
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
      build(chunk, tokenize);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      queue_.clear();
      room_.notify_all();
    }
  }
}

void PartBuilder::build(Chunk& chunk, const Tokenize& tokenize) {
  const Part part{scratch_ / ("chunk-" + std::to_string(chunk.number)),
                  static_cast<std::uint32_t>(chunk.documents.size())};
  PendingWrites::Share room(pending_);
  room.add(0);
  Xapian::WritableDatabase database = create_part(part.path);
  for (PlannedDocument& document : chunk.documents) {
    texts_.fill(document.stored);
    room.add(bytes_of(document.stored));
    database.add_document(build_document(document.stored, document.position, tokenize));
    document.stored = {};  // a large attachment's text is not kept
  }
  database.commit();
  database.close();
  const std::lock_guard lock(mutex_);
  parts_.emplace(chunk.number, part);
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
  std::vector<Part> parts;
  for (const auto& [number, part] : parts_) parts.push_back(part);
  return parts;
}

}  // namespace opslag::indexer
