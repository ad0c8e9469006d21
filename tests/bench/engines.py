"""What ./dev bench measures: Opslag and its peers, each indexed by a program and asked by a process that stays warm."""
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import pathlib
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
from running import Searchd, free_port  # noqa: E402


def measured(command, **options):
    """Runs a command; returns its wall seconds, processor seconds and peak memory in MB. Ends the bench if it fails."""
    log = options.pop("log")
    begin = time.monotonic()
    with open(log, "wb") as out:
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=subprocess.STDOUT, **options)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with status {process.returncode}; see {log}")
    return {"seconds": time.monotonic() - begin, "cpu": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1024}


def machine():
    model = next((line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    return f"{os.cpu_count()} x {model}, load {os.getloadavg()[0]:.1f} at the start"


def size_of(folder):
    folder = pathlib.Path(folder)
    return sum(f.stat().st_blocks * 512 for f in folder.rglob("*") if f.is_file())


class Passes:
    """A process that speaks tests/bench/peers/passes.h."""

    def __init__(self, command, log, **options):
        self.log = open(log, "wb")
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True, **options)
        if self.process.stdout.readline().strip() != "ready":
            sys.exit(f"{command[0]} did not start; see {log}")

    def run(self, first, last, clients=1):
        """Returns [(kind, total, milliseconds, processor milliseconds)] in the queries' order, and the seconds of the whole pass."""
        self.process.stdin.write(f"pass {clients} {first} {last}\n")
        self.process.stdin.flush()
        results = []
        for line in self.process.stdout:
            if line.startswith("done "):
                return results, float(line.split()[1])
            kind, took, total, processor = line.rstrip("\n").split("\t")
            results.append((kind, int(total), float(took), float(processor)))
        sys.exit(f"a client ended in the middle of a pass; see {self.log.name}")

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.log.close()


class Engine:
    """key: for options and tables; asked: how many of the queries (None: all)."""

    asked = None

    def __init__(self, bench):
        self.bench = bench
        self.folder = bench.work / f"index-{self.key}"

    def missing(self):
        """Why it can't be measured here; None if it can."""
        return None

    def index(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        figures = measured(self.index_command(), log=self.bench.work / f"index-{self.key}.log")
        return figures | {"bytes": size_of(self.folder)}

    def start(self):
        self.passes = Passes(self.serve_command(), self.bench.work / f"serve-{self.key}.log")

    def stop(self):
        self.passes.close()

    def clean(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def write_requests(file, queries, path_of):
    with open(file, "w", encoding="utf-8") as out:
        for kind, text, filters in queries:
            out.write(f"{kind}\t{path_of(text, filters)}\n")


def opslag_path(text, filters):
    return "/api/v1/search?" + urllib.parse.urlencode([("q", text), *filters], quote_via=urllib.parse.quote)


class Opslag(Engine):
    key, name = "opslag", "Opslag, HTTP, six disjunctive facets"

    def index(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        return self.update() | {"bytes": size_of(self.folder)}

    def update(self):
        return measured([self.bench.build / "indexer/opslag-indexer", "update", "--index", self.folder, self.bench.minutes],
                        log=self.bench.work / "index-opslag.log")

    def start(self):
        self.server = Searchd(self.bench.build / "searchd/opslag-searchd", self.folder)
        begin = time.monotonic()
        self.server.__enter__()
        self.ready_after = time.monotonic() - begin
        requests = self.bench.work / "requests-opslag.tsv"
        write_requests(requests, self.bench.queries, opslag_path)
        self.passes = Passes([self.bench.programs / "opslag-load", self.server.port, requests, '},"total":', self.server.process.pid], self.bench.work / "serve-opslag.log")

    def hello(self):
        """Milliseconds of an HTTP request that does nothing: the floor."""
        requests = self.bench.work / "requests-hello.tsv"
        write_requests(requests, [("hello", "", [])] * 2000, lambda *_: "/healthz")
        passes = Passes([self.bench.programs / "opslag-load", self.server.port, requests], self.bench.work / "serve-hello.log")
        passes.run(0, 2000)
        results, _ = passes.run(0, 2000)
        passes.close()
        return [took for _, _, took, _ in results]

    def memory(self):
        """searchd's memory without the page cache, and all of it, in MB."""
        fields = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text().splitlines() if ":" in line)
        kb = {name: int(fields[name].split()[0]) for name in ("RssAnon", "RssShmem", "VmRSS")}
        return (kb["RssAnon"] + kb["RssShmem"]) / 1024, kb["VmRSS"] / 1024

    def stop(self):
        super().stop()
        self.server.__exit__()


class Program(Engine):
    """A peer written for this bench: PROGRAM index FLAT FOLDER, PROGRAM serve FOLDER QUERIES."""

    def missing(self):
        return None if (self.bench.programs / self.program).exists() else f"{self.package} is not installed"

    def index_command(self):
        return [self.bench.programs / self.program, "index", self.bench.flat(), self.folder]

    def serve_command(self):
        return [self.bench.programs / self.program, "serve", self.folder, self.bench.query_file]


class Xapian(Program):
    key, name, program, package = "xapian", "stock Xapian, in process, six ValueCountMatchSpy", "opslag-peer-xapian", "libxapian-dev"

    def floor(self):
        """Lines that the program prints about walking posting lists."""
        run = subprocess.run([self.bench.programs / self.program, "walk", self.folder, self.bench.query_file], capture_output=True, text=True, check=True)
        return run.stdout.strip()


class Sqlite(Program):
    key, name, program, package, asked = "sqlite", "SQLite FTS5, in process", "opslag-peer-sqlite", "libsqlite3-dev", 200
