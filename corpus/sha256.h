// SHA-256 of what comes piece by piece.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's

namespace opslag::corpus {

class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  std::string hex();  // lower case; the last call on an object

 private:
  std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

}  // namespace opslag::corpus
