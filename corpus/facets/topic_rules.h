// Scores an item's topics by the words that point to them and where those stand.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/facets/facet_reader.h"
#include "corpus/facets/phrases.h"
#include "corpus/facets/vocabulary_file.h"
#include "corpus/facets/words.h"

namespace opslag::corpus {

// Where in an item a text stands. Title and headings are capped, decision to text are spread over the item's length.
enum class Zone : std::uint8_t { title, heading, decision, lead, body, attachment };
inline constexpr std::size_t kZoneCount = 6;

struct ZoneText {
  Zone zone;
  std::vector<Word> words;
};

struct TopicScore {
  std::size_t topic = 0;  // index into values()
  double score = 0;
  std::array<double, kZoneCount> found{};  // by zone: the weights of what points to it, added up
};

// Immutable and thread-safe.
class TopicRules {
 public:
  // Throws std::runtime_error with file and line if a file is malformed.
  TopicRules(const std::vector<VocabularyFile>& topics, const VocabularyFile& scoring);

  const std::vector<LabelledValue>& values() const { return values_; }

  // Every topic that the texts point to, best first.
  std::vector<TopicScore> scores(const std::vector<ZoneText>& texts) const;
  // Those that the item is about: at most as many as the scoring file allows.
  std::vector<std::size_t> choose(const std::vector<TopicScore>& scores) const;
  // Whether a heading belongs to the form of the document ("Baggrund") and says nothing of its subject.
  bool is_form_heading(std::string_view heading) const;

 private:
  struct Pointer {
    std::size_t topic = 0;
    double weight = 0;                // 0: excludes
    std::vector<std::uint32_t> near;  // payloads of near_, one of which must stand close by; empty: always counts
  };
  struct Topic {
    std::vector<std::string> broader_names;
    std::vector<std::size_t> broader;
    std::size_t file = 0;  // where it was read: index of the file, line
    std::size_t line = 0;
  };
  struct Scoring {
    std::array<double, kZoneCount> zones{};
    double cap = 0, length = 1, threshold = 0, share = 0, top = 0, broad = 1, alone = 1, passage = 0,
           passage_length = 1;
    std::size_t most = 4;
  };

  void read_topics(const VocabularyFile& file, std::size_t index);
  void resolve_broader(const std::vector<VocabularyFile>& files);
  void read_pointer(const VocabularyFile& file, const VocabularyLine& line, double scale);
  void read_scoring(const VocabularyFile& file);
  struct Gathered;
  Gathered gather(const std::vector<ZoneText>& texts) const;
  bool yields(std::size_t topic, const std::vector<double>& scores) const;
  std::vector<double> weigh(const std::vector<Word>& words) const;

  std::vector<LabelledValue> values_;
  std::vector<Topic> topics_;
  std::vector<Pointer> pointers_;
  PhraseSet phrases_, near_;
  Scoring scoring_;
  std::vector<std::string> form_headings_;
};

}  // namespace opslag::corpus
