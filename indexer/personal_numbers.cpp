// Every text of a meeting that reaches the index passes here.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/personal_numbers.h"

#include <algorithm>
#include <utility>

#include "corpus/personal_number_words.h"
#include "corpus/personal_numbers.h"

namespace opslag::indexer {
namespace {

std::string said(std::size_t count) {
  return count == 1 ? "1 personal number (CPR)" : std::to_string(count) + " personal numbers (CPR)";
}

// The places of a meeting, one kind after the other; counts what was found in them.
class Treatment {
 public:
  explicit Treatment(PersonalNumbers how) : how_(how) {}

  void meeting(corpus::Meeting& meeting) {
    for (auto* field : {&meeting.title, &meeting.place, &meeting.committee, &meeting.organisation}) text(*field);
    id(meeting.id);
    address(meeting.source_url);
    count_ += treat(meeting.source, Within::name);
    count_ += treat(meeting.layout, Within::name);
    for (corpus::AgendaItem& its : meeting.items) item(its);
  }
  std::size_t count() const { return count_; }

 private:
  using Within = corpus::Within;

  std::size_t treat(std::string& text, Within within) const {
    return how_ == PersonalNumbers::mask ? corpus::mask_personal_numbers(text, within)
                                         : corpus::find_personal_numbers(text, within).size();
  }
  void text(std::string& text) { count_ += treat(text, Within::text); }
  void text(std::optional<std::string>& optional) {
    if (optional) text(*optional);
  }
  // An id that a source gave is given anew.
  void id(std::string& id) {
    if (!corpus::address_holds_personal_number(id)) return;
    ++count_;
    if (how_ != PersonalNumbers::report) id.clear();
  }
  void address(std::optional<std::string>& address) {
    if (!address || !corpus::address_holds_personal_number(*address)) return;
    ++count_;
    if (how_ != PersonalNumbers::report) address.reset();
  }

  // A heading may announce what its text begins with.
  void section(corpus::Section& section) {
    const std::size_t before = count_;
    text(section.heading);
    text(section.text);
    if (!section.heading || !corpus::announces_number(corpus::word_before(*section.heading))) return;
    const std::size_t begin = section.heading->size() + 1;
    std::string whole = *section.heading + '\n' + section.text;
    const std::size_t all = treat(whole, Within::text);
    if (how_ == PersonalNumbers::mask) {
      count_ += all;
      section.heading = whole.substr(0, begin - 1);
      section.text = whole.substr(begin);
    } else {
      count_ = std::max(count_, before + all);
    }
  }

  // Most stand in a section too, and are counted there.
  void decision(std::string& text, const std::vector<corpus::Section>& sections) {
    const bool elsewhere = std::any_of(sections.begin(), sections.end(), [&](const corpus::Section& section) {
      return section.text.find(text) != std::string::npos;
    });
    const std::size_t found = treat(text, Within::text);
    if (!elsewhere) count_ += found;
  }

  void number(corpus::ItemNumber& number) {
    std::string written = corpus::to_string(number);
    const std::size_t found = treat(written, Within::name);
    count_ += found;
    if (found > 0 && how_ == PersonalNumbers::mask) number = std::move(written);
  }

  // What stands for a value of a facet; no vocabulary has such a one.
  void values(std::vector<std::string>& values) {
    for (std::string& value : values) count_ += treat(value, Within::name);
  }

  void item(corpus::AgendaItem& item) {
    text(item.title);
    if (item.case_number) count_ += treat(*item.case_number, Within::name);
    if (item.decision) decision(item.decision->text, item.sections);
    for (corpus::Section& its : item.sections) section(its);
    number(item.number);
    id(item.id);
    values(item.municipalities);
    values(item.topics);
    for (corpus::Attachment& its : item.attachments) attachment(its);
  }

  // A file whose path holds one is still read, but its path is not told of, and it is not given out.
  void attachment(corpus::Attachment& attachment) {
    count_ += treat(attachment.name, Within::name);
    id(attachment.id);
    address(attachment.file);
    address(attachment.media_type);
  }

  const PersonalNumbers how_;
  std::size_t count_ = 0;
};

}  // namespace

std::optional<PersonalNumbers> personal_numbers_named(std::string_view name) {
  if (name == "report") return PersonalNumbers::report;
  if (name == "mask") return PersonalNumbers::mask;
  if (name == "refuse") return PersonalNumbers::refuse;
  return std::nullopt;
}

void treat(corpus::ReadResult& result, PersonalNumbers how) {
  Treatment treatment(how);
  for (corpus::Meeting& meeting : result.meetings) treatment.meeting(meeting);
  const std::size_t count = treatment.count();
  if (count == 0) return;
  if (how == PersonalNumbers::refuse) throw corpus::SourceError("it holds " + said(count) + " and is refused");
  result.warnings.push_back("it holds " + said(count) + (how == PersonalNumbers::mask ? ", masked" : ""));
}

void treat(corpus::Extraction& extraction, PersonalNumbers how) {
  if (how != PersonalNumbers::report) corpus::mask_personal_numbers(extraction.reason, corpus::Within::name);
  std::size_t count = 0;
  for (corpus::Page& page : extraction.pages) {
    count += how == PersonalNumbers::mask ? corpus::mask_personal_numbers(page.text)
                                          : corpus::find_personal_numbers(page.text).size();
  }
  if (count == 0) return;
  const bool refused = how == PersonalNumbers::refuse;
  extraction.withheld = how != PersonalNumbers::report;
  if (refused) extraction.pages.clear();
  if (!extraction.reason.empty()) extraction.reason += "; ";
  extraction.reason += "it holds " + said(count) +
                       (refused                        ? " and is refused"
                        : how == PersonalNumbers::mask ? ", masked"
                                                       : "");
  extraction.status = refused ? corpus::ExtractionStatus::failed : corpus::ExtractionStatus::partial;
}

}  // namespace opslag::indexer
