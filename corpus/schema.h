// The index schema: one table of fields, term prefixes, value slots and weights. The indexer writes by it and searchd
// reads by it; docs/index_format.md explains it. Holds no Xapian.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/token.h"

namespace opslag::corpus {

// Raised whenever an index is written otherwise than before. A program that finds a newer version refuses it.
inline constexpr int kSchemaVersion = 5;
// Older versions than this are refused. 4 is read as well as 5; what an update writes into such an index is of 5.
inline constexpr int kOldestSchemaVersion = 4;

// The searchable texts of a document, in the order in which they are indexed.
enum class Field : std::uint8_t { title, decision, heading, body, attachment_name, attachment_text, case_number };
inline constexpr std::size_t kFieldCount = 7;

struct FieldSpec {
  Field field;
  std::string_view name;         // "title" …: matched_in, docs
  std::string_view query_names;  // names before the colon in a query, separated by spaces; empty: not searchable alone
  std::string_view prefix;       // terms are indexed once more behind this prefix if it is not empty
  unsigned weight;               // the within-document frequency that one occurrence counts
};

inline constexpr std::array<FieldSpec, kFieldCount> kFields{{
    {Field::title, "title", "titel title overskrift", "T", 6},
    {Field::decision, "decision", "", "", 2},
    {Field::heading, "heading", "", "", 2},
    {Field::body, "body", "", "", 1},
    {Field::attachment_name, "attachment", "bilag attachment", "", 2},
    {Field::attachment_text, "attachment", "bilag attachment", "", 1},
    {Field::case_number, "case", "sag case sagsnummer", "C", 1},
}};
constexpr const FieldSpec& spec(Field field) {
  return kFields[static_cast<std::size_t>(field)];
}

// Whether a query in this field reads terms of the field's own.
constexpr bool has_own_terms(std::optional<Field> field) {
  return field && !spec(*field).prefix.empty();
}

// The field `bilag:` asks for needs no terms of its own: an attachment's document holds nothing else, and what it holds
// its item holds.
constexpr bool is_of_attachments(Field field) {
  return field == Field::attachment_name || field == Field::attachment_text;
}

// Between two fields, and between two attachments, positions leave this gap, so that no phrase crosses it.
inline constexpr std::uint32_t kPositionGap = 100;

// The prefix of a term: [field prefix] + one letter for its kind. Text after it is never upper case.
char prefix_of(analyzers::TermKind kind);  // S L P X R
std::string index_term(const analyzers::Term& term);
std::string index_term(const analyzers::Term& term, Field field);  // the field's own copy, if its prefix is not empty
bool has_positions(analyzers::TermKind kind);                      // surface terms have none

// Beginnings of words, so that a star need not be answered by thousands of words: every surface's first six bytes,
// folded. Surfaces of less than three bytes have none.
inline constexpr std::size_t kBeginningBytes = 6;
std::optional<std::string> beginning_term(std::string_view surface);
// What answers for the words that begin with `beginning` (folded, three bytes or more).
struct BeginningTerms {
  std::string prefix;  // of terms; by itself one term if `whole`
  bool whole = false;
};
// nullopt: it is longer than what the index holds.
std::optional<BeginningTerms> terms_beginning_with(std::string_view beginning);

// Boolean terms, one value behind each prefix.
inline constexpr std::string_view kIdPrefix = "Q";  // a document's id (item, attachment); "Qmeeting:" + id for meetings
inline constexpr std::string_view kMeetingPrefix = "M";  // the meeting's id, on all its documents
inline constexpr std::string_view kKindPrefix = "K";     // "item", "attachment" or "meeting"
inline constexpr std::string_view kItemPrefix = "I";     // on an attachment: its item's id
inline constexpr std::string_view kMeetingIdPrefix = "Qmeeting:";
// A boolean term. Values longer than 200 bytes are cut and end in a hash of the whole, since Xapian takes no long
// terms: always make these terms by this function.
std::string boolean_term(std::string_view prefix, std::string_view value);

// Value slots.
enum class Slot : std::uint32_t {
  sort_key = 0,  // ascending = newest first: inverted date, meeting id, order in the meeting (corpus/facet_values.h)
  facets = 1,    // all facet values, packed (corpus/facet_values.h)
  content = 2,   // hash of all that the document was made from: equal hash, unchanged document
};

// Facets, in the order in which an answer lists them.
enum class Facet : std::uint8_t { organisation, committee, meeting, year, municipality, topic, decision, kind };
inline constexpr std::size_t kFacetCount = 8;
inline constexpr std::array<std::string_view, kFacetCount> kFacetNames{"organisation", "committee", "meeting",  "year",
                                                                       "municipality", "topic",     "decision", "kind"};
constexpr std::string_view name_of(Facet facet) {
  return kFacetNames[static_cast<std::size_t>(facet)];
}
std::optional<Facet> facet_named(std::string_view name);

enum class DocumentKind : std::uint8_t { item, attachment, meeting };
std::string_view name_of(DocumentKind kind);  // "item", "attachment", "meeting"

// Decision codes in CONTRACT's order, with Danish and English labels.
struct CodeLabel {
  std::string_view value, da, en;
};
inline constexpr std::array<CodeLabel, 11> kDecisionCodes{{
    {"godkendt", "Godkendt", "Approved"},
    {"taget-til-efterretning", "Taget til efterretning", "Noted"},
    {"droeftet", "Drøftet", "Discussed"},
    {"besluttet", "Besluttet", "Decided"},
    {"udpeget", "Udpeget", "Appointed"},
    {"ingen-bemaerkninger", "Ingen bemærkninger", "No comments"},
    {"videresendt", "Videresendt", "Forwarded"},
    {"udsat", "Udsat", "Postponed"},
    {"stoettet", "Støttet", "Endorsed"},
    {"afvist", "Afvist", "Rejected"},
    {"ingen-beslutning", "Ingen beslutning", "No decision"},
}};

}  // namespace opslag::corpus
