// The pages of an item, of a meeting, and the list of meetings: the permalinks.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "corpus/stored.h"
#include "searchd/meeting_list.h"
#include "searchd/page.h"
#include "searchd/same_case.h"
#include "searchd/search_result.h"

namespace opslag::searchd {

// `fragments`: one for each of corpus::field_texts(item), with the words of `q` marked; empty if there is no q.
// `same`: the item's case, if it has one.
std::string item_page(const corpus::Stored& item, const std::vector<Fragment>& fragments, const std::string& q,
                      const PageContext& page, const std::optional<SameCase>& same = std::nullopt);
std::string meeting_page(const corpus::Stored& meeting, const MeetingList& list, const PageContext& page);
// All meetings, by year. Where they are many, one year at a time: `year`, or the newest. "-" are those without a date.
std::string meetings_page(const MeetingList& list, const std::string& year, const PageContext& page);

}  // namespace opslag::searchd
