#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same minutes as text, DOCX, HTML, RTF and ODT are the same meeting; other documents are attachments or passed over.

usage: documents_test.py OPSLAG_INDEXER
"""
# SPDX-License-Identifier: GPL-3.0-or-later
import html
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile

INDEXER = sys.argv.pop(1)
MINUTES = """Møde i Havneudvalget den 12. marts 2024

UDVALG

Havneudvalget

MØDE

Møde i Havneudvalget den 12. marts 2024

STED

Havnekontoret

STARTTIDSPUNKT

2024-03-12 10:00

PUNKTER

1. Kajplads til færgen
2. Eventuelt


1. Kajplads til færgen

Beslutning

Udvalget godkendte kajpladsen.

Sagsfremstilling

Færgen behøver en længere kaj.

Bilag

Tegning af kajen.html


2. Eventuelt

Beslutning

Intet.
"""


def docx(path):
    body = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in MINUTES.splitlines())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>')


def odt(path):
    body = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in MINUTES.splitlines())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f'<o:d xmlns:o="o" xmlns:text="t"><o:body>{body}</o:body></o:d>')


def page(path):
    path.write_text("<!DOCTYPE html><meta charset=utf-8><title>Referat</title><body>" +
                    "".join(f"<p>{html.escape(line)}" for line in MINUTES.splitlines() if line), encoding="utf-8")


def rtf(path):
    text = "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in MINUTES).replace("\n", "\\par\n")
    path.write_text("{\\rtf1\\ansi " + text + "}")


MAKERS = {"docx": docx, "odt": odt, "html": page, "rtf": rtf, "txt": lambda path: path.write_text(MINUTES, encoding="utf-8")}


def run(*arguments):
    return subprocess.run([INDEXER, *map(str, arguments)], capture_output=True, text=True, timeout=120)


def show(source):
    done = run("show", source)
    return [json.loads(line) for line in done.stdout.splitlines()], done


class Documents(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder, self.index = pathlib.Path(folder.name, "referater"), pathlib.Path(folder.name, "index")
        self.folder.mkdir()

    def update(self):
        done = run("update", "--json", "--index", self.index, self.folder)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout), done

    def test_the_same_minutes_in_other_clothes_are_the_same_meeting(self):
        read = {}
        for kind, make in MAKERS.items():
            folder = self.folder / kind
            folder.mkdir()
            make(folder / f"referat.{kind}")
            for source in (folder, folder / f"referat.{kind}"):
                found, done = show(source)
                self.assertEqual(len(found), 1, f"{source}: {done.stderr}")
                self.assertEqual(found[0].pop("source"), f"referat.{kind}")
                read[str(source)] = found[0]
        expected = read[str(self.folder / "txt")]
        self.assertEqual(len(expected["items"]), 2)
        for source, meeting in read.items():
            self.assertEqual(meeting, expected, source)

    def test_the_same_minutes_beside_each_other_are_taken_once(self):
        for kind, make in MAKERS.items():
            make(self.folder / f"referat.{kind}")
        report, done = self.update()
        self.assertEqual((report["meetings"], report["items"]), (1, 2), done.stderr)
        self.assertEqual(done.stderr.count("skipped: the same minutes as referat.txt"), 4, done.stderr)
        found, _ = show(self.folder)
        self.assertEqual([m["source"] for m in found], ["referat.txt"])
        (self.folder / "referat.txt").unlink()
        report, done = self.update()
        self.assertEqual((report["meetings"], report["items"]), (1, 2), done.stderr)
        self.assertEqual(done.stderr.count("skipped: the same minutes as referat.docx"), 3, done.stderr)

    def test_what_minutes_list_is_their_attachment_even_if_it_reads_like_minutes(self):
        docx(self.folder / "referat.docx")
        page(self.folder / "Tegning af kajen.html")
        report, done = self.update()
        self.assertEqual((report["meetings"], report["items"], report["attachments"]), (1, 2, 1), done.stderr)
        found, _ = show(self.folder)
        self.assertEqual([m["source"] for m in found], ["referat.docx"])
        self.assertEqual(found[0]["items"][0]["attachments"][0]["file"], "Tegning af kajen.html")

    def test_an_attachment_stands_for_itself_once_no_minutes_list_it(self):
        docx(self.folder / "referat.docx")
        page(self.folder / "Tegning af kajen.html")
        self.update()
        (self.folder / "referat.docx").unlink()
        report, _ = self.update()
        self.assertEqual((report["meetings"], report["items"]), (1, 2))
        docx(self.folder / "referat.docx")
        report, _ = self.update()
        self.assertEqual((report["meetings"], report["items"]), (1, 2))

    def test_texts_that_minutes_list_are_no_failed_minutes(self):
        listed = MINUTES.replace("Tegning af kajen.html", "Tegning af kajen.html\nMålinger.csv\nNotat.txt\nBrev.txt")
        referat = self.folder / "referat.txt"
        referat.write_text(listed, encoding="utf-8")
        (self.folder / "Målinger.csv").write_text("dybde;sted\n4;kaj\n", encoding="utf-8")
        (self.folder / "Notat.txt").write_text("Et notat om kajen.\n", encoding="utf-8")
        (self.folder / "Brev.txt").write_text("Et brev den 3. marts 2024 om kajen.\n", encoding="utf-8")
        page(self.folder / "Tegning af kajen.html")
        texts = ("Brev.txt", "Målinger.csv", "Notat.txt")
        done = run("update", "--each", "--json", "--index", self.index, self.folder)
        report = json.loads(done.stdout)
        self.assertEqual((done.returncode, report["meetings"], report["attachments"]), (0, 1, 4), done.stderr)
        for name in (*texts, "Tegning af kajen.html", "referat.txt"):
            self.assertEqual([line for line in done.stderr.splitlines() if name in line], [f"ok: {name}"])
        report, done = self.update()
        self.assertEqual((done.returncode, report["failed"]), (0, []), done.stderr)
        self.assertIn("nothing has changed", done.stderr)
        found, done = show(self.folder)
        self.assertEqual((len(found), done.returncode), (1, 0), done.stderr)
        # One that changes is still an attachment, as are the others when their minutes change.
        (self.folder / "Notat.txt").write_text("Et længere notat om kajen.\n", encoding="utf-8")
        report, done = self.update()
        self.assertEqual((done.returncode, report["changed"]), (0, 1), done.stderr)
        referat.write_text(listed.replace("en længere kaj", "en kaj"), encoding="utf-8")
        report, done = self.update()
        self.assertEqual((done.returncode, report["meetings"], report["attachments"]), (0, 1, 4), done.stderr)
        # What is listed no more stands for itself.
        referat.write_text(MINUTES, encoding="utf-8")
        report, done = self.update()
        self.assertEqual([f["source"] for f in report["failed"]], ["Målinger.csv", "Notat.txt"], done.stderr)
        self.assertEqual(report["meetings"], 2)  # the letter bears a date
        (self.folder / "Notat.txt").unlink()
        (self.folder / "Målinger.csv").unlink()
        report, done = self.update()
        self.assertEqual((done.returncode, report["meetings"]), (0, 2), done.stderr)

    def test_a_kind_behind_a_name_is_no_part_of_it(self):
        (self.folder / "bilag").mkdir()
        for name in ("Kort.pdf", "Plan.docx", "Notat (udkast).pdf"):
            (self.folder / "bilag" / name).write_bytes(b"x")
        for written, file in (("Kort (PDF)", "Kort.pdf"), ("Kort (PDF, 2 MB)", "Kort.pdf"), ("Kort (pdf, 1,5 MB)", "Kort.pdf"),
                              ("Kort.pdf (PDF)", "Kort.pdf"), ("Plan (docx)", "Plan.docx"), ("Plan (PDF)", None), ("Kort (udkast)", None),
                              ("Notat (udkast) (PDF)", "Notat (udkast).pdf"), ("(PDF)", None)):
            with self.subTest(written=written):
                meeting = {"date": "2024-03-12", "committee": "FU", "items": [{"number": 1, "title": "Kaj", "attachments": [{"name": written}]}]}
                (self.folder / "a.jsonl").write_text(json.dumps(meeting) + "\n", encoding="utf-8")
                found, done = show(self.folder / "a.jsonl")
                attachment = found[0]["items"][0]["attachments"][0]
                self.assertEqual((attachment["name"], attachment["file"]), (written, file and f"bilag/{file}"), done.stderr)

    def test_every_other_document_is_told_once_and_remembered(self):
        (self.folder / "referat.txt").write_text(MINUTES, encoding="utf-8")
        (self.folder / "notat.html").write_text("<html><body><p>Et notat.</p></body></html>")
        (self.folder / "billede.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        (self.folder / "defekt.docx").write_bytes(b"PK\x03\x04 defekt")
        report, done = self.update()
        self.assertEqual(report["meetings"], 1)
        self.assertEqual([f["source"] for f in report["failed"]], ["defekt.docx"])
        self.assertEqual(done.returncode, 1)
        for name in ("notat.html", "billede.png"):
            lines = [line for line in done.stderr.splitlines() if line.startswith(f"warning: {name}: skipped: ")]
            self.assertEqual(len(lines), 1, done.stderr)
        again, done = self.update()
        self.assertIn("nothing has changed", done.stderr)
        self.assertNotIn("skipped", done.stderr)
        self.assertEqual(again["generation"], report["generation"])

    def test_a_rebuild_gives_the_same_as_updates_did(self):
        (self.folder / "notat.html").write_text("<html><body><p>Et notat.</p></body></html>")
        odt(self.folder / "referat.odt")
        report, _ = self.update()
        page(self.folder / "Tegning af kajen.html")
        report, _ = self.update()
        done = run("update", "--json", "--rebuild", "--index", self.index, self.folder / "notat.html")
        rebuilt = json.loads(done.stdout)
        for key in ("meetings", "items", "attachments"):
            self.assertEqual(rebuilt[key], report[key], done.stderr)


if __name__ == "__main__":
    unittest.main()
