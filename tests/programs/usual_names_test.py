#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Minutes of several meetings in one folder, and "Bilag 1.pdf" beside them: it is joined while one of them lists it.

usage: usual_names_test.py OPSLAG_INDEXER OPSLAG_DUMP_INDEX
"""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

DUMP, INDEXER = sys.argv.pop(2), sys.argv.pop(1)
WORD = "tangloppe"  # in the file


def meeting(date, title="Kajplads", names=("Bilag 1.html",)):
    return json.dumps({"committee": "Havneudvalget", "date": date, "items": [
        {"number": 3, "title": title, "sections": [{"heading": "Beslutning", "text": "Godkendt."}], "attachments": [{"name": name} for name in names]}]}) + "\n"


class UsualNames(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name) / "minutes"
        (self.folder / "bilag").mkdir(parents=True)
        self.index = Path(temporary.name) / "index"
        (self.folder / "bilag/Bilag 1.html").write_text(f"<p>En {WORD} på stranden.")
        (self.folder / "bilag/Notat om tang.html").write_text(f"<p>En {WORD} til.")

    def update(self):
        """Warnings, and the items that hold the file's word."""
        run = subprocess.run([INDEXER, "update", "--quiet", "--index", str(self.index), str(self.folder)], capture_output=True, text=True, timeout=120)
        self.assertEqual(run.returncode, 0, run.stderr)
        lines = [json.loads(line) for line in subprocess.run([DUMP, str(self.index)], capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()]
        found = sorted(line["id"][1:] for line in lines if "Kitem" in line["terms"] and "S" + WORD in line["terms"])
        return [line for line in run.stderr.splitlines() if line.startswith("warning: ")], found

    def write(self, name, **more):
        (self.folder / name).write_text(meeting(**more))

    def test_it_is_joined_while_one_meeting_lists_it(self):
        first, second = "havneudvalget-2026-01-01/3", "havneudvalget-2026-02-02/3"
        self.write("a.jsonl", date="2026-01-01")
        self.assertEqual(self.update(), ([], [first]))
        self.write("b.jsonl", date="2026-02-02")  # and a.jsonl is as it was
        warning = "{}: bilag/Bilag 1.html is joined with none of a.jsonl, b.jsonl, which all list a file of that name"
        told = [warning.format("warning: a.jsonl"), warning.format("warning: b.jsonl")]
        warnings, found = self.update()
        self.assertEqual((sorted(warnings), found), (told, []))
        warnings, found = self.update()  # it stays so
        self.assertEqual((sorted(warnings), found), (told, []))
        (self.folder / "a.jsonl").unlink()
        self.assertEqual(self.update(), ([], [second]))

    def test_an_agenda_and_its_minutes_share_it(self):
        self.write("dagsorden.jsonl", date="2026-01-01")
        self.write("referat.jsonl", date="2026-01-01")
        warnings, found = self.update()
        self.assertEqual((warnings, len(found)), ([], 2))

    def test_a_name_that_says_more_is_joined_with_all(self):
        for name, date in (("a.jsonl", "2026-01-01"), ("b.jsonl", "2026-02-02")):
            self.write(name, date=date, names=["Notat om tang.html"])
        warnings, found = self.update()
        self.assertEqual((warnings, len(found)), ([], 2))

    def test_each_meeting_with_a_folder_of_its_own_has_its_own(self):
        for name, date in (("a", "2026-01-01"), ("b", "2026-02-02")):
            (self.folder / "bilag" / name).mkdir()
            (self.folder / "bilag/Bilag 1.html").rename(self.folder / "bilag" / name / "Bilag 1.html") if name == "a" else \
                (self.folder / "bilag" / name / "Bilag 1.html").write_text(f"<p>En anden {WORD}.")
            self.write(name + ".jsonl", date=date)
        warnings, found = self.update()
        self.assertEqual((warnings, len(found)), ([], 2))


if __name__ == "__main__":
    unittest.main()
