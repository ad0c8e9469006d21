// Locks, reads, writes and publishes generations of an index.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/index_writer.h"

#include <algorithm>
#include <charconv>
#include <future>
#include <set>

#include "indexer/segment_writer.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;
using corpus::DocumentKind;
using corpus::Generation;
using corpus::IndexError;
using corpus::SegmentInfo;

fs::path created(const fs::path& index) {
  std::error_code error;
  const bool made = fs::create_directories(index, error);
  if (made) sync_directory(fs::absolute(index).lexically_normal().parent_path());
  if (error) throw IndexError(index.string() + " can't be created: " + error.message() + "; nothing was changed");
  return index;
}

// The number in "segment-000017.glass", 0 if the name is of another kind.
std::uint64_t number_in(const std::string& name, std::string_view stem) {
  std::uint64_t number = 0;
  if (!name.starts_with(stem)) return 0;
  std::from_chars(name.data() + stem.size(), name.data() + name.size(), number);
  return number;
}

std::uint64_t highest(const fs::path& index, std::string_view stem) {
  std::uint64_t result = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(index)) {
    result = std::max(result, number_in(entry.path().filename().string(), stem));
  }
  return result;
}

// Makes `writing/`, or empties it but for runs that are finished and may be of use.
void prepare(const fs::path& scratch) {
  if (fs::symlink_status(scratch).type() != fs::file_type::directory) fs::remove_all(scratch);
  fs::create_directory(scratch);
  std::vector<fs::path> others;
  for (const fs::directory_entry& entry : fs::directory_iterator(scratch)) {
    const fs::path name = entry.path().filename();
    if (!name.string().starts_with(kRunStem) || name.extension() == ".tmp") others.push_back(entry.path());
  }
  for (const fs::path& other : others) fs::remove_all(other);
}

// With --rebuild a generation that can't be read is no obstacle: only its ids are lost.
std::optional<Generation> load(const fs::path& index, IndexWriter::Start start) {
  try {
    if (!corpus::current_file(index)) return std::nullopt;
    return corpus::load_current(index);
  } catch (const IndexError&) {
    if (start == IndexWriter::Start::rebuild) return std::nullopt;
    throw;
  }
}

bool same(const corpus::SourceState& a, const corpus::SourceState& b) {
  return a.path == b.path && a.root == b.root && a.name == b.name && a.hash == b.hash && a.meetings == b.meetings &&
         a.items == b.items && a.withheld == b.withheld && a.context == b.context && a.lines == b.lines;
}

}  // namespace

IndexWriter::IndexWriter(const fs::path& index, const std::string& analyzer, Start start,
                         std::function<Tokenize()> make_tokenizer, unsigned threads, ExtractText extract)
    : index_(created(index)),
      scratch_(index_ / "writing"),
      lock_(index_),
      make_tokenizer_(std::move(make_tokenizer)),
      threads_(threads),
      tokenize_(make_tokenizer_()),
      old_(load(index_, start)),
      texts_(std::move(extract)) {
  if (old_ && start == Start::update && old_->analyzer != analyzer) {
    throw IndexError(
        "the index " + index_.string() +
        " was made with another analyser or dictionary; make it anew with `opslag-indexer update --rebuild`");
  }
  next_segment_ = highest(index_, "segment-") + 1;
  const std::uint64_t number = highest(index_, "generation-") + 1;
  prepare(scratch_);
  if (old_) known_ = old_->sources;
  if (start == Start::rebuild) {
    touched_ = true;
  } else if (old_) {
    next_ = *old_;
    for (const SegmentInfo& segment : old_->segments) {
      databases_.push_back(open_segment(index_, segment));
      tables_.emplace_back(path(segment.file));
    }
    uncounted_.resize(databases_.size());
  }
  next_.number = number;
  next_.schema_version = corpus::kSchemaVersion;
  next_.analyzer = analyzer;
}

IndexWriter::~IndexWriter() {
  parts_.reset();
  std::error_code ignored;
  if (!keep_runs_) fs::remove_all(scratch_, ignored);
}

std::vector<DocumentRecord> IndexWriter::documents_of(const std::string& meeting) const {
  // By the old generation: what was removed since stands in the new one in no order.
  return databases_.empty() ? std::vector<DocumentRecord>{} : indexer::documents_of(meeting, databases_, *old_);
}

std::vector<corpus::ItemReference> IndexWriter::items_of(const std::string& meeting) const {
  const std::string term = corpus::boolean_term(corpus::kMeetingIdPrefix, meeting);
  std::string copy;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const std::vector<std::uint32_t>& deleted = old_->segments[i].deleted;
    corpus::PostingCursor found = tables_[i].postings(term);
    for (; found.document() != corpus::PostingCursor::kEnd; found.next()) {
      if (std::binary_search(deleted.begin(), deleted.end(), found.document())) continue;
      const auto data = tables_[i].data(found.document(), copy);
      return data ? corpus::decode(*data).items : std::vector<corpus::ItemReference>{};
    }
  }
  return {};
}

void IndexWriter::remove(const DocumentRecord& record, bool words) {
  if (words && record.kind != DocumentKind::meeting)  // these have none
    uncounted_[record.segment].push_back(record.id);
  next_.segments[record.segment].deleted.push_back(record.id);
  --change_[static_cast<std::size_t>(record.kind)];
  touched_ = true;
}

// Analysing a document again takes as long as going through the words of some hundred.
WordCounts IndexWriter::words_of_removed() const {
  constexpr std::size_t kAsLong = 512;
  WordCounts counts;
  Tokenize tokenize;
  for (std::size_t i = 0; i < uncounted_.size(); ++i) {
    std::vector<std::uint32_t> documents = uncounted_[i];
    std::sort(documents.begin(), documents.end());
    if (documents.size() * kAsLong >= old_->segments[i].documents) {
      uncount_words(tables_[i], documents, counts);
      continue;
    }
    for (const std::uint32_t id : documents) {
      if (!tokenize) tokenize = make_tokenizer_();
      uncount_words(stored_document(databases_[i], id), tokenize, counts);
    }
  }
  return counts;
}

void IndexWriter::add(PlannedDocument document) {
  if (!parts_) parts_.emplace(PartBuilder::Options{scratch_, threads_, memory_, identity_}, make_tokenizer_, texts_);
  ++change_[static_cast<std::size_t>(document.stored.kind)];
  touched_ = true;
  parts_->add(std::move(document));
}

const Generation& IndexWriter::publish(std::vector<corpus::SourceState> sources) {
  std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  if (!touched_ && old_ &&
      std::equal(sources.begin(), sources.end(), old_->sources.begin(), old_->sources.end(), same)) {
    return *old_;
  }
  next_.sources = std::move(sources);
  for (SegmentInfo& segment : next_.segments) std::sort(segment.deleted.begin(), segment.deleted.end());
  next_.meetings += static_cast<std::uint64_t>(change_[static_cast<std::size_t>(DocumentKind::meeting)]);
  next_.items += static_cast<std::uint64_t>(change_[static_cast<std::size_t>(DocumentKind::item)]);
  next_.attachments += static_cast<std::uint64_t>(change_[static_cast<std::size_t>(DocumentKind::attachment)]);
  // While the last documents are built.
  std::future<WordCounts> gone =
      std::async(threads_ > 1 ? std::launch::async : std::launch::deferred, [this] { return words_of_removed(); });
  if (parts_) seal_new_segment();
  forget_hashes();
  for (const auto& [word, count] : gone.get()) words_[word] += count;
  merge();
  write_word_list();
  const std::string manifest = corpus::to_json_text(next_);
  const std::string name = corpus::generation_file(next_.number);
  write_durably(path(name), manifest, scratch_);
  sync_directory(index_);
  // From here on all files of the generation are on disk under their names: naming it is the one atomic step.
  write_durably(path("CURRENT"), corpus::current_line(name, manifest), scratch_);
  published_ = true;
  sync_published();
  remove_old_files();
  return next_;
}

void IndexWriter::sync_published() const {
  try {
    sync_directory(index_);
  } catch (const IndexError&) {
    throw IndexError("the new generation of " + index_.string() +
                     " is in place, but the disk reports an error: it may not survive a power cut; check the disk");
  }
}

void IndexWriter::seal_new_segment() {
  const std::string name = corpus::segment_file(next_segment_++);
  std::uint32_t documents = 0;
  std::vector<fs::path> runs;
  for (const Part& part : parts_->finish()) {
    documents += part.documents;
    runs.push_back(part.path);
  }
  for (const auto& [word, count] : parts_->uncounted()) words_[word] += count;
  const std::string sha256 = write_segment(runs, scratch_ / name);
  for (const fs::path& run : runs) fs::remove(run);
  SegmentInfo info = describe_segment(scratch_ / name, name, sha256);
  if (info.documents != documents) throw IndexError("a new segment lacks documents; nothing was changed");
  rename_file(scratch_ / name, path(name));
  added_ = Xapian::Database(path(name).string());
  next_.segments.push_back(std::move(info));
}

// A source whose attachments could not be opened is as if it had never been read: it differs next time.
void IndexWriter::forget_hashes() {
  const std::set<std::string> meetings = texts_.meetings_to_read_again();
  for (corpus::SourceState& source : next_.sources) {
    if (std::any_of(source.meetings.begin(), source.meetings.end(),
                    [&](const std::string& meeting) { return meetings.contains(meeting); }))
      source.hash.clear();
  }
}

void IndexWriter::merge() {
  std::erase_if(next_.segments, [](const SegmentInfo& segment) { return segment.deleted.size() == segment.documents; });
  const std::vector<std::size_t> chosen = merge_candidates(next_.segments);
  if (chosen.empty()) return;
  std::vector<SegmentInfo> from;
  for (const std::size_t i : chosen) from.push_back(next_.segments[i]);
  const std::string name = corpus::segment_file(next_segment_++);
  std::vector<std::uint32_t> deleted = merge_segments(index_, from, scratch_, scratch_ / name, tokenize_);
  SegmentInfo info = describe_segment(scratch_ / name, name);
  info.deleted = std::move(deleted);
  rename_file(scratch_ / name, path(name));
  for (auto i = chosen.rbegin(); i != chosen.rend(); ++i) {
    next_.segments.erase(next_.segments.begin() + static_cast<std::ptrdiff_t>(*i));
  }
  next_.segments.push_back(std::move(info));
}

void IndexWriter::write_word_list() {
  fs::path old;
  if (!next_.word_list.empty()) {
    if (words_.empty() && !parts_) return;
    old = path(next_.word_list);
    if (corpus::sha256_of_file(old) != next_.word_list_sha256) {
      throw IndexError("the word list " + old.string() +
                       " is damaged; make the index anew with `opslag-indexer update --rebuild`");
    }
  }
  next_.word_list = corpus::word_list_file(next_.number);
  const fs::path unfinished = scratch_ / (next_.word_list + ".tmp");
  next_.word_list_sha256 = indexer::write_word_list(old, added_, words_, unfinished);
  rename_file(unfinished, path(next_.word_list));
}

// The generation before stays for a rollback and for readers that are just opening it; all older files go. Failing here
// is no failure of the update: the next one tries again.
void IndexWriter::remove_old_files() const {
  std::set<std::string> keep{"CURRENT", "LOCK", "writing", corpus::generation_file(next_.number), next_.word_list};
  for (const SegmentInfo& segment : next_.segments) keep.insert(segment.file);
  if (old_) {
    keep.insert(corpus::generation_file(old_->number));
    keep.insert(old_->word_list);
    for (const SegmentInfo& segment : old_->segments) keep.insert(segment.file);
  }
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(index_, ignored)) {
    const std::string name = entry.path().filename().string();
    const bool ours = name.starts_with("segment-") || name.starts_with("generation-") || name.starts_with("words-");
    if (ours && !keep.contains(name)) fs::remove(entry.path(), ignored);
  }
}

}  // namespace opslag::indexer
