// Brings an index to what its sources hold: new, changed, gone. What the subcommands update and remove do.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/source.h"
#include "indexer/attachment_texts.h"
#include "indexer/document_builder.h"

namespace opslag::indexer {

// What an update needs of the world around the index; tests bring their own.
struct Environment {
  std::function<corpus::Listing(const std::vector<std::string>& sources)> list;
  std::function<corpus::ReadResult(const corpus::SourceFile& file)> read;  // thread-safe; throws corpus::SourceError
  std::function<Tokenize()> make_tokenizer;                                // one for each thread
  ExtractText extract;   // an attachment's text; thread-safe; not set: attachments are known by name only
  std::string analyzer;  // analyzers::fingerprint
  std::string reader;    // identifies all else that decides what is read from a file: program, vocabularies, options
  // Whether an attachment of this content, as it was and known, is to be read again. Not set: none is.
  std::function<bool(const std::string& content)> try_again = {};
  // Called before thousands of items are written.
  std::function<void()> expect_many = {};
  // Called when all is published, with the index still locked; returns what there is to warn of. May throw.
  std::function<std::vector<std::string>()> save = {};
};

struct UpdateOptions {
  std::filesystem::path index;
  std::vector<std::string> sources;
  bool rebuild = false;  // make everything anew; sources known but not named are read again from where they were
  bool reread = false;   // read all named sources again, whatever has changed
  unsigned threads = 0;  // 0: as many as there are cores; the index does not depend on it
  std::size_t texts_in_memory = std::size_t{64} << 20;  // bytes of what is read and not written yet; more lies on disk
  std::size_t building = std::size_t{448} << 20;        // bytes, about, of documents that are built or wait for it
  std::function<bool()> stop = [] { return false; };    // asked between files and documents
  std::function<void(std::string_view phase, std::size_t done, std::size_t total)> progress =
      [](std::string_view, std::size_t, std::size_t) {};
};

struct UpdateReport {
  std::uint64_t meetings = 0, items = 0, attachments = 0;            // what the index holds afterwards
  std::uint64_t added = 0, changed = 0, removed = 0, unchanged = 0;  // items by content
  std::uint64_t withheld = 0;                                        // closed items left out of the index
  std::vector<corpus::Failure> failed;
  std::vector<corpus::Failure> warnings;     // a source and a sentence about it
  std::vector<corpus::Failure> passed_over;  // what is no source at all (READMEs), and why
  std::vector<std::string> whole;            // sources that were read in this run and that nothing is to be said of
  std::vector<std::string> listed;           // sources that were found to be attachments of others
  std::uint64_t generation = 0;
  bool published = false;  // false: nothing had changed, nothing was written
};

// The stop function said so; nothing was published.
struct Interrupted : std::runtime_error {
  Interrupted() : Interrupted("interrupted; nothing was published") {}
  explicit Interrupted(const std::string& what) : std::runtime_error(what) {}
};

// Throws corpus::IndexError (nothing was changed), Interrupted, Xapian::Error or std::filesystem::filesystem_error
// (disk full and the like; nothing was changed).
UpdateReport update(const UpdateOptions& options, const Environment& environment);
// Drops what came from the sources: files, or folders with all that came from below them. They need not exist any more.
UpdateReport remove(const UpdateOptions& options, const Environment& environment);

}  // namespace opslag::indexer
