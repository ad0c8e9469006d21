// Content types and security headers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/answers.h"

#include <algorithm>
#include <utility>

namespace opslag::searchd {
namespace {

constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";

}  // namespace

HttpResponse text_answer(std::string_view content_type, std::string body) {
  HttpResponse answer;
  answer.content_type = content_type;
  answer.body = std::move(body);
  return answer;
}

HttpResponse json_answer(const nlohmann::ordered_json& json) {
  return text_answer(kJsonType, corpus::to_line(json));
}
HttpResponse page_answer(std::string page) {
  return text_answer("text/html; charset=utf-8", std::move(page));
}

void add_headers(HttpResponse& answer) {
  const bool cached = std::any_of(answer.headers.begin(), answer.headers.end(),
                                  [](const auto& header) { return header.first == "Cache-Control"; });
  if (!cached) answer.headers.emplace_back("Cache-Control", "no-cache");
  answer.headers.emplace_back("Accept-Ranges", "none");  // else the library claims them
  answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
  answer.headers.emplace_back("Referrer-Policy", "no-referrer");  // addresses hold what was searched
  const bool strict = std::any_of(answer.headers.begin(), answer.headers.end(),
                                  [](const auto& header) { return header.first == "Content-Security-Policy"; });
  if (!strict) answer.headers.emplace_back("Content-Security-Policy", kPolicy);
  if (answer.status == 503) answer.headers.emplace_back("Retry-After", "2");
}

}  // namespace opslag::searchd
