"""Every facet count equals the total that one gets by choosing that value: all of them, over the samples.
SPDX-License-Identifier: GPL-3.0-or-later"""
from server import ServerTest, main

# Searches from which every value of every facet is chosen in turn.
SITUATIONS = [{}, {"q": "botilbud"}, {"year": ["2023", "2024"]}, {"q": "orientering OR budget", "decision": ["taget-til-efterretning", "godkendt"]},
              {"kind": ["attachment"]}, {"kind": ["item", "attachment"], "q": "plan*"}, {"q": "xyzzyfindesikke"}]


class Facets(ServerTest):
    def test_counts_are_what_choosing_gives(self):
        checked = 0
        for situation in SITUATIONS:
            answer = self.server.search(limit=0, facet_limit=1000, **situation)
            for facet, values in answer["facets"].items():
                for value in values:
                    chosen = self.server.search(limit=0, facet_limit=0, **{**situation, facet: [value["value"]]})
                    self.assertEqual(value["count"], chosen["total"], (situation, facet, value))
                    checked += 1
        self.assertGreater(checked, 300)

    def test_counts_ignore_their_own_filter_and_obey_the_others(self):
        free = self.server.search(limit=0, facet_limit=1000)["facets"]
        year = free["year"][0]["value"]
        chosen = self.server.search(limit=0, facet_limit=1000, year=year)["facets"]
        without_flag = lambda values: [(v["value"], v["label"], v["count"]) for v in values]
        self.assertEqual(without_flag(free["year"]), without_flag(chosen["year"]))
        self.assertEqual([v["value"] for v in chosen["year"] if v["selected"]], [year])
        self.assertLess(sum(v["count"] for v in chosen["meeting"]), sum(v["count"] for v in free["meeting"]))

    def test_values_come_by_count_then_label(self):
        for values in self.server.search(limit=0, facet_limit=1000)["facets"].values():
            counts = [value["count"] for value in values]
            self.assertEqual(counts, sorted(counts, reverse=True))

    def test_a_selected_value_is_always_listed(self):
        values = self.server.search(limit=0, facet_limit=1000)["facets"]["meeting"]
        last = values[-1]["value"]
        listed = self.server.search(limit=0, facet_limit=1, meeting=last)["facets"]["meeting"]
        self.assertIn(last, [value["value"] for value in listed])
        none = self.server.search(limit=0, topic="findes-ikke")["facets"]["topic"]
        self.assertIn(("findes-ikke", 0, True), [(v["value"], v["count"], v["selected"]) for v in none])


if __name__ == "__main__":
    main()
