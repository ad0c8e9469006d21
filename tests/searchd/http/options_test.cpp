// The command line and the addresses in it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/options.h"

#include "tests/support/catch.h"

using namespace opslag::searchd;

TEST_CASE("addresses") {
  const auto shown = [](const std::string& text) {
    const auto address = parse_address(text);
    return address ? address->host + " " + std::to_string(address->port) : "-";
  };
  CHECK(shown("127.0.0.1:8080") == "127.0.0.1 8080");
  CHECK(shown("[::1]:80") == "::1 80");
  CHECK(shown(":0") == "0.0.0.0 0");
  for (const char* wrong : {"", "8080", "a:", "a:x", "a:70000", "::1:80", "a:-1"}) {
    INFO(wrong);
    CHECK(shown(wrong) == "-");
  }
}

TEST_CASE("options") {
  const char* const given[] = {"opslag-searchd", "--index",      "data",         "--listen",
                               "[::1]:9",        "--public-url", "https://x.dk/"};
  const auto options = parse_options(7, given);
  CHECK(options.pool.indexes == std::vector<std::string>{"data"});
  CHECK(options.server.host == "::1");
  CHECK(options.server.port == 9);
  CHECK(options.server.threads == 128);
  CHECK(options.public_url == "https://x.dk");
  CHECK_FALSE(options.explain);
  const char* const explain[] = {"opslag-searchd", "explain"};
  CHECK(parse_options(2, explain).explain);
}

TEST_CASE("several indexes") {
  const char* const given[] = {"opslag-searchd", "--index", "a folder", "--listen", ":1", "--index", "b"};
  CHECK(parse_options(7, given).pool.indexes == std::vector<std::string>{"a folder", "b"});
}

TEST_CASE("wrong usage ends with status 2") {
  const std::vector<const char*> wrong[] = {{"searchd"},
                                            {"searchd", "--index", "x", "--listen", "nowhere"},
                                            {"searchd", "--index", "x", "--threads", "0"},
                                            {"searchd", "--index", "x", "--public-url", "javascript:x"},
                                            {"searchd", "--unknown"}};
  for (const auto& arguments : wrong) {
    int status = 0;
    try {
      parse_options(static_cast<int>(arguments.size()), arguments.data());
    } catch (const EarlyExit& exit) {
      status = exit.status;
    }
    CHECK(status == 2);
  }
}
