// opslag-indexer extract: attachments' text, page by page, as JSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <iostream>

#include "corpus/json.h"
#include "indexer/commands.h"
#include "indexer/messages.h"

namespace opslag::indexer {
namespace {
using Json = nlohmann::ordered_json;

Json to_json(const std::string& file, const corpus::Extraction& extraction) {
  Json json{{"file", file},
            {"media_type", extraction.media_type.empty() ? Json(nullptr) : Json(extraction.media_type)},
            {"status", corpus::name_of(extraction.status)},
            {"reason", extraction.reason.empty() ? Json(nullptr) : Json(extraction.reason)},
            {"pages", Json::array()}};
  for (const corpus::Page& page : extraction.pages)
    json["pages"].push_back({{"number", page.number}, {"text", page.text}});
  return json;
}

}  // namespace

int extract_command(const Options& options) {
  AttachmentReader reader(real_reader_options(options));
  int status = kDone;
  for (const std::string& file : options.arguments) {
    const corpus::Extraction extraction = reader.read(file);
    for (const std::string& complaint : reader.complaints()) std::cerr << "warning: " << one_line(complaint) << '\n';
    std::cout << corpus::to_line(to_json(file, extraction)) << '\n';
    if (extraction.status != corpus::ExtractionStatus::failed) continue;
    tell_failure(file, extraction.reason);
    status = kSomeFailed;
  }
  return status;
}

}  // namespace opslag::indexer
