// Draws queries from the words of made items.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/corpus/queries.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "tests/bench/corpus/meetings.h"
#include "tests/bench/corpus/random.h"

namespace opslag::bench {
namespace {

constexpr std::size_t kItems = 10000;

struct Asked {
  std::string kind, text, filters;
};

// An item's running words, lower case, a mark (empty) where a sentence or its part ends.
struct Words {
  std::vector<std::string> words;
  std::size_t plan = 0;
  MadeItem item;  // without its texts
};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> words_of(const MadeItem& item) {
  std::vector<std::string> words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (const auto& section : item.sections) {
    const std::string& text = section.second;
    for (std::size_t i = 0; i < text.size(); ++i) {
      char c = text[i];
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      if (c == '\xC3' && i + 1 < text.size()) {
        word += c;
        const auto second = static_cast<unsigned char>(text[++i]);
        word += static_cast<char>(second < 0xA0 ? second + 0x20 : second);
      } else if (is_letter(c)) {
        word += c;
      } else {
        end();
        if (c != ' ') words.emplace_back();
      }
    }
    end();
    words.emplace_back();
  }
  return words;
}

std::size_t letters(std::string_view word) {
  return static_cast<std::size_t>(std::count_if(word.begin(), word.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

class Asker {
 public:
  Asker(const Material& material, std::uint64_t seed) : material_(material), random_(seed, 0x0A5CE5) {
    Making making;
    making.seed = seed;
    making.items = kItems;
    plans_ = plan_meetings(material, making);
    for (const Plan& plan : plans_) {
      for (MadeItem& item : make_items(material, making, plan)) add(plan, item);
    }
    for (const auto& [word, number] : df_) {
      if (letters(word) >= 4 && number >= kItems / 40 && number <= kItems / 5) frequent_.push_back(word);
      if (letters(word) >= 5 && number >= 1 && number <= 15) rare_.push_back(word);
    }
    std::sort(frequent_.begin(), frequent_.end());
    std::sort(rare_.begin(), rare_.end());
  }

  std::vector<Asked> ask() {
    std::vector<Asked> asked;
    const auto add = [&](const char* kind, std::size_t number, auto make) {
      // New ones as long as there are any; in the end, one that was asked before must do.
      for (std::size_t made = 0, tries = 0; made < number && tries < number * 50; ++tries) {
        const Asked query = make();
        if (query.text.empty() || (!asked_.insert(query.text + query.filters).second && tries < number * 10)) continue;
        asked.push_back({kind, query.text, query.filters});
        ++made;
      }
    };
    add("freq1", 300, [&] { return Asked{"", frequent_[random_.below(frequent_.size())], ""}; });
    add("rare1", 300, [&] { return Asked{"", rare_[random_.below(rare_.size())], ""}; });
    add("and2", 300, [&] { return Asked{"", several(2), ""}; });
    add("and3", 200, [&] { return Asked{"", several(3), ""}; });
    add("phrase", 300, [&] { return Asked{"", phrase(), ""}; });
    add("prefix", 200, [&] { return Asked{"", prefix(), ""}; });
    add("filter", 400, [&] { return filtered(); });
    for (std::size_t i = asked.size(); i-- > 1;) std::swap(asked[i], asked[random_.below(i + 1)]);
    add("compound", 200, [&] { return Asked{"", compound(), ""}; });
    add("misspelt", 200, [&] { return Asked{"", misspelt(), ""}; });
    return asked;
  }

 private:
  void add(const Plan& plan, MadeItem& item) {
    Words entry{words_of(item), plan.index, {}};
    item.sections.clear();
    entry.item = std::move(item);
    const std::set<std::string_view> different(entry.words.begin(), entry.words.end());
    for (const std::string_view word : different) {
      if (!word.empty()) ++df_[std::string(word)];
    }
    items_.push_back(std::move(entry));
  }

  bool is_content(const std::string& word) const { return letters(word) >= 4 && df_.at(word) <= kItems * 2 / 5; }

  const Words& any_item() { return items_[random_.below(items_.size())]; }

  // A word as often as it occurs, but for the words of grammar.
  std::string running_word(const Words& item) {
    for (int tries = 0; tries < 40; ++tries) {
      const std::string& word = item.words[random_.below(item.words.size())];
      if (!word.empty() && is_content(word)) return word;
    }
    return {};
  }

  std::string several(std::size_t number) {
    const Words& item = any_item();
    std::vector<std::string> words;
    for (std::size_t tries = 0; words.size() < number && tries < 30; ++tries) {
      const std::string word = running_word(item);
      if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    }
    if (words.size() < number) return {};
    std::string text;
    for (const std::string& word : words) (text += text.empty() ? "" : " ") += word;
    return text;
  }

  // Two or three words in a row, at least two of them no words of grammar.
  std::string phrase() {
    const Words& item = any_item();
    const std::size_t length = random_.between(2, 3);
    if (item.words.size() < length) return {};
    const std::size_t begin = random_.below(item.words.size() - length + 1);
    std::string text;
    std::size_t content = 0;
    for (std::size_t i = begin; i < begin + length; ++i) {
      if (item.words[i].empty()) return {};
      content += is_content(item.words[i]) ? 1 : 0;
      (text += text.empty() ? "\"" : " ") += item.words[i];
    }
    return content >= 2 ? text + "\"" : "";
  }

  std::string prefix() {
    const std::string word = running_word(any_item());
    const std::size_t length = random_.between(4, 6);
    if (letters(word) < length + 2) return {};
    std::string start;
    for (std::size_t i = 0, seen = 0; i < word.size(); ++i) {
      if ((word[i] & 0xC0) != 0x80 && ++seen > length) break;
      start += word[i];
    }
    return start + "*";
  }

  // One or two filters that hold for the item that the words come from.
  Asked filtered() {
    const Words& item = any_item();
    const Plan& plan = plans_[item.plan];
    const Organisation& organisation = material_.organisations[plan.organisation];
    std::vector<std::string> filters{"year=" + std::to_string(plan.year), "organisation=" + slug(organisation.name)};
    filters.push_back("committee=" + slug(organisation.name) + "-" + slug(organisation.committees[plan.committee]));
    for (const std::string& label : item.item.municipalities) filters.push_back("municipality=" + slug(label));
    for (const std::string& topic : item.item.topics) filters.push_back("topic=" + topic);
    for (const std::string& code : item.item.codes) filters.push_back("decision=" + code);
    const std::size_t first = random_.below(filters.size()), second = random_.below(filters.size());
    std::string text = random_.chance(0.5) ? several(1) : several(2);
    return {"", text, filters[first] + (first != second && random_.chance(0.4) ? "&" + filters[second] : "")};
  }

  // A frequent noun before or behind a rare one, or a part of a long word by itself.
  std::string compound() {
    const Noun& part = material_.parts[random_.zipf(material_.parts.size(), 150)];
    const Noun& common = material_.common[random_.zipf(material_.common.size(), 12)];
    const double kind = random_.unit();
    return kind < 0.4 ? part.one : kind < 0.7 ? part.part + common.all : part.part + common.one;
  }

  std::string misspelt() {
    std::string word = running_word(any_item());
    if (letters(word) < 7) return {};
    const std::size_t at = random_.between(2, word.size() - 3);
    if (!is_letter(word[at]) || static_cast<unsigned char>(word[at]) >= 0x80 ||
        static_cast<unsigned char>(word[at + 1]) >= 0x80)
      return {};
    const double kind = random_.unit();
    if (kind < 0.4)
      word.erase(at, 1);
    else if (kind < 0.7)
      word.insert(at, 1, word[at]);
    else if (word[at] != word[at + 1])
      std::swap(word[at], word[at + 1]);
    else
      return {};
    return df_.contains(word) ? "" : word;
  }

  const Material& material_;
  Random random_;
  std::vector<Plan> plans_;
  std::vector<Words> items_;
  std::unordered_map<std::string, std::size_t> df_;
  std::vector<std::string> frequent_, rare_;
  std::set<std::string> asked_;  // by earlier sets too
};

}  // namespace

void write_queries(const Material& material, std::uint64_t seed, std::size_t sets, const std::string& file) {
  std::ofstream out(file, std::ios::binary);
  Asker asker(material, seed);
  for (std::size_t set = 0; set < sets; ++set) {
    for (const Asked& query : asker.ask()) out << query.kind << '\t' << query.text << '\t' << query.filters << '\n';
  }
  out.close();
  if (!out) throw std::runtime_error(file + " can't be written.");
}

}  // namespace opslag::bench
