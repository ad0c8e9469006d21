// Stored → a document's terms, values and data: field by field of the schema, through the analyser. Pure: knows no
// database.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"
#include "corpus/positions.h"
#include "corpus/schema.h"
#include "corpus/stored.h"
#include "corpus/text_places.h"
#include "indexer/term_table.h"

namespace opslag::indexer {

// What two versions of a document are compared by. Slot `content` holds both, 8 bytes each.
struct ContentHash {
  std::string content;  // what was written: the item or attachment and its meeting, without the source's path
  std::string whole;    // everything stored, and the position
};
ContentHash content_hash(const corpus::Stored& stored, std::size_t position);
std::string pack(const ContentHash& hash);
ContentHash unpack_content_hash(std::string_view slot);  // two empty strings if it is not what pack() made

// Calls the sink for each token of a text: Analyzer::analyze, or a test's own.
using TokenSink = std::function<void(const analyzers::TokenView&)>;
using Tokenize = std::function<void(std::string_view text, const TokenSink& sink)>;

struct DocumentTerm {
  TermTable::Id term = 0;
  std::uint32_t count = 0;  // within-document frequency; 0: boolean
};

inline constexpr std::size_t kSlotCount = 3;

// Where a term stands in a document.
struct TermPlaces {
  TermTable::Id term = 0;
  std::uint32_t end = 0;  // of its bytes in BuiltDocument::places; they begin where the one before ends
};

struct BuiltDocument {
  std::vector<DocumentTerm> terms;             // each term once, in any order
  std::array<std::string, kSlotCount> values;  // by corpus::Slot
  std::string positions;                       // packed (corpus/positions.h), and behind them corpus/text_places.h
  std::vector<TermPlaces> placed;              // the terms of these, each once
  std::string places;                          // the same, term by term (corpus/positional_postings.h)
  std::string data;
};

// Builds document after document of the same terms. Not thread-safe: one for each thread.
class DocumentBuilder {
 public:
  explicit DocumentBuilder(Tokenize tokenize) : tokenize_(std::move(tokenize)) {}

  // `position` is the item's place among its meeting's items, from 1; it decides the order of equal dates. The document
  // is the builder's own and good until the next call. `hash`: content_hash() of the two, if it is known.
  const BuiltDocument& build(const corpus::Stored& stored, std::size_t position,
                             const std::optional<ContentHash>& hash = std::nullopt);
  const TermTable& terms() const { return terms_; }
  // Forgets all terms once there are very many: numbers given before are void then.
  void trim();

 private:
  // What one occurrence of a token adds. Tokens share their lists of terms, and so do these.
  struct Use {
    TermTable::Id term;
    bool placed;  // its position is kept
    bool copy;    // it is a field's own copy: counts once
  };
  // Where the uses of a list lie. Open addressing: these are looked up for each token.
  struct Uses {
    std::uint64_t key = 0;  // of the list and the field; 0: free
    std::uint32_t begin = 0, size = 0;
  };
  class FieldIndexer;
  std::span<const Use> uses_of(const analyzers::TokenView& token, corpus::Field field);
  void add_uses(const std::vector<analyzers::Term>& terms, corpus::Field field, std::vector<Use>& uses);
  Uses& slot_of(std::uint64_t key);
  void grow_known();
  TermTable::Id id_of(std::string_view term);
  void ask_for(std::size_t begin, bool placed, bool copy);
  void count(TermTable::Id term, std::uint32_t weight);
  void place(TermTable::Id term, std::uint32_t position);
  void collect();
  void add_boolean_terms(const corpus::Stored& stored);
  void write_positions();

  Tokenize tokenize_;
  TermTable terms_;
  std::vector<Uses> known_;                 // more than twice as many as are taken
  std::vector<Use> uses_;                   // of all known lists
  std::vector<analyzers::TermList> lists_;  // kept, so that their addresses stay their own
  std::vector<Use> unshared_;
  // Terms that are being asked for: their names, one behind the other, and where each lies.
  struct Asked {
    std::size_t begin, size;
    std::uint64_t key;
    bool placed, copy;  // as in Use
  };
  std::string names_;
  std::vector<Asked> asked_;
  // By term, of the document that is being built; zeros for all others.
  struct Counted {
    std::uint32_t count = 0;
    std::uint32_t places = 0;  // which of positions_ is its own, from 1
  };
  std::vector<Counted> counts_;
  std::vector<TermTable::Id> seen_;    // the terms of the document
  std::vector<TermTable::Id> placed_;  // the terms of positions_
  std::vector<corpus::TermPositions> positions_;
  std::vector<std::vector<std::uint32_t>> spare_;  // those of documents before, to be filled again
  corpus::TextPlacesWriter text_places_;
  BuiltDocument document_;
};

// The id by which a document is replaced: its only Q term.
std::string unique_term(const corpus::Stored& stored);

// A document's terms as one line: "Kitem Lbolig:7@1,105 TLbolig" (term, :wdf if it is not 1, @positions).
std::string describe(const BuiltDocument& document, const TermTable& terms);

}  // namespace opslag::indexer
