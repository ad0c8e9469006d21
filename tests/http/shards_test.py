"""One index and the same sources in four, searched as one: the same answers; and what is said while one of them is missing.
SPDX-License-Identifier: GPL-3.0-or-later"""
import csv
import json
import os
import shutil
import tempfile
import time
import unittest
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from server import ROOT, SAMPLES, SHARED, Server, main, update

SHARDS = 4
WORDS = ["", "budget", "dobbeltdiagnose", "dobeltdiagnose", "dobbeltdiagnoser borgere", "godkendelse af referat", "magruppe", "kapacitet", "psykisk lidelse og samtidigt misbrug",
         '"godkendelse af referat"', '"de enkelte kommuner"', '"godkendelse referat"', '"psykisk sygdom" OR botilbud', "bo*", "kom*", "rammeaft*", "titel:god*", "titel:eventuelt",
         "bilag:notat", "bilag:no*", "sag:25*", "beslutning:godkendt", "kommune:odense", "kommune:faaborg", "emne:økonomi", "år:2023", "udvalg:social", "-budget", "budget -social",
         "budget OR botilbud OR skole", "botilbud", "botilbudet", "tilbud til voksne", "handicap", "midtfyn", "Langeland Kommune", "xyzzyplugh", "kvantefysik budget",
         "misbrugsbehandling krisecenter vippesag", "møde den 29. september 2023", "2023-09-29", "september 2023", "§ 107", "servicelovens § 85", "formandsskifte",
         "skifte af formand", "og", "kommune", "sag", "1", "a", "KL's", "takst*", '"takster for 2025"', '"kommunen" -"budget"', "borgere med særlige behov", "trafik cykelsti",
         "belysning", "gangbro", "gangbroen", "støj", "lokalplan", "økonomivudering", "økonmi", "uddanelse", "målgruppe", "malgruppe"]
FILTERS = [{}, {"year": "2023"}, {"sort": "newest"}, {"sort": "oldest", "limit": 50}, {"kind": "attachment"}, {"kind": ["item", "attachment"], "limit": 30}, {"decision": "godkendt"},
           {"municipality": ["odense", "faaborg-midtfyn"]}, {"offset": 7, "limit": 5}, {"from": "2020-01-01", "to": "2023-12-31"}, {"exact": "1"}, {"lang": "en", "facet_limit": 3},
           {"recency": "0", "explain": "1"}, {"decision": "droeftet", "year": ["2019", "2021"], "facet_limit": 1000}]


def wait_for(condition, what):
    """Polls until the condition holds; fails after a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("waited in vain: " + what)


def questions():
    """Parameters of some hundred searches: each word with a few of the filters, so that all pairs of neighbours come, and lists of queries that are there."""
    asked = []
    for at, word in enumerate(WORDS):
        for turn in range(4):
            asked.append({"q": word, **FILTERS[(at * 3 + turn * 5) % len(FILTERS)]})
    with open(ROOT / "tests/relevance/samples_queries.tsv", encoding="utf-8") as lines:
        for row in csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE):
            asked.append({"q": row[0], **parse_qs(row[1] if len(row) > 1 else "")})
    shared = SHARED / "truth/queries.json"
    if shared.exists():
        asked += [{"q": query["query"], "limit": 50} for query in json.loads(shared.read_text(encoding="utf-8"))]
    else:
        print("../shared is not here: only our own queries")
    for typo in (SHARED / "language/typos.tsv", SHARED / "language/compounds.tsv"):
        if typo.exists():
            asked += [{"q": line.split("\t")[0]} for line in typo.read_text(encoding="utf-8").splitlines()[1:] if line[:1] not in "#"][:150]
    return asked


def deal(folder):
    """The samples, and the shared minutes where they are there, in four folders. What has one committee and day stays together: it may need ids that tell it apart."""
    parts = [folder / f"part{i}" for i in range(SHARDS)]
    days = {}
    for root in (SAMPLES, SHARED / "minutes"):
        for file in sorted(root.rglob("*")) if root.exists() else []:
            inside = file.relative_to(root)
            if not file.is_file() or file.name == "README.md":
                continue
            if "bilag" in inside.parts:
                homes = parts
            else:
                homes = [parts[days.setdefault((inside.parent, file.name[:10]), len(days)) % SHARDS]]
            for home in homes:
                (home / inside.parent).mkdir(parents=True, exist_ok=True)
                shutil.copy(file, home / inside)
    return parts


def comparable(answer):
    """All of an answer but what may differ."""
    for key in ("took_ms", "generation", "shards"):
        answer.pop(key)
    return answer


class Shards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="opslag-shards-"))
        cls.parts = deal(cls.folder)
        cls.whole = cls.folder / "whole"
        update(cls.whole, *cls.parts)
        cls.indexes = [cls.folder / f"index{i}" for i in range(SHARDS)]
        for index, part in zip(cls.indexes, cls.parts):
            update(index, part)
        cls.one = Server(cls.whole)

    @classmethod
    def tearDownClass(cls):
        status = cls.one.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)
        assert status == 0, "".join(cls.one.log[-10:])

    def serve(self, *indexes):
        options = [part for index in indexes[1:] for part in ("--index", str(index))]
        server = Server(indexes[0], *options)
        self.addCleanup(lambda: self.assertEqual(server.stop(), 0, "".join(server.log[-10:])))
        return server

    def assert_same_answers(self, server):
        ask_one, ask_many = Asker(self.one), Asker(server)
        self.addCleanup(ask_one.connection.close)
        self.addCleanup(ask_many.connection.close)
        found = 0
        for parameters in questions():
            wanted, got = ask_one.search(parameters), ask_many.search(parameters)
            self.assertEqual(got["shards"], {"total": SHARDS, "answered": SHARDS})
            self.assertEqual(wanted["shards"], {"total": 1, "answered": 1})
            found += wanted["total"]
            self.assertEqual(comparable(got), comparable(wanted), parameters)
        self.assertGreater(found, 1000)
        for path in ("/api/v1/export?q=budget&format=csv", "/api/v1/export?format=ndjson&kind=item&kind=attachment", "/api/v1/export?q=bo*&format=ndjson&sort=oldest",
                     "/api/v1/meetings?limit=1000", "/moeder", "/?q=budget"):
            wanted, got = ask_one.get(path), ask_many.get(path)
            if path.startswith("/api/v1/export"):
                self.assertGreater(len(wanted), 500, path)
            self.assertEqual(got, wanted, path)
        for hit in ask_one.search({"limit": 20, "kind": ["item", "attachment"]})["hits"] + ask_one.search({"q": "bilag:notat", "kind": "attachment"})["hits"]:
            path = "/api/v1/" + ("attachments/" if hit["kind"] == "attachment" else "items/") + hit["id"]
            self.assertEqual(ask_many.get(path), ask_one.get(path), path)
            self.assertEqual(ask_many.get("/moeder/" + hit["meeting"]["id"]), ask_one.get("/moeder/" + hit["meeting"]["id"]))

    def test_directories(self):
        server = self.serve(*self.indexes)
        self.assert_same_answers(server)
        self.assertEqual(server.request("/readyz")[2], b"ready\n")
        health = server.json("/healthz")
        self.assertEqual((health["status"], health["shards"]), ("ok", {"total": SHARDS, "answered": SHARDS}))
        self.assertEqual(health["items"], self.one.json("/healthz")["items"])

    def test_the_order_of_directories_changes_nothing(self):
        self.assert_same_answers(self.serve(*reversed(self.indexes)))

    def test_a_directory_that_is_not_there_yet(self):
        late = self.folder / "late"
        server = self.serve(self.indexes[0], late, *self.indexes[2:])
        answer = server.search(q="referat")
        self.assertEqual(answer["shards"], {"total": 4, "answered": 3})
        self.assertIn("shards-missing", [notice["code"] for notice in answer["notices"]])
        status, _, body = server.request("/readyz")
        self.assertEqual((status, body), (200, b"degraded\n3 of 4 shards answer. Missing, in the order of --index: 2.\n"))
        health = server.json("/healthz")
        self.assertEqual((health["status"], health["shards"]), ("degraded", {"total": 4, "answered": 3, "missing": [2]}))
        self.assertNotIn(str(self.folder), json.dumps(health))
        shutil.copytree(self.indexes[1], late)
        wait_for(lambda: server.json("/healthz")["status"] == "ok", "the fourth shard")
        self.assertEqual(server.request("/readyz")[2], b"ready\n")
        self.assertEqual(comparable(server.search(q="referat")), comparable(self.one.search(q="referat")))

    def test_a_damaged_directory_is_left_out(self):
        bad = self.folder / "bad"
        shutil.copytree(self.indexes[2], bad)
        segment = next(bad.glob("segment-*.glass"))
        data = bytearray(segment.read_bytes())
        data[len(data) // 2] ^= 1
        segment.write_bytes(data)
        server = self.serve(*self.indexes[:2], bad, self.indexes[3])
        self.assertEqual(server.search()["shards"], {"total": 4, "answered": 3})
        self.assertTrue(any("is damaged" in line for line in server.log))


class Asker:
    """Requests over one kept connection."""

    def __init__(self, server):
        self.server, self.connection = server, server.connect()

    def get(self, path):
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        body = response.read()
        assert response.status == 200, (path, response.status, body[:300])
        return body.decode("utf-8")

    def search(self, parameters):
        return json.loads(self.get("/api/v1/search?" + urlencode(parameters, doseq=True)))


if __name__ == "__main__":
    main()
