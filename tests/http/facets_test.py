"""Every facet count equals the total that one gets by choosing that value: all of them, over the samples.
SPDX-License-Identifier: GPL-3.0-or-later"""
import collections
import itertools
import json
import re
import subprocess
import unicodedata
from urllib.parse import urlencode

from server import INDEXER, SAMPLES, ServerTest, main

# Searches from which every value of every facet is chosen in turn.
SITUATIONS = [{}, {"q": "botilbud"}, {"year": ["2023", "2024"]}, {"q": "orientering OR budget", "decision": ["taget-til-efterretning", "godkendt"]},
              {"kind": ["attachment"]}, {"kind": ["item", "attachment"], "q": "plan*"}, {"q": "xyzzyfindesikke"}]

FILTERS = [{}, {"year": ["2023", "2024"]}, {"decision": ["godkendt"]}, {"topic": ["skole", "sundhed"], "year": ["2024"]},
           {"decision": ["godkendt", "taget-til-efterretning"], "from": "2023-06-01"}, {"to": "2024-03-31", "topic": ["social-og-handicap"]}]


def slug(text):
    text = text.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub("[^a-z0-9]+", "-", "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))).strip("-")


def items_as_read():
    """Public items by id with the values of their facets, as `opslag-indexer show` reads them, without index and searchd."""
    items = {}
    for line in subprocess.run([INDEXER, "show", str(SAMPLES)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.splitlines():
        meeting = json.loads(line)
        for item in meeting["items"]:
            if "internal" in (meeting["audience"], item["audience"]):
                continue
            owner = meeting["organisation"] or ""
            items[item["id"]] = {
                "organisation": [slug(owner)] if owner else [], "committee": [slug(f"{owner} {meeting['committee']}")], "meeting": [meeting["id"]],
                "year": [(meeting["date"] or "")[:4]], "municipality": [slug(label) for label in item["municipalities"]], "topic": item["topics"],
                "decision": (item["decision"] or {"codes": []})["codes"], "date": meeting["date"]}
    return items


def matches(item, filters, but=None):
    return ("from" not in filters or item["date"] >= filters["from"]) and ("to" not in filters or item["date"] <= filters["to"]) and all(
        name in (but, "from", "to") or set(values) & set(item[name]) for name, values in filters.items())


class Facets(ServerTest):
    def test_counts_are_those_of_the_items_as_they_were_read(self):
        items = items_as_read()
        self.assertGreater(len(items), 50)
        filtered = 0
        for q, kinds, filters in itertools.product(("", "kommune", "budget OR orientering", "plan*"), ([], ["attachment"], ["item", "attachment"]), FILTERS):
            status, _, body = self.server.request("/api/v1/export?" + urlencode({"format": "ndjson", "q": q, "kind": kinds}, doseq=True))
            self.assertEqual(status, 200)
            found = [items[(hit["item"] if "item" in hit else hit)["id"]] for hit in map(json.loads, body.splitlines())]
            answer = self.server.search(q=q, kind=kinds, limit=0, facet_limit=1000, **filters)
            self.assertEqual(answer["total"], sum(matches(item, filters) for item in found), (q, kinds, filters))
            filtered += 0 < answer["total"] < len(found)
            for facet in ("organisation", "committee", "meeting", "year", "municipality", "topic", "decision"):
                wanted = collections.Counter(value for item in found if matches(item, filters, facet) for value in item[facet])
                counted = {value["value"]: value["count"] for value in answer["facets"][facet] if value["count"]}
                self.assertEqual(counted, dict(wanted), (q, kinds, filters, facet))
        self.assertGreater(filtered, 20)

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
