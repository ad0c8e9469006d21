// Stored → Xapian::Document: field by field of the schema, through the analyser. Pure: knows no database.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "analyzers/analyzer.h"
#include "corpus/stored.h"

namespace opslag::indexer {

// What two versions of a document are compared by. Slot `content` holds both, 8 bytes each.
struct ContentHash {
  std::string content;  // what was written: the item or attachment and its meeting, without neighbours and source path
  std::string whole;    // everything stored, and the position
};
ContentHash content_hash(const corpus::Stored& stored, std::size_t position);
std::string pack(const ContentHash& hash);
ContentHash unpack_content_hash(std::string_view slot);  // two empty strings if it is not what pack() made

// Calls the sink for each token of a text: Analyzer::analyze, or a test's own.
using TokenSink = std::function<void(const analyzers::Token&)>;
using Tokenize = std::function<void(std::string_view text, const TokenSink& sink)>;

// `position` is the item's place among its meeting's items, from 1; it decides the order of equal dates.
Xapian::Document build_document(const corpus::Stored& stored, std::size_t position, const Tokenize& tokenize);

// The id by which a document is replaced: its only Q term.
std::string unique_term(const corpus::Stored& stored);

// A document's terms as one line: "Kitem Lbolig:7@1,105 TLbolig" (term, :wdf if it is not 1, @positions).
std::string describe(const Xapian::Document& document);

}  // namespace opslag::indexer
