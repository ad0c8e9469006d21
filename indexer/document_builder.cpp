// Builds search documents by the table in corpus/schema.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/document_builder.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "analyzers/text.h"
#include "corpus/facet_values.h"
#include "corpus/field_places.h"
#include "corpus/generation.h"
#include "corpus/positions.h"
#include "corpus/schema.h"

namespace opslag::indexer {
namespace {
using corpus::DocumentKind;
using corpus::Field;
using corpus::FieldText;
using corpus::Stored;

constexpr std::size_t kMaxTermBytes = 202;  // an analyser's term has at most 200, its prefixes two
constexpr std::size_t kHashBytes = 8;       // of one id's versions two are compared: 64 bits are plenty

std::string half_hash(std::string_view bytes) {
  const std::string hex = corpus::sha256(bytes);
  const auto nibble = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string raw;
  for (std::size_t i = 0; i < 2 * kHashBytes; i += 2)
    raw += static_cast<char>(nibble(hex[i]) * 16 + nibble(hex[i + 1]));
  return raw;
}

void set_slot(Xapian::Document& document, corpus::Slot slot, const std::string& value) {
  document.add_value(static_cast<Xapian::valueno>(slot), value);
}

// Terms are gathered here first: a Xapian::Document searches its own map for every posting.
class Postings {
 public:
  void add(std::string term, unsigned wdf) { entry(std::move(term)).wdf += wdf; }
  void add_position(std::string term, std::uint32_t position) {
    Entry& found = entry(std::move(term));
    if (found.positions.empty() || found.positions.back() != position) found.positions.push_back(position);
  }
  void write_to(Xapian::Document& document) {
    std::vector<corpus::TermPositions> positions;
    add_beginnings();
    for (auto& [term, found] : entries_) {
      if (found.wdf > 0) document.add_term(term, found.wdf);
      if (found.positions.empty()) continue;
      std::sort(found.positions.begin(), found.positions.end());
      found.positions.erase(std::unique(found.positions.begin(), found.positions.end()), found.positions.end());
      positions.push_back({corpus::position_key(term), std::move(found.positions)});
    }
    set_slot(document, corpus::Slot::positions, corpus::pack_positions(positions));
  }

 private:
  struct Entry {
    unsigned wdf = 0;
    std::vector<std::uint32_t> positions;
  };
  void add_beginnings() {
    std::vector<std::pair<std::string, unsigned>> beginnings;
    for (const auto& [term, found] : entries_) {
      if (term.front() != corpus::prefix_of(analyzers::TermKind::surface)) continue;
      for (std::string& beginning : corpus::beginning_terms(std::string_view(term).substr(1))) {
        beginnings.emplace_back(std::move(beginning), found.wdf);
      }
    }
    for (auto& [beginning, wdf] : beginnings) add(std::move(beginning), wdf);
  }
  Entry& entry(std::string term) {
    if (term.size() > kMaxTermBytes) term.resize(analyzers::cut_utf8(term, kMaxTermBytes).size());
    return entries_[std::move(term)];
  }
  std::unordered_map<std::string, Entry> entries_;
};

class FieldIndexer {
 public:
  FieldIndexer(Postings& postings, const Tokenize& tokenize, DocumentKind kind)
      : postings_(postings), tokenize_(tokenize), kind_(kind) {}

  void add(const FieldText& text) {
    const std::uint32_t base = places_.begin(text);
    std::uint32_t words = 0;
    const corpus::FieldSpec& spec = corpus::spec(text.field);
    // Phrases and nearness of an attachment's words are found in its own document.
    const bool placed = text.field != Field::attachment_text || kind_ == DocumentKind::attachment;
    tokenize_(text.text, [&](const analyzers::Token& token) {
      const std::uint32_t position = base + token.position;
      words = std::max(words, token.position + 1);
      for (const analyzers::Term& term : *token.terms) {
        postings_.add(corpus::index_term(term), spec.weight);
        if (placed && corpus::has_positions(term.kind)) postings_.add_position(corpus::index_term(term), position);
        if (!spec.prefix.empty()) postings_.add(corpus::index_term(term, text.field), 1);
      }
    });
    places_.took(words);
    if (spec.prefix.empty() || words == 0) return;
    postings_.add_position(std::string(spec.prefix), base);
    postings_.add_position(std::string(spec.prefix), base + words);
  }

 private:
  Postings& postings_;
  const Tokenize& tokenize_;
  DocumentKind kind_;
  corpus::FieldPlaces places_;
};

const std::string& id_of(const Stored& stored) {
  if (stored.kind == DocumentKind::meeting) return stored.meeting.id;
  if (stored.kind == DocumentKind::attachment) return stored.item.attachments.at(stored.attachment).id;
  return stored.item.id;
}

void add_boolean_terms(Xapian::Document& document, const Stored& stored) {
  document.add_boolean_term(unique_term(stored));
  document.add_boolean_term(corpus::boolean_term(corpus::kMeetingPrefix, stored.meeting.id));
  document.add_boolean_term(corpus::boolean_term(corpus::kKindPrefix, corpus::name_of(stored.kind)));
  if (stored.kind == DocumentKind::attachment) {
    document.add_boolean_term(corpus::boolean_term(corpus::kItemPrefix, stored.item.id));
  }
}

}  // namespace

ContentHash content_hash(const Stored& stored, std::size_t position) {
  Stored written = stored;
  written.previous.reset();
  written.next.reset();
  written.meeting.source.clear();
  // An attachment's text follows from its file, which is told by its hash: an update compares before it reads.
  written.pages.clear();
  written.text_problem.clear();
  std::string content = corpus::encode(written);
  written.previous = stored.previous;
  written.next = stored.next;
  written.meeting.source = stored.meeting.source;
  return {half_hash(content), half_hash(corpus::encode(written) + std::to_string(position))};
}

std::string pack(const ContentHash& hash) {
  return hash.content + hash.whole;
}

ContentHash unpack_content_hash(std::string_view slot) {
  if (slot.size() != 2 * kHashBytes) return {};
  return {std::string(slot.substr(0, kHashBytes)), std::string(slot.substr(kHashBytes))};
}

std::string unique_term(const Stored& stored) {
  const bool meeting = stored.kind == DocumentKind::meeting;
  return corpus::boolean_term(meeting ? corpus::kMeetingIdPrefix : corpus::kIdPrefix, id_of(stored));
}

Xapian::Document build_document(const Stored& stored, std::size_t position, const Tokenize& tokenize) {
  Xapian::Document document;
  Postings postings;
  FieldIndexer indexer(postings, tokenize, stored.kind);
  for (const FieldText& text : corpus::field_texts(stored)) indexer.add(text);
  postings.write_to(document);
  add_boolean_terms(document, stored);
  const std::size_t attachment = stored.kind == DocumentKind::attachment ? stored.attachment + 1 : 0;
  set_slot(document, corpus::Slot::sort_key, corpus::sort_key(stored.meeting, position, attachment));
  set_slot(
      document, corpus::Slot::facets,
      corpus::pack(corpus::stored_part(corpus::facet_values(stored.meeting, stored.item, stored.kind), stored.kind)));
  set_slot(document, corpus::Slot::content, pack(content_hash(stored, position)));
  document.set_data(corpus::encode(stored));
  return document;
}

std::string describe(const Xapian::Document& document) {
  const std::string packed = document.get_value(static_cast<Xapian::valueno>(corpus::Slot::positions));
  std::string line;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
    if (!line.empty()) line += ' ';
    line += *term;
    if (term.get_wdf() > 1) line += ':' + std::to_string(term.get_wdf());
    if (std::string_view("LPXR").find((*term)[0]) == std::string_view::npos) continue;
    char separator = '@';
    const std::vector<std::uint64_t> key{corpus::position_key(*term)};
    const std::vector<std::vector<std::uint32_t>> found = corpus::unpack_positions(packed, key);
    for (const std::uint32_t position : found.front()) {
      line += separator + std::to_string(position);
      separator = ',';
    }
  }
  return line;
}

}  // namespace opslag::indexer
