// Errors as RFC 9457 problem documents.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <stdexcept>
#include <string>

namespace opslag::searchd {

// A request that can't be answered; becomes a problem document, or a page that says so.
struct Problem : std::runtime_error {
  Problem(int http_status, std::string sentence, std::string parameter_at_fault = {})
      : std::runtime_error(sentence),
        status(http_status),
        detail(std::move(sentence)),
        parameter(std::move(parameter_at_fault)) {}
  int status;
  std::string detail;     // for people; in English
  std::string parameter;  // empty: none is at fault
};

std::string title_of_status(int status);
std::string to_json_text(const Problem& problem);

}  // namespace opslag::searchd
