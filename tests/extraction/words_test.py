#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every word of every attachment of the samples finds its item, as a person would search for it.

usage: words_test.py OPSLAG_INDEXER OPSLAG_SEARCHD SOURCE_DIR
Words are what `extract` prints, cut at what is neither letter nor digit; a number with its points and commas is one.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import unittest
import urllib.parse
import urllib.request

SOURCE = pathlib.Path(sys.argv.pop(3))
SEARCHD, INDEXER = sys.argv.pop(2), sys.argv.pop(1)
sys.path.insert(0, str(SOURCE / "tests/support"))
from running import Searchd, index  # noqa: E402

SAMPLES = SOURCE / "corpus/samples"
WORD = re.compile(r"[^\W_]+(?:(?<=\d)[.,:/-](?=\d)[^\W_]+)*")
MOST = 100  # the largest page that the API gives


def shown():
    """Each attachment with a file: its item's id, and the file."""
    files = {unicodedata.normalize("NFC", str(f.relative_to(SAMPLES))): f for f in SAMPLES.rglob("*")}
    run = subprocess.run([INDEXER, "show", SAMPLES], capture_output=True, text=True, check=True)
    for line in run.stdout.splitlines():
        meeting = json.loads(line)
        if meeting["audience"] != "public":
            continue
        for item in meeting["items"]:
            if item["audience"] != "public":
                continue
            for attachment in item["attachments"]:
                if attachment["file"]:
                    yield item["id"], files[attachment["file"]]


class Words(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        index(INDEXER, cls.folder.name, str(SAMPLES))
        cls.attachments = list(shown())

    def words_of(self):
        """word → the items whose attachments hold it."""
        files = sorted({str(file) for _, file in self.attachments})
        run = subprocess.run([INDEXER, "extract", *files], capture_output=True, text=True)
        texts = {}
        for line in run.stdout.splitlines():
            read = json.loads(line)
            texts[read["file"]] = " ".join(page["text"] for page in read["pages"])
        words = {}
        for item, file in self.attachments:
            for word in WORD.findall(texts[str(file)]):
                words.setdefault(word, set()).add(item)
        return words

    def found(self, url, word):
        """The ids of all items that answer the word, quoted so that it is a word and no operator or field."""
        ids, offset = set(), 0
        while True:
            query = urllib.parse.urlencode({"q": f'"{word}"', "limit": MOST, "offset": offset, "facet_limit": 1})
            with urllib.request.urlopen(f"{url}/api/v1/search?{query}", timeout=60) as reply:
                answer = json.load(reply)
            ids |= {hit["id"] for hit in answer["hits"]} if not answer["relaxed"] and not answer["corrected_to"] else set()
            offset += MOST
            if offset >= answer["total"]:
                return ids

    def test_every_word_finds_its_item(self):
        words = self.words_of()
        self.assertGreater(len(words), 500)
        missing = {}
        with Searchd(SEARCHD, self.folder.name) as server:
            for word, items in words.items():
                if lost := items - self.found(server.url, word):
                    missing[word] = sorted(lost)
        print(f"{len(words)} words of {len(self.attachments)} attachments, {len(missing)} not found")
        self.assertEqual(missing, {})


if __name__ == "__main__":
    unittest.main()
