// Which path answers what: the whole of the HTTP interface, without sockets.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <memory>

#include "searchd/http_server.h"
#include "searchd/options.h"

namespace opslag::searchd {

class Routes {
 public:
  // Loads dictionary, vocabularies and web files and opens the index; std::runtime_error if one of the files is
  // missing. An index that is absent or damaged is no error here: it is waited for, and /healthz tells.
  explicit Routes(const Options& options);
  ~Routes();

  // Thread-safe; never throws Problem: problems become answers.
  HttpResponse answer(const HttpRequest& request);
  HttpServer::Handler handler();    // answer(), bound to this
  HttpServer::Observer observer();  // the access log, or nothing

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace opslag::searchd
