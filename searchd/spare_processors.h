// Lets a query that has much to read use the processors that no other query needs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <sched.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace opslag::searchd {

// Threads that wait for parts of somebody's work. Nobody waits for them to have time: whoever has work does it all if
// they have none. Thread-safe.
class SpareProcessors {
 public:
  // `processors`: how many may work at once, those that call this included; one: no threads are made. 0: as many as the
  // process may run on. Fewer if the system allows no more threads. `least_work`: from how much on it pays to wake
  // somebody, in postings read. `full`: for how long nobody counts as idle once all had queries of their own, since
  // clients that ask one query after the other ask the next in a moment.
  static constexpr std::size_t kLeastWork = 60'000;
  static constexpr std::chrono::milliseconds kFull{10};
  explicit SpareProcessors(std::size_t processors = 0, std::size_t least_work = kLeastWork,
                           std::chrono::milliseconds full = kFull);
  ~SpareProcessors();
  SpareProcessors(const SpareProcessors&) = delete;
  SpareProcessors& operator=(const SpareProcessors&) = delete;

  // While it lives, a thread works on a query.
  class Busy {
   public:
    explicit Busy(SpareProcessors* processors);
    ~Busy();
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;

   private:
    SpareProcessors* processors_;
  };

  // Whether so much work is worth waking somebody for who does all of it meanwhile: a sixth of the least that is cut.
  // Less is done soon, and waking costs both processors some time.
  bool pays_aside(std::size_t work) const { return work >= least_work_ / 6; }
  // How many parts so much work is best cut into; 1 if it should stay whole. For a thread that is Busy.
  std::size_t parts_of(std::size_t work) const;

  // Calls work(part, lane) for every part below `parts`, the lowest first, several at once where processors are idle;
  // ends when all are done. Parts that run at once have different lanes, below lanes(); the caller's is 0. Throws what
  // a part threw; parts not begun by then are left out. Not from within a part.
  using Work = std::function<void(std::size_t part, std::size_t lane)>;
  void each(std::size_t parts, const Work& work);
  std::size_t lanes() const { return helpers_.size() + 1; }
  class Aside;

 private:
  struct Job {
    const Work& work;
    const std::size_t parts;
    std::atomic<std::size_t> next = 0;     // the first part that nobody has begun
    std::atomic<std::size_t> working = 0;  // how many help now
    std::size_t wanted = 0;                // how many more may help
    std::size_t lanes = 1;                 // how many lanes were given out
    std::exception_ptr failure = nullptr;  // the first one
  };
  using Clock = std::chrono::steady_clock;
  struct Helper;
  void post(Job& job, std::size_t most);
  void finish(Job& job);
  void help(Helper& self);
  bool wait_for_job(std::unique_lock<std::mutex>& lock, Helper& self);
  void send_away(Helper& helper, int processor) const;
  void take_parts(Job& job, std::size_t lane);
  void wait_until_done(Job& job);
  std::size_t idle() const;
  bool was_full_just_now() const;

  const std::size_t least_work_;
  const std::chrono::milliseconds full_for_;
  std::atomic<std::size_t> busy_ = 0;     // threads with a query of their own
  std::atomic<Clock::rep> full_ = 0;      // when the last one began while all processors had one
  std::atomic<std::size_t> helping_ = 0;  // our threads that have parts
  std::atomic<std::size_t> posted_ = 0;   // jobs so far
  std::mutex mutex_;                      // jobs_ and what is no atomic of theirs
  std::condition_variable done_;
  std::vector<Job*> jobs_;  // that may be helped with
  std::atomic<bool> stopping_ = false;
  cpu_set_t allowed_{};  // the processors of this process
  std::vector<std::unique_ptr<Helper>> helpers_;
};

// Work in parts that idle processors do while its owner does something else; what they leave, the owner does. For the
// thread that made it.
class SpareProcessors::Aside {
 public:
  // Calls work(part, lane) for every part as each() does, from now on. Null processors: in finish().
  Aside(SpareProcessors* processors, std::size_t parts, Work work);
  ~Aside();  // parts that nobody has begun are left out
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  // Ends when all is done. Throws what a part threw. Not twice.
  void finish();

 private:
  SpareProcessors* processors_;
  Work work_;
  Job job_;
};

}  // namespace opslag::searchd
