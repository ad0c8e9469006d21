// Temporary folders, made-up meetings, and the contents of an index.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/indexer/support.h"

#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "corpus/json.h"
#include "indexer/segments.h"

namespace opslag::tests {
namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  // In memory where that can be: an index is fsynced often, and tests are not there to wait for disks.
  const fs::path memory = "/dev/shm";
  const bool usable = ::access(memory.c_str(), W_OK | X_OK) == 0;
  std::string name = ((usable ? memory : fs::temp_directory_path()) / "opslag-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void write_file(const fs::path& file, std::string_view text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

std::string meeting_json(const std::string& date, const std::vector<std::string>& bodies) {
  corpus::Meeting meeting;
  meeting.committee = "FU";
  meeting.date = date;
  meeting.id = "fu-" + date;
  for (std::string body : bodies) {
    corpus::AgendaItem item;
    const int number = static_cast<int>(meeting.items.size()) + 1;
    item.number = number;
    item.id = meeting.id + "/" + std::to_string(number);
    item.title = "punkt";
    if (body.starts_with('!')) item.audience = corpus::Audience::internal;
    if (const std::size_t plus = body.find('+'); plus != std::string::npos) {
      item.attachments.push_back({item.id + "/bilag/1", body.substr(plus + 1), std::nullopt, std::nullopt});
      body.resize(plus);
    }
    item.sections.push_back({std::nullopt, body});
    meeting.items.push_back(item);
  }
  return corpus::to_line(corpus::to_json(meeting));
}

namespace {

corpus::Listing list(const std::vector<std::string>& sources) {
  corpus::Listing listing;
  for (const std::string& source : sources) {
    if (!fs::exists(source)) {
      listing.failures.push_back({source, "it is not there"});
    } else if (!fs::is_directory(source)) {
      listing.files.push_back({source, source, fs::path(source).filename().string()});
    } else {
      std::vector<fs::path> paths;
      for (const auto& entry : fs::recursive_directory_iterator(source)) {
        if (entry.path().extension() == ".json") paths.push_back(entry.path());
      }
      std::sort(paths.begin(), paths.end());
      for (const fs::path& path : paths)
        listing.files.push_back({path, source, path.lexically_relative(source).string()});
    }
  }
  return listing;
}

corpus::ReadResult read(const corpus::SourceFile& file) {
  std::ifstream in(file.path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (text == "garbage") throw corpus::SourceError("it holds no minutes");
  corpus::Meeting meeting = corpus::meeting_from_json(nlohmann::ordered_json::parse(text));
  meeting.source = file.name;
  return {{meeting}, {}};
}

void split(std::string_view text, const indexer::TokenSink& sink) {
  std::uint32_t position = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word(text.substr(begin, end - begin));
    using analyzers::Term;
    using analyzers::TermKind;
    sink(analyzers::Token{begin, end, position++,
                          std::make_shared<const std::vector<Term>>(
                              std::vector<Term>{{TermKind::surface, word}, {TermKind::lemma, word}})});
    begin = end + 1;
  }
}

std::pair<std::string, std::string> entry(const corpus::Stored& stored) {
  switch (stored.kind) {
    case corpus::DocumentKind::item:
      return {stored.item.id, stored.item.sections.at(0).text};
    case corpus::DocumentKind::attachment: {
      const corpus::Attachment& attachment = stored.item.attachments.at(stored.attachment);
      return {attachment.id, attachment.name};
    }
    case corpus::DocumentKind::meeting:
      break;
  }
  return {stored.meeting.id, std::to_string(stored.items.size())};
}

}  // namespace

indexer::Environment plain_environment() {
  return {list, read, [] { return indexer::Tokenize(split); }, {}, "plain", "plain"};
}

std::map<std::string, std::string> contents(const fs::path& index, const corpus::Generation& generation) {
  std::map<std::string, std::string> result;
  for (const corpus::SegmentInfo& segment : generation.segments) {
    const Xapian::Database database = indexer::open_segment(index, segment);
    for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting) {
      if (std::binary_search(segment.deleted.begin(), segment.deleted.end(), *posting)) continue;
      const auto [id, text] = entry(corpus::decode(database.get_document(*posting).get_data()));
      if (!result.emplace(id, text).second) throw std::runtime_error(id + " is in the index twice");
    }
  }
  return result;
}

std::map<std::string, std::string> contents(const fs::path& index) {
  return contents(index, corpus::load_current(index));
}

std::string summary(const indexer::UpdateReport& report) {
  return std::to_string(report.added) + " added, " + std::to_string(report.changed) + " changed, " +
         std::to_string(report.removed) + " removed, " + std::to_string(report.unchanged) + " unchanged";
}

}  // namespace opslag::tests
