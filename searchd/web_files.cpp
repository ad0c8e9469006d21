// Loads searchd/web/.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/web_files.h"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "analyzers/data_file.h"
#include "corpus/generation.h"

namespace opslag::searchd {
namespace {

struct Known {
  std::string_view name, content_type;
};

constexpr std::array<Known, 4> kFiles{{
    {"style.css", "text/css; charset=utf-8"},
    {"page.js", "text/javascript; charset=utf-8"},
    {"icon.svg", "image/svg+xml"},
    {"openapi.json", "application/json"},
}};

std::string read(const std::string& name) {
  const auto path = analyzers::data_file("searchd/web/" + name);
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in || bytes.empty()) throw std::runtime_error("Can't read " + path.string() + ".");
  return bytes;
}

}  // namespace

WebFiles::WebFiles() {
  for (const auto& [name, content_type] : kFiles) {
    WebFile file{std::string(content_type), read(std::string(name)), {}};
    file.version = corpus::sha256(file.body).substr(0, 12);
    files_.emplace(name, std::move(file));
  }
}

const WebFile* WebFiles::find(std::string_view name) const {
  const auto found = files_.find(name);
  return found == files_.end() ? nullptr : &found->second;
}

std::string WebFiles::url(std::string_view name) const {
  const auto* file = find(name);
  return "/web/" + std::string(name) + (file ? "?v=" + file->version : "");
}

}  // namespace opslag::searchd
