#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Minutes set with headings, tables, lists, columns, heads and feet are read from DOCX, HTML, ODT, PDF and RTF alike.

usage: printed_test.py OPSLAG_INDEXER
Exits with 77 (skipped) where there is no soffice.
"""
import concurrent.futures, json, pathlib, shutil, subprocess, sys, tempfile, unittest

import printed_minutes
from printed_minutes import ITEMS

INDEXER = sys.argv.pop(1)
KINDS = ("docx", "html", "odt", "pdf", "rtf")
WITHOUT_FILES = {"rows", "one_list"}


def squeezed(text):
    return " ".join((text or "").split())


def read(path):
    """What is read of a document, an item a line: number, title, decision, audience, attachments, text."""
    done = subprocess.run([INDEXER, "show", str(path)], capture_output=True, text=True, timeout=120)
    if not done.stdout:
        return done.stderr
    meeting = json.loads(done.stdout.splitlines()[0])
    lines = [f"{meeting['committee']} {meeting['date']} {meeting['type']}"]
    for item in meeting["items"]:
        text = [squeezed(s["text"]) for s in item["sections"] if s["heading"] == "Sagsfremstilling"]
        lines.append(f"{item['number']} {item['title']} | {squeezed((item['decision'] or {}).get('text'))} | {item['audience']} | "
                     f"{[a['name'] for a in item['attachments']]} | {text}")
    return "\n".join(lines)


def expected(name):
    lines = ["Havneudvalget 2031-03-12 referat"]
    for n, item in enumerate(ITEMS, 1):
        plain = name in WITHOUT_FILES
        text = [] if plain or not item["text"] else [" ".join(item["text"])]
        lines.append(f"{n} {item['title']} | {item['decision']} | {'internal' if item.get('closed') else 'public'} | {[] if plain else item['files']} | {text}")
    return "\n".join(lines)


class Printed(unittest.TestCase):
    maxDiff = None

    def test_they_are_read_alike(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            documents = printed_minutes.documents()
            for stem, text in documents.items():
                (folder / f"{stem}.fodt").write_text(text, encoding="utf-8")
            for kind in KINDS:
                subprocess.run(["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind, "--outdir", str(folder / kind),
                                *(str(folder / f"{stem}.fodt") for stem in documents)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
            made = [(stem, kind) for stem in documents for kind in KINDS]
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                found = pool.map(read, [folder / kind / f"{stem}.{kind}" for stem, kind in made])
            for (stem, kind), meeting in zip(made, found):
                with self.subTest(document=stem, kind=kind):
                    self.assertEqual(meeting, expected(stem))


if __name__ == "__main__":
    if shutil.which("soffice") is None:
        print("skipped: no soffice")
        sys.exit(77)
    unittest.main()
