"""A segment that is damaged, or cut short, while it is served: requests that meet the damage are told so, all others are
answered, and searchd goes on.
SPDX-License-Identifier: GPL-3.0-or-later"""
import collections
import http.client
import json
import os
import random
import shutil
import tempfile
import unittest
from pathlib import Path

from server import SAMPLES, Server, encoded, main, update, wait_for

BLOCK = 8192
ROUNDS = 60
WORDS = ("referat", "kommune", "skole", "budget", "godkendt", "lokalplan", "vej", "idræt", "ældre", "udvalget")
PATHS = [f"/api/v1/search?q={encoded(q)}" for q in (*WORDS, '"godkendt af"', "kom*", "kommune skole", "")] + [
    "/api/v1/export?format=ndjson&q=kommune", "/?q=skole"]


class Damage(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="opslag-damage-"))
        self.index = self.folder / "index"
        update(self.index, SAMPLES)
        self.segment, = self.index.glob("segment-*.glass")
        self.server = Server(self.index)
        self.random = random.Random(20261122)
        self.asked = collections.Counter()

    def tearDown(self):
        status = self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.assertEqual(status, 0, "".join(self.server.log[-20:]))

    def write(self, at, bytes_):
        """Into the file that is served, which stays the same file."""
        with self.segment.open("r+b") as file:
            file.seek(at)
            file.write(bytes_)

    def ask(self, path):
        """(status, what answers are compared by). An error must be one, and say nothing of the machine; an export may break off."""
        self.asked[path] += 1  # another limit each time, so that no answer is one that was kept
        try:
            status, headers, body = self.server.request(f"{path}&facet_limit={self.asked[path]}" if "/search" in path else path)
        except http.client.IncompleteRead:
            self.assertIn("export", path)
            return "broken off", None
        if status == 200:
            if "/search" not in path:
                return 200, body if "export" in path else None
            answer = json.loads(body)
            return 200, (answer["total"], [(hit["id"], hit["snippet"]) for hit in answer["hits"]])
        self.assertEqual(status, 500, path)
        self.assertNotIn(str(self.folder).encode(), body)
        if path.startswith("/api"):
            self.assertEqual(headers["Content-Type"], "application/problem+json")
            self.assertEqual(json.loads(body)["status"], 500)
        return 500, None

    def test_requests_that_meet_damage_are_told_so(self):
        whole = self.segment.read_bytes()
        before = {path: self.ask(path) for path in PATHS}
        self.assertEqual({status for status, _ in before.values()}, {200})
        seen = set()
        for round_ in range(ROUNDS):
            places = [self.random.randrange(BLOCK, len(whole) - BLOCK) for _ in range(self.random.choice((1, 3, 30)))]
            for at in places:
                size = self.random.choice((1, 40, 600, BLOCK))
                at = at // BLOCK * BLOCK if size == BLOCK else at
                self.write(at, self.random.choice((bytes(size), b"\xff" * size, self.random.randbytes(size))))
            seen.update(self.ask(path)[0] for path in PATHS)
            self.write(0, whole)
            path = PATHS[round_ % len(PATHS)]
            self.assertEqual(self.ask(path), before[path], "once it is whole again")
        self.assertLessEqual({200, 500}, seen, "damage that nobody met, or that everybody did")
        self.assertEqual({path: self.ask(path) for path in PATHS}, before)
        wait_for(lambda: "The index is damaged" in "".join(self.server.log), "a line in the log")

    def test_other_requests_go_on(self):
        """A block of one word's list is no matter to the words whose lists are elsewhere."""
        whole = self.segment.read_bytes()
        words = [path for path in PATHS if path.startswith("/api/v1/search?q=") and len(path) < 40]
        before = {path: self.ask(path) for path in words}
        apart = 0
        for block in range(1, len(whole) // BLOCK):
            if apart == 3:
                break
            self.write(block * BLOCK, b"\xff" * BLOCK)
            answers = {path: self.ask(path) for path in words}
            failed = [path for path, (status, _) in answers.items() if status != 200]
            if failed and len(failed) < len(words) / 2:
                apart += all(answers[path] == before[path] for path in words if path not in failed)
            self.write(block * BLOCK, whole[block * BLOCK:][:BLOCK])
        self.assertEqual(apart, 3, "no damage that some words met and others did not")

    def test_a_file_that_is_made_shorter(self):
        before = {path: self.ask(path) for path in PATHS}
        size = self.segment.stat().st_size
        for part in (0.9, 0.5, 0.1, 0):
            os.truncate(self.segment, int(size * part))
            for path in PATHS:
                self.ask(path)
        wait_for(lambda: self.server.json("/healthz")["status"] == "degraded", "degraded")
        wait_for(lambda: "can't be read any more" in "".join(self.server.log), "a line in the log")
        self.assertEqual(self.ask("/api/v1/search?q=skole")[0], 500)
        update(self.index, "--rebuild", SAMPLES)
        wait_for(lambda: self.server.json("/healthz")["status"] == "ok", "ok with the next generation")
        self.assertEqual({path: self.ask(path) for path in PATHS}, before)


if __name__ == "__main__":
    main()
