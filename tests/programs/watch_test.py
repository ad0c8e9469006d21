#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""opslag-indexer watch keeps an index current while files come, change and go, and ends cleanly.

usage: watch_test.py OPSLAG_INDEXER
"""
import json, queue, shutil, signal, subprocess, sys, tempfile, threading, unittest
from pathlib import Path

INDEXER = sys.argv.pop(1) if len(sys.argv) > 1 else "opslag-indexer"


def meeting(date, items):
    return json.dumps({"committee": "Havneudvalget", "date": date, "type": "referat",
                       "items": [{"number": n + 1, "title": t, "sections": [], "decision": {"text": "Godkendt.", "codes": []}}
                                 for n, t in enumerate(items)]}, ensure_ascii=False) + "\n"


class Watch(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="opslag-watch-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.sources = self.folder / "minutes"
        self.sources.mkdir()
        (self.sources / "a.jsonl").write_text(meeting("2026-01-01", ["Mole", "Kran"]))
        self.process = subprocess.Popen([INDEXER, "watch", "--json", "--calm", "0.1", "--index", str(self.folder / "index"),
                                         str(self.sources)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(self.process.stdout.close)
        self.addCleanup(self.process.kill)
        self.reports = queue.Queue()
        threading.Thread(target=lambda: [self.reports.put(json.loads(line)) for line in self.process.stdout], daemon=True).start()

    def wait_for_items(self, items):
        """Reports until one says so; a burst may be seen as several."""
        while True:
            report = self.reports.get(timeout=60)
            if report["items"] == items:
                return report

    def test_what_comes_changes_and_goes_is_followed(self):
        self.wait_for_items(2)
        (self.sources / "b.jsonl").write_text(meeting("2026-02-02", ["Fyr"]))
        self.wait_for_items(3)
        deeper = self.sources / "2025" / "efteraar"
        deeper.mkdir(parents=True)
        (deeper / "c.jsonl").write_text(meeting("2025-09-09", ["Bro", "Vej"]))
        self.wait_for_items(5)
        (deeper / "c.jsonl").write_text(meeting("2025-09-09", ["Bro"]))  # in a folder that was not there at first
        self.wait_for_items(4)
        (self.sources / "a.jsonl").unlink()
        self.wait_for_items(2)
        shutil.rmtree(self.sources / "2025")
        self.wait_for_items(1)
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(timeout=60), 0)


if __name__ == "__main__":
    unittest.main()
