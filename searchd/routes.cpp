// The routes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/routes.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "searchd/answers.h"
#include "searchd/export.h"
#include "searchd/item_page.h"
#include "searchd/problem.h"
#include "searchd/search_page.h"
#include "searchd/search_request_parser.h"
#include "searchd/search_response.h"
#include "searchd/service_answers.h"

namespace opslag::searchd {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMeetingsLimit = 1'000;
constexpr std::size_t kTakenAtOnce = 64'000;  // bytes of an answer that even a slow client's system takes at once

double milliseconds_since(Clock::time_point start) {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
  return static_cast<double>(micros) / 1000.0;
}

// The language that a page's visitor asked for, even where the rest of the address is wrong.
Language language_of(const Parameters& parameters) {
  return value_of(parameters, "lang") == "en" ? Language::en : Language::da;
}

ExportFormat parse_format(const Parameters& parameters) {
  if (std::count_if(parameters.begin(), parameters.end(), [](const auto& one) { return one.first == "format"; }) > 1)
    throw Problem(400, "The parameter may stand only once.", "format");
  const auto format = value_of(parameters, "format");
  if (format == "csv" || format.empty()) return ExportFormat::csv;
  if (format == "ndjson") return ExportFormat::ndjson;
  throw Problem(400,
                format == "xlsx" ? "xlsx is not offered yet; csv opens in Excel." : "The format must be csv or ndjson.",
                "format");
}

bool wants_page(const HttpRequest& request) {
  const auto& path = request.segments;
  if (request.refused) return false;
  if (path.empty() || path[0] == "moeder") return true;
  return path[0] != "api" && path[0] != "healthz" && path[0] != "readyz" && path[0].find('.') == std::string::npos;
}

// What is not there may be in a shard that does not answer.
[[noreturn]] void not_found(const SearcherPool::Lease& lease, const char* sentence) {
  if (lease.lacks_shards()) throw Problem(503, "A part of the collection does not answer; this may be in it.");
  throw Problem(404, sentence);
}

std::string joined(const std::vector<std::string>& segments, std::size_t first) {
  std::string id;
  for (std::size_t i = first; i < segments.size(); ++i) (id += id.empty() ? "" : "/") += segments[i];
  return id;
}

}  // namespace

struct Routes::State {
  explicit State(const Options& given)
      : options(given),
        vocabularies(corpus::load_vocabularies()),
        labels(*vocabularies),
        pool(given.pool, analyzers::load_language(), vocabularies) {}

  const Options options;
  const WebFiles files;
  const std::shared_ptr<const corpus::Vocabularies> vocabularies;
  const Labels labels;
  SearcherPool pool;
  const Clock::time_point started = Clock::now();

  HttpResponse route(const HttpRequest& request);
  HttpResponse api(const HttpRequest& request);
  HttpResponse search(const Parameters& parameters);
  HttpResponse export_hits(const Parameters& parameters);
  HttpResponse item(const std::string& id, const Parameters& parameters);
  HttpResponse attachment(const std::string& id, const Parameters& parameters);
  HttpResponse attachment_file(const std::string& id, const HttpRequest& request);
  void put_file_urls(Json& json, const corpus::Stored& item) const;
  HttpResponse meetings(const Parameters& parameters);
  HttpResponse meeting(const std::string& id, const Parameters& parameters);
  HttpResponse front_page(const Parameters& parameters);
  HttpResponse permalink(const std::vector<std::string>& path, const Parameters& parameters);
  HttpResponse permalink(const std::vector<std::string>& path, const Parameters& parameters,
                         SearcherPool::Lease& lease);
  HttpResponse failed(const HttpRequest& request, const Problem& problem) const;
  PageContext page(Language lang) const { return {lang, files, labels, options.files}; }
};

HttpResponse Routes::State::route(const HttpRequest& request) {
  if (request.refused) throw Problem(request.refused->status, request.refused->detail);
  if (request.method != "GET" && request.method != "HEAD") throw Problem(405, "Only GET and HEAD are answered.");
  const auto& path = request.segments;
  if (path.empty() && !request.trailing_slash) return front_page(request.parameters);
  if (request.trailing_slash) throw Problem(404, "There is nothing at this address.");
  if (path[0] == "api") return api(request);
  if (path[0] == "moeder") return permalink(path, request.parameters);
  if (path.size() == 2 && path[0] == "web") return web_file_answer(files, request, path[1]);
  if (path.size() == 1) {
    if (path[0] == "healthz") return health_answer(pool.status(), milliseconds_since(started) / 1000);
    if (path[0] == "readyz") return ready_answer(pool.status());
    if (path[0] == "openapi.json") return web_file_answer(files, request, path[0]);
    if (path[0] == "opensearch.xml")
      return open_search_answer(!options.public_url.empty() ? options.public_url : "http://" + request.host);
    if (path[0] == "favicon.ico") return web_file_answer(files, request, "icon.svg");
  }
  throw Problem(404, "There is nothing at this address.");
}

HttpResponse Routes::State::api(const HttpRequest& request) {
  const auto& path = request.segments;
  const auto& parameters = request.parameters;
  const std::string what = path.size() > 2 && path[1] == "v1" ? path[2] : "";
  if (what == "search" && path.size() == 3) return search(parameters);
  if (what == "export" && path.size() == 3) return export_hits(parameters);
  if (what == "meetings" && path.size() == 3) return meetings(parameters);
  if (what == "meetings" && path.size() == 4) return meeting(path[3], parameters);
  if (what == "items" && path.size() == 5) return item(joined(path, 3), parameters);
  if (what == "attachments" && path.size() == 7 && path[5] == "bilag") return attachment(joined(path, 3), parameters);
  if (what == "attachments" && path.size() == 8 && path[5] == "bilag" && path[7] == "file")
    return attachment_file(joined(std::vector<std::string>(path.begin(), path.end() - 1), 3), request);
  throw Problem(404, "There is nothing at this address.");
}

HttpResponse Routes::State::search(const Parameters& parameters) {
  const auto start = Clock::now();
  const auto request = parse_search(parameters);
  const auto result =
      std::make_shared<const SearchResult>(pool.with([&](auto& lease) { return lease->search(request); }));
  auto answer = text_answer(kJsonType, search_json(request, *result, milliseconds_since(start), labels));
  if (answer.body.size() <= kTakenAtOnce) answer.afterwards = result;
  answer.route = "/api/v1/search";
  return answer;
}

HttpResponse Routes::State::export_hits(const Parameters& parameters) {
  const auto format = parse_format(parameters);
  const auto request = parse_search(parameters, ParameterUse::exports);
  const bool csv = format == ExportFormat::csv;
  HttpResponse answer;
  answer.route = "/api/v1/export";
  answer.content_type = csv ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8";
  answer.headers.emplace_back("Content-Disposition", csv ? "attachment; filename=\"referater.csv\""
                                                         : "attachment; filename=\"referater.ndjson\"");
  const auto lease = std::make_shared<SearcherPool::Lease>(pool.lease(SearcherPool::Use::exports));
  answer.stream = [this, lease, request, csv](const Sink& sink) {
    bool connected = !csv || sink(csv_head());
    const auto line = [&](const Hit& hit) {
      return connected =
                 connected && sink(csv ? csv_line(hit, labels, request.lang) : ndjson_line(hit, labels, request.lang));
    };
    try {
      (*lease)->each_hit(
          request, [](const SearchResult&) {}, line);
    } catch (const ShardError& error) {
      pool.lost(*lease, error);
      std::fprintf(stderr, "searchd: an export broke off\n");
      return false;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "searchd: an export broke off: %s\n", error.what());
      return false;
    }
    return connected;
  };
  return answer;
}

HttpResponse Routes::State::item(const std::string& id, const Parameters& parameters) {
  allow_only(parameters, "lang");
  const Language lang = language_of(parameters);
  const Json json = pool.with([&](auto& lease) {
    const auto found = lease->item_with_neighbours(id);
    if (!found) not_found(lease, "There is no such item.");
    Json one = item_json(*found, labels, lang, same_case(*lease, *found, labels, lang));
    put_file_urls(one, *found);
    return one;
  });
  auto answer = json_answer(json);
  answer.route = "/api/v1/items";
  return answer;
}

HttpResponse Routes::State::attachment(const std::string& id, const Parameters& parameters) {
  allow_only(parameters, "lang");
  const auto found = pool.with([&](auto& lease) {
    auto one = lease->attachment(id);
    if (!one) not_found(lease, "There is no such attachment.");
    return one;
  });
  Json json = attachment_json(*found, labels, language_of(parameters));
  const corpus::Attachment& one = found->item.attachments.at(found->attachment);
  json["file_url"] = is_served(one, options.files) ? Json(file_url(one)) : Json(nullptr);
  auto answer = json_answer(json);
  answer.route = "/api/v1/attachments";
  return answer;
}

// Where each attachment's file can be had; null where it can't.
void Routes::State::put_file_urls(Json& json, const corpus::Stored& item) const {
  Json& list = json["attachments"];
  for (std::size_t i = 0; i < list.size() && i < item.item.attachments.size(); ++i) {
    const corpus::Attachment& one = item.item.attachments[i];
    list[i]["file_url"] = is_served(one, options.files) ? Json(file_url(one)) : Json(nullptr);
  }
}

HttpResponse Routes::State::attachment_file(const std::string& id, const HttpRequest& request) {
  allow_only(request.parameters, "");
  const auto [found, folder] = pool.with([&](auto& lease) {
    auto whole = lease->attachment(id);
    if (!whole) not_found(lease, "There is no such attachment.");
    auto where = source_folder(lease->generation(), whole->meeting.id);
    return std::pair(std::move(whole), std::move(where));
  });
  const corpus::Attachment& one = found->item.attachments.at(found->attachment);
  if (options.files == ServedFiles::none) throw Problem(404, "Attachments' files are not given out here.");
  if (one.content.empty() || !one.file)
    throw Problem(404, "The attachment is known by its name only; no file was there.");
  if (!is_served(one, options.files))
    throw Problem(404, "The attachment's file is not given out: it may hold personal numbers.");
  if (!folder) throw Problem(404, "It is not known where the attachment's file lies.");
  HttpResponse answer = original_file(one, *folder);
  answer.route = "/api/v1/attachments/file";
  if (std::find(answer.headers.begin(), answer.headers.end(),
                std::pair<std::string, std::string>("ETag", request.if_none_match)) != answer.headers.end()) {
    answer.status = 304;
    answer.content_type.clear();
    answer.stream = nullptr;
    answer.length.reset();
  }
  return answer;
}

HttpResponse Routes::State::meetings(const Parameters& parameters) {
  allow_only(parameters, "limit offset");
  const auto number = [&](std::string_view name, std::size_t otherwise, std::size_t most) {
    const auto value = value_of(parameters, name);
    const bool given =
        std::any_of(parameters.begin(), parameters.end(), [&](const auto& one) { return one.first == name; });
    return given ? parse_number(name, value, most) : otherwise;
  };
  const auto limit = number("limit", 100, kMeetingsLimit), offset = number("offset", 0, kMaxOffset);
  const auto lease = pool.lease();
  auto answer = json_answer(meetings_json(lease.meetings(), offset, limit, labels));
  answer.route = "/api/v1/meetings";
  return answer;
}

HttpResponse Routes::State::meeting(const std::string& id, const Parameters& parameters) {
  allow_only(parameters, "lang");
  const Json json = pool.with([&](auto& lease) {
    const auto found = lease->meeting(id);
    if (!found) not_found(lease, "There is no such meeting.");
    std::vector<corpus::Stored> items;
    for (const auto& reference : found->items)
      if (auto stored = lease->item(reference.id)) items.push_back(std::move(*stored));
    return meeting_json(*found, items, lease.meetings(), labels, language_of(parameters));
  });
  auto answer = json_answer(json);
  answer.route = "/api/v1/meetings/{id}";
  return answer;
}

HttpResponse Routes::State::front_page(const Parameters& parameters) {
  auto request = parse_search(parameters, ParameterUse::page);
  request.facet_limit = kPageFacetLimit;
  request.limit = std::max<std::size_t>(request.limit, 1);
  const auto result = pool.with([&](auto& lease) { return lease->search(request); });
  auto answer = page_answer(search_page(request, result, page(request.lang)));
  answer.route = "/";
  return answer;
}

HttpResponse Routes::State::permalink(const std::vector<std::string>& path, const Parameters& parameters) {
  return pool.with([&](auto& lease) { return permalink(path, parameters, lease); });
}

HttpResponse Routes::State::permalink(const std::vector<std::string>& path, const Parameters& parameters,
                                      SearcherPool::Lease& lease) {
  const auto context = page(language_of(parameters));
  HttpResponse answer;
  if (path.size() == 1) {
    answer = page_answer(meetings_page(lease.meetings(), value_of(parameters, "year"), context));
    answer.route = "/moeder";
    return answer;
  }
  if (path.size() == 2) {
    const auto found = lease->meeting(path[1]);
    if (!found) not_found(lease, "There is no such meeting.");
    answer = page_answer(meeting_page(*found, lease.meetings(), context));
    answer.route = "/moeder/{meeting}";
    return answer;
  }
  if (path.size() != 3) throw Problem(404, "There is nothing at this address.");
  const auto found = lease->item_with_neighbours(joined(path, 1));
  if (!found) not_found(lease, "There is no such item.");
  SearchRequest asked;
  const auto q = value_of(parameters, "q");
  if (!q.empty()) asked = parse_search({{"q", q}});
  const auto fragments = asked.q.empty() ? std::vector<Fragment>() : lease->highlight(*found, asked.q);
  answer = page_answer(item_page(*found, fragments, asked.q, context, same_case(*lease, *found, labels, context.lang)));
  answer.route = "/moeder/{meeting}/{n}";
  return answer;
}

HttpResponse Routes::State::failed(const HttpRequest& request, const Problem& problem) const {
  HttpResponse answer = wants_page(request)
                            ? page_answer(message_page(problem.status, page(language_of(request.parameters)),
                                                       problem.status == 503 && !pool.status().open))
                            : text_answer("application/problem+json", to_json_text(problem));
  answer.status = problem.status;
  if (problem.status == 405) answer.headers.emplace_back("Allow", "GET, HEAD");
  return answer;
}

Routes::Routes(const Options& options) : state_(std::make_unique<State>(options)) {}
Routes::~Routes() = default;

HttpResponse Routes::answer(const HttpRequest& request) {
  HttpResponse answer;
  try {
    answer = state_->route(request);
  } catch (const Problem& problem) {
    answer = state_->failed(request, problem);
  } catch (const ShardError& error) {
    std::fprintf(stderr, "searchd: a request failed: %s\n", error.what());
    answer = state_->failed(request, Problem(503, "A part of the collection stopped answering; try again shortly."));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "searchd: a request failed: %s\n", error.what());
    answer = state_->failed(request, Problem(500, "Something went wrong here; it has been noted."));
  }
  add_headers(answer);
  return answer;
}

HttpServer::Handler Routes::handler() {
  return [this](const HttpRequest& request) { return answer(request); };
}

HttpServer::Observer Routes::observer() {
  if (!state_->options.access_log) return {};
  return [](const HttpRequest& request, const HttpResponse& answer, std::size_t bytes, std::chrono::microseconds took) {
    std::fprintf(stderr, "%s %s %d %zuB %.1fms\n",
                 request.method == "HEAD"  ? "HEAD"
                 : request.method == "GET" ? "GET"
                                           : "-",
                 answer.route.empty() ? "-" : answer.route.c_str(), answer.status, bytes,
                 static_cast<double>(took.count()) / 1000);
  };
}

}  // namespace opslag::searchd
