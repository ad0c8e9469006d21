"""Generations of the index: swapped under load without a failed request, refused when damaged, waited for when absent.
SPDX-License-Identifier: GPL-3.0-or-later"""
import json
import shutil
import tempfile
import threading
import unittest
from pathlib import Path

from server import SAMPLES, Server, main, update, wait_for


class Generations(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="opslag-generations-"))
        self.index, self.sources = self.folder / "index", self.folder / "sources"
        self.sources.mkdir()
        self.files = sorted(file for file in SAMPLES.rglob("*.txt") if "bilag" not in file.parts)
        self.server = None

    def tearDown(self):
        if self.server:
            self.assertEqual(self.server.stop(), 0, "".join(self.server.log[-10:]))
        shutil.rmtree(self.folder)

    def add(self, number):
        shutil.copy(self.files[number], self.sources / f"{number}.txt")
        update(self.index, self.sources)

    def health(self):
        return self.server.json("/healthz")

    def test_swaps_under_load(self):
        self.add(0)
        self.server = Server(self.index)
        totals, failures, done = {}, [], threading.Event()

        def ask():
            connection = self.server.connect()
            while not done.is_set():
                try:
                    connection.request("GET", "/api/v1/search?limit=100&facet_limit=1000")
                    response = connection.getresponse()
                    body = response.read()
                    answer = json.loads(body)
                    if response.status != 200:
                        failures.append((response.status, body[:200]))
                    elif totals.setdefault(answer["generation"], answer["total"]) != answer["total"]:
                        failures.append("mixed generations")
                    elif sum(v["count"] for v in answer["facets"]["meeting"]) != answer["total"]:
                        failures.append("facets of another generation")
                except Exception as error:  # whatever a client could meet
                    failures.append(repr(error))
                    connection.close()
            connection.close()
        askers = [threading.Thread(target=ask) for _ in range(4)]
        for asker in askers:
            asker.start()
        for number in range(1, 8):
            self.add(number)
            newest = number + 1
            wait_for(lambda: self.health()["generation"] >= newest, f"generation {newest}")
        done.set()
        for asker in askers:
            asker.join()
        self.assertEqual(failures[:3], [])
        self.assertGreaterEqual(len(totals), 3)

    def test_no_index_yet(self):
        self.server = Server(self.index)
        self.assertEqual(self.health()["status"], "starting")
        for path in ("/readyz", "/api/v1/search", "/api/v1/export", "/api/v1/meetings", "/moeder", "/"):
            status, headers, body = self.server.request(path)
            self.assertEqual((status, headers["Retry-After"]), (503, "2"), path)
            self.assertNotIn(str(self.folder).encode(), body)
        self.add(0)
        wait_for(lambda: self.server.request("/readyz")[0] == 200, "the first generation")
        self.assertGreater(self.server.search()["total"], 0)

    def test_a_damaged_generation_is_refused(self):
        self.add(0)
        self.server = Server(self.index)
        before = self.server.search()
        self.add(1)
        wait_for(lambda: self.health()["generation"] == 2, "generation 2")
        second = self.server.search()
        good = (self.index / "CURRENT").read_bytes()
        for damage in (b"generation-000099.json\n", b"", b"\0\xff garbage", b"../../etc/passwd\n"):
            (self.index / "CURRENT").write_bytes(damage)
            wait_for(lambda: self.health()["status"] == "degraded", "degraded")
            self.assertNotIn(str(self.folder), json.dumps(self.health()))
            self.assertEqual(self.server.search()["total"], second["total"])
            (self.index / "CURRENT").write_bytes(good)
            wait_for(lambda: self.health()["status"] == "ok", "ok again")
        self.assertGreater(second["total"], before["total"])

    def test_a_damaged_segment_is_refused(self):
        self.add(0)
        self.server = Server(self.index)
        total = self.server.search()["total"]
        other = self.folder / "other"
        update(other, *self.files[:3])
        for file in other.iterdir():
            if file.name.startswith("segment-"):
                bytes_ = bytearray(file.read_bytes())
                for at in range(0, len(bytes_), 997):
                    bytes_[at] ^= 0x55
                (self.index / ("segment-000900" + file.suffix)).write_bytes(bytes_)
                manifest = next(other.glob("generation-*.json")).read_text().replace(file.name, "segment-000900" + file.suffix)
        (self.index / "generation-000900.json").write_text(manifest.replace('"number":1', '"number":900'))
        current = (self.index / "CURRENT").read_text()
        (self.index / "CURRENT").write_text(current.replace("generation-000001.json", "generation-000900.json"))
        wait_for(lambda: self.health()["status"] == "degraded", "degraded")
        self.assertEqual(self.server.search()["total"], total)


if __name__ == "__main__":
    main()
