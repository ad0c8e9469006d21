// The model as JSON, in the form that `show` prints and that JSON Lines sources have.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "corpus/model.h"

namespace opslag::corpus {

// Keys in CONTRACT's order; what is unknown is null.
nlohmann::ordered_json to_json(const Meeting& meeting);
nlohmann::ordered_json to_json(const MeetingHead& head);  // without "items"
nlohmann::ordered_json to_json(const AgendaItem& item);

// Throws std::runtime_error naming the field ("items[3].number: …") if a value has the wrong type. Missing keys are
// unknown values, unknown keys are ignored.
Meeting meeting_from_json(const nlohmann::ordered_json& json);
AgendaItem item_from_json(const nlohmann::ordered_json& json);
MeetingHead head_from_json(const nlohmann::ordered_json& json);

// JSON as one line; invalid UTF-8 is replaced, never thrown.
std::string to_line(const nlohmann::ordered_json& json);

}  // namespace opslag::corpus
