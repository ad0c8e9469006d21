// Reads the vocabulary of headings and labels.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/vocabulary.h"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "analyzers/data_file.h"
#include "corpus/minutes/lines.h"

namespace opslag::corpus::minutes {
namespace {

struct NamedRole {
  std::string_view name;
  Role role;
  bool label;
};

constexpr std::array<NamedRole, 18> kRoles{{
    {"decision", Role::decision, false},
    {"discussion", Role::discussion, false},
    {"attachments", Role::attachments, false},
    {"standard", Role::standard, false},
    {"weak", Role::weak, false},
    {"noise", Role::noise, false},
    {"open part", Role::open_part, false},
    {"closed part", Role::closed_part, false},
    {"contents", Role::contents, true},
    {"committee label", Role::committee, true},
    {"title label", Role::title, true},
    {"place label", Role::place, true},
    {"date label", Role::date, true},
    {"start label", Role::start, true},
    {"end label", Role::end, true},
    {"published label", Role::published, true},
    {"organisation label", Role::organisation, true},
    {"people label", Role::people, true},
}};

constexpr std::array<std::string_view, 9> kLists{"number word",    "closed marker",     "open marker",
                                                 "committee word", "case number label", "bare decision",
                                                 "no attachments", "usual title",       "attachment word"};

Role role_in(const std::unordered_map<std::string, Role>& roles, const std::string& key) {
  const auto found = roles.find(key);
  return found == roles.end() ? Role::none : found->second;
}

}  // namespace

Vocabulary::Vocabulary(std::string_view text, const std::string& name) {
  for (const std::string_view list : kLists) lists_[std::string(list)];
  const NamedRole* role = nullptr;
  std::vector<std::string>* list = nullptr;
  std::size_t number = 0;
  for (const Line& line : split_lines(text)) {
    ++number;
    if (line.blank() || line.text.front() == '#') continue;
    if (line.text.front() != '[') {
      if (list != nullptr) {
        list->push_back(key(line.text));
      } else if (role != nullptr) {
        (role->label ? labels_ : headings_)[key(line.text)] = role->role;
      } else {
        throw std::runtime_error(name + ":" + std::to_string(number) + ": a word before the first [section]");
      }
      continue;
    }
    const std::string_view section = line.text.substr(1, line.text.find(']') - 1);
    role = nullptr;
    list = nullptr;
    for (const NamedRole& known : kRoles) {
      if (known.name == section) role = &known;
    }
    if (const auto found = lists_.find(std::string(section)); found != lists_.end()) list = &found->second;
    if (role == nullptr && list == nullptr) {
      throw std::runtime_error(name + ":" + std::to_string(number) + ": unknown section " + std::string(line.text));
    }
  }
}

Role Vocabulary::heading(const std::string& key) const {
  return role_in(headings_, key);
}
Role Vocabulary::label(const std::string& key) const {
  return role_in(labels_, key);
}

const Vocabulary& vocabulary() {
  static const Vocabulary words = [] {
    const auto path = analyzers::data_file("corpus/vocabularies/headings.txt");
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path.string() + ": cannot be read");
    return Vocabulary(std::string(std::istreambuf_iterator<char>(file), {}), path.filename().string());
  }();
  return words;
}

}  // namespace opslag::corpus::minutes
