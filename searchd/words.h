// All that the pages say, in Danish and in English.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "corpus/schema.h"
#include "searchd/search_request.h"

namespace opslag::searchd {

struct Words {
  std::string_view code, site, tagline, skip, other_language, other_code;
  std::string_view search_label, search_meeting, search_button, search_help, results, filters, show_filters, chosen,
      remove, remove_all;
  std::string_view period, from, to, apply_period, sort, by_relevance, by_newest, by_oldest;
  std::string_view pages, page, of, previous, next;
  std::string_view hit_one, hit_many, no_hits, about, advice_title, advice_spelling, advice_fewer, advice_filters,
      advice_parts;
  std::string_view without_filters, did_you_mean, corrected, corrected_undo, relaxed, relaxed_words, relaxed_undo,
      exact_on, exact_off;
  std::string_view item, attachment, attachments, matched_in_attachment, decision, no_date, more, selected;
  std::string_view meeting, agenda, agenda_note, place, start, end, published, meeting_items, all_meetings, source_link,
      case_number, same_case, whole_case, open_file;
  std::string_view previous_item, next_item, previous_meeting, next_meeting, about_item, topics, municipalities;
  std::string_view back_to_results, no_decision, api, export_csv, newest_items, permalink, contents;
  std::string_view not_found_title, not_found, bad_title, bad_request, busy_title, busy, starting_title, starting,
      failed_title, failed;
  std::string_view empty_period, to_front, page_of_document, untitled;
  std::array<std::string_view, corpus::kFacetCount> facets;  // by corpus::Facet
};

const Words& words(Language language);

// "29. september 2023", "29 September 2023"; what is no ISO date comes back as it is.
std::string long_date(std::string_view iso, Language language);
std::string clock_time(std::string_view iso, Language language);  // "2023-09-29T08:15" → "kl. 8.15"
std::string grouped(std::uint64_t number, Language language);     // 12.345, 12,345
std::string capitalised(std::string_view text);                   // the first letter, æøå too

}  // namespace opslag::searchd
