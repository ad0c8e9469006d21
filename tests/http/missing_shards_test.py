"""A shard that dies, hangs, is damaged, is not there yet or is published anew: what is said while it is missing, and that it comes back.
SPDX-License-Identifier: GPL-3.0-or-later"""
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import threading
import unittest

from server import INDEXER, Server, main, update, wait_for
from shards import WORDS, Remote, ShardTest, comparable, publish


class MissingShards(ShardTest):
    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_a_machine_that_dies_and_comes_back(self):
        remotes = self.remotes(*self.indexes)
        server = self.serve(*(remote.name for remote in remotes))
        rest = Server(self.indexes[0], "--index", str(self.indexes[1]), "--index", str(self.indexes[3]))
        self.addCleanup(rest.stop)
        lost = self.one_of(self.indexes[2])
        kept = self.one_of(self.indexes[0])
        self.assertEqual(server.request(f"/api/v1/items/{lost}")[0], 200)
        self.assertEqual(server.search(q="referat")["shards"], {"total": 4, "answered": 4})
        remotes[2].stop()
        # Asked before the watcher can know: what is new, what was answered before, and its next page.
        self.assertEqual(server.search(q="budget")["shards"], {"total": 4, "answered": 3})
        self.assertEqual(server.search(q="referat", offset=10)["shards"], {"total": 4, "answered": 3})
        answer = server.search(q="referat")
        self.assertEqual(answer["shards"], {"total": 4, "answered": 3})
        self.assertIn("shards-missing", [notice["code"] for notice in answer["notices"]])
        self.assertIn("svarer ikke", server.request("/?q=referat")[2].decode())
        for words in WORDS[:20]:
            wanted, got = rest.search(q=words, limit=0), server.search(q=words, limit=0)
            self.assertEqual((got["total"], got["facets"], got["shards"]["answered"]), (wanted["total"], wanted["facets"], 3), words)
        status, _, body = server.request("/readyz")
        self.assertEqual((status, body), (200, b"degraded\n3 of 4 shards answer. Missing, in the order of --index: 3.\n"))
        self.assertEqual(server.json("/healthz")["shards"], {"total": 4, "answered": 3, "missing": [3]})
        self.assertEqual(server.request(f"/api/v1/items/{lost}")[0], 503)
        self.assertEqual(server.request(f"/moeder/{lost}")[0], 503)
        self.assertEqual(server.request(f"/api/v1/items/{kept}")[0], 200)
        self.assertEqual(server.request("/api/v1/export?format=csv")[0], 200)
        self.assertTrue(remotes[2].start())
        wait_for(lambda: server.search(limit=0)["shards"]["answered"] == 4, "the third shard")
        self.assertEqual(comparable(server.search(q="referat")), comparable(self.one.search(q="referat")))
        self.assertEqual(server.request("/readyz")[2], b"ready\n")
        for remote in remotes:
            remote.stop()
        wait_for(lambda: server.request("/readyz")[0] == 503, "nothing left")
        self.assertEqual(server.request("/api/v1/search?q=a")[0], 503)
        for remote in remotes:
            self.assertTrue(remote.start())
        wait_for(lambda: server.request("/readyz")[2] == b"ready\n", "all four again")

    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_nothing_else_fails_while_one_goes_and_comes(self):
        remotes = self.remotes(*self.indexes[:3])
        server = self.serve(*(remote.name for remote in remotes), self.indexes[3])
        paths = [f"/api/v1/search?q={word}&limit=20&facet_limit=1000" for word in ("referat", "budget", "b%C3%B8rn*", "%22godkendelse+af+referat%22")]
        totals, failures, seen, done = {}, [], set(), threading.Event()

        def ask(path):
            connection = server.connect()
            while not done.is_set():
                try:
                    connection.request("GET", path)
                    response = connection.getresponse()
                    body = response.read()
                    answer = json.loads(body)
                    if response.status != 200:
                        failures.append((response.status, body[:200]))
                        continue
                    answered = answer["shards"]["answered"]
                    seen.add(answered)
                    if totals.setdefault((path, answered), answer["total"]) != answer["total"]:
                        failures.append((path, answered, "another total"))
                    if sum(value["count"] for value in answer["facets"]["meeting"]) != answer["total"]:
                        failures.append((path, answered, "facets of another"))
                except Exception as error:  # whatever a client could meet
                    failures.append(repr(error))
                    connection.close()
            connection.close()
        askers = [threading.Thread(target=ask, args=(path,), daemon=True) for path in paths]
        self.addCleanup(done.set)
        for asker in askers:
            asker.start()
        for _ in range(2):
            wait_for(lambda: 4 in seen, "four")
            seen.clear()
            remotes[1].stop()
            wait_for(lambda: 3 in seen, "three")
            seen.clear()
            self.assertTrue(remotes[1].start())
        wait_for(lambda: 4 in seen, "four again")
        done.set()
        for asker in askers:
            asker.join()
        self.assertEqual(failures[:3], [])

    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_connections_that_were_closed_meanwhile(self):
        remotes = self.remotes(*self.indexes)
        server = self.serve(*(remote.name for remote in remotes))
        for words in ("referat", "budget", '"godkendelse af referat"'):
            self.assertEqual(server.search(q=words)["shards"]["answered"], 4)
            for remote in remotes:
                remote.close_connections()
        self.assertEqual(comparable(server.search(q="botilbud")), comparable(self.one.search(q="botilbud")))
        self.assertFalse(any("broke off" in line for line in server.log), server.log)

    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_a_machine_that_hangs(self):
        remotes = self.remotes(*self.indexes[:2])
        server = self.serve(self.indexes[2], *(remote.name for remote in remotes), options=("--shard-timeout", "300"))
        self.assertEqual(server.search(q="botilbud")["shards"]["answered"], 3)
        os.killpg(remotes[0].process.pid, signal.SIGSTOP)
        self.assertEqual(server.search(q="kapacitet")["shards"], {"total": 3, "answered": 2})
        self.assertEqual(server.search(q="budget")["shards"], {"total": 3, "answered": 2})
        os.killpg(remotes[0].process.pid, signal.SIGCONT)
        wait_for(lambda: server.search(limit=0)["shards"]["answered"] == 3, "the one that hung")

    def test_what_does_not_speak_xapian(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)

        def talk():
            replies = [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n" * 9, b"\x00\xff" + b"\x7f" * 9, b"\x00\x30" + b"\x28" * 48, b"\x00\x30\x27" + b"x" * 47 + b"\x13\x02zz" * 3]
            for turn in range(100):
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(replies[turn % len(replies)])
        threading.Thread(target=talk, daemon=True).start()
        server = self.serve(self.indexes[0], f"remote:127.0.0.1:{listener.getsockname()[1]}", options=("--shard-timeout", "200"))
        wait_for(lambda: sum("searchd: The shard" in line for line in server.log) >= 3, "complaints")
        self.assertEqual(server.search()["shards"], {"total": 2, "answered": 1})

    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_a_machine_that_gets_a_new_generation(self):
        index, file = self.folder / "growing", self.folder / "growing.glass"
        update(index, self.parts[0])
        publish(index, file)
        remote = Remote(file)
        self.addCleanup(remote.stop)
        server = self.serve(remote.name)
        before = server.search()["total"]
        update(index, self.parts[0], self.parts[1])
        publish(index, file)
        remote.stop()
        self.assertTrue(remote.start())
        wait_for(lambda: server.request("/healthz")[0] == 200 and server.json("/healthz")["generation"] == 2, "the second generation")
        self.assertGreater(server.search()["total"], before)

    def test_publishing_is_whole_or_not_at_all(self):
        file = self.folder / "whole-or-not.glass"
        publish(self.indexes[0], file)
        before = file.read_bytes()
        subprocess.run(["sha256sum", "--quiet", "-c", file.name + ".sha256"], cwd=self.folder, check=True)
        short = subprocess.run([INDEXER, "publish", "--index", self.indexes[1], "--into", file], capture_output=True, text=True,
                               preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)))
        self.assertEqual((short.returncode, file.read_bytes() == before), (3, True), short.stderr)
        self.assertIn("File too large", short.stderr)
        self.assertEqual(sorted(path.name for path in self.folder.glob("whole-or-not*")), [file.name, file.name + ".sha256"])
        bad = self.folder / "bad-index"
        shutil.copytree(self.indexes[0], bad)
        segment = next(bad.glob("segment-*.glass"))
        segment.write_bytes(segment.read_bytes()[:-1] + b"?")
        self.assertEqual(subprocess.run([INDEXER, "publish", "--index", bad, "--into", file], stderr=subprocess.DEVNULL).returncode, 3)
        self.assertEqual(file.read_bytes(), before)

    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_what_is_no_published_index_is_refused(self):
        segment = next(self.indexes[1].glob("segment-*.glass"))
        file = self.folder / "damaged.glass"
        publish(self.indexes[1], file)
        data = bytearray(file.read_bytes())
        at = data.index(b"\x28\xb5\x2f\xfd", len(data) // 2)  # a compressed value
        data[at + 20] ^= 1
        (self.folder / "damaged.glass").write_bytes(data)
        other, damaged = Remote(segment), Remote(file)
        self.addCleanup(other.stop)
        self.addCleanup(damaged.stop)
        server = self.serve(self.indexes[0], other.name, damaged.name)
        self.assertEqual(server.search()["shards"]["total"], 3)
        self.assertIn(2, server.json("/healthz")["shards"]["missing"])
        self.assertTrue(any("serves no published index" in line for line in server.log), server.log)
        for _ in range(3):
            self.assertEqual(server.request("/api/v1/search?limit=100&kind=item&kind=attachment")[0], 200)

    def one_of(self, index):
        """The id of an item in this index."""
        server = Server(index)
        try:
            return server.search(limit=1, kind="item")["hits"][0]["id"]
        finally:
            server.stop()

    def test_a_directory_that_is_not_there_yet(self):
        late = self.folder / "late"
        server = self.serve(self.indexes[0], late, *self.indexes[2:])
        answer = server.search(q="referat")
        self.assertEqual(answer["shards"], {"total": 4, "answered": 3})
        self.assertIn("shards-missing", [notice["code"] for notice in answer["notices"]])
        status, _, body = server.request("/readyz")
        self.assertEqual((status, body), (200, b"degraded\n3 of 4 shards answer. Missing, in the order of --index: 2.\n"))
        health = server.json("/healthz")
        self.assertEqual((health["status"], health["shards"]), ("degraded", {"total": 4, "answered": 3, "missing": [2]}))
        self.assertNotIn(str(self.folder), json.dumps(health))
        shutil.copytree(self.indexes[1], late)
        wait_for(lambda: server.json("/healthz")["status"] == "ok", "the fourth shard")
        self.assertEqual(server.request("/readyz")[2], b"ready\n")
        self.assertEqual(comparable(server.search(q="referat")), comparable(self.one.search(q="referat")))

    def test_a_damaged_directory_is_left_out(self):
        bad = self.folder / "bad"
        shutil.copytree(self.indexes[2], bad)
        segment = next(bad.glob("segment-*.glass"))
        data = bytearray(segment.read_bytes())
        data[len(data) // 2] ^= 1
        segment.write_bytes(data)
        server = self.serve(*self.indexes[:2], bad, self.indexes[3])
        self.assertEqual(server.search()["shards"], {"total": 4, "answered": 3})
        self.assertTrue(any("is damaged" in line for line in server.log))


if __name__ == "__main__":
    main()
