"""Updates killed at random moments while clients search: no request fails, every answer is of one generation, and the
next update brings the index to the sources. OPSLAG_KILL_ROUNDS sets how many (20).
SPDX-License-Identifier: GPL-3.0-or-later"""
import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from server import INDEXER, SAMPLES, Server, main, update

ROUNDS = int(os.environ.get("OPSLAG_KILL_ROUNDS", "20"))


class Kills(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="opslag-kills-"))
        self.index, self.sources = self.folder / "index", self.folder / "sources"
        self.sources.mkdir()
        self.files = sorted(file for file in SAMPLES.rglob("*.txt") if "bilag" not in file.parts)
        self.random = random.Random(20260327)
        self.failures, self.answers, self.done = [], {}, threading.Event()

    def tearDown(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def change_sources(self):
        """Adds, removes or edits one file."""
        file = self.sources / self.random.choice(self.files).name
        if not file.exists():
            shutil.copy(self.random.choice([f for f in self.files if f.name == file.name]), file)
        elif self.random.random() < 0.5 and len(list(self.sources.iterdir())) > 2:
            file.unlink()
        else:
            file.write_bytes(file.read_bytes().replace(b"Godkendt", b"Godkendt uden afstemning", 1) + b"\n")

    def ask(self):
        connection = self.server.connect()
        while not self.done.is_set():
            try:
                connection.request("GET", "/api/v1/search?q=kommune+OR+referat&limit=100&facet_limit=1000")
                response = connection.getresponse()
                body = response.read()
                answer = json.loads(body)
                ids = tuple(hit["id"] for hit in answer["hits"])
                if response.status != 200:
                    self.failures.append((response.status, body[:200]))
                elif self.answers.setdefault(answer["generation"], (answer["total"], ids)) != (answer["total"], ids):
                    self.failures.append(f"generation {answer['generation']} answered in two ways")
                elif sum(value["count"] for value in answer["facets"]["year"]) != answer["total"]:
                    self.failures.append("facets of another generation")
            except Exception as error:  # whatever a client could meet
                self.failures.append(repr(error))
                connection.close()
        connection.close()

    def test_kills_while_searching(self):
        for file in self.files[:4]:
            shutil.copy(file, self.sources)
        start = time.monotonic()
        update(self.index, self.sources)
        whole = time.monotonic() - start
        self.server = Server(self.index)
        askers = [threading.Thread(target=self.ask) for _ in range(2)]
        for asker in askers:
            asker.start()
        killed = 0
        for _ in range(ROUNDS):
            self.change_sources()
            process = subprocess.Popen([INDEXER, "update", "--index", str(self.index), str(self.sources)],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=self.random.uniform(0, whole))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                killed += 1
            process.wait()
        update(self.index, self.sources)
        fresh = self.folder / "fresh"
        update(fresh, self.sources)
        newest = int((self.index / "CURRENT").read_text().split()[0].removeprefix("generation-").removesuffix(".json"))
        end = time.monotonic() + 60
        while self.server.json("/healthz")["generation"] < newest and time.monotonic() < end:
            time.sleep(0.02)
        self.done.set()
        for asker in askers:
            asker.join()
        answer = self.server.search(limit=100)
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(self.failures[:3], [])
        self.assertGreater(killed, ROUNDS // 4, "hardly an update was killed")
        server = Server(fresh)
        try:
            expected = server.search(limit=100)
        finally:
            server.stop()
        self.assertEqual((answer["total"], sorted(hit["id"] for hit in answer["hits"])),
                         (expected["total"], sorted(hit["id"] for hit in expected["hits"])))


if __name__ == "__main__":
    main()
