// What parent and child of an extraction say to each other: a length and that many bytes, an open file handed along.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/attachments/extract.h"

namespace opslag::indexer {

// A file descriptor with its owner.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) reset(), fd_ = other.release();
    return *this;
  }
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release();
  void reset();

 private:
  int fd_;
};

// A request: the file's name, for its extension only, and the file itself, open for reading. False if the other side is
// gone.
bool send_request(int socket, std::string_view name, int file);
struct Request {
  std::string name;
  Descriptor file;
};
std::optional<Request> receive_request(int socket);  // nullopt at the end

// An extraction as bytes, and back; false if they are none.
std::string pack(const corpus::Extraction& extraction);
bool unpack(std::string_view bytes, corpus::Extraction& extraction);

// An answer, or the word that one more page is read by OCR and the answer will be later. False if the other side is
// gone.
bool send_answer(int socket, const corpus::Extraction& extraction);
bool send_still_reading(int socket);

// How long an answer is waited for.
struct Patience {
  std::chrono::steady_clock::time_point deadline;
  std::chrono::seconds more{0};                // after each word that says so, counted from it …
  std::chrono::steady_clock::time_point last;  // … but never longer than to this
};
enum class Received { answer, gone, too_late, too_large, garbled };
Received receive_answer(int socket, Patience patience, std::size_t most, corpus::Extraction& extraction);

}  // namespace opslag::indexer
