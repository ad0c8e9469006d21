// The frame of every page.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/page.h"

#include "searchd/search_request_parser.h"

namespace opslag::searchd {
namespace {

Html hidden(std::string_view name, std::string_view value) {
  return Html().put("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", name, value);
}

std::string home(const PageContext& page) {
  return page.lang == Language::en ? "/?lang=en" : "/";
}

}  // namespace

std::string framed(const PageFrame& frame, const PageContext& page) {
  const Words& say = words(page.lang);
  const std::string& other_link = frame.other_lang;
  Html out;
  out.put("<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", say.code)
      .put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{} · {}</title>\n",
           frame.title, say.site)
      .put("<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"stylesheet\" href=\"{}\">\n",
           page.files.url("style.css"))
      .put("<link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">\n", page.files.url("icon.svg"))
      .put(
          "<link rel=\"search\" type=\"application/opensearchdescription+xml\" title=\"{}\" "
          "href=\"/opensearch.xml\">\n",
          say.site);
  if (frame.canonical.empty())
    out.put("<meta name=\"robots\" content=\"noindex\">\n");
  else
    out.put("<link rel=\"canonical\" href=\"{}\">\n", frame.canonical);
  out.put("<script src=\"{}\" defer></script>\n</head>\n<body>\n", page.files.url("page.js"))
      .put("<a class=\"skip\" href=\"#indhold\">{}</a>\n<header class=\"top\"><div class=\"wide\">\n", say.skip)
      .put("<a class=\"brand\" href=\"{}\"><span class=\"brand-mark\" aria-hidden=\"true\"></span>{}</a>\n", home(page),
           say.site)
      .put("<nav class=\"top-links\" aria-label=\"{}\"><a href=\"{}\">{}</a>\n", say.site,
           page.lang == Language::en ? "/moeder?lang=en" : "/moeder", say.all_meetings);
  if (!other_link.empty()) {
    out.put("<a href=\"{}\" lang=\"{}\" hreflang=\"{}\" rel=\"alternate\">{}</a>", other_link, say.other_code,
            say.other_code, say.other_language);
  }
  out.put("</nav>\n</div></header>\n<main id=\"indhold\" class=\"wide\" tabindex=\"-1\">\n{}</main>\n", frame.main)
      .put(
          "<footer class=\"bottom\"><div class=\"wide\"><p>{}</p><p><a "
          "href=\"/openapi.json\">{}</a></p></div></footer>\n",
          say.tagline, say.api)
      .put("</body>\n</html>\n");
  return out.str();
}

Html search_form(const SearchRequest& request, const PageContext& page, bool with_help, std::string_view label) {
  const Words& say = words(page.lang);
  Html out;
  out.put("<form class=\"search\" action=\"/\" method=\"get\" role=\"search\">\n<label for=\"q\">{}</label>\n",
          label.empty() ? say.search_label : label)
      .put(
          "<div class=\"search-row\"><input id=\"q\" name=\"q\" type=\"search\" value=\"{}\" autocomplete=\"off\" "
          "autocapitalize=\"none\" enterkeyhint=\"search\"{}>\n",
          request.q, with_help ? html(" aria-describedby=\"q-help\"") : Html())
      .put("<button type=\"submit\">{}</button></div>\n", say.search_button);
  if (with_help) out.put("<p class=\"help\" id=\"q-help\">{}</p>\n", say.search_help);
  for (std::size_t facet = 0; facet < corpus::kFacetCount; ++facet)
    for (const auto& value : request.filters[facet]) out.put("{}", hidden(corpus::kFacetNames[facet], value));
  if (request.from) out.put("{}", hidden("from", *request.from));
  if (request.to) out.put("{}", hidden("to", *request.to));
  if (request.sort != Sort::relevance)
    out.put("{}", hidden("sort", request.sort == Sort::newest ? "newest" : "oldest"));
  if (page.lang == Language::en) out.put("{}", hidden("lang", "en"));
  return out.put("</form>\n");
}

Html date_html(const std::optional<std::string>& date, const PageContext& page) {
  if (!date) return Html().put("{}", words(page.lang).no_date);
  return Html().put("<time datetime=\"{}\">{}</time>", *date, long_date(*date, page.lang));
}

Html file_link(const corpus::Attachment& attachment, const PageContext& page) {
  if (!is_served(attachment, page.files_served)) return {};
  return Html().put(" · <a class=\"file\" href=\"{}\" download>{}</a>", file_url(attachment),
                    words(page.lang).open_file);
}

std::string facet_link(corpus::Facet facet, const std::string& value, Language lang) {
  SearchRequest request;
  request.filters[static_cast<std::size_t>(facet)] = {value};
  request.lang = lang;
  return link_to(request);
}

std::string message_page(int status, const PageContext& page, bool starting) {
  const Words& say = words(page.lang);
  std::string_view title = say.failed_title, sentence = say.failed;
  if (status == 404)
    title = say.not_found_title, sentence = say.not_found;
  else if (starting)
    title = say.starting_title, sentence = say.starting;
  else if (status == 503)
    title = say.busy_title, sentence = say.busy;
  else if (status < 500)
    title = say.bad_title, sentence = say.bad_request;
  SearchRequest empty;
  empty.lang = page.lang;
  Html main;
  main.put("<div class=\"message\">\n<h1>{}</h1>\n<p>{}</p>\n</div>\n{}", title, sentence,
           search_form(empty, page, false))
      .put("<p><a href=\"{}\">{}</a></p>\n", home(page), say.to_front);
  return framed({std::string(title), "", "", main}, page);
}

}  // namespace opslag::searchd
