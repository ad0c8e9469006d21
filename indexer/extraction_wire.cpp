// Framing over a Unix socket; the child's answers are not trusted.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/extraction_wire.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "analyzers/text.h"

namespace opslag::indexer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostName = 1024;
constexpr std::uint32_t kStillReading = 0xFFFFFFFF;  // in the place of an answer's length

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void put(std::string& bytes, std::uint32_t number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void put(std::string& bytes, std::string_view text) {
  put(bytes, static_cast<std::uint32_t>(text.size()));
  bytes += text;
}

// Takes values off the front; `ok` turns false for good when there is too little.
struct Unpacker {
  std::string_view bytes;
  bool ok = true;

  std::uint32_t number() {
    std::uint32_t value = 0;
    if (bytes.size() < sizeof value) return ok = false, 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const std::size_t size = number();
    if (!ok || size > bytes.size()) return ok = false, std::string();
    std::string value(bytes.substr(0, size));
    bytes.remove_prefix(size);
    return value;
  }
};

Received receive_some(int socket, Clock::time_point deadline, char* to, std::size_t size) {
  while (size > 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return Received::too_late;
    pollfd waiting{socket, POLLIN, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(std::min<long long>(left, 1000)));
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    const ssize_t got = recv(socket, to, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Received::gone;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return Received::answer;
}

}  // namespace

int Descriptor::release() {
  const int fd = fd_;
  fd_ = -1;
  return fd;
}

void Descriptor::reset() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

bool send_request(int socket, std::string_view name, int file) {
  std::string bytes(name.substr(name.size() > kMostName ? name.size() - kMostName : 0));
  if (bytes.empty()) bytes = "?";
  iovec part{bytes.data(), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(header), &file, sizeof file);
  return sendmsg(socket, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

std::optional<Request> receive_request(int socket) {
  std::array<char, kMostName> bytes;
  iovec part{bytes.data(), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const ssize_t got = recvmsg(socket, &message, 0);
  const cmsghdr* header = got > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
  if (header == nullptr || header->cmsg_type != SCM_RIGHTS) return std::nullopt;
  int file = -1;
  std::memcpy(&file, CMSG_DATA(header), sizeof file);
  return Request{std::string(bytes.data(), static_cast<std::size_t>(got)), Descriptor(file)};
}

std::string pack(const corpus::Extraction& extraction) {
  std::string bytes;
  put(bytes, extraction.media_type);
  put(bytes, static_cast<std::uint32_t>(extraction.status));
  put(bytes, static_cast<std::uint32_t>(extraction.recognised));
  put(bytes, extraction.reason);
  put(bytes, static_cast<std::uint32_t>(extraction.pages.size()));
  for (const corpus::Page& page : extraction.pages) {
    put(bytes, page.number);
    put(bytes, page.text);
  }
  return bytes;
}

bool unpack(std::string_view bytes, corpus::Extraction& extraction) {
  Unpacker in{bytes};
  extraction.media_type = analyzers::valid_utf8(in.text());
  const std::uint32_t status = in.number();
  extraction.recognised = in.number() != 0;
  extraction.reason = analyzers::valid_utf8(in.text());
  const std::uint32_t pages = in.number();
  if (!in.ok || status > static_cast<std::uint32_t>(corpus::ExtractionStatus::failed)) return false;
  extraction.status = static_cast<corpus::ExtractionStatus>(status);
  for (std::uint32_t i = 0; i < pages && in.ok; ++i) {
    corpus::Page page;
    page.number = in.number();
    page.text = analyzers::valid_utf8(in.text());
    extraction.pages.push_back(std::move(page));
  }
  return in.ok;
}

bool send_answer(int socket, const corpus::Extraction& extraction) {
  const std::string bytes = pack(extraction);
  std::string size;
  put(size, static_cast<std::uint32_t>(bytes.size()));
  return send_all(socket, size) && send_all(socket, bytes);
}

bool send_still_reading(int socket) {
  std::string word;
  put(word, kStillReading);
  return send_all(socket, word);
}

Received receive_answer(int socket, Patience patience, std::size_t most, corpus::Extraction& extraction) {
  std::uint32_t size = 0;
  std::array<char, sizeof size> head;
  for (;;) {
    const Received got = receive_some(socket, patience.deadline, head.data(), head.size());
    if (got != Received::answer) return got;
    std::memcpy(&size, head.data(), sizeof size);
    if (size != kStillReading || patience.more.count() == 0) break;
    patience.deadline = std::min(patience.last, std::max(patience.deadline, Clock::now() + patience.more));
  }
  if (size > most) return Received::too_large;
  std::string bytes(size, '\0');
  if (const Received got = receive_some(socket, patience.deadline, bytes.data(), size); got != Received::answer)
    return got;
  return unpack(bytes, extraction) ? Received::answer : Received::garbled;
}

}  // namespace opslag::indexer
