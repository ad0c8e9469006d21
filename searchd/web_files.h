// The files that pages need (style, script, icon) and openapi.json, read once into memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <string_view>

namespace opslag::searchd {

struct WebFile {
  std::string content_type;
  std::string body;
  std::string version;  // changes with the content; safe in URLs
};

// Immutable, thread-safe.
class WebFiles {
 public:
  WebFiles();  // throws std::runtime_error naming a file that is missing
  const WebFile* find(std::string_view name) const;
  // "/web/style.css?v=…": may be cached for ever.
  std::string url(std::string_view name) const;

 private:
  std::map<std::string, WebFile, std::less<>> files_;
};

}  // namespace opslag::searchd
