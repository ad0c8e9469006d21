// Health, readiness, the page's files, and how browsers learn of the search.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/service_answers.h"

#include "searchd/answers.h"
#include "searchd/html.h"
#include "searchd/problem.h"
#include "searchd/search_request_parser.h"
#include "searchd/search_response.h"
#include "searchd/words.h"

namespace opslag::searchd {
namespace {

// Which shards those are, the administrator knows; where they lie is nobody else's business.
std::string missing_sentence(ShardCount count, const std::vector<std::size_t>& missing) {
  std::string sentence = std::to_string(count.answered) + " of " + std::to_string(count.total) +
                         " shards answer. Missing, in the order of --index:";
  for (const std::size_t place : missing) (sentence += sentence.back() == ':' ? " " : ", ") += std::to_string(place);
  return sentence + ".";
}

}  // namespace

HttpResponse web_file_answer(const WebFiles& files, const HttpRequest& request, std::string_view name) {
  const auto* file = files.find(name);
  if (!file) throw Problem(404, "There is nothing at this address.");
  const std::string tag = "\"" + file->version + "\"";
  HttpResponse answer = text_answer(file->content_type, file->body);
  answer.route = "/web";
  const bool versioned = value_of(request.parameters, "v") == file->version;
  answer.headers.emplace_back("Cache-Control",
                              versioned ? "public, max-age=31536000, immutable" : "public, max-age=300");
  answer.headers.emplace_back("ETag", tag);
  if (request.if_none_match != tag) return answer;
  answer.status = 304;
  answer.content_type.clear();
  answer.body.clear();
  return answer;
}

// What is wrong with an index is told to the administrator on standard error; here only that something is.
HttpResponse health_answer(const SearcherPool::Status& status, double uptime_s) {
  Health health;
  health.uptime_s = uptime_s;
  if (status.open) {
    health.generation = status.generation.number;
    health.meetings = status.generation.meetings;
    health.items = status.generation.items;
    health.attachments = status.generation.attachments;
  }
  if (!status.open) health.status = "starting", health.detail = "No index is open.";
  if (status.open && !status.problem.empty())
    health.status = "degraded",
    health.detail = "The newest generation of the index can't be used; an older one serves.";
  health.shards = status.shards;
  health.missing = status.missing;
  if (status.open && !status.missing.empty())
    health.status = "degraded", health.detail = missing_sentence(status.shards, status.missing);
  auto answer = json_answer(health_json(health));
  answer.route = "/healthz";
  return answer;
}

HttpResponse ready_answer(const SearcherPool::Status& status) {
  if (!status.open) throw Problem(503, "No index is open yet.");
  auto answer = text_answer(
      "text/plain; charset=utf-8",
      status.missing.empty() ? "ready\n" : "degraded\n" + missing_sentence(status.shards, status.missing) + "\n");
  answer.route = "/readyz";
  return answer;
}

HttpResponse open_search_answer(const std::string& base) {
  Html xml;
  xml.put(
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenSearchDescription "
         "xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n")
      .put("<ShortName>{}</ShortName>\n<Description>{}</Description>\n", words(Language::da).site,
           words(Language::da).tagline)
      .put("<InputEncoding>UTF-8</InputEncoding>\n<Language>da</Language>\n")
      .put("<Image height=\"16\" width=\"16\" type=\"image/svg+xml\">{}/web/icon.svg</Image>\n", base)
      .put("<Url type=\"text/html\" template=\"{}/?q={}\"/>\n", base, html("{searchTerms}"))
      .put("<Url type=\"application/json\" template=\"{}/api/v1/search?q={}\"/>\n", base, html("{searchTerms}"))
      .put("</OpenSearchDescription>\n");
  auto answer = text_answer("application/opensearchdescription+xml; charset=utf-8", xml.str());
  answer.route = "/opensearch.xml";
  return answer;
}

}  // namespace opslag::searchd
