// Answers about the service itself, and its fixed files.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "searchd/http_message.h"
#include "searchd/searcher_pool.h"
#include "searchd/web_files.h"

namespace opslag::searchd {

HttpResponse health_answer(const SearcherPool::Status& status, double uptime_s);
// Throws Problem(503) while no index is open.
HttpResponse ready_answer(const SearcherPool::Status& status);
// `base`: the address before the path, without a slash at its end.
HttpResponse open_search_answer(const std::string& base);
// Throws Problem(404) if there is no such file.
HttpResponse web_file_answer(const WebFiles& files, const HttpRequest& request, std::string_view name);

}  // namespace opslag::searchd
