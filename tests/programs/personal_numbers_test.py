#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Personal numbers never reach the index unless they are asked for.

usage: personal_numbers_test.py OPSLAG_INDEXER
"""
import json, subprocess, sys, tempfile, unittest
from pathlib import Path

INDEXER = sys.argv.pop(1) if len(sys.argv) > 1 else "opslag-indexer"
NUMBER = "010190-1234"
MEETING = {"committee": "Havneudvalget", "date": "2026-01-01", "type": "referat", "items": [
    {"number": 1, "title": f"Ansøgning fra {NUMBER}", "sections": [{"heading": "Beslutning", "text": f"cpr {NUMBER} bevilges."}],
     "decision": {"text": f"cpr {NUMBER} bevilges.", "codes": []}, "attachments": [{"name": "Notat.txt", "file": "bilag/Notat.txt"}]}]}


class PersonalNumbers(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)
        (self.folder / "minutes/bilag").mkdir(parents=True)
        (self.folder / "minutes/a.jsonl").write_text(json.dumps(MEETING, ensure_ascii=False) + "\n")
        (self.folder / "minutes/bilag/Notat.txt").write_text(f"Født {NUMBER} i Nyby; har adresse på molen.\n")

    def update(self, *options):
        return subprocess.run([INDEXER, "update", *options, "--index", str(self.folder / "index"), str(self.folder / "minutes")],
                              capture_output=True, text=True, timeout=120)

    def shown(self):
        """All that the index holds of words: its word list."""
        return "".join(f.read_text() for f in (self.folder / "index").glob("words-*"))

    def test_masked_unless_said_otherwise(self):
        run = self.update()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("personal number", run.stderr)
        self.assertIn("masked", run.stderr)
        self.assertIn("molen", self.shown())
        self.assertNotIn("010190", self.shown())
        self.assertFalse([f for f in (self.folder / "index").iterdir() if f.is_file() and NUMBER.encode() in f.read_bytes()])

    def test_reported(self):
        run = self.update("--cpr=report")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("personal number", run.stderr)
        self.assertIn("010190", self.shown())

    def test_refused(self):
        run = self.update("--cpr=refuse")
        self.assertEqual(run.returncode, 1)
        self.assertIn("refused", run.stderr)
        self.assertNotIn("molen", self.shown())


if __name__ == "__main__":
    unittest.main()
