// libcurl with bounds.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/http_client.h"

#include <curl/curl.h>

#include <map>
#include <stdexcept>
#include <thread>

#include "indexer/update.h"

namespace opslag::indexer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr long kConnectSeconds = 20;
constexpr long kSlowSeconds = 60;  // this long below one byte a second is a time-out
constexpr long kMostSeconds = 600;
constexpr int kMostRedirects = 10;

struct Body {
  std::string text;
  std::size_t most = 0;
  bool too_large = false;
};

std::size_t take(char* data, std::size_t size, std::size_t count, void* to) {
  Body& body = *static_cast<Body*>(to);
  if (body.text.size() + size * count > body.most) {
    body.too_large = true;
    return 0;
  }
  body.text.append(data, size * count);
  return size * count;
}

int ask_stop(void* options, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const HttpOptions& asked = *static_cast<const HttpOptions*>(options);
  return asked.stop && asked.stop() ? 1 : 0;
}

bool may_pass(const HttpAnswer& answer) {
  return answer.status == 0 || answer.status == 429 || answer.status >= 500;
}

std::string host_of(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts(curl_url(), curl_url_cleanup);
  char* host = nullptr;
  if (!parts || curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
      curl_url_get(parts.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK)
    return {};
  std::string name = host;
  curl_free(host);
  for (char& letter : name) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return name;
}

}  // namespace

struct HttpClient::State {
  HttpOptions options;
  CURL* curl = nullptr;
  std::map<std::string, Clock::time_point> earliest;  // of the next request, by host
  std::size_t requests = 0;

  void wait(const std::string& host) {
    Clock::time_point& next = earliest[host];
    while (Clock::now() < next) {
      if (options.stop && options.stop()) throw Interrupted();
      std::this_thread::sleep_for(std::min<Clock::duration>(std::chrono::milliseconds(50), next - Clock::now()));
    }
    next = Clock::now() + options.pause;
  }

  HttpAnswer get_once(std::string url);
  HttpAnswer ask(const std::string& url, std::string& redirect);
};

// Redirects are followed here, since the library would follow them without a pause.
HttpAnswer HttpClient::State::get_once(std::string url) {
  for (int hop = 0; hop <= kMostRedirects; ++hop) {
    std::string redirect;
    HttpAnswer answer = ask(url, redirect);
    if (redirect.empty() || !answer.error.empty()) return answer;
    url = std::move(redirect);
  }
  return {310, {}, "the portal redirects without end"};
}

HttpAnswer HttpClient::State::ask(const std::string& url, std::string& redirect) {
  wait(host_of(url));
  ++requests;
  Body body{{}, options.most, false};
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  const CURLcode code = curl_easy_perform(curl);
  HttpAnswer answer;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
  const char* location = nullptr;
  curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &location);
  if (location != nullptr) redirect = location;
  answer.body = std::move(body.text);
  if (code == CURLE_ABORTED_BY_CALLBACK && options.stop && options.stop()) throw Interrupted();
  if (body.too_large)
    answer.error = "the answer is larger than " + std::to_string(options.most >> 20) + " MB";
  else if (code != CURLE_OK)
    answer.error = curl_easy_strerror(code);
  if (code != CURLE_OK && !body.too_large) answer.status = 0;
  return answer;
}

HttpClient::HttpClient(HttpOptions options) : state_(std::make_unique<State>()) {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  state_->options = std::move(options);
  state_->curl = started ? curl_easy_init() : nullptr;
  if (state_->curl == nullptr) throw std::runtime_error("the HTTP library can't be started");
  CURL* curl = state_->curl;
  curl_easy_setopt(curl, CURLOPT_COOKIEFILE, "");  // keeps cookies in memory
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "opslag-indexer");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kMostSeconds);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, ask_stop);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &state_->options);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
}

HttpClient::~HttpClient() {
  curl_easy_cleanup(state_->curl);
}

HttpAnswer HttpClient::get(const std::string& url) {
  HttpAnswer answer;
  for (int attempt = 0; attempt < state_->options.tries; ++attempt) {
    if (attempt > 0) state_->earliest[host_of(url)] += state_->options.pause * (1 << attempt);
    answer = state_->get_once(url);
    if (!may_pass(answer)) break;
  }
  if (answer.status == 0 && answer.error.empty()) answer.error = "no answer";
  if (answer.status != 200 && answer.error.empty())
    answer.error = "the portal answered " + std::to_string(answer.status);
  return answer;
}

std::size_t HttpClient::requests() const {
  return state_->requests;
}

}  // namespace opslag::indexer
