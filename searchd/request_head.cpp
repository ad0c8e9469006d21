// Strict reading of request heads (RFC 9110, 9112).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/request_head.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>

namespace opslag::searchd {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_token_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("!#$%&'*+-.^_`|~").find(c) != npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_host(std::string_view host) {
  return host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view(".-:[]_").find(c) != npos;
         });
}

// What the headers say, gathered line by line.
struct Headers {
  std::size_t count = 0, hosts = 0, lengths = 0;
  std::uint64_t length = 0;
  bool chunked = false, encoded = false, ranges = false;
  std::string connection;
};

void refuse(HttpRequest& request, int status, std::string detail) {
  if (!request.refused) request.refused = Refusal{status, std::move(detail)};
}

bool list_holds(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    const auto entry = trim(list.substr(0, comma));
    if (trim(entry.substr(0, entry.find(';'))) == word) return entry.find("q=0") == npos || entry.find("q=0.") != npos;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

void take_header(const std::string& name, std::string_view value, Headers& headers, HttpRequest& request) {
  if (name == "host") {
    ++headers.hosts;
    if (is_host(value))
      request.host = value;
    else
      refuse(request, 400, "The Host header is malformed.");
  } else if (name == "content-length") {
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), headers.length);
    if (++headers.lengths > 1 || error != std::errc() || end != value.data() + value.size())
      refuse(request, 400, "The Content-Length header is malformed.");
  } else if (name == "transfer-encoding") {
    if (headers.chunked || lower_ascii(value) != "chunked") refuse(request, 400, "The Transfer-Encoding is not known.");
    headers.chunked = true;
  } else if (name == "content-encoding") {
    headers.encoded = true;
  } else if (name == "range") {
    headers.ranges = headers.ranges || value.find(',') != npos;
  } else if (name == "connection") {
    headers.connection += "," + lower_ascii(value);
  } else if (name == "accept-encoding") {
    request.accepts_gzip = list_holds(lower_ascii(value), "gzip");
  } else if (name == "if-none-match") {
    request.if_none_match = value;
  }
}

void take_header_line(std::string_view line, Headers& headers, HttpRequest& request) {
  const auto colon = line.find(':');
  if (colon == npos || !is_token(line.substr(0, colon))) return refuse(request, 400, "A header line is malformed.");
  const auto value = trim(line.substr(colon + 1));
  if (std::any_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; }))
    return refuse(request, 400, "A header holds control characters.");
  if (++headers.count > kMaxHeaders) return refuse(request, 431, "The request has too many headers.");
  take_header(lower_ascii(line.substr(0, colon)), value, headers, request);
}

void judge(const Headers& headers, HttpRequest& request) {
  if (headers.hosts > 1 || (headers.hosts == 0 && !request.http10))
    refuse(request, 400, "The request must have one Host header.");
  if (headers.chunked && (headers.lengths > 0 || request.http10))
    refuse(request, 400, "Content-Length and Transfer-Encoding contradict each other.");
  request.has_body = headers.chunked || headers.length > 0;
  if (headers.encoded) refuse(request, 415, "Encoded request bodies are not accepted.");
  if (headers.ranges) refuse(request, 416, "Several ranges at once are not served.");
  if (request.has_body && (request.method == "GET" || request.method == "HEAD"))
    refuse(request, 413, "A request body is not accepted here.");
  request.keep_alive = !request.refused && !request.has_body && !list_holds(headers.connection, "close") &&
                       (!request.http10 || list_holds(headers.connection, "keep-alive"));
}

void take_path(std::string_view path, HttpRequest& request) {
  if (path.size() > kMaxPath) return refuse(request, 414, "The path is too long.");
  path.remove_prefix(1);
  request.trailing_slash = !path.empty() && path.back() == '/';
  if (request.trailing_slash) path.remove_suffix(1);
  while (!path.empty()) {
    const auto slash = std::min(path.find('/'), path.size());
    request.segments.push_back(percent_decode(path.substr(0, slash), false));
    if (slash + 1 == path.size()) request.segments.emplace_back();
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
}

void take_target(std::string_view target, HttpRequest& request) {
  for (const std::string_view scheme : {"http://", "https://"}) {  // absolute form, as sent to proxies
    if (target.substr(0, scheme.size()) != scheme) continue;
    target.remove_prefix(std::min(target.find('/', scheme.size()), target.size()));
    if (target.empty()) target = "/";
  }
  if (target.empty() || target.front() != '/') return refuse(request, 400, "The request target is malformed.");
  target = target.substr(0, target.find('#'));
  const auto question = target.find('?');
  take_path(target.substr(0, question), request);
  if (question == npos) return;
  const auto query = target.substr(question + 1);
  if (static_cast<std::size_t>(std::count(query.begin(), query.end(), '&')) >= kMaxParameters)
    return refuse(request, 400, "The request has too many parameters.");
  request.parameters = parse_query_string(query);
}

void take_request_line(std::string_view line, HttpRequest& request) {
  const auto first = line.find(' '), last = line.rfind(' ');
  if (first == npos || first == last) return refuse(request, 400, "The request line is malformed.");
  const auto target = line.substr(first + 1, last - first - 1), version = line.substr(last + 1);
  request.http10 = version == "HTTP/1.0";
  if (!request.http10 && version != "HTTP/1.1") return refuse(request, 505, "Only HTTP/1.0 and HTTP/1.1 are spoken.");
  if (!is_token(line.substr(0, first)) || first > 32) return refuse(request, 400, "The method is malformed.");
  request.method = line.substr(0, first);
  if (std::any_of(target.begin(), target.end(), [](char c) { return is_control(c) || c == ' '; }))
    return refuse(request, 400, "The request target is malformed.");
  take_target(target, request);
}

}  // namespace

std::size_t end_of_head(std::string_view received, std::size_t from) {
  for (auto lf = received.find('\n', from < 3 ? 0 : from - 3); lf != npos; lf = received.find('\n', lf + 1)) {
    const auto rest = received.substr(lf + 1);
    if (rest.substr(0, 1) == "\n") return lf + 2;
    if (rest.substr(0, 2) == "\r\n") return lf + 3;
  }
  return npos;
}

HttpRequest parse_request_head(std::string_view head) {
  HttpRequest request;
  Headers headers;
  bool first = true;
  while (!head.empty()) {
    const auto lf = head.find('\n');
    const auto line = head.substr(0, lf == npos ? head.size() : lf);
    head.remove_prefix(std::min(line.size() + 1, head.size()));
    if (line.empty() || line.back() != '\r') {
      refuse(request, 400, "Lines must end with CR LF.");
      break;
    }
    const auto content = line.substr(0, line.size() - 1);
    if (content.empty()) break;
    if (first && content.size() > kMaxRequestLine)
      refuse(request, 414, "The request line is too long.");
    else if (first)
      take_request_line(content, request);
    else
      take_header_line(content, headers, request);
    if (first && head.size() > kMaxHeaderBytes) refuse(request, 431, "The headers are too long.");
    first = false;
    if (request.refused) break;
  }
  judge(headers, request);
  return request;
}

std::string percent_decode(std::string_view text, bool plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += plus && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

Parameters parse_query_string(std::string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    parameters.emplace_back(percent_decode(pair.substr(0, equals), true),
                            equals == npos ? "" : percent_decode(pair.substr(equals + 1), true));
  }
  return parameters;
}

}  // namespace opslag::searchd
