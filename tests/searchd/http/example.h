// A meeting's item for tests, with something awkward in every field.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "corpus/stored.h"
#include "searchd/search_result.h"

namespace opslag::searchd::example {

inline corpus::Stored item() {
  corpus::Stored stored;
  stored.kind = corpus::DocumentKind::item;
  stored.meeting.id = "socialudvalget-2024-03-05";
  stored.meeting.committee = "Socialudvalget";
  stored.meeting.title = "Møde & snak";
  stored.meeting.date = "2024-03-05";
  stored.meeting.start = "2024-03-05T08:05";
  stored.meeting.source = "a.txt";
  auto& one = stored.item;
  one.id = "socialudvalget-2024-03-05/3";
  one.number = 3;
  one.title = "Botilbud \"Åen\" <b>";
  one.decision = corpus::Decision{"Godkendt.\nMed bemærkninger; se bilag.", {"godkendt"}};
  one.sections = {{"Beslutning", one.decision->text},
                  {"Baggrund", "Første linje\n • punkt <i>"},
                  {"Bilag", " • plan.pdf\n\n2. =bilag.xlsx "},
                  {std::nullopt, "Løs tekst"}};
  one.municipalities = {"Odense", "Ærø"};
  one.attachments = {{one.id + "/bilag/1", "plan.pdf", std::nullopt, "application/pdf"},
                     {one.id + "/bilag/2", "=bilag.xlsx", std::nullopt, std::nullopt}};
  stored.previous = corpus::ItemReference{"socialudvalget-2024-03-05/2", 2, "Forrige <punkt>"};
  return stored;
}

inline Hit hit() {
  Hit one;
  one.stored = item();
  one.score = 1.5;
  one.snippet = {"et <botilbud> her", {{4, 12}}};
  one.matched_in = {"title", "attachment"};
  one.attachments = {{1, true, 7u, Fragment{"i bilag", {{2, 7}}}}};
  return one;
}

}  // namespace opslag::searchd::example
