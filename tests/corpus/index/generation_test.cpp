// Manifests of other schema versions are read, or refused with what to do about it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/generation.h"

#include <string>

#include "tests/support/catch.h"

using namespace opslag::corpus;

namespace {

// A manifest of that version with a checksum that fits.
std::string manifest_of(int version) {
  Generation generation;
  generation.number = 1;
  generation.word_list = word_list_file(1);
  generation.schema_version = version;
  return to_json_text(generation);
}

std::string refusal_of(int version) {
  try {
    parse_generation("generation-000001.json", manifest_of(version));
    return "";
  } catch (const IndexError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("an index of the schema before this one is read, others are refused") {
  CHECK(parse_generation("generation-000001.json", manifest_of(4)).schema_version == 4);
  CHECK(parse_generation("generation-000001.json", manifest_of(5)).schema_version == 5);
  CHECK(refusal_of(3) ==
        "the index has schema version 3, this program reads 4 to 5; make it anew with `opslag-indexer update "
        "--rebuild`");
  // Of what this program would replace, a newer one made more.
  CHECK(refusal_of(6) ==
        "a newer program made the index: it has schema version 6, this program reads 4 to 5; use the newer program, or "
        "replace its index on purpose with `opslag-indexer update --rebuild`");
}
