"""The original file of an attachment: given out as it lies there, harmlessly, and never another one.
SPDX-License-Identifier: GPL-3.0-or-later"""
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from urllib.parse import quote

from server import INDEXER, Server, main

NUMBER = "010190-1234"
PAGE = "<script>alert(1)</script><p>Mole og kran."
FILES = {"Notat om molen.txt": "Molen er lang.\n", "side.html": PAGE, "Ældre æbler.txt": "Kranen er høj.\n", "cpr.txt": f"Født {NUMBER} i byen.\n",
         "ubrugt.txt": "Hemmeligt.\n", "bytes.bin.pdf": "ikke en pdf\n", "tegn\";x.txt": "Navnet er slemt.\n"}


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="opslag-files-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.source = self.folder / "minutes"
        (self.source / "bilag").mkdir(parents=True)
        for name, text in FILES.items():
            (self.source / "bilag" / name).write_text(text, encoding="utf-8")
        (self.folder / "udenfor.txt").write_text("Uden for kilden.\n")
        os.symlink(self.folder / "udenfor.txt", self.source / "bilag" / "link.txt")
        os.symlink(self.folder, self.source / "mappe")
        named = ["bilag/" + name for name in ("Notat om molen.txt", "side.html", "Ældre æbler.txt", "cpr.txt", "bytes.bin.pdf", "tegn\";x.txt")]
        named += ["../udenfor.txt", "bilag/../../udenfor.txt", "bilag/link.txt", "mappe/udenfor.txt", "/etc/passwd", "bilag/er der ikke.txt"]
        meeting = {"committee": "Havneudvalget", "date": "2026-01-01", "items": [
            {"number": 1, "title": "Mole", "attachments": [{"name": Path(file).name, "file": file} for file in named]},
            {"number": 2, "title": "Lukket", "audience": "internal", "attachments": [{"name": "ubrugt.txt", "file": "bilag/ubrugt.txt"}]}]}
        (self.source / "a.jsonl").write_text(json.dumps(meeting, ensure_ascii=False) + "\n", encoding="utf-8")

    def serve(self, *options, cpr="mask"):
        index = self.folder / "index"
        done = subprocess.run([INDEXER, "update", "--rebuild", "--cpr", cpr, "--index", index, self.source], capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        server = Server(index, *options)
        self.addCleanup(server.stop)
        return server

    def get(self, server, number, **more):
        return server.request(f"/api/v1/attachments/havneudvalget-2026-01-01/1/bilag/{number}/file", **more)

    def test_a_file_is_given_out_as_it_lies_there(self):
        server = self.serve()
        for number, (name, kind) in enumerate((("Notat om molen.txt", "text/plain"), ("side.html", "application/octet-stream"),
                                               ("Ældre æbler.txt", "text/plain")), 1):
            status, headers, body = self.get(server, number)
            self.assertEqual((status, body.decode()), (200, FILES[name]))
            self.assertEqual(headers["Content-Type"].split(";")[0], kind)
            self.assertEqual(int(headers["Content-Length"]), len(FILES[name].encode()))
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers.get_all("Content-Security-Policy"), ["default-src 'none'; sandbox; frame-ancestors 'none'"])
            self.assertTrue(headers["Content-Disposition"].startswith("attachment; "))
            self.assertTrue(headers["Content-Disposition"].endswith("filename*=UTF-8''" + quote(name)), headers["Content-Disposition"])
            self.assertEqual(self.get(server, number, headers={"If-None-Match": headers["ETag"]})[0], 304)
        status, headers, body = self.get(server, 1, method="HEAD")
        self.assertEqual((status, body, int(headers["Content-Length"])), (200, b"", len(FILES["Notat om molen.txt"])))
        status, headers, body = self.get(server, 1, headers={"Range": "bytes=2-4"})
        self.assertEqual((status, headers["Accept-Ranges"], body.decode()), (200, "none", FILES["Notat om molen.txt"]))

    def test_names_do_no_harm_in_headers(self):
        status, headers, body = self.get(self.serve(), 6)
        self.assertEqual((status, body.decode()), (200, FILES["tegn\";x.txt"]))
        self.assertIn('filename="tegn__x.txt"', headers["Content-Disposition"])

    def test_the_pages_and_the_json_link_to_what_is_given_out(self):
        server = self.serve()
        item = server.json("/api/v1/items/havneudvalget-2026-01-01/1")
        page = server.request("/moeder/havneudvalget-2026-01-01/1")[2].decode()
        hits = server.request("/?q=lang")[2].decode()
        served = [one["file_url"] for one in item["attachments"] if one["file_url"]]
        self.assertEqual(served, [f"/api/v1/attachments/havneudvalget-2026-01-01/1/bilag/{n}/file" for n in (1, 2, 3, 5, 6)])
        self.assertEqual([f'href="{one["id"]}' for one in item["attachments"] if f'{one["id"]}/file"' in page],
                         [f'href="havneudvalget-2026-01-01/1/bilag/{n}' for n in (1, 2, 3, 5, 6)])
        self.assertIn(served[0], hits)
        self.assertEqual(server.json("/api/v1/attachments/havneudvalget-2026-01-01/1/bilag/1")["file_url"], served[0])
        self.assertIsNone(server.json("/api/v1/attachments/havneudvalget-2026-01-01/1/bilag/4")["file_url"])

    def test_nothing_leads_out_of_the_source(self):
        server = self.serve("--files", "all")
        for number in range(7, 13):
            status, _, body = self.get(server, number)
            self.assertEqual(status, 404, number)
            self.assertIn("known by its name only", json.loads(body)["detail"])
        for path in ("/api/v1/attachments/havneudvalget-2026-01-01/2/bilag/1/file", "/api/v1/attachments/havneudvalget-2026-01-01/1/bilag/99/file",
                     "/api/v1/attachments/havneudvalget-2026-01-01/1/bilag/1/file/", "/api/v1/attachments/havneudvalget-2026-01-01/1/bilag/..%2f1/file",
                     "/api/v1/attachments/havneudvalget-2026-01-01/1/bilag/1/file/../../../../etc/passwd"):
            status, _, body = server.request(path)
            self.assertEqual(status, 404, path)
            self.assertNotIn(b"Hemmeligt", body)

    def test_links_that_come_later_are_not_followed(self):
        server = self.serve()
        note = self.source / "bilag" / "Notat om molen.txt"
        shutil.copy(note, self.folder / "samme.txt")
        note.unlink()
        os.symlink(self.folder / "samme.txt", note)  # the very same bytes
        self.assertEqual(self.get(server, 1)[0], 404)
        shutil.move(self.source / "bilag", self.folder / "bilag")
        os.symlink(self.folder / "bilag", self.source / "bilag")
        self.assertEqual(self.get(server, 3)[0], 404)

    def test_gone_or_changed_is_said_in_plain_words(self):
        server = self.serve()
        note = self.source / "bilag" / "Notat om molen.txt"
        self.assertEqual(self.get(server, 1)[0], 200)
        note.write_text("Nu med noget hemmeligt.\n")
        status, _, body = self.get(server, 1)
        self.assertEqual(status, 404)
        self.assertIn("has changed since it was read", json.loads(body)["detail"])
        note.unlink()
        os.mkfifo(note)
        self.assertEqual(self.get(server, 1)[0], 404)
        note.unlink()
        status, _, body = self.get(server, 1)
        self.assertEqual(status, 404)
        self.assertIn("not there any more, or not on this machine", json.loads(body)["detail"])
        note.write_text(FILES["Notat om molen.txt"])
        self.assertEqual(self.get(server, 1)[0], 200)

    def test_personal_numbers_keep_a_file_back(self):
        table = [("mask", "clean", 404), ("mask", "checked", 404), ("mask", "all", 200), ("refuse", "clean", 404), ("report", "clean", 200), ("mask", "none", 404)]
        for cpr, files, expected in table:
            with self.subTest(cpr=cpr, files=files):
                server = self.serve("--files", files, cpr=cpr)
                status, _, body = self.get(server, 4)
                self.assertEqual(status, expected)
                self.assertEqual(NUMBER.encode() in body, expected == 200)
                self.assertEqual(self.get(server, 1)[0], 404 if files == "none" else 200)
                self.assertEqual(self.get(server, 5)[0], 200 if files in ("clean", "all") else 404)  # could not be read
                server.stop()


if __name__ == "__main__":
    main()
