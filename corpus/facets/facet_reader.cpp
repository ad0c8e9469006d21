// Loads the vocabularies and reads every item's facets with them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facets/facet_reader.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <map>
#include <sstream>

#include "analyzers/data_file.h"
#include "corpus/facets/decision_rules.h"
#include "corpus/facets/item_texts.h"
#include "corpus/facets/municipality_rules.h"
#include "corpus/facets/topic_rules.h"
#include "corpus/facets/vocabulary_file.h"

namespace opslag::corpus {
namespace {

constexpr double kAttachmentWeight = 0.5;  // an attachment's name may speak of somebody else's case

struct Files {
  VocabularyFile abbreviations, municipalities, contexts, decisions, scoring;
  std::vector<VocabularyFile> topics;
};

Files read_files(const std::filesystem::path& folder) {
  Files files{read_vocabulary_file(folder / "abbreviations.txt"),
              read_vocabulary_file(folder / "municipalities.tsv"),
              read_vocabulary_file(folder / "municipality_contexts.txt"),
              read_vocabulary_file(folder / "decision_wordings.txt"),
              read_vocabulary_file(folder / "topic_scoring.txt"),
              {}};
  // topics_*.txt, in the order of names: a user's own file needs no registration.
  std::vector<std::filesystem::path> topics;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("topics_", 0) == 0 && entry.path().extension() == ".txt") topics.push_back(entry.path());
  }
  std::sort(topics.begin(), topics.end());
  for (const auto& path : topics) files.topics.push_back(read_vocabulary_file(path));
  return files;
}

// FNV-1a, 64 bits: tells versions of the files apart; nobody gains by forging one.
std::uint64_t hash(std::uint64_t state, const std::string& bytes) {
  for (const char c : bytes) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return (state ^ 0xFFU) * 0x100000001B3U;
}

std::string fingerprint_of(const Files& files) {
  constexpr int kRulesVersion = 1;  // of the code that applies the files
  std::uint64_t state = hash(0xCBF29CE484222325U, std::to_string(kRulesVersion));
  for (const VocabularyFile* file :
       {&files.abbreviations, &files.municipalities, &files.contexts, &files.decisions, &files.scoring}) {
    state = hash(state, file->bytes);
  }
  for (const VocabularyFile& file : files.topics) state = hash(hash(state, file.path.filename().string()), file.bytes);
  std::ostringstream out;
  out << "facets-" << std::hex << std::setw(16) << std::setfill('0') << state;
  return out.str();
}

AbbreviationSet abbreviations_of(const VocabularyFile& file) {
  AbbreviationSet set;
  for (const VocabularyLine& line : file.lines) set.insert(lower_latin(line.text));
  return set;
}

}  // namespace

class Vocabularies {
 public:
  explicit Vocabularies(const Files& files)
      : abbreviations(abbreviations_of(files.abbreviations)),
        municipalities(files.municipalities, files.contexts),
        decisions(files.decisions),
        topics(files.topics, files.scoring),
        fingerprint(fingerprint_of(files)) {}

  AbbreviationSet abbreviations;
  MunicipalityRules municipalities;
  DecisionRules decisions;
  TopicRules topics;
  std::string fingerprint;
};

namespace {

void read_municipalities(const Vocabularies& vocabularies, const std::vector<ZoneText>& texts, AgendaItem& item) {
  std::map<std::size_t, double> evidence;
  for (const ZoneText& text : texts) {
    vocabularies.municipalities.read(text.words, text.zone == Zone::attachment ? kAttachmentWeight : 1.0, evidence);
  }
  constexpr double kEnough = 0.999;
  for (const auto& [index, value] : evidence) {
    if (value >= kEnough) item.municipalities.push_back(vocabularies.municipalities.values()[index].label);
  }
}

void read_topics(const Vocabularies& vocabularies, const std::vector<ZoneText>& texts, AgendaItem& item) {
  for (const std::size_t topic : vocabularies.topics.choose(vocabularies.topics.scores(texts))) {
    item.topics.push_back(vocabularies.topics.values()[topic].value);
  }
}

}  // namespace

std::shared_ptr<const Vocabularies> load_vocabularies() {
  if (const char* folder = std::getenv("OPSLAG_VOCABULARIES"); folder != nullptr && *folder != '\0') {
    return load_vocabularies(folder);
  }
  return load_vocabularies(analyzers::data_file("corpus/vocabularies").string());
}

std::shared_ptr<const Vocabularies> load_vocabularies(const std::string& folder) {
  return std::make_shared<const Vocabularies>(read_files(folder));
}

std::string fingerprint(const Vocabularies& vocabularies) {
  return vocabularies.fingerprint;
}

const std::vector<LabelledValue>& municipalities(const Vocabularies& vocabularies) {
  return vocabularies.municipalities.values();
}

const std::vector<LabelledValue>& topics(const Vocabularies& vocabularies) {
  return vocabularies.topics.values();
}

void read_facets(const Vocabularies& vocabularies, Meeting& meeting) {
  const std::string committee = meeting.committee.value_or("");
  for (AgendaItem& item : meeting.items) {
    if (meeting.type == "referat") {
      if (!item.decision) item.decision.emplace();
      if (item.decision->codes.empty()) {
        item.decision->codes =
            vocabularies.decisions.codes(item.decision->text, item.title, committee, vocabularies.abbreviations);
      }
    }
    if (!item.municipalities.empty() && !item.topics.empty()) continue;
    const std::vector<ZoneText> texts = texts_of(item, vocabularies.topics, vocabularies.abbreviations);
    if (item.municipalities.empty()) read_municipalities(vocabularies, texts, item);
    if (item.topics.empty()) read_topics(vocabularies, texts, item);
  }
}

}  // namespace opslag::corpus
