"""Runs the two programs for a test: an index made of sources, and a searchd on a free port that is ready."""
# SPDX-License-Identifier: GPL-3.0-or-later
import socket
import subprocess
import sys
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
    """with Searchd(program, index) as server: … server.url …"""

    def __init__(self, program, folder):
        self.command, self.port = [program, "--index", folder], free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.process = subprocess.Popen([*self.command, "--listen", f"127.0.0.1:{self.port}"], stdout=subprocess.DEVNULL)
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
