// The page of a meeting, and the list of all meetings.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/item_page.h"

#include <algorithm>

#include "searchd/search_request_parser.h"
#include "searchd/search_response.h"

namespace opslag::searchd {
namespace {

constexpr std::size_t kMeetingsOnAPage = 300;

std::string link(const std::string& path, const PageContext& page) {
  return page.lang == Language::en ? path + "?lang=en" : path;
}

PageFrame frame(const std::string& title, const std::string& path, const PageContext& page, Html main) {
  return {title, path, page.lang == Language::en ? path : path + "?lang=en", std::move(main)};
}

std::string title_of(const corpus::MeetingHead& meeting, const PageContext& page) {
  if (meeting.title) return *meeting.title;
  const Words& say = words(page.lang);
  return std::string(meeting.type == "referat" ? say.meeting : say.agenda) + " " +
         (meeting.date ? long_date(*meeting.date, page.lang) : std::string(say.no_date));
}

void fact(Html& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.put("<dt>{}</dt><dd>{}</dd>\n", name, value);
}

Html head_html(const corpus::Stored& stored, const PageContext& page) {
  const Words& say = words(page.lang);
  const auto& meeting = stored.meeting;
  const auto date_or = [&](const std::optional<std::string>& date) { return date ? long_date(*date, page.lang) : ""; };
  const auto time_or = [&](const std::optional<std::string>& time) { return time ? clock_time(*time, page.lang) : ""; };
  Html out;
  out.put("<dl class=\"facts\">\n");
  for (const auto& [value, label] : page.labels.values(stored, corpus::Facet::committee, page.lang))
    out.put("<dt>{}</dt><dd><a href=\"{}\">{}</a></dd>\n",
            say.facets[static_cast<std::size_t>(corpus::Facet::committee)],
            facet_link(corpus::Facet::committee, value, page.lang), label);
  fact(out, say.facets[static_cast<std::size_t>(corpus::Facet::organisation)], meeting.organisation.value_or(""));
  fact(out, page.lang == Language::en ? "Date" : "Dato", date_or(meeting.date));
  fact(out, say.start, time_or(meeting.start));
  fact(out, say.end, time_or(meeting.end));
  fact(out, say.place, meeting.place.value_or(""));
  fact(out, say.published, date_or(meeting.published));
  return out.put("</dl>\n");
}

Html neighbours(const MeetingEntry& entry, const MeetingList& list, const PageContext& page) {
  const Words& say = words(page.lang);
  if (!entry.previous && !entry.next) return {};
  Html out;
  out.put("<nav class=\"neighbours\" aria-label=\"{}\">\n", say.all_meetings);
  const auto step = [&](std::size_t at, std::string_view rel, std::string_view label) {
    const auto meeting = list.all()[at].head();
    out.put("<a rel=\"{}\" class=\"{}\" href=\"{}\"><span>{}</span> {}</a>\n", rel, rel,
            link(url_of_id(meeting.id), page), label, date_html(meeting.date, page));
  };
  if (entry.previous) step(*entry.previous, "prev", say.previous_meeting);
  if (entry.next) step(*entry.next, "next", say.next_meeting);
  return out.put("</nav>\n");
}

// In the list's order: newest first.
std::vector<std::string> years_of(const MeetingList& list) {
  std::vector<std::string> years;
  for (const auto& entry : list.all())
    if (std::find(years.begin(), years.end(), entry.year) == years.end()) years.emplace_back(entry.year);
  return years;
}

std::string year_label(const std::string& year, const PageContext& page) {
  return year == "-" ? capitalised(words(page.lang).no_date) : year;
}

Html years_html(const std::vector<std::string>& years, const std::string& chosen, const PageContext& page) {
  Html out;
  out.put("<nav class=\"sort years\" aria-label=\"{}\"><ul>\n",
          words(page.lang).facets[static_cast<std::size_t>(corpus::Facet::year)]);
  for (const auto& year : years)
    out.put("<li><a href=\"/moeder?year={}{}\"{}>{}</a></li>\n", percent_encode(year),
            page.lang == Language::en ? "&lang=en" : "", year == chosen ? html(" aria-current=\"true\"") : Html(),
            year_label(year, page));
  return out.put("</ul></nav>\n");
}

Html year_html(const MeetingList& list, const std::string& year, const PageContext& page) {
  Html out;
  out.put("<h2>{}</h2>\n<ul class=\"items\">\n", year_label(year, page));
  for (const auto& entry : list.all()) {
    if (entry.year != year) continue;
    const auto meeting = entry.head();
    out.put("<li><span class=\"when\">{}</span><a href=\"{}\">{}</a></li>\n", date_html(meeting.date, page),
            link(url_of_id(meeting.id), page), title_of(meeting, page));
  }
  return out.put("</ul>\n");
}

}  // namespace

std::string meeting_page(const corpus::Stored& stored, const MeetingList& list, const PageContext& page) {
  const Words& say = words(page.lang);
  const auto& meeting = stored.meeting;
  SearchRequest within;
  within.filters[static_cast<std::size_t>(corpus::Facet::meeting)] = {meeting.id};
  within.lang = page.lang;
  Html main;
  main.put("<div class=\"search-area small\">{}</div>\n<article class=\"meeting\">\n<h1>{}</h1>\n{}",
           search_form(within, page, false, say.search_meeting), title_of(meeting, page), head_html(stored, page));
  const auto& url = meeting.source_url;
  if (url && (url->rfind("https://", 0) == 0 || url->rfind("http://", 0) == 0))
    main.put("<p><a class=\"source\" href=\"{}\" rel=\"noreferrer\">{}</a></p>\n", *url, say.source_link);
  main.put("<h2>{}</h2>\n<ul class=\"items\">\n", say.meeting_items);
  for (const auto& item : stored.items)
    main.put("<li><span class=\"number\">{}</span><a href=\"{}\">{}</a></li>\n", corpus::to_string(item.number),
             link(url_of_id(item.id), page), named(item.title, say.untitled));
  main.put("</ul>\n</article>\n");
  if (const auto* entry = list.find(meeting.id)) main.put("{}", neighbours(*entry, list, page));
  return framed(frame(title_of(meeting, page), url_of_id(meeting.id), page, std::move(main)), page);
}

std::string meetings_page(const MeetingList& list, const std::string& year, const PageContext& page) {
  const Words& say = words(page.lang);
  SearchRequest empty;
  empty.lang = page.lang;
  const auto years = years_of(list);
  const bool known = std::find(years.begin(), years.end(), year) != years.end();
  const bool by_year = known || list.all().size() > kMeetingsOnAPage;
  const std::string chosen = known || years.empty() ? year : years.front();
  Html main;
  main.put("<div class=\"search-area small\">{}</div>\n<h1>{}</h1>\n", search_form(empty, page, false),
           say.all_meetings);
  if (by_year) main.put("{}", years_html(years, chosen, page));
  for (const auto& one : years)
    if (!by_year || one == chosen) main.put("{}", year_html(list, one, page));
  const std::string path = known ? "/moeder?year=" + percent_encode(year) : "/moeder";
  const std::string other = page.lang == Language::en ? path : path + (known ? "&lang=en" : "?lang=en");
  return framed({std::string(say.all_meetings) + (known ? " " + year : ""), path, other, std::move(main)}, page);
}

}  // namespace opslag::searchd
