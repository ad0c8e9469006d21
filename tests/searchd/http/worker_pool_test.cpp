// The worker pool: all tasks run, and a full queue says so.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/worker_pool.h"

#include <atomic>
#include <future>

#include "tests/support/catch.h"

using opslag::searchd::WorkerPool;

TEST_CASE("a full queue refuses, and what was taken is run before the end") {
  std::atomic<int> ran{0};
  int taken = 0;
  {
    std::promise<void> open, entered;
    auto gate = open.get_future().share();
    WorkerPool pool(1, 3);
    REQUIRE(pool.submit([&entered, gate] {
      entered.set_value();
      gate.wait();
    }));
    entered.get_future().wait();
    for (int i = 0; i < 5; ++i) taken += pool.submit([&ran] { ++ran; }) ? 1 : 0;
    open.set_value();
  }
  CHECK(taken == 3);
  CHECK(ran == 3);
}

TEST_CASE("each task is run once, whether a thread was idle or not") {
  std::atomic<int> ran{0};
  int taken = 0;
  {
    WorkerPool pool(3, 100);
    for (int i = 0; i < 50; ++i) taken += pool.submit([&ran] { ++ran; }) ? 1 : 0;
  }
  CHECK(taken == 50);
  CHECK(ran == 50);
}
