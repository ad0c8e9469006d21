// Makes one item of a text that no other reader knows, if it has a date or a "Beslutning".
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "corpus/minutes/dates.h"
#include "corpus/minutes/outline.h"
#include "corpus/minutes/reader.h"

namespace opslag::corpus::minutes {
namespace {

class LastResortReader : public Reader {
 public:
  std::string_view layout() const override { return "last-resort"; }

  std::optional<Meeting> read(Lines lines) const override {
    const auto wanted = [&](const Line& line) {
      return find_date(line.text).has_value() || line.text.find("eslutning") != std::string_view::npos;
    };
    if (std::none_of(lines.begin(), lines.end(), wanted)) return std::nullopt;
    Plan plan;
    plan.head = read_head(lines, {0, lines.size()});
    const auto first = std::find_if(lines.begin(), lines.end(), [](const Line& line) { return !line.blank(); });
    const std::string_view title = first->text.substr(0, 200);
    plan.headings.push_back({0, 0, 0, {}, plan.head.meeting.title.value_or(std::string(title)), false, {}});
    plan.body.inline_labels = true;
    plan.layout = layout();
    return build(lines, std::move(plan));
  }
};

}  // namespace

std::unique_ptr<Reader> make_last_resort_reader() {
  return std::make_unique<LastResortReader>();
}

}  // namespace opslag::corpus::minutes
