// The small index.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/searchd/engine/small_index.h"

#include <unistd.h>

#include <fstream>

#include "corpus/json.h"
#include "indexer/update.h"

namespace opslag::test {
namespace {
namespace fs = std::filesystem;

std::shared_ptr<const analyzers::Language> language() {
  static const std::shared_ptr<const analyzers::Language> one = analyzers::load_language();
  return one;
}

indexer::Environment environment() {
  indexer::Environment environment;
  environment.list = [](const std::vector<std::string>& sources) {
    corpus::Listing listing;
    for (const std::string& source : sources) listing.files.push_back({source, source, fs::path(source).filename()});
    return listing;
  };
  environment.read = [](const corpus::SourceFile& file) {
    corpus::ReadResult result;
    std::ifstream in(file.path);
    for (std::string line; std::getline(in, line);) {
      result.meetings.push_back(corpus::meeting_from_json(nlohmann::ordered_json::parse(line)));
    }
    return result;
  };
  environment.make_tokenizer = []() -> indexer::Tokenize {
    const auto analyzer = std::make_shared<analyzers::Analyzer>(language());
    return [analyzer](std::string_view text, const indexer::TokenSink& sink) { analyzer->analyze(text, sink); };
  };
  environment.analyzer = analyzers::fingerprint(*language());
  environment.reader = "test";
  return environment;
}

}  // namespace

corpus::Meeting meeting(const std::string& committee, const std::string& date, const std::vector<ItemText>& items) {
  corpus::Meeting meeting;
  meeting.committee = committee;
  meeting.date = date;
  meeting.title = "Referat fra " + committee;
  int number = 0;
  for (const ItemText& text : items) {
    corpus::AgendaItem item;
    item.number = ++number;
    item.title = text.title;
    if (!text.body.empty()) item.sections.push_back({"Baggrund", text.body});
    if (!text.decision.empty()) item.sections.push_back({"Beslutning", text.decision});
    item.decision = corpus::Decision{text.decision, text.codes};
    item.municipalities = text.municipalities;
    item.topics = text.topics;
    for (const std::string& name : text.attachments) item.attachments.push_back({{}, name, {}, {}});
    meeting.items.push_back(std::move(item));
  }
  return meeting;
}

SmallIndex::SmallIndex() {
  std::string name = (fs::temp_directory_path() / "opslag-engine-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
}

SmallIndex::~SmallIndex() {
  std::error_code error;
  fs::remove_all(folder_, error);
}

void SmallIndex::put(const std::string& source, std::vector<corpus::Meeting> meetings) {
  const fs::path file = folder_ / (source + ".jsonl");
  std::ofstream out(file);
  for (const corpus::Meeting& meeting : meetings) out << corpus::to_line(corpus::to_json(meeting)) << '\n';
  out.close();
  indexer::UpdateOptions options;
  options.index = folder_ / "index";
  options.sources = {file.string()};
  indexer::update(options, environment());
}

std::shared_ptr<const searchd::OpenGeneration> SmallIndex::open() const {
  return searchd::open_current((folder_ / "index").string(), language(), corpus::load_vocabularies());
}

}  // namespace opslag::test
