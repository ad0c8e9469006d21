// Puts the search page together.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/search_page.h"

#include <algorithm>
#include <map>

#include "searchd/search_request_parser.h"
#include "searchd/search_response.h"

namespace opslag::searchd {
namespace {

using corpus::Facet;

constexpr std::size_t kShownValues = 8;  // of a facet; the rest is behind "Vis flere"
// What a reader narrows by first, first.
constexpr std::array<Facet, 8> kFacetOrder{Facet::kind,      Facet::topic,        Facet::municipality, Facet::decision,
                                           Facet::committee, Facet::organisation, Facet::year,         Facet::meeting};

SearchRequest first_page(SearchRequest request) {
  request.offset = 0;
  return request;
}

SearchRequest without_filters(SearchRequest request) {
  for (auto& values : request.filters) values.clear();
  request.from.reset();
  request.to.reset();
  return first_page(std::move(request));
}

SearchRequest toggled(SearchRequest request, Facet facet, const std::string& value) {
  auto& values = request.filters[static_cast<std::size_t>(facet)];
  const auto found = std::find(values.begin(), values.end(), value);
  if (found == values.end())
    values.push_back(value);
  else
    values.erase(found);
  return first_page(std::move(request));
}

SearchRequest asking(SearchRequest request, const std::string& q, bool exact) {
  request.q = q;
  request.exact = exact;
  return first_page(std::move(request));
}

std::string facet_title(Facet facet, const PageContext& page) {
  return std::string(words(page.lang).facets[static_cast<std::size_t>(facet)]);
}

// The label of a chosen value, as the answer's facets have it.
std::string chosen_label(Facet facet, const std::string& value, const SearchResult& result, const PageContext& page) {
  for (const auto& count : result.facets[static_cast<std::size_t>(facet)])
    if (count.value == value && !count.label.empty()) return count.label;
  return page.labels.label(facet, value, page.lang);
}

Html chip(std::string_view title, std::string_view label, const SearchRequest& target, const PageContext& page) {
  return Html().put(
      "<li><a class=\"chip\" href=\"{}\"><span class=\"hidden\">{} </span>{}: {}<span class=\"cross\" "
      "aria-hidden=\"true\"></span></a></li>\n",
      link_to(target), words(page.lang).remove, title, label);
}

Html chosen_html(const SearchRequest& request, const SearchResult& result, const PageContext& page) {
  const Words& say = words(page.lang);
  if (!has_filters(request)) return {};
  Html out;
  out.put("<div class=\"chosen\"><h2 class=\"hidden\">{}</h2>\n<ul>\n", say.chosen);
  for (const auto facet : kFacetOrder)
    for (const auto& value : request.filters[static_cast<std::size_t>(facet)])
      out.put("{}", chip(facet_title(facet, page), chosen_label(facet, value, result, page),
                         toggled(request, facet, value), page));
  auto target = first_page(request);
  target.from.reset();
  if (request.from) out.put("{}", chip(say.from, long_date(*request.from, page.lang), target, page));
  target = first_page(request);
  target.to.reset();
  if (request.to) out.put("{}", chip(say.to, long_date(*request.to, page.lang), target, page));
  return out.put("<li><a class=\"remove-all\" href=\"{}\">{}</a></li>\n</ul></div>\n",
                 link_to(without_filters(request)), say.remove_all);
}

Html hidden_fields(const SearchRequest& request) {
  Html out;
  const auto field = [&](std::string_view name, std::string_view value) {
    out.put("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", name, value);
  };
  if (!request.q.empty()) field("q", request.q);
  for (std::size_t facet = 0; facet < corpus::kFacetCount; ++facet)
    for (const auto& value : request.filters[facet]) field(corpus::kFacetNames[facet], value);
  if (request.sort != Sort::relevance) field("sort", request.sort == Sort::newest ? "newest" : "oldest");
  if (request.exact) field("exact", "1");
  if (!request.recency) field("recency", "0");
  if (request.lang == Language::en) field("lang", "en");
  return out;
}

Html period_html(const SearchRequest& request, const PageContext& page) {
  const Words& say = words(page.lang);
  return Html()
      .put("<form class=\"period\" action=\"/\" method=\"get\">\n{}<fieldset><legend>{}</legend>\n",
           hidden_fields(request), say.period)
      .put(
          "<div class=\"dates\"><div><label for=\"from\">{}</label>\n<input id=\"from\" name=\"from\" type=\"date\" "
          "value=\"{}\"></div>\n",
          say.from, request.from.value_or(""))
      .put("<div><label for=\"to\">{}</label>\n<input id=\"to\" name=\"to\" type=\"date\" value=\"{}\"></div></div>\n",
           say.to, request.to.value_or(""))
      .put("<button type=\"submit\" class=\"quiet\">{}</button></fieldset></form>\n", say.apply_period);
}

Html facet_value(Facet facet, const FacetCount& count, const SearchRequest& request, const PageContext& page) {
  const std::string label = count.label.empty() ? page.labels.label(facet, count.value, page.lang) : count.label;
  Html out;
  out.put("<li><a class=\"value\" href=\"{}\" rel=\"nofollow\"{}>", link_to(toggled(request, facet, count.value)),
          count.selected ? html(" aria-current=\"true\"") : Html());
  if (count.selected) out.put("<span class=\"hidden\">{}: </span>", words(page.lang).selected);
  return out.put(
      "<span class=\"box\" aria-hidden=\"true\"></span><span class=\"label\">{}</span> <span "
      "class=\"count\">{}</span></a></li>\n",
      label, grouped(count.count, page.lang));
}

Html facet_html(Facet facet, const SearchRequest& request, const std::vector<FacetCount>& counts,
                const PageContext& page) {
  const std::string name(corpus::name_of(facet));
  Html out;
  out.put("<section class=\"facet\" aria-labelledby=\"facet-{}\"><h3 id=\"facet-{}\">{}</h3>\n<ul>\n", name, name,
          facet_title(facet, page));
  std::size_t shown = 0;
  Html more;
  for (const auto& count : counts) {
    const bool at_once = count.selected || shown < kShownValues || counts.size() <= kShownValues + 2;
    (at_once ? out : more).put("{}", facet_value(facet, count, request, page));
    shown += at_once ? 1 : 0;
  }
  out.put("</ul>\n");
  if (!more.empty()) {
    out.put("<details><summary>{}<span class=\"hidden\">: {}</span></summary>\n<ul>\n{}</ul></details>\n",
            words(page.lang).more, facet_title(facet, page), more);
  }
  return out.put("</section>\n");
}

// A facet whose only value is what every hit has tells nothing; a meeting is chosen on its own page.
bool worth_showing(Facet facet, const std::vector<FacetCount>& counts, const SearchResult& result) {
  if (counts.empty()) return false;
  const bool chosen = std::any_of(counts.begin(), counts.end(), [](const auto& count) { return count.selected; });
  if (facet == Facet::meeting) return chosen;
  return chosen || counts.size() > 1 || counts.front().count != result.total;
}

// Years in their own order; committees of one name told apart by their organisation.
std::vector<FacetCount> for_people(Facet facet, const SearchResult& result) {
  auto counts = result.facets[static_cast<std::size_t>(facet)];
  if (facet == Facet::year)
    std::sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.value > b.value; });
  if (facet != Facet::committee) return counts;
  std::map<std::string, std::size_t> named;
  for (const auto& count : counts) ++named[count.label];
  for (auto& count : counts) {
    if (named[count.label] == 1) continue;
    for (const auto& organisation : result.facets[static_cast<std::size_t>(Facet::organisation)])
      if (count.value.rfind(organisation.value + "-", 0) == 0) count.label += " (" + organisation.label + ")";
  }
  return counts;
}

Html sort_html(const SearchRequest& request, const PageContext& page) {
  const Words& say = words(page.lang);
  const bool has_words = !request.q.empty();
  const Sort current = !has_words && request.sort == Sort::relevance ? Sort::newest : request.sort;
  Html out;
  out.put("<nav class=\"sort\" aria-label=\"{}\"><span aria-hidden=\"true\">{}</span>\n<ul>\n", say.sort, say.sort);
  const auto choice = [&](Sort sort, std::string_view label) {
    auto target = first_page(request);
    target.sort = sort;
    out.put("<li><a href=\"{}\"{}>{}</a></li>\n", link_to(target),
            sort == current ? html(" aria-current=\"true\"") : Html(), label);
  };
  if (has_words) choice(Sort::relevance, say.by_relevance);
  choice(Sort::newest, say.by_newest);
  choice(Sort::oldest, say.by_oldest);
  return out.put("</ul></nav>\n");
}

Html paging_html(const SearchRequest& request, const SearchResult& result, const PageContext& page) {
  const Words& say = words(page.lang);
  if (request.limit == 0 || result.total <= request.limit) return {};
  const auto current = request.offset / request.limit, last = (result.total - 1) / request.limit;
  const auto step = [&](std::size_t number, std::string_view label, std::string_view rel) {
    auto target = request;
    target.offset = number * request.limit;
    return Html().put("<a class=\"step\" rel=\"{}\" href=\"{}\">{}</a>\n", rel, link_to(target), label);
  };
  Html out;
  out.put("<nav class=\"paging\" aria-label=\"{}\">\n", say.pages);
  out.put("{}", current > 0 ? step(std::min<std::size_t>(current - 1, last), say.previous, "prev") : Html());
  out.put("<span>{} {} {} {}</span>\n", say.page, grouped(current + 1, page.lang), say.of,
          grouped(last + 1, page.lang));
  out.put("{}",
          current < last && (current + 1) * request.limit <= kMaxOffset ? step(current + 1, say.next, "next") : Html());
  return out.put("</nav>\n");
}

Html advice_html(const SearchRequest& request, const PageContext& page) {
  const Words& say = words(page.lang);
  Html out;
  out.put("<div class=\"advice\"><h2>{}</h2>\n<ul>\n", say.advice_title);
  if (!request.q.empty()) {
    out.put("<li>{}</li>\n<li>{}</li>\n<li>{}</li>\n", say.advice_spelling, say.advice_fewer, say.advice_parts);
  }
  if (has_filters(request)) {
    out.put("<li>{} (<a href=\"{}\">{}</a>)</li>\n", say.advice_filters, link_to(without_filters(request)),
            say.without_filters);
  }
  return out.put("</ul></div>\n");
}

Html matched_attachments(const Hit& hit, const std::string& link, const PageContext& page) {
  Html out;
  for (const auto& match : hit.attachments) {
    if (!match.matched || match.attachment >= hit.stored.item.attachments.size()) continue;
    out.put(
        "<li><span class=\"clip\" aria-hidden=\"true\"></span><span class=\"hidden\">{}: </span><a "
        "href=\"{}#bilag-{}\">{}</a>",
        words(page.lang).matched_in_attachment, link, match.attachment + 1,
        hit.stored.item.attachments[match.attachment].name);
    if (match.page) out.put(" <span class=\"muted\">({} {})</span>", words(page.lang).page_of_document, *match.page);
    out.put("{}", file_link(hit.stored.item.attachments[match.attachment], page));
    if (match.snippet) out.put("<p class=\"snippet\">{}</p>", marked(*match.snippet));
    out.put("</li>\n");
  }
  return out.empty() ? out : Html().put("<ul class=\"files\">\n{}</ul>\n", out);
}

Html results_head(const SearchRequest& request, const SearchResult& result, const PageContext& page) {
  const Words& say = words(page.lang);
  const bool nothing_asked = request.q.empty() && !has_filters(request);
  Html out;
  out.put("<div class=\"results-head\">\n<h2 id=\"results\"><span role=\"status\">");
  if (result.total == 0 && request.q.empty())
    out.put("{}", say.no_hits);
  else if (result.total == 0)
    out.put("{} {} “{}”", say.no_hits, say.about, request.q);
  else if (nothing_asked)
    out.put("{} <span class=\"muted\">({})</span>", say.newest_items, grouped(result.total, page.lang));
  else
    out.put("{} {}", grouped(result.total, page.lang), result.total == 1 ? say.hit_one : say.hit_many);
  return out.put("</span></h2>\n{}</div>\n", result.total > 1 ? sort_html(request, page) : Html());
}

Html results_html(const SearchRequest& request, const SearchResult& result, const PageContext& page) {
  const Words& say = words(page.lang);
  Html out;
  out.put("<section class=\"results\" aria-labelledby=\"results\">\n{}{}", messages_html(request, result, page),
          results_head(request, result, page));
  if (result.total == 0) return out.put("{}</section>\n", advice_html(request, page));
  out.put("<ol class=\"hits\" start=\"{}\">\n", request.offset + 1);
  for (const auto& hit : result.hits) out.put("{}", hit_html(hit, request, page));
  return out.put("</ol>\n{}<p class=\"export\"><a href=\"{}\" rel=\"nofollow\">{}</a></p></section>\n",
                 paging_html(request, result, page), link_to(first_page(request), "/api/v1/export?format=csv"),
                 say.export_csv);
}

}  // namespace

bool has_filters(const SearchRequest& request) {
  return request.from || request.to ||
         std::any_of(request.filters.begin(), request.filters.end(),
                     [](const auto& values) { return !values.empty(); });
}

Html hit_html(const Hit& hit, const SearchRequest& request, const PageContext& page) {
  const Words& say = words(page.lang);
  const auto& stored = hit.stored;
  const bool is_item = stored.kind == corpus::DocumentKind::item;
  SearchRequest marks;
  marks.q = request.q;
  marks.lang = page.lang;
  const auto link = link_to(marks, url_of_id(stored.item.id));
  const auto target = is_item ? link : link + "#bilag-" + std::to_string(stored.attachment + 1);
  Html out;
  out.put("<li class=\"hit\">\n<h3><a href=\"{}\">{}</a></h3>\n<p class=\"meta\">", target,
          named(is_item ? stored.item.title : stored.item.attachments.at(stored.attachment).name, say.untitled));
  if (!is_item) out.put("<span class=\"kind\">{}</span> {} · ", say.attachment, named(stored.item.title, say.untitled));
  if (stored.meeting.committee) out.put("{}", *stored.meeting.committee);
  if (stored.meeting.organisation) out.put("{}{}", stored.meeting.committee ? ", " : "", *stored.meeting.organisation);
  if (stored.meeting.committee || stored.meeting.organisation) out.put(" · ");
  out.put("{}", date_html(stored.meeting.date, page));
  if (const auto number = corpus::to_string(stored.item.number); !number.empty())
    out.put(" · {}&nbsp;{}", say.item, number);
  out.put("</p>\n");
  Html codes;
  for (const auto& [value, label] : page.labels.values(stored, Facet::decision, page.lang))
    codes.put("<li class=\"code code-{}\">{}</li>", value, label);
  if (!codes.empty()) out.put("<ul class=\"codes\" aria-label=\"{}\">{}</ul>\n", say.decision, codes);
  if (!hit.snippet.text.empty()) out.put("<p class=\"snippet\">{}</p>\n", marked(hit.snippet));
  return out.put("{}</li>\n", is_item ? matched_attachments(hit, link, page) : Html());
}

Html messages_html(const SearchRequest& request, const SearchResult& result, const PageContext& page) {
  const Words& say = words(page.lang);
  Html out;
  if (result.corrected_to) {
    out.put("<p>{} “{}”. {} <strong>{}</strong>. <a href=\"{}\">{} “{}”</a></p>\n", say.corrected, request.q,
            page.lang == Language::en ? "Showing results for" : "Viser resultater for", *result.corrected_to,
            link_to(asking(request, request.q, true)), say.corrected_undo, request.q);
  } else if (result.did_you_mean) {
    out.put("<p>{} <a href=\"{}\"><strong>{}</strong></a>?</p>\n", say.did_you_mean,
            link_to(asking(request, *result.did_you_mean, false)), *result.did_you_mean);
  }
  if (result.relaxed) {
    out.put("<p>{}", say.relaxed);
    for (std::size_t i = 0; i < result.unmatched.size(); ++i)
      out.put("{} <s>{}</s>", i == 0 ? " " + std::string(say.relaxed_words) : ",", result.unmatched[i]);
    out.put("{} <a href=\"{}\">{}</a></p>\n", result.unmatched.empty() ? "" : ".",
            link_to(asking(request, request.q, true)), say.relaxed_undo);
  }
  if (request.exact && !request.q.empty()) {
    out.put("<p>{} <a href=\"{}\">{}</a></p>\n", say.exact_on, link_to(asking(request, request.q, false)),
            say.exact_off);
  }
  if (request.from && request.to && *request.from > *request.to) out.put("<p>{}</p>\n", say.empty_period);
  for (const auto& notice : result.notices) out.put("<p>{}</p>\n", notice.text);
  return out.empty() ? out : Html().put("<div class=\"notices\" role=\"status\">\n{}</div>\n", out);
}

Html facets_html(const SearchRequest& request, const SearchResult& result, const PageContext& page) {
  Html out;
  for (const auto facet : kFacetOrder) {
    const auto counts = for_people(facet, result);
    if (worth_showing(facet, counts, result)) out.put("{}", facet_html(facet, request, counts, page));
  }
  return out;
}

std::string search_page(const SearchRequest& request, const SearchResult& result, const PageContext& page) {
  const Words& say = words(page.lang);
  const bool front = request.q.empty() && !has_filters(request) && request.offset == 0;
  auto other = request;
  other.lang = page.lang == Language::en ? Language::da : Language::en;
  Html main;
  main.put("<div class=\"search-area\">\n<h1{}>{}</h1>\n{}</div>\n", front ? Html() : html(" class=\"hidden\""),
           say.tagline, search_form(request, page, front))
      .put("{}", chosen_html(request, result, page))
      .put(
          "<div class=\"columns\">\n<div class=\"side\">\n<input type=\"checkbox\" id=\"show-filters\">"
          "<label for=\"show-filters\">{}</label>\n",
          say.show_filters)
      .put("<aside class=\"filters\" aria-labelledby=\"filters\">\n<h2 id=\"filters\">{}</h2>\n{}{}</aside></div>\n",
           say.filters, facets_html(request, result, page), period_html(request, page))
      .put("{}</div>\n", results_html(request, result, page));
  // The count stands in the title because that is what screen readers say first on a new page.
  const std::string count = result.total == 0 ? std::string(say.no_hits)
                                              : grouped(result.total, page.lang) + " " +
                                                    std::string(result.total == 1 ? say.hit_one : say.hit_many);
  const std::string title = request.q.empty() ? std::string(say.tagline) : request.q + ": " + count;
  return framed({title, front ? "/" : "", link_to(other), main}, page);
}

}  // namespace opslag::searchd
