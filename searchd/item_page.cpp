// The item's page.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/item_page.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "searchd/search_request_parser.h"
#include "searchd/search_response.h"

namespace opslag::searchd {
namespace {

using corpus::Facet;

// The marked form of each of the item's texts, found by where the text lies in memory.
class Marks {
 public:
  Marks(const corpus::Stored& item, const std::vector<Fragment>& fragments) {
    const auto texts = corpus::field_texts(item);
    for (std::size_t i = 0; i < texts.size() && i < fragments.size(); ++i)
      if (fragments[i].text == texts[i].text) by_place_.emplace(texts[i].text.data(), &fragments[i]);
  }
  Fragment of(const std::string& text) const {
    const auto found = by_place_.find(text.data());
    return found == by_place_.end() ? Fragment{text, {}} : *found->second;
  }

 private:
  std::map<const char*, const Fragment*> by_place_;
};

std::string with_q(const std::string& path, const std::string& q, const PageContext& page) {
  SearchRequest request;
  request.q = q;
  request.lang = page.lang;
  return link_to(request, path);
}

Html crumbs(const corpus::Stored& item, const std::string& q, const PageContext& page) {
  const Words& say = words(page.lang);
  Html out;
  out.put("<nav class=\"crumbs\" aria-label=\"{}\">", say.meeting);
  if (!q.empty()) out.put("<a href=\"{}\">{}</a> · ", with_q("/", q, page), say.back_to_results);
  out.put("<a href=\"{}\">", with_q(url_of_id(item.meeting.id), "", page));
  if (item.meeting.committee) out.put("{}, ", *item.meeting.committee);
  return out.put("{}</a></nav>\n", date_html(item.meeting.date, page));
}

Html decision_html(const corpus::Stored& item, const Marks& marks, const PageContext& page) {
  const Words& say = words(page.lang);
  if (!item.item.decision)
    return item.meeting.type == "referat" ? Html() : Html().put("<p class=\"muted\">{}</p>\n", say.agenda_note);
  Html codes;
  for (const auto& [value, label] : page.labels.values(item, Facet::decision, page.lang))
    codes.put("<li><a class=\"code code-{}\" href=\"{}\">{}</a></li>\n", value,
              facet_link(Facet::decision, value, page.lang), label);
  const auto& text = item.item.decision->text;
  return Html()
      .put("<section class=\"decision\" aria-labelledby=\"beslutning\"><h2 id=\"beslutning\">{}</h2>\n", say.decision)
      .put("<ul class=\"codes\">{}</ul>\n{}</section>\n", codes,
           text.empty() ? Html().put("<p class=\"muted\">{}</p>\n", say.no_decision) : paragraphs(marks.of(text)));
}

// A section that only lists the attachments, which stand below anyway.
bool lists_attachments(const corpus::Section& section, const corpus::AgendaItem& item) {
  if (!section.heading || item.attachments.empty()) return false;
  std::istringstream lines(section.text);
  for (std::string line; std::getline(lines, line);) {
    const auto same = [&](const corpus::Attachment& one) {
      const auto at = line.rfind(one.name);  // behind a bullet or a number, if any
      return at != std::string::npos && at <= 8 && line.find_last_not_of(" \t\r") + 1 == at + one.name.size();
    };
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (std::none_of(item.attachments.begin(), item.attachments.end(), same)) return false;
  }
  return true;
}

Html sections_html(const corpus::Stored& item, const Marks& marks) {
  Html out;
  for (const auto& section : item.item.sections) {
    if (item.item.decision && section.text == item.item.decision->text) continue;  // stands at the top
    if (section.text.empty() || lists_attachments(section, item.item)) continue;
    if (section.heading && *section.heading != item.item.title)
      out.put("<h2>{}</h2>\n", marked(marks.of(*section.heading)));
    out.put("{}", paragraphs(marks.of(section.text)));
  }
  return out;
}

Html attachments_html(const corpus::Stored& item, const Marks& marks, const PageContext& page) {
  if (item.item.attachments.empty()) return {};
  Html out;
  out.put("<section class=\"attachments\" aria-labelledby=\"bilag\"><h2 id=\"bilag\">{}</h2>\n<ol>\n",
          words(page.lang).attachments);
  for (std::size_t i = 0; i < item.item.attachments.size(); ++i)
    out.put("<li id=\"bilag-{}\">{}{}</li>\n", i + 1, marked(marks.of(item.item.attachments[i].name)),
            file_link(item.item.attachments[i], page));
  return out.put("</ol></section>\n");
}

// What else was decided in the case: in which committee, and when.
Html same_case_html(const std::optional<SameCase>& same, const PageContext& page) {
  constexpr std::size_t kShown = 20;
  if (!same || same->others.empty()) return {};
  const Words& say = words(page.lang);
  Html out;
  out.put("<section class=\"same-case\" aria-labelledby=\"samme-sag\"><h2 id=\"samme-sag\">{}</h2>\n<ol>\n",
          say.same_case);
  for (std::size_t i = 0; i < std::min(kShown, same->others.size()); ++i) {
    const corpus::Stored& other = same->others[i];
    out.put("<li>{}: <a href=\"{}\">{}</a>", date_html(other.meeting.date, page),
            with_q(url_of_id(other.item.id), "", page), other.item.title);
    if (other.meeting.committee) out.put(" · {}", *other.meeting.committee);
    out.put("</li>\n");
  }
  return out.put("</ol>\n<p><a href=\"{}\">{}</a></p>\n</section>\n", link_to(same->all), say.whole_case);
}

Html facet_links(const corpus::Stored& item, Facet facet, std::string_view title, const PageContext& page) {
  const auto values = page.labels.values(item, facet, page.lang);
  if (values.empty()) return {};
  Html out;
  out.put("<dt>{}</dt>\n", title);
  for (const auto& [value, label] : values)
    out.put("<dd><a href=\"{}\">{}</a></dd>\n", facet_link(facet, value, page.lang), label);
  return out;
}

Html about_html(const corpus::Stored& item, const PageContext& page) {
  const Words& say = words(page.lang);
  Html facts;
  facts.put("{}{}{}", facet_links(item, Facet::topic, say.topics, page),
            facet_links(item, Facet::municipality, say.municipalities, page),
            facet_links(item, Facet::committee, say.facets[static_cast<std::size_t>(Facet::committee)], page));
  if (item.item.case_number) facts.put("<dt>{}</dt><dd>{}</dd>\n", say.case_number, *item.item.case_number);
  facts.put("<dt>{}</dt><dd><a href=\"{}\" rel=\"bookmark\">{}</a></dd>\n", say.permalink, url_of_id(item.item.id),
            item.item.id);
  Html out;
  out.put("<aside class=\"about\" aria-labelledby=\"om\"><h2 id=\"om\">{}</h2>\n<dl>\n{}</dl>\n", say.about_item,
          facts);
  const auto& url = item.meeting.source_url;
  if (url && (url->rfind("https://", 0) == 0 || url->rfind("http://", 0) == 0))
    out.put("<p><a class=\"source\" href=\"{}\" rel=\"noreferrer\">{}</a></p>\n", *url, say.source_link);
  return out.put("</aside>\n");
}

Html neighbours_html(const corpus::Stored& item, const std::string& q, const PageContext& page) {
  const Words& say = words(page.lang);
  if (!item.previous && !item.next) return {};
  Html out;
  out.put("<nav class=\"neighbours\" aria-label=\"{}\">\n", say.meeting_items);
  const auto link = [&](const corpus::ItemReference& one, std::string_view rel, std::string_view label) {
    out.put("<a rel=\"{}\" class=\"{}\" href=\"{}\"><span>{}</span> {}</a>\n", rel, rel,
            with_q(url_of_id(one.id), q, page), label, named(one.title, say.untitled));
  };
  if (item.previous) link(*item.previous, "prev", say.previous_item);
  if (item.next) link(*item.next, "next", say.next_item);
  return out.put("</nav>\n");
}

}  // namespace

std::string item_page(const corpus::Stored& item, const std::vector<Fragment>& fragments, const std::string& q,
                      const PageContext& page, const std::optional<SameCase>& same) {
  const Marks marks(item, fragments);
  const auto number = corpus::to_string(item.item.number);
  SearchRequest empty;
  empty.lang = page.lang;
  empty.q = q;
  Html main;
  main.put("<div class=\"search-area small\">{}</div>\n{}", search_form(empty, page, false), crumbs(item, q, page))
      .put("<div class=\"item-columns\">\n<article class=\"item\">\n<h1>");
  if (!number.empty()) main.put("<span class=\"number\">{}.</span> ", number);
  const auto title = named(item.item.title, words(page.lang).untitled);
  main.put("{}</h1>\n", title == item.item.title ? marked(marks.of(item.item.title)) : Html().put("{}", title))
      .put("{}{}{}{}</article>\n", decision_html(item, marks, page), sections_html(item, marks),
           attachments_html(item, marks, page), same_case_html(same, page))
      .put("{}</div>\n{}", about_html(item, page), neighbours_html(item, q, page));
  const auto canonical = url_of_id(item.item.id);
  auto other = page.lang == Language::en ? canonical : canonical + "?lang=en";
  return framed({std::string(title), canonical, std::move(other), main}, page);
}

}  // namespace opslag::searchd
