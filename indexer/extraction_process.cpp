// Starts, feeds, watches and replaces the child.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/extraction_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "corpus/attachments/ocr.h"
#include "indexer/extraction_wire.h"
#include "indexer/lasting_thread.h"
#include "indexer/sandbox.h"

namespace opslag::indexer {

struct ExtractionProcess::State {
  ProcessLimits limits;
  pid_t child = -1;
  Descriptor socket;
  unsigned served = 0;

  void start();
  int stop();  // the child's wait status
  Patience patience() const;
};

namespace {

corpus::Extraction failed(std::string_view name, std::string reason, bool passing = false) {
  corpus::Extraction extraction;
  extraction.media_type = corpus::media_type_of_name(name);
  extraction.status = corpus::ExtractionStatus::failed;
  extraction.reason = std::move(reason);
  extraction.passing = passing;
  return extraction;
}

std::string how_it_ended(int status, const ProcessLimits& limits) {
  if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGPROF))
    return "reading it took more than " + std::to_string(limits.cpu_seconds) + " seconds of processor time";
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT)
    return "reading it failed: it needs more than " + std::to_string(limits.memory >> 20) +
           " MB of memory, or is damaged";
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return "the reader was killed while reading it";
  if (WIFSIGNALED(status)) return "reading it crashed the reader (signal " + std::to_string(WTERMSIG(status)) + ")";
  return "the reader ended while reading it";
}

std::string why_no_answer(Received received, int status, const ProcessLimits& limits) {
  if (received == Received::too_late) return "reading it took more than " + std::to_string(limits.seconds) + " seconds";
  if (received == Received::too_large) return "it gives more text than is allowed";
  if (received == Received::garbled) return "the reader gave no sensible answer";
  return how_it_ended(status, limits);
}

}  // namespace

void ExtractionProcess::State::start() {
  std::array<int, 2> ends;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw std::runtime_error(std::string("no reader of attachments can be started: ") + std::strerror(errno));
  Descriptor mine(ends[0]), other(ends[1]);
  const std::string memory = std::to_string(limits.memory + (limits.ocr.on ? limits.ocr.memory : 0));
  const std::string cpu = std::to_string(limits.cpu_seconds);
  const std::string page = std::to_string(limits.ocr.page_seconds), all = std::to_string(limits.ocr.seconds);
  std::array<char*, 7> arguments{const_cast<char*>("opslag-indexer"),
                                 const_cast<char*>(kWorkerArgument),
                                 const_cast<char*>(memory.c_str()),
                                 const_cast<char*>(cpu.c_str()),
                                 limits.ocr.on ? const_cast<char*>(page.c_str()) : nullptr,
                                 const_cast<char*>(all.c_str()),
                                 nullptr};
  // Tesseract would start threads, which the sandbox forbids.
  const char* data = std::getenv("TESSDATA_PREFIX");
  const std::string prefix = "TESSDATA_PREFIX=" + std::string(data == nullptr ? "" : data);
  std::array<char*, 4> environment{const_cast<char*>("LC_ALL=C.UTF-8"), const_cast<char*>("OMP_THREAD_LIMIT=1"),
                                   const_cast<char*>(prefix.c_str()), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, other.get(), STDIN_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const int error = on_lasting_thread(
      [&] { return posix_spawn(&child, "/proc/self/exe", &actions, nullptr, arguments.data(), environment.data()); });
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    throw std::runtime_error(std::string("no reader of attachments can be started: ") + std::strerror(error));
  socket = std::move(mine);
  served = 0;
}

int ExtractionProcess::State::stop() {
  if (child < 0) return 0;
  socket.reset();
  kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  child = -1;
  return status;
}

Patience ExtractionProcess::State::patience() const {
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::seconds each(limits.seconds), page(limits.ocr.page_seconds), all(limits.ocr.seconds);
  if (!limits.ocr.on) return {now + each, {}, now + each};
  return {now + each, page + each, now + all + page + each};
}

ExtractionProcess::ExtractionProcess(const ProcessLimits& limits) : state_(std::make_unique<State>()) {
  state_->limits = limits;
}

ExtractionProcess::~ExtractionProcess() {
  state_->stop();
}

corpus::Extraction ExtractionProcess::extract(const std::filesystem::path& file) {
  const Descriptor open_file(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  const std::string name = file.filename().string();
  if (!open_file) return failed(name, std::string("cannot be opened: ") + std::strerror(errno));
  return extract(open_file.get(), name);
}

corpus::Extraction ExtractionProcess::extract(int file, std::string_view name) {
  if (state_->served >= state_->limits.files) state_->stop();
  for (int attempt = 0; attempt < 2; ++attempt) {  // a child that was killed from outside is replaced once
    if (state_->child < 0) state_->start();
    const bool fresh = state_->served == 0;
    ++state_->served;
    Received received = Received::gone;
    corpus::Extraction extraction;
    if (send_request(state_->socket.get(), name, file))
      received = receive_answer(state_->socket.get(), state_->patience(), state_->limits.answer, extraction);
    if (received == Received::answer) return extraction;
    int status = 0;
    if (received == Received::gone) {  // it has ended by itself: its own status tells why
      while (waitpid(state_->child, &status, 0) < 0 && errno == EINTR) {
      }
      state_->child = -1;
      state_->socket.reset();
    } else {
      status = state_->stop();
    }
    const bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    if (received != Received::gone || !killed || (fresh && attempt > 0))
      return failed(name, why_no_answer(received, status, state_->limits), killed);
  }
  return failed(name, "the reader was killed while reading it", true);
}

namespace {

// Processor time, counted anew for every file: a timer, since a limit can't be raised again inside the sandbox.
void allow_seconds(unsigned seconds) {
  const itimerval timer{{0, 0}, {static_cast<time_t>(seconds), 0}};
  setitimer(ITIMER_PROF, &timer, nullptr);
}

// Before the process is confined: its data is a file. Where there is none, pictures are left unread.
std::unique_ptr<corpus::Ocr> start_ocr(const char* const* arguments, unsigned cpu_seconds) {
  corpus::OcrLimits limits;
  limits.page_seconds = static_cast<unsigned>(std::strtoul(arguments[0], nullptr, 10));
  limits.seconds = static_cast<unsigned>(std::strtoul(arguments[1], nullptr, 10));
  try {
    return std::make_unique<corpus::Ocr>(limits, [seconds = limits.page_seconds + cpu_seconds] {
      allow_seconds(seconds);
      send_still_reading(STDIN_FILENO);
    });
  } catch (const corpus::ExtractionError&) {
    return nullptr;
  }
}

}  // namespace

int serve_extractions(int count, const char* const* arguments) {
  ProcessLimits limits;
  if (count > 0) limits.memory = static_cast<std::size_t>(std::strtoull(arguments[0], nullptr, 10));
  if (count > 1) limits.cpu_seconds = static_cast<unsigned>(std::strtoul(arguments[1], nullptr, 10));
  signal(SIGINT, SIG_IGN);  // Ctrl-C is the parent's business
  std::unique_ptr<corpus::Ocr> ocr = count > 3 ? start_ocr(arguments + 2, limits.cpu_seconds) : nullptr;
  enter_sandbox(limits.memory);
  while (const auto request = receive_request(STDIN_FILENO)) {
    allow_seconds(limits.cpu_seconds);
    const corpus::Extraction extraction = corpus::extract(request->file.get(), request->name, {}, ocr.get());
    allow_seconds(0);
    if (!send_answer(STDIN_FILENO, extraction)) return 1;
  }
  return 0;
}

}  // namespace opslag::indexer
