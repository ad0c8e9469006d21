// One file, appended to.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text_shelf.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "corpus/generation.h"

namespace opslag::indexer {
namespace {

std::vector<std::string*> texts_of(std::vector<corpus::Meeting>& meetings) {
  std::vector<std::string*> texts;
  for (corpus::Meeting& meeting : meetings) {
    for (corpus::AgendaItem& item : meeting.items) {
      for (corpus::Section& section : item.sections) texts.push_back(&section.text);
      if (item.decision) texts.push_back(&item.decision->text);
    }
  }
  return texts;
}

[[noreturn]] void fail(const std::filesystem::path& file, const char* what, int error) {
  throw corpus::IndexError(file.string() + " can't be " + what + ": " + std::generic_category().message(error) +
                           "; nothing was changed");
}

}  // namespace

TextShelf::~TextShelf() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

TextShelf::Place TextShelf::put(std::vector<corpus::Meeting>& meetings) {
  const std::vector<std::string*> texts = texts_of(meetings);
  std::size_t size = 0;
  for (const std::string* text : texts) size += text->size();
  const std::lock_guard lock(mutex_);
  if (in_memory_ + size <= most_) {
    in_memory_ += size;
    return {};
  }
  if (descriptor_ < 0) {
    descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor_ < 0) fail(file_, "created", errno);
    ::unlink(file_.c_str());  // it holds closed items too: it is gone with the process, however that ends
  }
  Place place{on_disk_, {}};
  for (std::string* text : texts) {
    for (std::size_t done = 0; done < text->size();) {
      const ssize_t written =
          ::pwrite(descriptor_, text->data() + done, text->size() - done, static_cast<off_t>(on_disk_));
      if (written < 0 && errno != EINTR) fail(file_, "written", errno);
      if (written <= 0) continue;
      done += static_cast<std::size_t>(written);
      on_disk_ += static_cast<std::uint64_t>(written);
    }
    place.sizes.push_back(text->size());
    *text = {};
  }
  return place;
}

void TextShelf::restore(const Place& place, std::vector<corpus::Meeting>& meetings) const {
  if (place.sizes.empty() || meetings.empty()) return;  // a source may have been left out since
  const std::vector<std::string*> texts = texts_of(meetings);
  if (texts.size() != place.sizes.size())
    throw corpus::IndexError("texts and meetings do not fit; nothing was changed");
  std::uint64_t at = place.offset;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    texts[i]->resize(place.sizes[i]);
    for (std::size_t done = 0; done < place.sizes[i];) {
      const ssize_t got = ::pread(descriptor_, texts[i]->data() + done, place.sizes[i] - done, static_cast<off_t>(at));
      if (got == 0) fail(file_, "read to its end", EIO);
      if (got < 0 && errno != EINTR) fail(file_, "read", errno);
      if (got < 0) continue;
      done += static_cast<std::size_t>(got);
      at += static_cast<std::uint64_t>(got);
    }
  }
}

}  // namespace opslag::indexer
