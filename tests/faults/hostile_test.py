#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All of ../shared/hostile in one update: the run ends, every document has one status, good minutes are as without it.

usage: hostile_test.py OPSLAG_INDEXER SOURCE_DIR
Skipped where ../shared is absent.
"""
# SPDX-License-Identifier: GPL-3.0-or-later
import collections
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv.pop(2))
INDEXER = sys.argv.pop(1)
SHARED, SAMPLES = SOURCE.parent / "shared", SOURCE / "corpus" / "samples"
HOSTILE = [str(SHARED / name) for name in ("hostile", "attachments")]
TAKES_AT_MOST = 300  # seconds; a few are usual


def run(*arguments):
    done = subprocess.run([INDEXER, *arguments], capture_output=True, text=True, timeout=TAKES_AT_MOST)
    if done.returncode not in (0, 1):
        raise AssertionError(f"{arguments[0]}: status {done.returncode}: {done.stderr[-500:]}")
    return done


def meetings(*sources):
    return [json.loads(line) for line in run("show", *sources).stdout.splitlines()]


@unittest.skipUnless((SHARED / "hostile").is_dir(), "there is no ../shared/hostile")
class Hostile(unittest.TestCase):
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
        # Two roots may hold a file of the same name; what is no source at all (hidden, a README) is not told of.
        files = collections.Counter(str(file.relative_to(root)) for root in HOSTILE for file in pathlib.Path(root).rglob("*")
                                    if file.is_file() and not file.name.startswith((".", "README")))
        wrong = {name: (count, told[name]) for name, count in files.items() if told[name] != count}
        self.assertEqual(wrong, {})
        self.assertGreater(len(told), 1000)

    def test_good_minutes_are_as_without_the_hostile_ones(self):
        alone = meetings(str(SAMPLES))
        self.assertTrue(alone)
        among = {(m["id"], m["source"]): m for m in meetings(str(SAMPLES), *HOSTILE)}
        for meeting in alone:
            self.assertEqual(among.get((meeting["id"], meeting["source"])), meeting)

    def test_the_index_is_whole_and_a_second_update_changes_nothing(self):
        self.assertIn("whole", run("check", *self.index).stdout)
        again = run("update", *self.index, str(SAMPLES), *HOSTILE)
        self.assertIn("nothing has changed", again.stderr)


if __name__ == "__main__":
    unittest.main()
