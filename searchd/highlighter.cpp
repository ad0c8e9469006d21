// Hits from stored documents.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/highlighter.h"

#include <algorithm>

#include "analyzers/text.h"
#include "corpus/field_places.h"
#include "corpus/positions.h"

namespace opslag::searchd {
namespace {
using corpus::Field;
using corpus::FieldText;

constexpr std::size_t kMaxExplained = 12;

// What a snippet from this field is worth beside one from the body; titles are shown anyway.
double liking(Field field) {
  switch (field) {
    case Field::decision:
      return 1.3;
    case Field::body:
    case Field::attachment_text:
      return 1.0;
    case Field::heading:
      return 0.5;
    default:
      return 0.0;
  }
}

// A section that only names the item's attachments, which are shown under the hit anyway.
bool lists_attachments(const FieldText& text, const corpus::AgendaItem& item) {
  if (text.field != Field::body || item.attachments.empty()) return false;
  for (std::string_view rest = text.text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const bool named = std::any_of(item.attachments.begin(), item.attachments.end(), [&](const auto& attachment) {
      return attachment.name.find(line) != std::string::npos || line.find(attachment.name) != std::string_view::npos;
    });
    if (!named) return false;
  }
  return true;
}

std::string_view place_in(Field field, Language lang) {
  const bool english = lang == Language::en;
  switch (field) {
    case Field::title:
      return english ? " (in the title)" : " (i titlen)";
    case Field::decision:
      return english ? " (in the decision)" : " (i beslutningen)";
    case Field::heading:
      return english ? " (in a heading)" : " (i en overskrift)";
    case Field::attachment_name:
    case Field::attachment_text:
      return english ? " (in an attachment)" : " (i et bilag)";
    case Field::case_number:
      return english ? " (in the case number)" : " (i sagsnummeret)";
    case Field::body:
      return "";
  }
  return "";
}

class Explainer {
 public:
  explicit Explainer(std::size_t leaves) : best_(leaves) {}
  void see(const FieldText& text, const TextMatch& match) {
    Best& so_far = best_[match.leaf];
    if (so_far.rule.empty() || match.weight > so_far.weight) {
      so_far = {match.weight, std::string(match.rule), text.field,
                std::string(text.text.substr(match.span_begin, match.span_end - match.span_begin))};
    }
  }
  std::vector<std::string> sentences(const TextMatcher& matcher, Language lang) const {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < best_.size() && all.size() < kMaxExplained; ++i) {
      if (best_[i].rule.empty() || matcher.excluded()[i]) continue;
      all.push_back(sentence(matcher.leaves()[i]->text, best_[i].text, best_[i].rule, lang));
      all.back() += place_in(best_[i].field, lang);
    }
    return all;
  }

 private:
  struct Best {
    double weight = 0;
    std::string rule;
    Field field = Field::body;
    std::string text;
  };
  std::vector<Best> best_;
};

// Where nothing is found in a text that can be shown: how the decision begins, else the item.
Fragment beginning(const std::vector<FieldText>& texts) {
  for (const Field field : {Field::decision, Field::body, Field::attachment_text}) {
    for (const FieldText& text : texts) {
      if (text.field != field) continue;
      const std::vector<TextMatch> none;
      Stretch stretch{0, 0, text.text.size()};
      if (stretch.end > kSnippetBytes) {
        stretch.end = kSnippetBytes;
        while (stretch.end > 0 && text.text[stretch.end] != ' ' && text.text[stretch.end] != '\n') --stretch.end;
        if (stretch.end == 0) {
          stretch.end = kSnippetBytes;
          while ((static_cast<unsigned char>(text.text[stretch.end]) & 0xC0U) == 0x80U) --stretch.end;
        }
      }
      return cut(text.text, stretch, none, {});
    }
  }
  return {};
}

// From 1. Empty pages are in no field_texts, so they can't be counted there.
unsigned page_of(const corpus::Stored& stored, const FieldText& text) {
  for (std::size_t i = 0; i < stored.pages.size(); ++i) {
    if (stored.pages[i].data() == text.text.data()) return static_cast<unsigned>(i + 1);
  }
  return 1;
}

// The directory behind a document's packed positions, if it is of these texts.
bool known_places(const std::vector<FieldText>& texts, std::string_view packed, std::uint32_t last,
                  corpus::TextPlaces& known) {
  if (last == 0 || !known.read(corpus::behind_positions(packed), texts)) return false;
  corpus::FieldPlaces places;
  for (std::size_t t = 0; t < texts.size(); ++t) {
    places.begin(texts[t]);
    places.took(known.positions(t));
  }
  return places.last() == last;
}

void add_place(std::vector<std::string>& places, Field field) {
  std::string name(corpus::spec(field).name);
  if (std::find(places.begin(), places.end(), name) == places.end()) places.push_back(std::move(name));
}

}  // namespace

Highlighter::Highlighter(analyzers::Analyzer& analyzer, const QueryNode& root, std::vector<double> worths)
    : analyzer_(analyzer), matcher_(root), worths_(std::move(worths)) {
  worths_.resize(matcher_.leaves().size(), 1.0);
  for (std::size_t i = 0; i < worths_.size(); ++i) {
    if (matcher_.excluded()[i]) worths_[i] = 0;
  }
}

std::vector<TextMatch> Highlighter::find(const FieldText& text, bool rules) const {
  if (matcher_.leaves().empty()) return {};
  return matcher_.find(analyzer_.analyze(text.text), text.text, text.field, nullptr, rules);
}

// The text, or as much of an attachment's as may still be looked at, at `cost` for each byte.
FieldText Highlighter::affordable(const FieldText& text, std::size_t cost, Found& found) const {
  if (text.field != Field::attachment_text) return text;
  FieldText part = text;
  part.text = analyzers::cut_utf8(text.text, left_ / cost);
  left_ -= part.text.size() * cost;
  found.cut_short = found.cut_short || part.text.size() < text.text.size();
  return part;
}

// Where it is known how many positions are before each text and within it.
void Highlighter::find_known(const std::vector<FieldText>& texts, bool rules, Found& found) const {
  const std::vector<std::uint32_t>& wanted = wanted_.positions;
  corpus::FieldPlaces places;
  const bool surfaces_only = matcher_.asks_surfaces_only();
  auto from = wanted.begin();
  for (std::size_t t = 0; t < texts.size() && !found.cut_short; ++t) {
    const FieldText text = affordable(texts[t], 1, found);
    const std::uint32_t first = places.begin(text);
    places.took(known_.positions(t));
    from = std::lower_bound(from, wanted.end(), first);
    analyzers::Selection selection({from, wanted.end()}, first, matcher_.spellings(), false, known_.of(t));
    if (surfaces_only) selection.want_surfaces_only();
    const std::vector<analyzers::Token> tokens = analyzer_.analyze(text.text, selection).tokens;
    if (!tokens.empty()) found.matches[t] = matcher_.find(tokens, text.text, text.field, nullptr, rules);
  }
}

Highlighter::Found Highlighter::find(const std::vector<FieldText>& texts, std::string_view packed, bool rules) const {
  Found found;
  found.matches.resize(texts.size());
  if (matcher_.leaves().empty()) return found;
  const corpus::PositionsTogether& wanted = wanted_;
  corpus::unpack_positions(packed, matcher_.position_keys(), wanted_);
  if (known_places(texts, packed, wanted.last, known_)) {
    find_known(texts, rules, found);
    return found;
  }
  corpus::FieldPlaces places;
  // Behind the last place nothing need be counted, if they are this document's, so that a word was found at each.
  bool may_stop = !wanted.positions.empty(), stopped = matcher_.position_keys().empty();
  std::size_t met = 0;
  for (std::size_t t = 0; t < texts.size() && wanted.last > 0 && !found.cut_short; ++t) {
    const FieldText text = affordable(texts[t], 1, found);
    const std::uint32_t first = places.begin(text);
    const auto from =
        stopped ? wanted.positions.end() : std::lower_bound(wanted.positions.begin(), wanted.positions.end(), first);
    const auto look = [&](bool stop) {
      std::vector<std::uint32_t> placed;
      const analyzers::Selection selection({from, wanted.positions.end()}, first, matcher_.spellings(),
                                           stop || stopped);
      const analyzers::Analyzer::Selected selected = analyzer_.analyze(text.text, selection);
      places.took(selected.positions);
      found.matches[t].clear();
      if (!selected.tokens.empty())
        found.matches[t] = matcher_.find(selected.tokens, text.text, text.field, &placed, rules);
      const auto here =
          static_cast<std::size_t>(std::count_if(placed.begin(), placed.end(), [&](std::uint32_t position) {
            return std::binary_search(from, wanted.positions.end(), first + position);
          }));
      if (selected.stopped && !stopped && met + here < wanted.positions.size()) return false;
      stopped = stopped || selected.stopped;
      met += here;
      return true;
    };
    if (look(may_stop)) continue;
    may_stop = false;
    look(false);
  }
  if (wanted.last > 0 && (found.cut_short || stopped || places.last() == wanted.last)) return found;
  for (std::size_t t = 0; t < texts.size() && !found.cut_short; ++t) {
    found.matches[t] = find(affordable(texts[t], kWholeCost, found), rules);
  }
  return found;
}

Hit Highlighter::hit(corpus::Stored stored, std::string_view packed, bool explain, Language lang) const {
  Hit hit;
  hit.attachments.resize(stored.kind == corpus::DocumentKind::item ? stored.item.attachments.size() : 1);
  for (std::size_t i = 0; i < hit.attachments.size(); ++i) hit.attachments[i].attachment = i;
  if (stored.kind == corpus::DocumentKind::attachment) hit.attachments.front().attachment = stored.attachment;
  Explainer explainer(worths_.size());
  double best = 0;
  std::size_t best_text = 0;
  Stretch shown;
  const std::vector<FieldText> texts = corpus::field_texts(stored);
  const Found found = find(texts, packed, explain);
  for (std::size_t t = 0; t < texts.size(); ++t) {
    const FieldText& text = texts[t];
    const std::vector<TextMatch>& matches = found.matches[t];
    const Stretch stretch = best_stretch(text.text, matches, worths_);
    if (stretch.worth <= 0) continue;
    for (std::size_t m = 0; explain && m < matches.size(); ++m) explainer.see(text, matches[m]);
    add_place(hit.matched_in, text.field);
    if (text.field == Field::attachment_name && text.attachment < hit.attachments.size()) {
      hit.attachments[text.attachment].matched = true;
    }
    const double worth = lists_attachments(text, stored.item) ? 0 : stretch.worth * liking(text.field);
    if (worth <= best) continue;
    best = worth;
    best_text = t;
    shown = stretch;
    if (text.field == Field::attachment_text) hit.attachments.front().page = page_of(stored, text);
  }
  if (stored.kind == corpus::DocumentKind::attachment)
    hit.attachments.front().matched = !hit.matched_in.empty() || found.cut_short;
  hit.snippet = best > 0 ? cut(texts[best_text].text, shown, found.matches[best_text], worths_) : beginning(texts);
  if (explain) hit.explanation = explainer.sentences(matcher_, lang);
  hit.stored = std::move(stored);
  return hit;
}

bool Highlighter::in_attachment(const corpus::Stored& attachment, std::string_view packed, AttachmentHit& hit) const {
  double best = 0;
  const std::vector<FieldText> texts = corpus::field_texts(attachment);
  const Found found = find(texts, packed, false);
  for (std::size_t t = 0; t < texts.size(); ++t) {
    const FieldText& text = texts[t];
    if (text.field != Field::attachment_text) continue;
    const std::vector<TextMatch>& matches = found.matches[t];
    const Stretch stretch = best_stretch(text.text, matches, worths_);
    if (stretch.worth <= best) continue;
    best = stretch.worth;
    hit.page = page_of(attachment, text);
    hit.snippet = cut(text.text, stretch, matches, worths_);
  }
  return best > 0 || found.cut_short;
}

std::vector<Fragment> Highlighter::whole(const corpus::Stored& stored) const {
  std::vector<Fragment> fragments;
  for (const FieldText& text : corpus::field_texts(stored))
    fragments.push_back(marked(text.text, find(text, false), worths_));
  return fragments;
}

}  // namespace opslag::searchd
