#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A personal number in every place that a source has, each a number of its own: nowhere in the index's files, answers,
exports, suggestions and messages with --cpr=mask; their sources left out with refuse; all there with report.

usage: personal_numbers_everywhere_test.py OPSLAG_INDEXER OPSLAG_SEARCHD OPSLAG_DUMP_INDEX SOURCE_DIR
"""
import json
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

SOURCE = Path(sys.argv.pop(4))
DUMP, SEARCHD, INDEXER = sys.argv.pop(3), sys.argv.pop(2), sys.argv.pop(1)
sys.path.insert(0, str(SOURCE / "tests/support"))
from running import Searchd  # noqa: E402

WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


class Numbers:
    """A number a place, no two with the same first six digits; all but one with the right check digit, so that they are
    known without words."""

    def __init__(self):
        self.of = {}

    def __call__(self, place):
        n = len(self.of)
        day = f"{14 + n % 7:02}{1 + n % 12:02}{60 + n % 39:02}"  # 14 to 20: as whole numbers they have ten digits and fit
        serial = next(s for s in range(5000 + 37 * n, 10000)
                      if (sum(w * int(d) for w, d in zip(WEIGHTS, f"{day}{s}")) % 11 == 0) != place.startswith("announced"))
        self.of[place] = (day, f"{serial}")
        return f"{day}-{serial}"

    def place_in(self, text, but=()):
        """The places whose number stands there, however it is written."""
        found = set()
        for place, (day, serial) in self.of.items():
            if place not in but and re.search(rf"{day}[\W_]{{0,6}}{serial}|%22{day}|\b{day}\b", text):
                found.add(place)
        return found


def meeting(day, **more):
    head = {"committee": "Havneudvalget", "date": f"2026-{1 + day // 28:02}-{1 + day % 28:02}", "items": []}
    return head | more


def item(**more):
    return {"number": 1, "title": "Kajplads", "sections": [{"heading": "Beslutning", "text": "Godkendt."}]} | more


class Sources:
    """A file a place, so that refuse leaves out one at a time."""

    def __init__(self, folder, numbers):
        self.folder, self.numbers, self.day = folder, numbers, 0
        (folder / "bilag").mkdir(parents=True)
        self.write("rent", lambda n: meeting(0, items=[item(title="Kranen")]), number=False)
        for place in ("organisation", "committee", "title", "place", "layout"):
            self.of_meeting(place, lambda n, place=place: {place: f"Navn {n} her"})
        self.of_meeting("id", lambda n: {"id": f"havn-2026-{n}-01"})
        self.of_meeting("source_url", lambda n: {"source_url": f"https://havn.example/2026/{n.replace('-', '%2D')}/1"})
        self.of_item("item.title", lambda n: {"title": f"Klage fra {n}, kajplads"})
        self.of_item("item.id", lambda n: {"id": f"havneudvalget-{self.date()}/{n}"})
        self.of_item("item.number as text", lambda n: {"number": f"{n}"})
        self.of_item("item.number", lambda n: {"number": int(n.replace("-", ""))})
        self.of_item("case_number", lambda n: {"case_number": f"{n}"})
        self.of_item("attendees", lambda n: {"sections": [{"heading": "Deltagere", "text": f"Anne Kran ({n})\nBo Mole"}]})
        self.of_item("heading", lambda n: {"sections": [{"heading": f"Om {n}", "text": "Intet."}]})
        self.of_item("announced by its heading", lambda n: {"sections": [{"heading": "Cpr-nr.", "text": n.replace("-", "")}]})
        self.of_item("decision", lambda n: {"decision": {"text": f"{n} bevilges.", "codes": []}})
        self.of_item("municipality", lambda n: {"municipalities": [f"Nyby {n}"]})
        self.of_item("topic", lambda n: {"topics": [f"emne-{n}"]})
        for place, attachment in (("attachment.name", lambda n: {"name": f"Brev fra {n}.pdf"}), ("attachment.id", lambda n: {"name": "Brev", "id": f"x/{n}/1"}),
                                  ("media_type", lambda n: {"name": "Brev", "media_type": f"text/{n}"})):
            self.of_item(place, lambda n, attachment=attachment: {"attachments": [attachment(n)]})
        self.of_item("attachment.file", lambda n: {"attachments": [{"name": "Kort", "file": self.attachment(f"2026/{n}-2.txt", "Kortet viser molen.")}]})
        self.of_item("text of an attachment", lambda n: {"attachments": [{"name": "Ansøgning", "file": self.attachment("ansøgning.txt", f"Ansøger {n} på molen; bådeværft.")}]})
        self.of_item("a mail's unreadable file", lambda n: {"attachments": [{"name": "Post", "file": self.attachment("post.eml", mail(n))}]})
        self.minutes_as_text()

    def date(self):
        return meeting(self.day)["date"]

    def write(self, place, make, number=True):
        self.day += 1
        name = re.sub(r"\W", "-", place) + ".jsonl"
        (self.folder / name).write_text(json.dumps(make(self.numbers(place) if number else ""), ensure_ascii=False) + "\n", encoding="utf-8")

    def of_meeting(self, place, fields):
        self.write(place, lambda n: meeting(self.day, items=[item()]) | fields(n))

    def of_item(self, place, fields):
        self.write(place, lambda n: meeting(self.day, items=[item(**fields(n))]))

    def attachment(self, name, text):
        file = self.folder / "bilag" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return f"bilag/{name}"

    def minutes_as_text(self):
        folder = self.folder / self.numbers("source path")
        folder.mkdir()
        (folder / "referat.txt").write_text(
            "Byrådet\nReferat 2. december 2026\n\n1. Fyret\n\nSagsfremstilling:\nFyret tændes af "
            f"{self.numbers('text of minutes')}.\n\nBeslutning:\nGodkendt.\n", encoding="utf-8")


def mail(number):
    return (f"From: a@example.dk\nSubject: Post\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nHej om lodsen.\n"
            f"--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"Brev {number}-2.pdf\"\n\nikke en pdf\n--x--\n")


class Everywhere(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = Path(cls.temporary.name)
        cls.numbers = Numbers()
        Sources(cls.folder / "minutes", cls.numbers)

    def update(self, how):
        index = Path(tempfile.mkdtemp(dir=self.folder))
        run = subprocess.run([INDEXER, "update", "--json", "--each", f"--cpr={how}", "--index", str(index), str(self.folder / "minutes")],
                             capture_output=True, text=True, timeout=300)
        self.assertIn(run.returncode, (0, 1), run.stderr)
        dump = subprocess.run([DUMP, str(index)], capture_output=True, text=True, timeout=60, check=True).stdout
        return index, run, dump

    def test_numbers_are_found_where_they_stand(self):
        """Else the other tests could not fail: with report each is in the index, but for ids that are given anew."""
        index, run, dump = self.update("report")
        everything = dump + json.dumps(json.loads(run.stdout)) + (index / "unreadable.json").read_text()
        absent = set(self.numbers.of) - self.numbers.place_in(everything)
        self.assertEqual(absent, {"attachment.id"})
        self.assertEqual(run.stderr.count("personal number"), len(self.numbers.of) - 1, run.stderr)  # two in one file

    def test_masked_ones_are_nowhere_in_the_index(self):
        index, run, dump = self.update("mask")
        self.assertIn("Kranen", dump)
        self.assertEqual(self.numbers.place_in(dump), set())
        for file in (f for f in index.rglob("*") if f.is_file()):
            path = {"source path"} if file.name.startswith("generation-") else set()
            text = file.read_bytes().decode("latin-1")
            found = {place for place, (day, serial) in self.numbers.of.items() if re.search(rf"{day}[^0-9a-f]{{0,6}}{serial}", text)}
            self.assertEqual(found - path, set(), file)
        self.assertNotIn("failed:", run.stderr)
        self.assertEqual(self.numbers.place_in((index / "unreadable.json").read_text()), set())
        words = "".join(file.read_text() for file in index.glob("words-*"))
        self.assertIn("bådeværft", words)
        self.assertEqual(self.numbers.place_in(words), set())

    def test_masked_ones_are_not_told_of(self):
        _, run, _ = self.update("mask")
        self.assertEqual(self.numbers.place_in(run.stdout), set())
        reasons = [line.split(": ", 2)[-1] for line in run.stderr.splitlines()]
        self.assertEqual(self.numbers.place_in("\n".join(reasons)), set())
        self.assertEqual(self.numbers.place_in(run.stderr), {"source path"})

    def test_refused_ones_leave_their_source_out(self):
        _, run, dump = self.update("refuse")
        self.assertEqual(self.numbers.place_in(dump), set())
        self.assertEqual(self.numbers.place_in(run.stderr), {"source path"})
        read = [line for line in dump.splitlines() if '"Kitem"' in line]
        failed = json.loads(run.stdout)["failed"]
        texts = ("text of an attachment", "a mail's unreadable file")  # their minutes hold none
        self.assertEqual(len(failed), len(self.numbers.of) - 1 - len(texts), failed)
        self.assertEqual(len(read), 1 + len(texts))
        self.assertNotIn("bådeværft", dump)

    def test_answers_and_suggestions_hold_none(self):
        index, _, _ = self.update("mask")
        with Searchd(SEARCHD, str(index)) as server:
            def get(path, **query):
                address = urllib.parse.quote(path) + ("?" + urllib.parse.urlencode(query) if query else "")
                try:
                    with urllib.request.urlopen(server.url + address, timeout=60) as reply:
                        return reply.read().decode()
                except urllib.error.HTTPError as problem:
                    with problem:
                        return problem.read().decode()

            answers = {path: get(path, **query) for path, query in (
                ("/api/v1/search", {"limit": 100, "facet_limit": 1000}), ("/api/v1/export", {"format": "csv"}), ("/api/v1/export", {"format": "ndjson"}),
                ("/api/v1/meetings", {}), ("/", {"q": "kajplads"}), ("/moeder", {}), ("/feed.atom", {"q": "kajplads"}),
                ("/metrics", {}), ("/healthz", {}))}
            answers["attachments"] = get("/api/v1/search", kind="attachment", limit=100)
            hits = json.loads(answers["/api/v1/search"])["hits"]
            self.assertEqual(len(hits), len(self.numbers.of))  # the two of one file, and the clean one
            for hit in hits:
                for path in (f"/api/v1/items/{hit['id']}", f"/api/v1/items/{hit['id']}/similar", hit["url"], f"/api/v1/meetings/{hit['meeting']['id']}",
                             f"/moeder/{hit['meeting']['id']}"):
                    answers[path] = get(path)
            for hit in json.loads(answers["attachments"])["hits"]:
                answers[hit["id"]] = get(f"/api/v1/attachments/{hit['id']}")
            leaks = {path: found for path, text in answers.items() if (found := self.numbers.place_in(text))}
            self.assertEqual(leaks, {})
            for place, (day, serial) in self.numbers.of.items():
                wrong = f"{day}-{serial[:3]}{(int(serial[3]) + 1) % 10}"  # a spelling away
                found = json.loads(get("/api/v1/search", q=wrong))
                self.assertEqual((found["did_you_mean"], found["corrected_to"]), (None, None), place)
                completions = json.loads(get("/api/v1/suggest", q=day[:4]))
                self.assertNotIn(day, json.dumps(completions), place)
                for q in (wrong, f"{day}-{serial}"):
                    self.assertNotIn("<mark>" + day, json.dumps(json.loads(get("/api/v1/search", q=q))["hits"]), place)


if __name__ == "__main__":
    unittest.main()
