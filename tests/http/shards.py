"""One index and the same sources in four, and xapian-tcpsrv to serve them: what the tests of shards stand on.
SPDX-License-Identifier: GPL-3.0-or-later"""
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from urllib.parse import urlencode

from server import INDEXER, SAMPLES, SHARED, Server, update

SHARDS = 4
WORDS = ["", "budget", "dobbeltdiagnose", "dobeltdiagnose", "dobbeltdiagnoser borgere", "godkendelse af referat", "magruppe", "kapacitet", "psykisk lidelse og samtidigt misbrug",
         '"godkendelse af referat"', '"de enkelte kommuner"', '"godkendelse referat"', '"psykisk sygdom" OR botilbud', "bo*", "kom*", "rammeaft*", "titel:god*", "titel:eventuelt",
         "bilag:notat", "bilag:no*", "sag:25*", "beslutning:godkendt", "kommune:odense", "kommune:faaborg", "emne:økonomi", "år:2023", "udvalg:social", "-budget", "budget -social",
         "budget OR botilbud OR skole", "botilbud", "botilbudet", "tilbud til voksne", "handicap", "midtfyn", "Langeland Kommune", "xyzzyplugh", "kvantefysik budget",
         "misbrugsbehandling krisecenter vippesag", "møde den 29. september 2023", "2023-09-29", "september 2023", "§ 107", "servicelovens § 85", "formandsskifte",
         "skifte af formand", "og", "kommune", "sag", "1", "a", "KL's", "takst*", '"takster for 2025"', '"kommunen" -"budget"', "borgere med særlige behov", "trafik cykelsti",
         "belysning", "gangbro", "gangbroen", "støj", "lokalplan", "økonomivudering", "økonmi", "uddanelse", "målgruppe", "malgruppe"]


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


class ShardTest(unittest.TestCase):
    """One index of all, and four of a part of it each."""

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

    def remotes(self, *indexes):
        served = []
        for index in indexes:
            file = self.folder / f"{index.name}.glass"
            if not file.exists():
                publish(index, file)
            served.append(Remote(file))
            self.addCleanup(served[-1].stop)
        return served


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
