#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All of ../shared/hostile in one update: the run ends, every document has one status, good minutes are as without it,
as they are read, as they lie in the index, document by document, and as they are found.

usage: hostile_test.py OPSLAG_INDEXER OPSLAG_SEARCHD OPSLAG_DUMP_INDEX SOURCE_DIR
Skipped where ../shared is absent.
"""
# SPDX-License-Identifier: GPL-3.0-or-later
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import urllib.request

SOURCE = pathlib.Path(sys.argv.pop(4))
DUMP, SEARCHD, INDEXER = sys.argv.pop(3), sys.argv.pop(2), sys.argv.pop(1)
sys.path.insert(0, str(SOURCE / "tests/support"))
from running import Searchd  # noqa: E402

SHARED, SAMPLES = SOURCE.parent / "shared", SOURCE / "corpus" / "samples"
HOSTILE = [str(SHARED / name) for name in ("hostile", "attachments")]
RANKS = ("score",)  # what else is indexed weighs in
WORDS = 150  # of the good minutes, evenly from rare to common ones
MOST = 100  # the largest page that the API gives
TAKES_AT_MOST = 300  # seconds; a few are usual


def run(*arguments):
    done = subprocess.run([INDEXER, *arguments], capture_output=True, text=True, timeout=TAKES_AT_MOST)
    if done.returncode not in (0, 1):
        raise AssertionError(f"{arguments[0]}: status {done.returncode}: {done.stderr[-500:]}")
    return done


def meetings(*sources):
    return [json.loads(line) for line in run("show", *sources).stdout.splitlines()]


def documents(folder):
    """What an index holds, by document: terms with their counts and places, values, what is stored."""
    run = subprocess.run([DUMP, folder], capture_output=True, text=True, timeout=TAKES_AT_MOST, check=True)
    return {document["id"]: document for document in map(json.loads, run.stdout.splitlines())}


def words_of(found):
    """Some words of these meetings' items."""
    counts = collections.Counter(word for meeting in found for item in meeting["items"] if item["audience"] == "public"
                                 for word in set(re.findall(r"[^\W\d_]{4,}", json.dumps(item, ensure_ascii=False))))
    words = sorted(counts, key=lambda word: (counts[word], word))
    return words[::max(1, len(words) // WORDS)]


def hits_of(url, word, ids):
    """What a search says of each of these items: its text, facts and attachments, but its rank."""
    hits, offset = {}, 0
    while True:
        query = urllib.parse.urlencode({"q": f'"{word}"', "limit": MOST, "offset": offset, "facet_limit": 1})
        with urllib.request.urlopen(f"{url}/api/v1/search?{query}", timeout=60) as reply:
            answer = json.load(reply)
        if answer["relaxed"] or answer["corrected_to"]:
            return {}
        hits |= {hit["id"]: {k: v for k, v in hit.items() if k not in RANKS} for hit in answer["hits"] if hit["id"] in ids}
        offset += MOST
        if offset >= answer["total"]:
            return hits


@unittest.skipUnless((SHARED / "hostile").is_dir(), "there is no ../shared/hostile")
class Hostile(unittest.TestCase):
    maxDiff = 3000

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.index = ["--index", cls.folder.name]
        cls.update = run("update", "--each", *cls.index, str(SAMPLES), *HOSTILE)

    def test_every_file_has_one_status(self):
        told = collections.Counter()
        for line in self.update.stderr.splitlines():
            kind, _, rest = line.partition(": ")
            if kind in ("ok", "warning", "failed"):
                told[rest.partition(": ")[0]] += 1
        # Two roots may hold a file of the same name; hidden files are no sources and not told of.
        files = collections.Counter(str(file.relative_to(root)) for root in HOSTILE for file in pathlib.Path(root).rglob("*")
                                    if file.is_file() and not file.name.startswith("."))
        wrong = {name: (count, told[name]) for name, count in files.items() if told[name] != count}
        self.assertEqual(wrong, {})
        self.assertGreater(len(told), 1000)

    def test_good_minutes_are_as_without_the_hostile_ones(self):
        alone = meetings(str(SAMPLES))
        self.assertTrue(alone)
        among = {(m["id"], m["source"]): m for m in meetings(str(SAMPLES), *HOSTILE)}
        for meeting in alone:
            self.assertEqual(among.get((meeting["id"], meeting["source"])), meeting)

    def test_good_minutes_lie_in_the_index_as_without_the_hostile_ones(self):
        with tempfile.TemporaryDirectory() as folder:
            run("update", "--index", folder, str(SAMPLES))
            alone = documents(folder)
        among = documents(self.folder.name)
        items = sum("Kitem" in document["terms"] for document in alone.values())
        self.assertEqual(items, sum(item["audience"] == "public" for meeting in meetings(str(SAMPLES)) for item in meeting["items"]))
        self.assertGreater(len(among), len(alone))  # some of the hostile ones are minutes
        self.assertEqual([i for i in alone if i not in among], [])
        for name, document in alone.items():
            for part in ("terms", "positions", "values", "data"):
                self.assertEqual(among[name][part], document[part], f"{name}: {part}")

    def test_good_minutes_are_found_as_without_the_hostile_ones(self):
        good = meetings(str(SAMPLES))
        ids = {item["id"] for meeting in good for item in meeting["items"]}
        with tempfile.TemporaryDirectory() as folder:
            run("update", "--index", folder, str(SAMPLES))
            with Searchd(SEARCHD, folder) as alone, Searchd(SEARCHD, self.folder.name) as among:
                found = 0
                for word in words_of(good):
                    with self.subTest(word=word):
                        without = hits_of(alone.url, word, ids)
                        self.assertEqual(hits_of(among.url, word, ids), without)
                        found += len(without)
        self.assertGreater(found, WORDS)

    def test_the_index_is_whole_and_a_second_update_changes_nothing(self):
        self.assertIn("whole", run("check", *self.index).stdout)
        again = run("update", *self.index, str(SAMPLES), *HOSTILE)
        self.assertIn("nothing has changed", again.stderr)


if __name__ == "__main__":
    unittest.main()
