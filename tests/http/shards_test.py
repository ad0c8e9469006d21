"""One index and the same sources in four, searched as one, here and through xapian-tcpsrv: the same answers; and what is said while one is missing.
SPDX-License-Identifier: GPL-3.0-or-later"""
import csv
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from server import INDEXER, ROOT, SAMPLES, SHARED, Server, main, update

SHARDS = 4
WORDS = ["", "budget", "dobbeltdiagnose", "dobeltdiagnose", "dobbeltdiagnoser borgere", "godkendelse af referat", "magruppe", "kapacitet", "psykisk lidelse og samtidigt misbrug",
         '"godkendelse af referat"', '"de enkelte kommuner"', '"godkendelse referat"', '"psykisk sygdom" OR botilbud', "bo*", "kom*", "rammeaft*", "titel:god*", "titel:eventuelt",
         "bilag:notat", "bilag:no*", "sag:25*", "beslutning:godkendt", "kommune:odense", "kommune:faaborg", "emne:økonomi", "år:2023", "udvalg:social", "-budget", "budget -social",
         "budget OR botilbud OR skole", "botilbud", "botilbudet", "tilbud til voksne", "handicap", "midtfyn", "Langeland Kommune", "xyzzyplugh", "kvantefysik budget",
         "misbrugsbehandling krisecenter vippesag", "møde den 29. september 2023", "2023-09-29", "september 2023", "§ 107", "servicelovens § 85", "formandsskifte",
         "skifte af formand", "og", "kommune", "sag", "1", "a", "KL's", "takst*", '"takster for 2025"', '"kommunen" -"budget"', "borgere med særlige behov", "trafik cykelsti",
         "belysning", "gangbro", "gangbroen", "støj", "lokalplan", "økonomivudering", "økonmi", "uddanelse", "målgruppe", "malgruppe"]
FILTERS = [{}, {"year": "2023"}, {"sort": "newest"}, {"sort": "oldest", "limit": 50}, {"kind": "attachment"}, {"kind": ["item", "attachment"], "limit": 30}, {"decision": "godkendt"},
           {"municipality": ["odense", "faaborg-midtfyn"]}, {"offset": 7, "limit": 5}, {"from": "2020-01-01", "to": "2023-12-31"}, {"exact": "1"}, {"lang": "en", "facet_limit": 3},
           {"recency": "0", "explain": "1"}, {"decision": "droeftet", "year": ["2019", "2021"], "facet_limit": 1000}]


def wait_for(condition, what):
    """Polls until the condition holds; fails after a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("waited in vain: " + what)


def questions():
    """Parameters of some hundred searches: each word with a few of the filters, so that all pairs of neighbours come, and lists of queries that are there."""
    asked = []
    for at, word in enumerate(WORDS):
        for turn in range(4):
            asked.append({"q": word, **FILTERS[(at * 3 + turn * 5) % len(FILTERS)]})
    with open(ROOT / "tests/relevance/samples_queries.tsv", encoding="utf-8") as lines:
        for row in csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE):
            asked.append({"q": row[0], **parse_qs(row[1] if len(row) > 1 else "")})
    shared = SHARED / "truth/queries.json"
    if shared.exists():
        asked += [{"q": query["query"], "limit": 50} for query in json.loads(shared.read_text(encoding="utf-8"))]
    else:
        print("../shared is not here: only our own queries")
    for typo in (SHARED / "language/typos.tsv", SHARED / "language/compounds.tsv"):
        if typo.exists():
            asked += [{"q": line.split("\t")[0]} for line in typo.read_text(encoding="utf-8").splitlines()[1:] if line[:1] not in "#"][:150]
    return asked


def deal(folder):
    """The samples, and the shared minutes where they are there, in four folders. What has one committee and day stays together: it may need ids that tell it apart."""
    parts = [folder / f"part{i}" for i in range(SHARDS)]
    days = {}
    for root in (SAMPLES, SHARED / "minutes"):
        for file in sorted(root.rglob("*")) if root.exists() else []:
            inside = file.relative_to(root)
            if not file.is_file() or file.name == "README.md":
                continue
            if "bilag" in inside.parts:
                homes = parts
            else:
                homes = [parts[days.setdefault((inside.parent, file.name[:10]), len(days)) % SHARDS]]
            for home in homes:
                (home / inside.parent).mkdir(parents=True, exist_ok=True)
                shutil.copy(file, home / inside)
    return parts


def comparable(answer):
    """All of an answer but what may differ."""
    for key in ("took_ms", "generation", "shards"):
        answer.pop(key)
    return answer


class Remote:
    """A published file, served by xapian-tcpsrv on a port of 127.0.0.1 that stays the same when it is started again."""

    def __init__(self, file):
        self.file, self.port, self.process = file, None, None
        for _ in range(50):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            if self.start():  # else somebody else was quicker
                return
        raise AssertionError("no free port")

    def start(self):
        self.process = subprocess.Popen(["xapian-tcpsrv", "--port", str(self.port), "--interface", "127.0.0.1", "--quiet", str(self.file)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                if self.process.poll() is None:
                    return True
            except OSError:
                time.sleep(0.01)
        return False

    def stop(self):
        """With the processes that serve its connections."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def close_connections(self):
        """Each has a process of its own."""
        for child in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)

    @property
    def name(self):
        return f"remote:127.0.0.1:{self.port}"


def publish(index, file):
    subprocess.run([INDEXER, "publish", "--index", str(index), "--into", str(file)], check=True, stdout=subprocess.DEVNULL)


class Shards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="opslag-shards-"))
        cls.parts = deal(cls.folder)
        cls.whole = cls.folder / "whole"
        update(cls.whole, *cls.parts)
        cls.indexes = [cls.folder / f"index{i}" for i in range(SHARDS)]
        for index, part in zip(cls.indexes, cls.parts):
            update(index, part)
        cls.one = Server(cls.whole)

    @classmethod
    def tearDownClass(cls):
        status = cls.one.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)
        assert status == 0, "".join(cls.one.log[-10:])

    def serve(self, *indexes, options=()):
        options = [*options, *(part for index in indexes[1:] for part in ("--index", str(index)))]
        server = Server(indexes[0], *options)
        self.addCleanup(lambda: self.assertEqual(server.stop(), 0, "".join(server.log[-10:])))
        return server

    def assert_same_answers(self, server):
        ask_one, ask_many = Asker(self.one), Asker(server)
        self.addCleanup(ask_one.connection.close)
        self.addCleanup(ask_many.connection.close)
        found = 0
        for parameters in questions():
            wanted, got = ask_one.search(parameters), ask_many.search(parameters)
            self.assertEqual(got["shards"], {"total": SHARDS, "answered": SHARDS})
            self.assertEqual(wanted["shards"], {"total": 1, "answered": 1})
            found += wanted["total"]
            self.assertEqual(comparable(got), comparable(wanted), parameters)
        self.assertGreater(found, 1000)
        for path in ("/api/v1/export?q=budget&format=csv", "/api/v1/export?format=ndjson&kind=item&kind=attachment", "/api/v1/export?q=bo*&format=ndjson&sort=oldest",
                     "/api/v1/meetings?limit=1000", "/moeder", "/?q=budget"):
            wanted, got = ask_one.get(path), ask_many.get(path)
            if path.startswith("/api/v1/export"):
                self.assertGreater(len(wanted), 500, path)
            self.assertEqual(got, wanted, path)
        for hit in ask_one.search({"limit": 20, "kind": ["item", "attachment"]})["hits"] + ask_one.search({"q": "bilag:notat", "kind": "attachment"})["hits"]:
            path = "/api/v1/" + ("attachments/" if hit["kind"] == "attachment" else "items/") + hit["id"]
            self.assertEqual(ask_many.get(path), ask_one.get(path), path)
            self.assertEqual(ask_many.get("/moeder/" + hit["meeting"]["id"]), ask_one.get("/moeder/" + hit["meeting"]["id"]))

    def remotes(self, *indexes):
        served = []
        for index in indexes:
            file = self.folder / f"{index.name}.glass"
            if not file.exists():
                publish(index, file)
            served.append(Remote(file))
            self.addCleanup(served[-1].stop)
        return served

    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_four_machines(self):
        self.assert_same_answers(self.serve(*(remote.name for remote in self.remotes(*self.indexes))))

    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_two_machines_and_two_directories(self):
        first, second = self.remotes(self.indexes[0], self.indexes[2])
        self.assert_same_answers(self.serve(first.name, self.indexes[1], second.name, self.indexes[3], options=("--shard-cache", "1")))

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

    def test_a_meeting_that_is_in_two_indexes(self):
        server = self.serve(self.indexes[0], self.indexes[1], self.indexes[0])
        once = self.serve(self.indexes[0], self.indexes[1])
        double = self.serve(self.indexes[0]).search(limit=0)["total"]
        self.assertEqual(server.search(limit=0)["total"], once.search(limit=0)["total"] + double)
        self.assertTrue(any("in more than one index" in line for line in server.log), server.log)
        for hit in server.search(limit=40)["hits"]:
            path = "/api/v1/items/" + hit["id"]
            mine, theirs = server.json(path), self.one.json(path)
            # The case's other items may lie in an index that is not asked here, or in one that is asked twice.
            del mine["same_case"], theirs["same_case"]
            self.assertEqual(mine, theirs)

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

    @unittest.skipUnless(shutil.which("xapian-tcpsrv"), "package xapian-tools is not installed")
    def test_an_index_with_deleted_documents(self):
        sources, index, file = self.folder / "changing", self.folder / "changed", self.folder / "changed.glass"
        shutil.copytree(self.parts[0], sources)
        shutil.copytree(self.parts[1], sources, dirs_exist_ok=True)
        update(index, sources)
        texts = sorted(path for path in sources.rglob("*.txt") if "bilag" not in path.parts)
        for turn, text in enumerate(texts[:6]):  # some words of an item each time, so that attachments come apart from items
            text.write_bytes(text.read_bytes().replace(b"Godkendt.", b"Godkendt som indstillet.").replace(b"borgere", b"beboere", 1 + turn))
            update(index, sources)
        texts[-1].unlink()
        update(index, sources)
        manifest = json.loads((index / (index / "CURRENT").read_text().split()[0]).read_text())
        self.assertTrue(any(segment["deleted"] for segment in manifest["segments"]), "nothing is deleted in it")
        publish(index, file)
        remote = Remote(file)
        self.addCleanup(remote.stop)
        here, there = self.serve(index), self.serve(remote.name)
        for parameters in questions()[::3]:
            wanted, got = here.search(**parameters), there.search(**parameters)
            self.assertEqual((got["total"], got["facets"], got["did_you_mean"]), (wanted["total"], wanted["facets"], wanted["did_you_mean"]), parameters)
            self.assertEqual([hit["id"] for hit in got["hits"]], [hit["id"] for hit in wanted["hits"]], parameters)
            self.assertEqual([hit["attachments"] for hit in got["hits"]], [hit["attachments"] for hit in wanted["hits"]], parameters)

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

    def test_directories(self):
        server = self.serve(*self.indexes)
        self.assert_same_answers(server)
        self.assertEqual(server.request("/readyz")[2], b"ready\n")
        health = server.json("/healthz")
        self.assertEqual((health["status"], health["shards"]), ("ok", {"total": SHARDS, "answered": SHARDS}))
        self.assertEqual(health["items"], self.one.json("/healthz")["items"])

    def test_the_order_of_directories_changes_nothing(self):
        self.assert_same_answers(self.serve(*reversed(self.indexes)))

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


class Asker:
    """Requests over one kept connection."""

    def __init__(self, server):
        self.server, self.connection = server, server.connect()

    def get(self, path):
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        body = response.read()
        assert response.status == 200, (path, response.status, body[:300])
        return body.decode("utf-8")

    def search(self, parameters):
        return json.loads(self.get("/api/v1/search?" + urlencode(parameters, doseq=True)))


if __name__ == "__main__":
    main()
