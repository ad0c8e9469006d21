// The list, then each meeting that is new or released anew, then its attachments.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/firstagenda_fetch.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>

#include "corpus/portals/firstagenda.h"
#include "indexer/durable.h"
#include "indexer/update.h"

namespace opslag::indexer {
namespace fs = std::filesystem;
namespace {
using Json = nlohmann::json;

// What was fetched in which release, by meeting: hidden, so that it is no source.
constexpr const char* kStateFile = ".opslag-fetched.json";
// Behind the release of a meeting whose documents are being fetched.
constexpr const char* kUnfinished = "|unfinished";

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool looks_like_pdf(const std::string& body) {
  return body.substr(0, 1024).find("%PDF-") != std::string::npos;
}

// Only this machine may be asked in clear text: nobody can listen on the way.
bool is_loopback(std::string_view address) {
  address.remove_prefix(std::min(address.find("://") + 3, address.size()));
  if (address.find('@') != std::string_view::npos) return false;
  if (address.starts_with("[::1]")) return true;
  const std::string_view host = address.substr(0, address.find_first_of(":/?#"));
  return host == "localhost" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

class Fetch {
 public:
  Fetch(const std::string& host, const fs::path& folder, const HttpOptions& options)
      : host_(host), folder_(folder), client_(options) {
    while (host_.ends_with('/')) host_.pop_back();
    if (!host_.starts_with("https://") && !(host_.starts_with("http://") && is_loopback(host_)))
      throw std::runtime_error(
          "the portal's address must begin with https:// (with http:// only on this machine, as http://localhost)");
    load_state();
  }

  FetchReport run(const std::function<void(std::size_t, std::size_t)>& progress) {
    try {
      return fetch_all(progress);
    } catch (const Interrupted&) {
      throw Interrupted("interrupted; " + std::to_string(state_.size()) +
                        (state_.size() == 1 ? " meeting is" : " meetings are") +
                        " stored, and running it again goes on from there");
    }
  }

 private:
  FetchReport fetch_all(const std::function<void(std::size_t, std::size_t)>& progress) {
    const HttpAnswer answer = client_.get(host_ + "/api/agenda/udvalgsliste");
    if (!answer.ok()) throw std::runtime_error("the portal's list of meetings can't be had: " + answer.error);
    std::vector<corpus::ListedMeeting> meetings = corpus::firstagenda_meetings(answer.body);
    fs::create_directories(folder_ / "bilag");  // not before there is something to store
    save(std::string(corpus::kFirstAgendaList), answer.body);
    std::set<std::string> minuted;
    for (const corpus::ListedMeeting& meeting : meetings) {
      if (meeting.referat && !meeting.closed) minuted.insert(meeting.key);
    }
    for (std::size_t i = 0; i < meetings.size(); ++i) {
      progress(i, meetings.size());
      const corpus::ListedMeeting& meeting = meetings[i];
      if (meeting.closed)
        ++report_.closed;
      else if (!meeting.referat && !meeting.key.empty() && minuted.contains(meeting.key))
        ++report_.superseded;
      else
        fetch(meeting);
    }
    progress(meetings.size(), meetings.size());
    report_.requests = client_.requests();
    return std::move(report_);
  }

  // What can't be understood is as not fetched: it is asked for again.
  void load_state() {
    const std::string text = text_of(folder_ / kStateFile);
    Json json = Json::parse(text, nullptr, false);
    bool damaged = !text.empty() && !json.is_object();
    if (!json.is_object()) json = Json::object();
    for (const auto& [id, release] : json.items()) {
      if (release.is_string())
        state_[id] = release.get<std::string>();
      else
        damaged = true;
    }
    if (damaged)
      report_.warnings.push_back(
          {(folder_ / kStateFile).string(), "it is damaged: what it does not tell of is asked for again"});
  }

  void save_state() { save(kStateFile, Json(state_).dump(0, ' ', false, Json::error_handler_t::replace)); }

  void set_state(const std::string& id, std::string release) {
    state_[id] = std::move(release);
    save_state();
  }

  // Released or finished anew, the same meeting is another.
  static std::string release_of(const corpus::ListedMeeting& meeting) {
    return meeting.released + (meeting.referat ? "|referat" : "|dagsorden");
  }

  void fetch(const corpus::ListedMeeting& meeting) {
    std::error_code error;
    const std::string release = release_of(meeting);
    const auto known = state_.find(meeting.id);
    const bool there = known != state_.end() && fs::exists(folder_ / meeting.file, error);
    if (there && known->second == release) {
      ++report_.unchanged;
      return;
    }
    auto documents =
        there && known->second == release + kUnfinished ? documents_of(text_of(folder_ / meeting.file)) : std::nullopt;
    if (!documents) {
      const HttpAnswer answer = client_.get(host_ + "/api/agenda/dagsorden/" + meeting.id);
      if (!answer.ok()) return fail(meeting.label, answer.error);
      documents = documents_of(answer.body);
      if (!documents) return fail(meeting.label, "the portal answered no meeting");
      save(meeting.file, answer.body);
      set_state(meeting.id, release + kUnfinished);
    }
    ++report_.meetings;
    bool whole = true;
    for (const std::string& id : *documents) whole = fetch_document(id, meeting) && whole;
    if (whole) return set_state(meeting.id, release);
    state_.erase(meeting.id);  // asked for again next time: what it names may be mended by then
    save_state();
  }

  // nullopt: it is no meeting.
  static std::optional<std::vector<std::string>> documents_of(const std::string& json) {
    if (!corpus::is_firstagenda_meeting(json)) return std::nullopt;
    try {
      return corpus::firstagenda_documents(json);
    } catch (const corpus::SourceError&) {
      return std::nullopt;
    }
  }

  // A document of an id never changes, so that one that is there is not asked for again.
  bool fetch_document(const std::string& id, const corpus::ListedMeeting& meeting) {
    const std::string file = "bilag/" + id + ".pdf";
    std::error_code error;
    if (fs::exists(folder_ / file, error)) return true;
    const HttpAnswer answer = client_.get(host_ + "/Vis/Pdf/bilag/" + id);
    const std::string reason = !answer.ok()                  ? answer.error
                               : looks_like_pdf(answer.body) ? ""
                                                             : "the portal answered no PDF";
    if (!reason.empty()) {
      fail(meeting.label + ", attachment " + id, reason);
      return answer.status == 403 || answer.status == 404;  // it is not published: asking again is no use
    }
    save(file, answer.body);
    ++report_.attachments;
    return true;
  }

  void save(const std::string& name, const std::string& text) { write_durably(folder_ / name, text, folder_); }

  void fail(const std::string& what, const std::string& reason) { report_.failed.push_back({what, reason}); }

  std::string host_;
  fs::path folder_;
  HttpClient client_;
  std::map<std::string, std::string> state_;  // release by meeting
  FetchReport report_;
};

}  // namespace

FetchReport fetch_firstagenda(const std::string& host, const fs::path& folder, const HttpOptions& options,
                              const std::function<void(std::size_t, std::size_t)>& progress) {
  return Fetch(host, folder, options).run(progress);
}

}  // namespace opslag::indexer
