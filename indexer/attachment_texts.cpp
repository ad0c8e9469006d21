// Extracts, and remembers what was extracted last.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/attachment_texts.h"

#include <algorithm>
#include <tuple>

#include "corpus/ordinary_file.h"

namespace opslag::indexer {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

std::vector<std::string> texts_of(const corpus::Extraction& extraction) {
  std::vector<std::string> pages;
  for (const corpus::Page& page : extraction.pages) {
    if (page.number > pages.size()) pages.resize(page.number);
    pages[page.number - 1] = page.text;
  }
  return pages;
}

std::size_t size_of(const corpus::Extraction& extraction) {
  std::size_t size = sizeof extraction;
  for (const corpus::Page& page : extraction.pages) size += page.text.size() + sizeof page;
  return size;
}

corpus::Original original_of(const corpus::Extraction& text) {
  if (text.withheld) return corpus::Original::withheld;
  return text.status == corpus::ExtractionStatus::ok ? corpus::Original::clean : corpus::Original::unread;
}

bool can_be_opened(const std::filesystem::path& file) {
  try {
    corpus::OrdinaryFile(file, corpus::Links::follow).read(1);
    return true;
  } catch (const corpus::FileError&) {
    return false;
  }
}

}  // namespace

void AttachmentTexts::fill(corpus::Stored& stored) {
  if (!extract_) return;
  if (stored.kind == corpus::DocumentKind::attachment) {
    if (stored.item.attachments.at(stored.attachment).path.empty()) return;
    const Text text = text_for(stored, stored.attachment);
    stored.pages = texts_of(*text);
    stored.text_problem = text->reason;
  }
  if (stored.kind != corpus::DocumentKind::item) return;
  stored.attachment_pages.resize(stored.item.attachments.size());
  for (std::size_t i = 0; i < stored.item.attachments.size(); ++i) {
    if (!stored.item.attachments[i].path.empty()) stored.attachment_pages[i] = texts_of(*text_for(stored, i));
  }
}

// A file that can't be opened is not known by its content: once it can be, the document is of another content.
AttachmentTexts::Text AttachmentTexts::text_for(corpus::Stored& stored, std::size_t index) {
  corpus::Attachment& attachment = stored.item.attachments[index];
  Text text = of(attachment);
  attachment.original = original_of(*text);
  if (text->status != corpus::ExtractionStatus::failed || can_be_opened(attachment.path)) return text;
  attachment.content.clear();
  const std::lock_guard lock(mutex_);
  read_again_.insert(stored.meeting.id);
  return text;
}

std::set<std::string> AttachmentTexts::meetings_to_read_again() const {
  const std::lock_guard lock(mutex_);
  return read_again_;
}

AttachmentTexts::Text AttachmentTexts::of(const corpus::Attachment& attachment) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
      return !attachment.content.empty() && kept.content == attachment.content;
    });
    if (found != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, found);
      return kept_.front().text;
    }
  }
  const auto text = std::make_shared<const corpus::Extraction>(extract_(attachment.path));
  const std::lock_guard lock(mutex_);
  if (text->status != corpus::ExtractionStatus::ok) {
    const std::string file = attachment.file.value_or(attachment.name);
    const bool partial = text->status == corpus::ExtractionStatus::partial;
    problems_.push_back({file, (partial ? "partial: " : "skipped: ") + text->reason});
  }
  kept_.push_front({attachment.content, text, size_of(*text)});
  size_ += kept_.front().size;
  while (size_ > kMostBytes && kept_.size() > 1) {
    size_ -= kept_.back().size;
    kept_.pop_back();
  }
  return text;
}

std::vector<corpus::Failure> AttachmentTexts::problems() const {
  const std::lock_guard lock(mutex_);
  std::vector<corpus::Failure> problems = problems_;
  const auto key = [](const corpus::Failure& problem) { return std::tie(problem.source, problem.reason); };
  std::sort(problems.begin(), problems.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto last =
      std::unique(problems.begin(), problems.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); });
  problems.erase(last, problems.end());
  return problems;
}

}  // namespace opslag::indexer
