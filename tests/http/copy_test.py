"""packaging/opslag-copy-index: generations are copied whole beside a searchd that serves the copy, or not at all.
SPDX-License-Identifier: GPL-3.0-or-later"""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from server import ROOT, SAMPLES, Server, main, update, wait_for

COPY = ROOT / "packaging/opslag-copy-index"


@unittest.skipUnless(shutil.which("rsync"), "package rsync is not installed")
class Copies(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="opslag-copy-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.index, self.copied, self.sources = (self.folder / name for name in ("index", "copy", "sources"))
        self.sources.mkdir()
        self.files = sorted(file for file in SAMPLES.rglob("*.txt") if "bilag" not in file.parts)

    def add(self, number):
        shutil.copy(self.files[number], self.sources / f"{number}.txt")
        update(self.index, self.sources)

    def copy(self, rsync=None):
        """The exit status; `rsync`: a script in its place."""
        environment = dict(os.environ)
        if rsync:
            (self.folder / "bin").mkdir(exist_ok=True)
            (self.folder / "bin/rsync").write_text("#!/bin/sh\n" + rsync.replace("RSYNC", shutil.which("rsync")))
            (self.folder / "bin/rsync").chmod(0o755)
            environment["PATH"] = f"{self.folder / 'bin'}:{environment['PATH']}"
        return subprocess.run([COPY, f"{self.index}/", self.copied], env=environment, capture_output=True).returncode

    def serve(self):
        server = Server(self.copied)
        self.addCleanup(server.stop)
        return server

    def test_copies_follow(self):
        self.add(0)
        self.assertEqual(self.copy(), 0)
        server = self.serve()
        first = server.search()["total"]
        for number in range(1, 5):
            self.add(number)
        self.assertEqual(self.copy(), 0)
        wait_for(lambda: server.search(limit=0)["generation"] == 5, "generation 5")
        self.assertGreater(server.search()["total"], first)
        names = sorted(path.name for path in self.copied.glob("generation-*"))
        self.assertEqual(names, ["generation-000001.json", "generation-000005.json"])
        self.assertEqual(self.copy(), 0)
        self.assertFalse((self.copied / ".CURRENT").exists())
        self.assertEqual((self.copied / "CURRENT").read_text(), (self.index / "CURRENT").read_text())

    def test_a_copy_that_fails_changes_nothing(self):
        self.add(0)
        self.assertEqual(self.copy(), 0)
        before = (self.copied / "CURRENT").read_text()
        self.add(1)
        for broken in ("exit 12", 'case "$*" in *segment*) exit 0;; esac; exec RSYNC "$@"', 'case "$*" in *generation*) exit 30;; esac; exec RSYNC "$@"'):
            self.assertEqual(self.copy(broken), 1, broken)
            self.assertEqual((self.copied / "CURRENT").read_text(), before)
            self.assertFalse((self.copied / ".CURRENT").exists())
        self.assertEqual(self.copy(), 0)

    def test_searchd_finds_what_was_damaged_on_the_way(self):
        self.add(0)
        self.assertEqual(self.copy(), 0)
        server = self.serve()
        total = server.search()["total"]
        self.add(1)
        flip = """RSYNC "$@" || exit
for file in "$(eval echo \\$$#)"/segment-*.glass; do printf X | dd of="$file" bs=1 seek=9000 conv=notrunc 2>/dev/null; done"""
        self.assertEqual(self.copy('case "$*" in *segment*) ' + flip + ";; *) exec RSYNC \"$@\";; esac"), 0)
        wait_for(lambda: server.json("/healthz")["status"] == "degraded", "degraded")
        self.assertEqual(server.search()["total"], total)


if __name__ == "__main__":
    main()
