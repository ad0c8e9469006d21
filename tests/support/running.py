"""Runs the two programs for a test: an index made of sources, and a searchd on a free port that is ready."""
# SPDX-License-Identifier: GPL-3.0-or-later
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

STARTS_WITHIN = 60  # seconds


def index(indexer, folder, *sources):
    """Indexes the sources into the folder; files that can't be read are no failure, an unusable index is."""
    run = subprocess.run([indexer, "update", "--index", folder, *sources], capture_output=True, text=True)
    if run.returncode > 1:
        sys.exit(f"opslag-indexer update: status {run.returncode}: {run.stderr.strip()}")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Searchd:
    """with Searchd(program, index) as server: … server.url …

    It takes a free port itself and says which: one that was found free before may be another's by then, and so would
    the answers be."""

    def __init__(self, program, folder):
        self.command = [program, "--index", folder, "--listen", "127.0.0.1:0"]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
        said = []
        for line in self.process.stderr:
            said.append(line)
            if listening := re.search(r"listening on (http://127\.0\.0\.1:(\d+))/", line):
                self.url, self.port = listening[1], int(listening[2])
                break
        else:
            sys.exit(f"opslag-searchd ended with status {self.process.wait()}: {''.join(said).strip()}")
        threading.Thread(target=self.process.stderr.read, daemon=True).start()  # else it would wait for a reader
        deadline = time.monotonic() + STARTS_WITHIN
        while not self.ready():
            if self.process.poll() is not None:
                sys.exit(f"opslag-searchd ended with status {self.process.returncode}")
            if time.monotonic() > deadline:
                self.__exit__()
                sys.exit(f"opslag-searchd was not ready within {STARTS_WITHIN} s")
            time.sleep(0.05)
        return self

    def ready(self):
        try:
            return urllib.request.urlopen(f"{self.url}/readyz", timeout=5).status == 200
        except (urllib.error.URLError, OSError):
            return False

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)
