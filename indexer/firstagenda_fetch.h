// Copies what a FirstAgenda portal publishes into a folder that corpus/portals/firstagenda.h reads.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "corpus/source.h"
#include "indexer/http_client.h"

namespace opslag::indexer {

struct FetchReport {
  std::size_t meetings = 0, attachments = 0;  // fetched now
  std::size_t unchanged = 0;                  // meetings that were there already
  std::size_t superseded = 0;                 // agendas whose minutes are published, not fetched
  std::size_t closed = 0;                     // closed meetings, not fetched
  std::size_t requests = 0;
  std::vector<corpus::Failure> warnings;
  std::vector<corpus::Failure> failed;  // what could not be had, and why; the rest goes on
};

// `host`: "https://dagsordener.example.dk"; http:// is for the loopback address only. The folder is made if it is
// absent, once the portal has answered its list. Every file is written whole or not at
// all, and what is there already and unchanged on the portal is not asked for again: an interrupted fetch is resumed
// by calling this again. Throws std::runtime_error if the portal's list can't be had or the folder can't be written,
// Interrupted if asked to stop.
FetchReport fetch_firstagenda(const std::string& host, const std::filesystem::path& folder, const HttpOptions& options,
                              const std::function<void(std::size_t done, std::size_t total)>& progress);

}  // namespace opslag::indexer
