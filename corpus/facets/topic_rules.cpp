// Topics: reads the vocabulary, weighs what is found, chooses.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facets/topic_rules.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <tuple>

#include "analyzers/text.h"
#include "corpus/facets/word_classes.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kNear = 25;  // words

double number(const VocabularyFile& file, const VocabularyLine& line, const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || value < 0) throw file.error(line, "'" + text + "' is no number");
  return value;
}

bool is_running(std::size_t zone) {
  return zone == static_cast<std::size_t>(Zone::decision) || zone == static_cast<std::size_t>(Zone::lead) ||
         zone == static_cast<std::size_t>(Zone::body);
}

}  // namespace

TopicRules::TopicRules(const std::vector<VocabularyFile>& topics, const VocabularyFile& scoring) {
  read_scoring(scoring);
  for (std::size_t i = 0; i < topics.size(); ++i) read_topics(topics[i], i);
  resolve_broader(topics);
}

void TopicRules::read_topics(const VocabularyFile& file, std::size_t index) {
  constexpr std::string_view kNarrower = "snævrere end:";
  constexpr std::string_view kScale = "skala:";
  const std::size_t first = values_.size();
  double scale = 1;
  WordClasses classes;
  for (VocabularyLine line : file.lines) {
    if (classes.define(file, line)) continue;
    if (const std::string label = section_name(line); !label.empty()) {
      std::string value = analyzers::slug(label);
      const auto same = [&](const LabelledValue& known) { return known.value == value; };
      if (std::any_of(values_.begin(), values_.end(), same))
        throw file.error(line, "topic '" + label + "' is there twice");
      values_.push_back({std::move(value), label});
      topics_.push_back({{}, {}, index, line.number});
    } else if (line.text.rfind(kScale, 0) == 0) {
      scale = number(file, line, std::string(trimmed(std::string_view(line.text).substr(kScale.size()))));
    } else if (values_.size() == first) {
      throw file.error(line, "a phrase before the first [topic]");
    } else if (line.text.rfind(kNarrower, 0) == 0) {
      for (const std::string& name : fields_of(std::string_view(line.text).substr(kNarrower.size()), ',')) {
        topics_.back().broader_names.push_back(analyzers::slug(name));
      }
    } else {
      line.text = classes.expand(line.text);
      read_pointer(file, line, scale);
    }
  }
}

void TopicRules::resolve_broader(const std::vector<VocabularyFile>& files) {
  for (Topic& topic : topics_) {
    for (const std::string& name : topic.broader_names) {
      const auto named = [&](const LabelledValue& value) { return value.value == name; };
      const auto broad = std::find_if(values_.begin(), values_.end(), named);
      if (broad == values_.end()) {
        throw files[topic.file].error({topic.line, ""}, "broader topic '" + name + "' is unknown");
      }
      topic.broader.push_back(static_cast<std::size_t>(broad - values_.begin()));
    }
  }
}

void TopicRules::read_pointer(const VocabularyFile& file, const VocabularyLine& line, double scale) {
  const std::size_t blank = line.text.find_first_of(" \t");
  if (blank == std::string::npos) throw file.error(line, "expected a weight and a phrase");
  const std::string weight = line.text.substr(0, blank);
  std::string_view rest = trimmed(std::string_view(line.text).substr(blank));
  Pointer pointer{topics_.size() - 1, 0, {}};
  if (weight != "-") {
    pointer.weight = number(file, line, weight) * scale;
    if (pointer.weight <= 0) throw file.error(line, "a weight is greater than 0; '-' excludes");
  }
  const auto payload = static_cast<std::uint32_t>(pointers_.size());
  try {
    if (const std::size_t slash = rest.find(" / "); slash != std::string_view::npos) {
      for (const std::string& near : fields_of(rest.substr(slash + 3), ',')) near_.add(near, payload);
      pointer.near.push_back(payload);
      rest = trimmed(rest.substr(0, slash));
    }
    phrases_.add(rest, payload);
  } catch (const std::invalid_argument& error) {
    throw file.error(line, error.what());
  }
  pointers_.push_back(std::move(pointer));
}

void TopicRules::read_scoring(const VocabularyFile& file) {
  const std::map<std::string, double*> kSettings{{"titel", &scoring_.zones[0]},
                                                 {"overskrift", &scoring_.zones[1]},
                                                 {"beslutning", &scoring_.zones[2]},
                                                 {"indledning", &scoring_.zones[3]},
                                                 {"tekst", &scoring_.zones[4]},
                                                 {"bilag", &scoring_.zones[5]},
                                                 {"loft", &scoring_.cap},
                                                 {"længde", &scoring_.length},
                                                 {"afsnit", &scoring_.passage},
                                                 {"afsnitslængde", &scoring_.passage_length},
                                                 {"grænse", &scoring_.threshold},
                                                 {"andel", &scoring_.share},
                                                 {"højst", &scoring_.top},
                                                 {"bredt", &scoring_.broad},
                                                 {"kun-beslutning", &scoring_.alone}};
  bool headings = false;
  for (const VocabularyLine& line : file.lines) {
    if (!section_name(line).empty()) {
      headings = section_name(line) == "formoverskrifter";
      if (!headings) throw file.error(line, "the only section here is [formoverskrifter]");
      continue;
    }
    if (headings) {
      form_headings_.push_back(analyzers::slug(line.text));
      continue;
    }
    const std::size_t blank = std::min(line.text.find_first_of(" \t"), line.text.size());
    const double value = number(file, line, std::string(trimmed(std::string_view(line.text).substr(blank))));
    const std::string name = line.text.substr(0, blank);
    if (name == "emner") {
      scoring_.most = static_cast<std::size_t>(std::min(value, 4.0));
    } else if (const auto setting = kSettings.find(name); setting != kSettings.end()) {
      *setting->second = value;
    } else {
      throw file.error(line, "'" + name + "' is no setting");
    }
  }
  std::sort(form_headings_.begin(), form_headings_.end());
  scoring_.length = std::max(scoring_.length, 1.0);
  scoring_.passage_length = std::max(scoring_.passage_length, 1.0);
}

bool TopicRules::is_form_heading(std::string_view heading) const {
  return std::binary_search(form_headings_.begin(), form_headings_.end(), analyzers::slug(heading));
}

// For each topic, the sum of the weights of what points to it in one text.
std::vector<double> TopicRules::weigh(const std::vector<Word>& words) const {
  std::vector<double> sums(values_.size(), 0.0);
  std::vector<PhraseMatch> found = phrases_.find(words);
  if (found.empty()) return sums;
  // Words that a phrase needs close by: their places, by phrase.
  std::map<std::uint32_t, std::vector<std::size_t>> near;
  for (const PhraseMatch& match : near_.find(words)) near[match.payload].push_back(match.begin);
  const auto counts = [&](const PhraseMatch& match) {
    if (pointers_[match.payload].near.empty()) return true;
    const auto places = near.find(match.payload);
    if (places == near.end()) return false;
    const std::size_t from = match.begin - std::min(match.begin, kNear);
    const auto place = std::lower_bound(places->second.begin(), places->second.end(), from);
    return place != places->second.end() && *place <= match.end + kNear;
  };
  // Topic by topic, the longest phrases win; a narrower topic's phrase takes its words from the broader ones.
  std::vector<std::vector<PhraseMatch>> by_topic(values_.size());
  for (const PhraseMatch& match : found) {
    if (counts(match)) by_topic[pointers_[match.payload].topic].push_back(match);
  }
  std::vector<std::vector<bool>> taken(values_.size());
  for (std::size_t topic = 0; topic < values_.size(); ++topic) {
    // Of phrases that are equally long, those that exclude come first.
    std::stable_sort(
        by_topic[topic].begin(), by_topic[topic].end(), [&](const PhraseMatch& one, const PhraseMatch& other) {
          const auto rank = [&](const PhraseMatch& match) {
            return std::make_tuple(match.begin, words.size() - match.end, pointers_[match.payload].weight > 0);
          };
          return rank(one) < rank(other);
        });
    by_topic[topic] = longest(by_topic[topic]);
    for (const std::size_t broad : topics_[topic].broader) {
      for (const PhraseMatch& match : by_topic[topic]) {
        if (pointers_[match.payload].weight <= 0) continue;
        if (taken[broad].empty()) taken[broad].resize(words.size());
        std::fill(taken[broad].begin() + static_cast<std::ptrdiff_t>(match.begin),
                  taken[broad].begin() + static_cast<std::ptrdiff_t>(match.end), true);
      }
    }
  }
  for (std::size_t topic = 0; topic < values_.size(); ++topic) {
    std::size_t counted = 0;  // words before this have counted for the topic
    for (const PhraseMatch& match : by_topic[topic]) {
      if (match.begin < counted) continue;
      if (!taken[topic].empty() && taken[topic][match.begin]) continue;
      counted = match.end;
      sums[topic] += pointers_[match.payload].weight;
    }
  }
  return sums;
}

// What points to each topic in all texts of an item, by where it stands.
struct TopicRules::Gathered {
  std::vector<std::array<double, kZoneCount>> sums;  // by topic and zone
  std::vector<double> passages;                      // by topic: the passage that speaks of it most
  std::array<std::size_t, kZoneCount> lengths{};     // words, by zone
};

TopicRules::Gathered TopicRules::gather(const std::vector<ZoneText>& texts) const {
  Gathered gathered;
  gathered.sums.resize(values_.size());
  gathered.passages.resize(values_.size(), 0.0);
  for (const ZoneText& text : texts) {
    const auto zone = static_cast<std::size_t>(text.zone);
    gathered.lengths[zone] += text.words.size();
    const std::vector<double> found = weigh(text.words);
    const double share =
        is_running(zone) ? 1.0 / (1.0 + static_cast<double>(text.words.size()) / scoring_.passage_length) : 0;
    for (std::size_t topic = 0; topic < found.size(); ++topic) {
      gathered.sums[topic][zone] += found[topic];
      gathered.passages[topic] = std::max(gathered.passages[topic], found[topic] * share);
    }
  }
  return gathered;
}

std::vector<TopicScore> TopicRules::scores(const std::vector<ZoneText>& texts) const {
  const Gathered gathered = gather(texts);
  std::size_t length = 0;
  for (std::size_t zone = 0; zone < kZoneCount; ++zone) {
    if (is_running(zone)) length += gathered.lengths[zone];
  }
  std::array<double, kZoneCount> factors = scoring_.zones;
  constexpr auto kDecision = static_cast<std::size_t>(Zone::decision);
  if (gathered.lengths[kDecision] == length) factors[kDecision] = scoring_.alone;
  const double spread = 1.0 + static_cast<double>(length) / scoring_.length;
  std::vector<double> all(values_.size(), 0.0);
  for (std::size_t topic = 0; topic < all.size(); ++topic) {
    all[topic] = scoring_.passage * gathered.passages[topic];
    for (std::size_t zone = 0; zone < kZoneCount; ++zone) {
      const double sum = gathered.sums[topic][zone];
      all[topic] += factors[zone] * (is_running(zone) ? sum / spread : std::min(sum, scoring_.cap));
    }
  }
  std::vector<TopicScore> scores;
  for (std::size_t topic = 0; topic < all.size(); ++topic) {
    if (all[topic] <= 0) continue;
    scores.push_back({topic, all[topic] * (yields(topic, all) ? scoring_.broad : 1.0), gathered.sums[topic]});
  }
  std::stable_sort(scores.begin(), scores.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  return scores;
}

// Whether a topic that is narrower than this one has the higher score.
bool TopicRules::yields(std::size_t topic, const std::vector<double>& scores) const {
  for (std::size_t narrow = 0; narrow < topics_.size(); ++narrow) {
    const auto& broader = topics_[narrow].broader;
    if (scores[narrow] > scores[topic] && std::find(broader.begin(), broader.end(), topic) != broader.end())
      return true;
  }
  return false;
}

std::vector<std::size_t> TopicRules::choose(const std::vector<TopicScore>& scores) const {
  std::vector<std::size_t> chosen;
  if (scores.empty()) return chosen;
  const double least = std::max(scoring_.threshold, std::min(scores.front().score, scoring_.top) * scoring_.share);
  for (const TopicScore& score : scores) {
    if (score.score < least || chosen.size() == scoring_.most) break;
    chosen.push_back(score.topic);
  }
  return chosen;
}

}  // namespace opslag::corpus
