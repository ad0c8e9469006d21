// The tables of a segment, entry by entry, from all runs at once.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/segment_writer.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <queue>
#include <stdexcept>
#include <system_error>

#include "corpus/generation.h"
#include "indexer/durable.h"
#include "indexer/glass_packing.h"
#include "indexer/glass_table.h"
#include "indexer/inverter.h"
#include "indexer/posting_chunks.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const char* what) {
  throw corpus::IndexError(path.string() + " can't be " + what + ": " + std::generic_category().message(errno) +
                           "; nothing was changed");
}

constexpr std::size_t kSealBytes = 64;  // behind a run's bytes: their sha256
constexpr const char* kDamaged = "a file of an update under way is damaged";

class MappedFile {
 public:
  explicit MappedFile(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) fail(path, "opened");
    struct stat status {};
    if (::fstat(file, &status) != 0) fail(path, "read");
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ > kSealBytes) bytes_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    ::close(file);
    if (bytes_ == nullptr) throw std::runtime_error(kDamaged);
    if (bytes_ == MAP_FAILED) fail(path, "read");
    ::madvise(bytes_, size_, MADV_SEQUENTIAL);
  }
  ~MappedFile() { ::munmap(bytes_, size_); }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  std::string_view bytes() const { return {static_cast<const char*>(bytes_), size_ - kSealBytes}; }
  std::string_view seal() const { return {static_cast<const char*>(bytes_) + size_ - kSealBytes, kSealBytes}; }

 private:
  void* bytes_ = nullptr;
  std::size_t size_ = 0;
};

// What has been read of mapped files is let go, so that memory does not fill with it.
class Passed {
 public:
  explicit Passed(std::string_view section) : from_(section.data()) {}
  void until(const char* now) {
    constexpr std::ptrdiff_t kWorthwhile = 1 << 20;
    if (now - from_ < kWorthwhile) return;
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = (reinterpret_cast<std::uintptr_t>(from_) + page - 1) / page * page;
    const auto end = reinterpret_cast<std::uintptr_t>(now) / page * page;
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    from_ = now;
  }

 private:
  const char* from_;
};

// A run as Inverter::take() wrote it. Views into its bytes.
struct Run {
  struct Values {
    std::uint32_t number = 0;
    std::string_view least, most;
    std::uint32_t chunk_count = 0;
    std::string_view chunks;
  };

  Run(std::string_view bytes, std::uint32_t documents_before) : before(documents_before), rest(bytes) {
    statistics.documents = rest.small();
    statistics.total_length = rest.number();
    statistics.shortest = rest.small();
    statistics.longest = rest.small();
    statistics.highest_count = rest.small();
    data = rest.text();
    for (Values& each : values) {
      each.number = rest.small();
      each.least = rest.text();
      each.most = rest.text();
      each.chunk_count = rest.small();
      each.chunks = rest.text();
    }
    lengths = rest;
    for (std::uint32_t i = 0; i < statistics.documents; ++i) rest.number();
    terms_left = rest.number();
    passed = Passed(rest.rest());
  }

  bool next_term() {
    if (terms_left == 0) return false;
    --terms_left;
    term = rest.text();
    documents = rest.number();
    total = rest.number();
    chunk_count = rest.number();
    return true;
  }

  std::uint32_t before;  // documents of the runs before this one
  RunStatistics statistics;
  std::string_view data;
  std::array<Values, kSlotCount> values;
  Unpacker lengths{{}};
  Unpacker rest;  // the terms
  Passed passed{{}};
  std::uint64_t terms_left = 0;
  std::string_view term;
  std::uint64_t documents = 0, total = 0, chunk_count = 0;  // of the term; its chunks follow in `rest`
};

// Keys of the postlist table. Texts' keys are the texts, zeros in them marked; what is not a term's begins with a zero.
constexpr std::string_view kValueStatistics("\0\xd0", 2), kValues("\0\xd8", 2), kLengths("\0\xe0", 2);

std::string key_of_term(std::string_view term) {
  std::string key;
  for (const char c : term) {
    key += c;
    if (c == '\0') key += '\xff';
  }
  return key;
}

// The chunks of one posting list, gathered and then written behind each other.
class ListWriter {
 public:
  explicit ListWriter(TableWriter& table) : table_(table) {}

  void add(std::uint32_t document, std::uint32_t count) {
    open_.add(document, count);
    if (open_.bytes.size() >= kChunkBytes) end_chunk();
  }
  void append(std::uint32_t first, std::uint32_t last, std::string_view bytes) {
    open_.append(first, last, bytes);
    if (open_.bytes.size() >= kChunkBytes) end_chunk();
  }
  // `separator` stands between a term and the number of a chunk's first document.
  void finish(const std::string& key, std::string_view separator, std::uint64_t documents, std::uint64_t total) {
    if (!open_.empty()) end_chunk();
    for (std::size_t i = 0; i < count_; ++i) {
      const PostingChunk& chunk = chunks_[i];
      tag_.clear();
      key_ = key;
      if (i == 0) {
        pack_uint(tag_, documents);
        pack_uint(tag_, total);
        pack_uint(tag_, chunk.first - 1);
      } else {
        key_ += separator;
        pack_sortable(key_, chunk.first);
      }
      tag_ += i + 1 == count_ ? '1' : '0';
      pack_uint(tag_, chunk.last - chunk.first);
      tag_ += chunk.bytes;
      table_.add(key_, tag_);
    }
    count_ = 0;
  }

 private:
  void end_chunk() {
    if (chunks_.size() == count_) chunks_.emplace_back();
    std::swap(chunks_[count_++], open_);
    open_.bytes.clear();
  }

  TableWriter& table_;
  PostingChunk open_;
  std::vector<PostingChunk> chunks_;
  std::size_t count_ = 0;
  std::string key_, tag_;
};

class SegmentMerge {
 public:
  SegmentMerge(const std::vector<fs::path>& paths, const fs::path& file) : blocks_(file) {
    for (const fs::path& path : paths) {
      files_.push_back(std::make_unique<MappedFile>(path));
      runs_.emplace_back(files_.back()->bytes(), documents_);
      documents_ += runs_.back().statistics.documents;
    }
  }

  void write() {
    TableWriter postings(blocks_);
    write_value_statistics(postings);
    write_values(postings);
    write_lengths(postings);
    write_terms(postings);
    const TableRoot postings_root = postings.finish();
    TableWriter data(blocks_);
    write_data(data);
    const TableRoot data_root = data.finish();
    blocks_.finish(head(postings_root, data_root));
  }

 private:
  void write_value_statistics(TableWriter& table) {
    for (std::uint32_t slot = 0; slot < kSlotCount; ++slot) {
      std::uint64_t number = 0;
      std::string_view least, most;
      for (const Run& run : runs_) {
        const Run::Values& values = run.values[slot];
        if (values.number == 0) continue;
        if (number == 0 || values.least < least) least = values.least;
        if (number == 0 || values.most > most) most = values.most;
        number += values.number;
      }
      if (number == 0) continue;
      std::string key(kValueStatistics), tag;
      if (slot > 0) key += static_cast<char>(slot);
      pack_uint(tag, number);
      pack_string(tag, least);
      if (least != most) tag += most;
      table.add(key, tag);
    }
  }

  void write_values(TableWriter& table) {
    std::string key;
    for (std::uint32_t slot = 0; slot < kSlotCount; ++slot) {
      for (const Run& run : runs_) {
        Unpacker chunks(run.values[slot].chunks);
        Passed passed(run.values[slot].chunks);
        for (std::uint32_t i = 0; i < run.values[slot].chunk_count; ++i) {
          key = kValues;
          pack_uint(key, slot);
          pack_sortable(key, run.before + chunks.small());
          table.add(key, chunks.text());
          passed.until(chunks.rest().data());
        }
      }
    }
  }

  void write_lengths(TableWriter& table) {
    ListWriter list(table);
    for (Run& run : runs_) {
      for (std::uint32_t i = 1; i <= run.statistics.documents; ++i) list.add(run.before + i, run.lengths.small());
    }
    list.finish(std::string(kLengths), {}, 0, 0);
  }

  void write_terms(TableWriter& table) {
    const auto later = [](const Run* a, const Run* b) {
      const int order = a->term.compare(b->term);
      return order != 0 ? order > 0 : a->before > b->before;
    };
    std::priority_queue<Run*, std::vector<Run*>, decltype(later)> queue(later);
    for (Run& run : runs_)
      if (run.next_term()) queue.push(&run);
    ListWriter list(table);
    std::string term;
    std::uint64_t documents = 0, total = 0;
    const auto end_term = [&] {
      if (documents > 0) list.finish(key_of_term(term), std::string_view("\0", 1), documents, total);
      documents = total = 0;
    };
    while (!queue.empty()) {
      Run& run = *queue.top();
      queue.pop();
      if (run.term != term) {
        end_term();
        term = run.term;
      }
      documents += run.documents;
      total += run.total;
      for (std::uint64_t i = 0; i < run.chunk_count; ++i) {
        const std::uint32_t first = run.before + run.rest.small();
        const std::uint32_t last = run.before + run.rest.small();
        list.append(first, last, run.rest.text());
      }
      run.passed.until(run.rest.rest().data());
      if (run.next_term()) queue.push(&run);
    }
    end_term();
  }

  void write_data(TableWriter& table) {
    std::string key;
    for (const Run& run : runs_) {
      std::string_view left = run.data;
      Passed passed(run.data);
      for (std::uint32_t i = 1; i <= run.statistics.documents; ++i) {
        Unpacker head(left);
        const std::uint64_t marked = head.number();
        left = head.rest();
        const std::size_t size = marked >> 1;
        if (size > left.size()) throw std::runtime_error(kDamaged);
        key.clear();
        pack_sortable(key, run.before + i);
        if (size > 0) table.add(key, left.substr(0, size), (marked & 1) != 0);
        left.remove_prefix(size);
        passed.until(left.data());
      }
    }
  }

  // What Xapian looks at first: where the tables are, and what it wants to know of the database as a whole.
  std::string head(const TableRoot& postings, const TableRoot& data) const {
    std::string head("\x0f\x0dXapian Glass\x04\x6e");  // the last two are the format's date, 2016-03-14
    std::array<unsigned char, 16> uuid{};
    if (::getrandom(uuid.data(), uuid.size(), 0) != static_cast<ssize_t>(uuid.size()))
      throw std::runtime_error("the system gives no random numbers");
    uuid[6] = static_cast<unsigned char>((uuid[6] & 0x0F) | 0x40);
    uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3F) | 0x80);
    head.append(uuid.begin(), uuid.end());
    pack_uint(head, 1);  // revision
    constexpr unsigned kLeastDeflated = 18;
    add_table(head, postings, 0);
    add_table(head, data, kLeastDeflated);
    for (const unsigned least : {kLeastDeflated, 0U, kLeastDeflated, kLeastDeflated}) add_table(head, {}, least);
    RunStatistics all;
    for (const Run& run : runs_) {
      const RunStatistics& some = run.statistics;
      all.total_length += some.total_length;
      all.longest = std::max(all.longest, some.longest);
      all.highest_count = std::max(all.highest_count, some.highest_count);
      if (some.shortest > 0 && (all.shortest == 0 || some.shortest < all.shortest)) all.shortest = some.shortest;
    }
    pack_uint(head, documents_);
    pack_uint(head, 0);  // the highest number of a document, less their number
    pack_uint(head, all.shortest);
    pack_uint(head, all.highest_count);
    pack_uint(head, all.longest - all.highest_count);
    pack_uint(head, 0);  // no changesets
    pack_uint(head, all.total_length);
    pack_uint(head, 0);  // no words to spell by
    return head;
  }

  // An absent table has no blocks.
  static void add_table(std::string& head, const TableRoot& root, unsigned least_deflated) {
    const bool absent = root.blocks == 0;
    pack_uint(head, root.block);
    pack_uint(head, absent ? 3 : std::uint64_t{root.level} << 2);
    pack_uint(head, root.entries);
    pack_uint(head, kGlassBlockBytes >> 11);
    pack_uint(head, least_deflated);
    std::string free_blocks;
    if (!absent) {
      pack_uint(free_blocks, 1);  // revision
      pack_uint(free_blocks, root.blocks);
      free_blocks.append(4, '\0');
    }
    pack_string(head, free_blocks);
  }

  BlockFile blocks_;
  std::vector<std::unique_ptr<MappedFile>> files_;
  std::vector<Run> runs_;
  std::uint32_t documents_ = 0;
};

}  // namespace

void write_segment(const std::vector<fs::path>& runs, const fs::path& file) {
  SegmentMerge(runs, file).write();
}

void write_run(const fs::path& path, std::string_view bytes) {
  const fs::path unfinished = path.string() + ".tmp";
  const int file = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) fail(unfinished, "created");
  const std::string seal = corpus::sha256(bytes);
  for (std::string_view left : {bytes, std::string_view(seal)}) {
    while (!left.empty()) {
      const ssize_t written = ::write(file, left.data(), left.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) {
        const int error = errno;
        ::close(file);
        errno = error;
        fail(unfinished, "written");
      }
      left.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  if (::close(file) != 0) fail(unfinished, "written");
  rename_file(unfinished, path);
}

bool is_whole_run(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return false;
  try {
    const MappedFile file(path);
    return corpus::sha256(file.bytes()) == file.seal();
  } catch (const std::runtime_error&) {
    return false;
  }
}

}  // namespace opslag::indexer
