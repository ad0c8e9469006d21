// Problem documents as JSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/problem.h"

#include <nlohmann/json.hpp>

#include "corpus/json.h"

namespace opslag::searchd {

std::string title_of_status(int status) {
  switch (status) {
    case 400:
      return "Bad request";
    case 404:
      return "Not found";
    case 405:
      return "Method not allowed";
    case 408:
      return "Request timeout";
    case 413:
      return "Content too large";
    case 414:
      return "URI too long";
    case 415:
      return "Unsupported media type";
    case 416:
      return "Range not satisfiable";
    case 431:
      return "Request header fields too large";
    case 500:
      return "Internal error";
    case 503:
      return "Service unavailable";
    case 505:
      return "HTTP version not supported";
    default:
      return "Error";
  }
}

std::string to_json_text(const Problem& problem) {
  nlohmann::ordered_json json;
  json["type"] = "about:blank";
  json["title"] = title_of_status(problem.status);
  json["status"] = problem.status;
  json["detail"] = problem.detail;
  if (!problem.parameter.empty()) json["parameter"] = problem.parameter;
  return corpus::to_line(json);
}

}  // namespace opslag::searchd
