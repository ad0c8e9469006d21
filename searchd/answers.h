// The forms that answers come in, and what all of them carry.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "corpus/json.h"
#include "searchd/http_message.h"

namespace opslag::searchd {

inline constexpr std::string_view kJsonType = "application/json; charset=utf-8";

HttpResponse text_answer(std::string_view content_type, std::string body);
HttpResponse json_answer(const nlohmann::ordered_json& json);
HttpResponse page_answer(std::string page);

// The headers of every answer; those that it has already stay.
void add_headers(HttpResponse& answer);

}  // namespace opslag::searchd
