// Every text of a meeting that reaches the index passes here.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/personal_numbers.h"

#include "corpus/personal_numbers.h"

namespace opslag::indexer {
namespace {

std::string said(std::size_t count) {
  return count == 1 ? "1 personal number (CPR)" : std::to_string(count) + " personal numbers (CPR)";
}

std::size_t treat(std::string& text, PersonalNumbers how) {
  return how == PersonalNumbers::mask ? corpus::mask_personal_numbers(text)
                                      : corpus::find_personal_numbers(text).size();
}

std::size_t treat(std::optional<std::string>& text, PersonalNumbers how) {
  return text ? treat(*text, how) : 0;
}

// An id that a source gave is given anew.
std::size_t treat_id(std::string& id, PersonalNumbers how) {
  const std::size_t count = corpus::find_personal_numbers(id).size();
  if (count > 0 && how != PersonalNumbers::report) id.clear();
  return count;
}

std::size_t treat(corpus::AgendaItem& item, PersonalNumbers how) {
  std::size_t count = treat(item.title, how) + treat(item.case_number, how);
  for (corpus::Section& section : item.sections) count += treat(section.heading, how) + treat(section.text, how);
  if (item.decision) treat(item.decision->text, how);  // it stands in a section too: counted there
  if (std::string* number = std::get_if<std::string>(&item.number)) count += treat(*number, how);
  count += treat_id(item.id, how);
  for (corpus::Attachment& attachment : item.attachments) {
    count += treat(attachment.name, how);
    treat_id(attachment.id, how);
    // A file whose path holds one is still read, but its path is not told of, and it is not given out.
    if (attachment.file && !corpus::find_personal_numbers(*attachment.file).empty()) {
      ++count;
      if (how != PersonalNumbers::report) attachment.file.reset();
    }
  }
  return count;
}

}  // namespace

std::optional<PersonalNumbers> personal_numbers_named(std::string_view name) {
  if (name == "report") return PersonalNumbers::report;
  if (name == "mask") return PersonalNumbers::mask;
  if (name == "refuse") return PersonalNumbers::refuse;
  return std::nullopt;
}

void treat(corpus::ReadResult& result, PersonalNumbers how) {
  std::size_t count = 0;
  for (corpus::Meeting& meeting : result.meetings) {
    count += treat(meeting.title, how) + treat(meeting.place, how) + treat(meeting.committee, how) +
             treat(meeting.organisation, how) + treat_id(meeting.id, how);
    if (meeting.source_url && !corpus::find_personal_numbers(*meeting.source_url).empty()) {
      ++count;
      if (how != PersonalNumbers::report) meeting.source_url.reset();
    }
    count += treat(meeting.source, how);
    for (corpus::AgendaItem& item : meeting.items) count += treat(item, how);
  }
  if (count == 0) return;
  if (how == PersonalNumbers::refuse) throw corpus::SourceError("it holds " + said(count) + " and is refused");
  result.warnings.push_back("it holds " + said(count) + (how == PersonalNumbers::mask ? ", masked" : ""));
}

void treat(corpus::Extraction& extraction, PersonalNumbers how) {
  std::size_t count = 0;
  for (corpus::Page& page : extraction.pages) count += treat(page.text, how);
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
