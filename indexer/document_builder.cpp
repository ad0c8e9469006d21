// Builds search documents by the table in corpus/schema.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/document_builder.h"

#include <algorithm>
#include <map>

#include "analyzers/text.h"
#include "corpus/case_numbers.h"
#include "corpus/compressed.h"
#include "corpus/facet_values.h"
#include "corpus/field_places.h"
#include "corpus/generation.h"
#include "corpus/positional_postings.h"
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

const std::string& id_of(const Stored& stored) {
  if (stored.kind == DocumentKind::meeting) return stored.meeting.id;
  if (stored.kind == DocumentKind::attachment) return stored.item.attachments.at(stored.attachment).id;
  return stored.item.id;
}

}  // namespace

ContentHash content_hash(const Stored& stored, std::size_t position) {
  Stored written = stored;
  written.meeting.source.clear();
  // An attachment's text follows from its file, which is told by its hash: an update compares before it reads.
  written.pages.clear();
  written.text_problem.clear();
  for (corpus::Attachment& attachment : written.item.attachments) attachment.original = corpus::Original::unknown;
  std::string content = corpus::encode(written);
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

void DocumentBuilder::trim() {
  constexpr std::size_t kMostTerms = 250'000, kMostLists = 60'000;
  if (terms_.size() < kMostTerms && lists_.size() < kMostLists) return;
  terms_ = {};
  known_.clear();
  uses_.clear();
  lists_.clear();
  counts_.clear();
  spare_.clear();
}

TermTable::Id DocumentBuilder::id_of(std::string_view term) {
  const TermTable::Id id = terms_.id_of(analyzers::cut_utf8(term, kMaxTermBytes));
  if (id >= counts_.size()) counts_.resize(terms_.size());
  return id;
}

// The term whose name ends names_.
void DocumentBuilder::ask_for(std::size_t begin, bool placed, bool copy) {
  const std::string_view name = analyzers::cut_utf8(std::string_view(names_).substr(begin), kMaxTermBytes);
  asked_.push_back({begin, name.size(), corpus::position_key(name), placed, copy});
  terms_.fetch(asked_.back().key);
}

void DocumentBuilder::add_uses(const std::vector<analyzers::Term>& terms, Field field, std::vector<Use>& uses) {
  names_.clear();
  asked_.clear();
  for (const analyzers::Term& term : terms) {
    // The field's own copy has the same name behind the field's prefix.
    const std::string_view prefix = corpus::spec(field).prefix;
    const std::size_t begin = names_.size();
    ((names_ += prefix) += corpus::prefix_of(term.kind)) += term.text;
    ask_for(begin + prefix.size(), corpus::has_positions(term.kind), false);
    if (!prefix.empty()) ask_for(begin, false, true);
    if (term.kind != analyzers::TermKind::surface) continue;
    if (const auto beginning = corpus::beginning_term(term.text)) {
      const std::size_t its = names_.size();
      names_ += *beginning;
      ask_for(its, false, false);
    }
  }
  for (const Asked& asked : asked_) terms_.fetch_entry(asked.key);
  for (const Asked& asked : asked_)
    uses.push_back(
        {terms_.id_of(std::string_view(names_).substr(asked.begin, asked.size), asked.key), asked.placed, asked.copy});
  if (counts_.size() < terms_.size()) counts_.resize(terms_.size());
}

// Addresses' low bits are always the same.
DocumentBuilder::Uses& DocumentBuilder::slot_of(std::uint64_t key) {
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15;
  const std::size_t mask = known_.size() - 1;
  std::size_t at = (key * kSpread >> 32) & mask;
  while (known_[at].key != key && known_[at].key != 0) at = (at + 1) & mask;
  return known_[at];
}

void DocumentBuilder::grow_known() {
  std::vector<Uses> before(std::max<std::size_t>(1024, 2 * known_.size()));
  before.swap(known_);
  for (const Uses& uses : before)
    if (uses.key != 0) slot_of(uses.key) = uses;
}

std::span<const DocumentBuilder::Use> DocumentBuilder::uses_of(const analyzers::TokenView& token, Field field) {
  const analyzers::TermList& terms = token.terms;
  if (!token.lasting) {
    unshared_.clear();
    add_uses(*terms, field, unshared_);
    return unshared_;
  }
  const std::string_view prefix = corpus::spec(field).prefix;
  const auto kind = prefix.empty() ? std::uint64_t{0} : static_cast<unsigned char>(prefix.front());
  const std::uint64_t key = reinterpret_cast<std::uintptr_t>(terms.get()) ^ (kind << 56);
  if (2 * (lists_.size() + 1) > known_.size()) grow_known();
  Uses& known = slot_of(key);
  if (known.key == 0) {
    known.key = key;
    known.begin = static_cast<std::uint32_t>(uses_.size());
    add_uses(*terms, field, uses_);
    known.size = static_cast<std::uint32_t>(uses_.size()) - known.begin;
    lists_.push_back(terms);
  }
  return {uses_.data() + known.begin, known.size};
}

void DocumentBuilder::count(TermTable::Id term, std::uint32_t weight) {
  if (counts_[term].count == 0) seen_.push_back(term);
  counts_[term].count += weight;
}

void DocumentBuilder::place(TermTable::Id term, std::uint32_t position) {
  std::uint32_t& own = counts_[term].places;
  if (own == 0) {
    placed_.push_back(term);
    positions_.push_back({terms_.position_key(term), {}});
    own = static_cast<std::uint32_t>(positions_.size());
    if (!spare_.empty()) {
      positions_.back().positions = std::move(spare_.back());
      spare_.pop_back();
    }
  }
  std::vector<std::uint32_t>& positions = positions_[own - 1].positions;
  if (positions.empty() || positions.back() != position) positions.push_back(position);
}

class DocumentBuilder::FieldIndexer {
 public:
  FieldIndexer(DocumentBuilder& builder, DocumentKind kind) : builder_(builder), kind_(kind) {}

  void add(const FieldText& text) {
    const std::uint32_t base = places_.begin(text);
    std::uint32_t words = 0;
    const corpus::FieldSpec& spec = corpus::spec(text.field);
    // Phrases and nearness of an attachment's words are found in its own document.
    const bool placed = text.field != Field::attachment_text || kind_ == DocumentKind::attachment;
    if (placed) builder_.text_places_.begin(text.text);
    builder_.tokenize_(text.text, [&](const analyzers::TokenView& token) {
      const std::uint32_t position = base + token.position;
      if (placed) builder_.text_places_.token(token.begin, token.position);
      words = std::max(words, token.position + 1);
      for (const Use& use : builder_.uses_of(token, text.field)) {
        builder_.count(use.term, use.copy ? 1 : spec.weight);
        if (placed && use.placed) builder_.place(use.term, position);
      }
    });
    if (placed) builder_.text_places_.end();
    places_.took(words);
    if (text.field == Field::case_number) add_case_number(text.text);
    if (spec.prefix.empty() || words == 0) return;
    const TermTable::Id term = builder_.id_of(std::string(spec.prefix));
    builder_.place(term, base);
    builder_.place(term, base + words);
  }

 private:
  // The number in one spelling, by which it is found in any.
  void add_case_number(std::string_view number) {
    for (const analyzers::Term& term : corpus::case_terms(number)) {
      builder_.count(builder_.id_of(corpus::index_term(term)), 1);
      builder_.count(builder_.id_of(corpus::index_term(term, Field::case_number)), 1);
    }
  }

  DocumentBuilder& builder_;
  DocumentKind kind_;
  corpus::FieldPlaces places_;
};

void DocumentBuilder::collect() {
  document_.terms.clear();
  for (const TermTable::Id term : seen_) {
    document_.terms.push_back({term, counts_[term].count});
    counts_[term].count = 0;
  }
  seen_.clear();
}

void DocumentBuilder::add_boolean_terms(const Stored& stored) {
  const auto add = [this](std::string term) { document_.terms.push_back({id_of(std::move(term)), 0}); };
  add(unique_term(stored));
  add(corpus::boolean_term(corpus::kMeetingPrefix, stored.meeting.id));
  add(corpus::boolean_term(corpus::kKindPrefix, corpus::name_of(stored.kind)));
  if (stored.kind == DocumentKind::attachment) add(corpus::boolean_term(corpus::kItemPrefix, stored.item.id));
}

void DocumentBuilder::write_positions() {
  document_.placed.clear();
  document_.places.clear();
  for (std::size_t i = 0; i < placed_.size(); ++i) {
    std::vector<std::uint32_t>& positions = positions_[i].positions;
    // Texts are read from their beginnings to their ends, so most lists are in order.
    if (!std::is_sorted(positions.begin(), positions.end())) {
      std::sort(positions.begin(), positions.end());
      positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    }
    corpus::encode_positions(positions, document_.places);
    document_.placed.push_back({placed_[i], static_cast<std::uint32_t>(document_.places.size())});
    counts_[placed_[i]].places = 0;
  }
  placed_.clear();
  document_.positions = corpus::pack_positions(positions_);
  const std::string places = text_places_.take();
  if (!document_.positions.empty()) document_.positions += places;
  for (corpus::TermPositions& term : positions_) {
    term.positions.clear();
    spare_.push_back(std::move(term.positions));
  }
  positions_.clear();
}

const BuiltDocument& DocumentBuilder::build(const Stored& stored, std::size_t position,
                                            const std::optional<ContentHash>& hash) {
  text_places_.take();  // of a document that could not be built
  FieldIndexer indexer(*this, stored.kind);
  for (const FieldText& text : corpus::field_texts(stored)) indexer.add(text);
  collect();
  add_boolean_terms(stored);
  const std::size_t attachment = stored.kind == DocumentKind::attachment ? stored.attachment + 1 : 0;
  const auto value = [this](corpus::Slot slot) -> std::string& {
    return document_.values[static_cast<std::size_t>(slot)];
  };
  write_positions();
  value(corpus::Slot::sort_key) = corpus::sort_key(stored.meeting, position, attachment);
  value(corpus::Slot::facets) =
      corpus::pack(corpus::stored_part(corpus::facet_values(stored.meeting, stored.item, stored.kind), stored.kind));
  value(corpus::Slot::content) = pack(hash ? *hash : content_hash(stored, position));
  document_.data = corpus::quickly_compressed(corpus::encode(stored));
  return document_;
}

std::string describe(const BuiltDocument& document, const TermTable& terms) {
  std::map<std::string, std::uint32_t> sorted;
  for (const DocumentTerm& term : document.terms) sorted.emplace(terms.text(term.term), term.count);
  std::string line;
  for (const auto& [term, count] : sorted) {
    if (!line.empty()) line += ' ';
    line += term;
    if (count > 1) line += ':' + std::to_string(count);
    if (std::string_view("LPXR").find(term.front()) == std::string_view::npos) continue;
    char separator = '@';
    const std::vector<std::uint64_t> key{corpus::position_key(term)};
    const std::vector<std::vector<std::uint32_t>> found = corpus::unpack_positions(document.positions, key);
    for (const std::uint32_t at : found.front()) {
      line += separator + std::to_string(at);
      separator = ',';
    }
  }
  return line;
}

}  // namespace opslag::indexer
