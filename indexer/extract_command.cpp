// opslag-indexer extract: an attachment's text. For now of plain text only.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "analyzers/text.h"
#include "corpus/json.h"
#include "indexer/commands.h"

namespace opslag::indexer {
namespace {
using Json = nlohmann::ordered_json;

Json answer(const std::string& file, Json media_type, const std::string& reason) {
  return {{"file", file},
          {"media_type", std::move(media_type)},
          {"status", reason.empty() ? "ok" : "failed"},
          {"reason", reason.empty() ? Json(nullptr) : Json(reason)},
          {"pages", Json::array()}};
}

Json extract(const std::string& file) {
  const std::string extension = analyzers::lower(std::filesystem::path(file).extension().string());
  std::ifstream in(file, std::ios::binary);
  if (!in) return answer(file, nullptr, "it can't be read");
  if (extension != ".txt") return answer(file, nullptr, "only the text of .txt files can be extracted so far");
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return answer(file, "text/plain", "it can't be read to its end");
  Json json = answer(file, "text/plain", "");
  json["pages"].push_back({{"number", 1}, {"text", analyzers::decode(bytes).text}});
  return json;
}

}  // namespace

int extract_command(const Options& options) {
  const Json json = extract(options.arguments.front());
  std::cout << corpus::to_line(json) << '\n';
  if (json["status"] == "ok") return kDone;
  std::cerr << "failed: " << options.arguments.front() << ": " << json["reason"].get<std::string>() << '\n';
  return kSomeFailed;
}

}  // namespace opslag::indexer
