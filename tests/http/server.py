"""A real opslag-searchd over an index made for the test, and requests to it.
SPDX-License-Identifier: GPL-3.0-or-later"""
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpus" / "samples"
SHARED = ROOT.parent / "shared"
INDEXER = os.environ.get("OPSLAG_INDEXER", str(ROOT / "build/dev/indexer/opslag-indexer"))
SEARCHD = os.environ.get("OPSLAG_SEARCHD", str(ROOT / "build/dev/searchd/opslag-searchd"))


def update(index, *sources):
    """Brings the index to the sources; a source that can't be read is no reason to stop."""
    done = subprocess.run([INDEXER, "update", "--index", str(index), *map(str, sources)],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"update: {done.returncode}: {done.stderr}")


def wait_for(condition, what, seconds=60):
    """Polls until the condition holds; fails if it does not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("waited in vain: " + what)


class Server:
    """searchd as a child process; its standard error is kept in .log."""

    def __init__(self, index, *options):
        self.process = subprocess.Popen([SEARCHD, "--index", str(index), "--listen", "127.0.0.1:0", *options],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
        self.log = []
        self.port = None
        for line in self.process.stderr:
            self.log.append(line)
            found = re.search(r"listening on http://[^:]+:(\d+)/", line)
            if found:
                self.port = int(found.group(1))
                break
        if self.port is None:
            raise RuntimeError("searchd did not start: " + "".join(self.log))
        self.reader = threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True)
        self.reader.start()

    def connect(self, timeout=30):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def request(self, path, method="GET", headers=None, body=None):
        """(status, headers, body) of one request on a connection of its own."""
        connection = self.connect()
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def json(self, path, **parameters):
        """The JSON of an answer that must be 200."""
        status, _, body = self.request(path + ("?" + urlencode(parameters, doseq=True) if parameters else ""))
        if status != 200:
            raise AssertionError(f"{path} {parameters}: {status} {body[:300]!r}")
        return json.loads(body)

    def search(self, **parameters):
        return self.json("/api/v1/search", **parameters)

    def memory_kb(self, which="VmRSS"):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(which + ":"):
                return int(line.split()[1])
        return 0

    def stop(self):
        """Ends the server; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=60)
        self.reader.join(timeout=10)
        self.process.stderr.close()
        return status


class ServerTest(unittest.TestCase):
    """One server over the samples for all tests of a class."""
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="opslag-http-"))
        cls.index = cls.folder / "index"
        update(cls.index, SAMPLES)
        cls.server = Server(cls.index, *cls.options)

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)
        if status != 0:
            raise AssertionError(f"searchd ended with {status}: {''.join(cls.server.log[-20:])}")


def encoded(text):
    """Percent-encoded, for str or bytes."""
    return quote(text, safe="")


def main():
    if not Path(SEARCHD).exists() or not Path(INDEXER).exists():
        print("skipped: build opslag-indexer and opslag-searchd first")
        sys.exit(0)
    unittest.main(verbosity=1)
