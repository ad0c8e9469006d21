"""One index and the same sources in four, searched as one, here and through xapian-tcpsrv: the same answers.
SPDX-License-Identifier: GPL-3.0-or-later"""
import csv
import json
import shutil
import unittest
from urllib.parse import parse_qs

from server import ROOT, SHARED, main, update
from shards import SHARDS, WORDS, Asker, Remote, ShardTest, comparable, publish

FILTERS = [{}, {"year": "2023"}, {"sort": "newest"}, {"sort": "oldest", "limit": 50}, {"kind": "attachment"}, {"kind": ["item", "attachment"], "limit": 30}, {"decision": "godkendt"},
           {"municipality": ["odense", "faaborg-midtfyn"]}, {"offset": 7, "limit": 5}, {"from": "2020-01-01", "to": "2023-12-31"}, {"exact": "1"}, {"lang": "en", "facet_limit": 3},
           {"recency": "0", "explain": "1"}, {"decision": "droeftet", "year": ["2019", "2021"], "facet_limit": 1000}]


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


class Shards(ShardTest):
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

    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_four_machines(self):
        self.assert_same_answers(self.serve(*(remote.name for remote in self.remotes(*self.indexes))))

    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_two_machines_and_two_directories(self):
        first, second = self.remotes(self.indexes[0], self.indexes[2])
        self.assert_same_answers(self.serve(first.name, self.indexes[1], second.name, self.indexes[3], options=("--shard-cache", "1")))

    def test_directories(self):
        server = self.serve(*self.indexes)
        self.assert_same_answers(server)
        self.assertEqual(server.request("/readyz")[2], b"ready\n")
        health = server.json("/healthz")
        self.assertEqual((health["status"], health["shards"]), ("ok", {"total": SHARDS, "answered": SHARDS}))
        self.assertEqual(health["items"], self.one.json("/healthz")["items"])

    def test_the_order_of_directories_changes_nothing(self):
        self.assert_same_answers(self.serve(*reversed(self.indexes)))

    def test_a_meeting_that_is_in_two_indexes(self):
        server = self.serve(self.indexes[0], self.indexes[1], self.indexes[0])
        once = self.serve(self.indexes[0], self.indexes[1])
        double = self.serve(self.indexes[0]).search(limit=0)["total"]
        self.assertEqual(server.search(limit=0)["total"], once.search(limit=0)["total"] + double)
        self.assertTrue(any("in more than one index" in line for line in server.log), server.log)
        for hit in server.search(limit=40)["hits"]:
            path = "/api/v1/items/" + hit["id"]
            mine, theirs = server.json(path), self.one.json(path)
            # The case's other items may lie in an index that is not asked here, or in one that is asked twice.
            del mine["same_case"], theirs["same_case"]
            self.assertEqual(mine, theirs)

    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_an_index_with_deleted_documents(self):
        sources, index, file = self.folder / "changing", self.folder / "changed", self.folder / "changed.glass"
        shutil.copytree(self.parts[0], sources)
        shutil.copytree(self.parts[1], sources, dirs_exist_ok=True)
        update(index, sources)
        texts = sorted(path for path in sources.rglob("*.txt") if "bilag" not in path.parts)
        for turn, text in enumerate(texts[:6]):  # some words of an item each time, so that attachments come apart from items
            text.write_bytes(text.read_bytes().replace(b"Godkendt.", b"Godkendt som indstillet.").replace(b"borgere", b"beboere", 1 + turn))
            update(index, sources)
        texts[-1].unlink()
        update(index, sources)
        manifest = json.loads((index / (index / "CURRENT").read_text().split()[0]).read_text())
        self.assertTrue(any(segment["deleted"] for segment in manifest["segments"]), "nothing is deleted in it")
        publish(index, file)
        remote = Remote(file)
        self.addCleanup(remote.stop)
        here, there = self.serve(index), self.serve(remote.name)
        for parameters in questions()[::3]:
            wanted, got = here.search(**parameters), there.search(**parameters)
            self.assertEqual((got["total"], got["facets"], got["did_you_mean"]), (wanted["total"], wanted["facets"], wanted["did_you_mean"]), parameters)
            self.assertEqual([hit["id"] for hit in got["hits"]], [hit["id"] for hit in wanted["hits"]], parameters)
            self.assertEqual([hit["attachments"] for hit in got["hits"]], [hit["attachments"] for hit in wanted["hits"]], parameters)


if __name__ == "__main__":
    main()
