#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""opslag-indexer watch keeps an index current while files come, change and go, and ends cleanly.

usage: watch_test.py OPSLAG_INDEXER
"""
import json, os, queue, shutil, signal, subprocess, sys, tempfile, threading, unittest
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
        self.sources, self.index = self.folder / "minutes", self.folder / "index"
        self.sources.mkdir()
        (self.sources / "a.jsonl").write_text(meeting("2026-01-01", ["Mole", "Kran"]))

    def watch(self, *sources):
        self.process = subprocess.Popen([INDEXER, "watch", "--json", "--calm", "0.1", "--index", str(self.index), *map(str, sources or [self.sources])],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(self.process.stdout.close)
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)
        self.reports = queue.Queue()
        threading.Thread(target=lambda: [self.reports.put(json.loads(line)) for line in self.process.stdout], daemon=True).start()

    def wait_for_items(self, items):
        """Reports until one says so, all of them; a burst may be seen as several."""
        reports = []
        while not reports or reports[-1]["items"] != items:
            reports.append(self.reports.get(timeout=60))
        return reports

    def ends_cleanly(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.assertEqual(self.process.wait(timeout=60), 0)
        check = subprocess.run([INDEXER, "check", "--index", str(self.index)], capture_output=True, text=True, timeout=60)
        self.assertEqual(check.returncode, 0, check.stderr)
        self.assertIn("whole", check.stdout)

    def test_what_comes_changes_and_goes_is_followed(self):
        self.watch()
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
        self.ends_cleanly()

    def test_a_burst_is_few_updates(self):
        self.watch()
        self.wait_for_items(2)
        burst = 300
        for n in range(burst):
            (self.sources / f"{n}.jsonl").write_text(meeting(f"{2000 + n // 12}-{1 + n % 12:02}-01", ["Tov"]))
        reports = self.wait_for_items(2 + burst)
        self.assertLess(len(reports), burst / 10)
        self.ends_cleanly(signal.SIGINT)

    def test_a_file_that_grows_is_whole_in_the_end(self):
        self.watch()
        self.wait_for_items(2)
        with open(self.sources / "stor.jsonl", "w") as growing:
            for n in range(5):
                growing.write(meeting(f"2025-0{n + 1}-01", ["Anker", "Boje"]))
                growing.flush()
                os.fsync(growing.fileno())
                (self.sources / f"b{n}.jsonl").write_text(meeting(f"2024-0{n + 1}-01", ["Fyr"]))  # what makes an update now
                self.wait_for_items(2 + 3 * (n + 1))
            growing.write(meeting("2025-12-01", ["Kølen"]))
        self.wait_for_items(2 + 15 + 1)
        self.ends_cleanly()

    def test_files_and_folders_are_renamed_into_place(self):
        self.watch()
        self.wait_for_items(2)
        (self.folder / "b.jsonl").write_text(meeting("2026-02-02", ["Fyr"]))
        os.rename(self.folder / "b.jsonl", self.sources / "b.jsonl")
        self.wait_for_items(3)
        (self.sources / ".c.jsonl.part").write_text("half a ")  # hidden: nobody's business
        (self.sources / ".c.jsonl.part").write_text(meeting("2026-03-03", ["Bro"]))
        os.rename(self.sources / ".c.jsonl.part", self.sources / "c.jsonl")
        self.wait_for_items(4)
        (self.folder / "fuld/dyb").mkdir(parents=True)
        (self.folder / "fuld/d.jsonl").write_text(meeting("2026-04-04", ["Havn"]))
        (self.folder / "fuld/dyb/e.jsonl").write_text(meeting("2026-05-05", ["Sluse"]))
        os.rename(self.folder / "fuld", self.sources / "fuld")
        self.wait_for_items(6)
        (self.sources / "fuld/dyb/e.jsonl").write_text(meeting("2026-05-05", ["Sluse", "Port"]))
        self.wait_for_items(7)
        os.rename(self.sources / "fuld", self.folder / "fuld")
        self.wait_for_items(4)
        self.ends_cleanly()

    def test_a_source_that_goes_and_comes_back(self):
        """What can't be listed is not known to be gone."""
        self.watch()
        self.wait_for_items(2)
        os.rename(self.sources, self.folder / "væk")
        self.assertEqual(self.reports.get(timeout=60)["items"], 2)
        (self.folder / "væk/b.jsonl").write_text(meeting("2026-02-02", ["Fyr"]))
        os.rename(self.folder / "væk", self.sources)
        self.wait_for_items(3)
        (self.sources / "b.jsonl").unlink()
        self.wait_for_items(2)
        self.ends_cleanly()

    def test_an_index_among_its_sources_is_none(self):
        self.index = self.sources / "index"
        self.watch()
        self.wait_for_items(2)
        for n in range(3):
            (self.sources / f"b{n}.jsonl").write_text(meeting(f"2026-02-0{n + 1}", ["Fyr"]))
            self.assertEqual(self.wait_for_items(3 + n)[-1]["failed"], [])
        self.ends_cleanly()
        again = subprocess.run([INDEXER, "update", "--index", str(self.index), str(self.sources)], capture_output=True, text=True, timeout=60)
        self.assertIn("nothing has changed", again.stderr)
        os.symlink(self.sources, self.folder / "link")  # another way to the same folder
        again = subprocess.run([INDEXER, "update", "--json", "--index", str(self.folder / "link/index"), str(self.sources)], capture_output=True, text=True, timeout=60)
        self.assertEqual((json.loads(again.stdout)["failed"], json.loads(again.stdout)["items"]), ([], 5), again.stderr)

    def test_ended_in_the_middle_of_an_update(self):
        for how in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(how=how):
                many = 1500
                (self.sources / "mange.jsonl").write_text("".join(
                    meeting(f"{1900 + n // 12}-{1 + n % 12:02}-02", [f"Tov nummer{n}{how.value} ræb{n}x knob{n}y"]) for n in range(many)))
                process = subprocess.Popen([INDEXER, "watch", "--json", "--index", str(self.index), str(self.sources)],
                                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                for line in process.stderr:
                    if line.startswith("indexing"):
                        break
                process.send_signal(how)
                _, said = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 0, said)
                self.assertIn("ended; the index is as the last update left it", said)
                done = subprocess.run([INDEXER, "update", "--json", "--index", str(self.index), str(self.sources)], capture_output=True, text=True, timeout=60)
                self.assertEqual((done.returncode, json.loads(done.stdout)["items"]), (0, many + 2), done.stderr)
                check = subprocess.run([INDEXER, "check", "--index", str(self.index)], capture_output=True, text=True, timeout=60)
                self.assertIn("whole", check.stdout)


if __name__ == "__main__":
    unittest.main()
