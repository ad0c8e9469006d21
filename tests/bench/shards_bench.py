#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One index beside the same minutes in several: folders, xapian-tcpsrv on this machine, and the same behind a delay.

  shards_bench.py --build DIR [--items 10000] [--shards 4] [--queries 400] [--delays 2,20] [--loss 0.01] [--work DIR]

Prints a table: milliseconds as one client sees them, for queries asked for the first time and asked again; what came over the wire. Every answer's total
is held against the one index's. The delay is made by a relay of our own between searchd and the shards, half of it each way, since netem is not in every
kernel; with --loss it holds what follows a lost segment back for two round trips, about as long as TCP takes to send it again."""
import argparse
import asyncio
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

SEGMENT = 1448  # bytes of a TCP segment


class Relays:
    """Relays to ports of this machine, on a thread of their own; they count what comes back."""

    def __init__(self, ports, round_trip, loss):
        self.half, self.loss, self.random = round_trip / 2000, loss, random.Random(1)
        self.back, self.ports = 0, []
        self.loop = asyncio.new_event_loop()
        started = threading.Event()
        threading.Thread(target=self.run, args=(ports, started), daemon=True).start()
        started.wait()

    def run(self, ports, started):
        asyncio.set_event_loop(self.loop)
        for port in ports:
            server = self.loop.run_until_complete(asyncio.start_server(lambda r, w, p=port: self.relay(r, w, p), "127.0.0.1", 0))
            self.ports.append(server.sockets[0].getsockname()[1])
        started.set()
        self.loop.run_forever()

    async def relay(self, reader, writer, port):
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(self.pump(reader, far_writer, False), self.pump(far_reader, writer, True))

    async def pump(self, reader, writer, back):
        """Each piece arrives half a round trip after it was sent, and never before the one before it."""
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        under_way = asyncio.Queue()
        sender = asyncio.ensure_future(self.deliver(under_way, writer))
        try:
            while piece := await reader.read(1 << 18):
                self.back += len(piece) if back else 0
                due = self.loop.time() + self.half
                for _ in range(0, len(piece), SEGMENT):
                    due += 4 * self.half if self.random.random() < self.loss else 0
                under_way.put_nowait((due, piece))
        except OSError:
            pass
        under_way.put_nowait((0, None))
        await sender

    async def deliver(self, under_way, writer):
        while True:
            due, piece = await under_way.get()
            await asyncio.sleep(max(0, due - self.loop.time()))
            if piece is None or writer.is_closing():
                writer.close()
                return
            writer.write(piece)


class Searchd:
    def __init__(self, program, *indexes):
        command = [program, "--listen", "127.0.0.1:0", "--shard-timeout", "20000"]
        for index in indexes:
            command += ["--index", str(index)]
        begin = time.monotonic()
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if found := re.search(r"listening on http://[^:]+:(\d+)/", line):
                self.port = int(found[1])
                break
        else:
            sys.exit("searchd did not start")
        self.opened = time.monotonic() - begin
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)

    def ask(self, path):
        begin = time.monotonic()
        self.connection.request("GET", path)
        body = self.connection.getresponse().read()
        return 1000 * (time.monotonic() - begin), json.loads(body)

    def memory(self):
        """MB without page cache."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return sum(int(re.search(rf"{name}:\s+(\d+)", status)[1]) for name in ("RssAnon", "RssShmem")) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def serve(file):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(["xapian-tcpsrv", "--port", str(port), "--interface", "127.0.0.1", "--quiet", "--idle-timeout", "3600000", file],
                               start_new_session=True, stdout=subprocess.DEVNULL)
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return port, process
        except OSError:
            if process.poll() is not None:
                sys.exit("xapian-tcpsrv did not start")
            time.sleep(0.01)


def prepare(build, work, items, shards):
    """The whole index, the shards' and their published files; made once."""
    indexer = build / "indexer/opslag-indexer"
    corpus, ready = work / "corpus", work / "ready"
    if not ready.exists():
        maker = next(build.rglob("opslag-make-corpus"))
        subprocess.run([maker, "--items", str(items), "--out", corpus, "--queries", work / "queries.tsv"], check=True, stdout=subprocess.DEVNULL)
        files = sorted(corpus.glob("*.jsonl"))
        for name, some in [("whole", files), *((f"shard{i}", files[i::shards]) for i in range(shards))]:
            subprocess.run([indexer, "update", "--quiet", "--index", work / name, *some], check=True, stdout=subprocess.DEVNULL)
        ready.touch()
    for i in range(shards):
        begin = time.monotonic()
        subprocess.run([indexer, "publish", "--index", work / f"shard{i}", "--into", work / f"shard{i}.glass"], check=True, stdout=subprocess.DEVNULL)
        print(f"shard {i}: published in {time.monotonic() - begin:.1f} s, {(work / f'shard{i}.glass').stat().st_size / 1e6:.1f} MB "
              f"(index {sum(f.stat().st_size for f in (work / f'shard{i}').iterdir()) / 1e6:.1f} MB)", flush=True)


def requests(file, most):
    """(kind, path) of the first queries of the file."""
    asked = []
    for line in file.read_text(encoding="utf-8").splitlines()[:most]:
        kind, q, filters = (line.split("\t") + ["", ""])[:3]
        asked.append((kind, "/api/v1/search?" + urllib.parse.urlencode({"q": q}) + ("&" + filters if filters else "")))
    return asked


def measure(name, server, asked, totals, relays=None):
    rounds = []
    for _ in range(2):
        before = relays.back if relays else 0
        times = []
        for at, (kind, path) in enumerate(asked):
            took, answer = server.ask(path)
            times.append(took)
            if answer["shards"]["answered"] != answer["shards"]["total"]:
                sys.exit(f"{name}: {path}: a shard does not answer")
            stopped = any(notice["code"] == "out-of-time" for notice in answer["notices"])
            if not stopped and totals.setdefault(path, answer["total"]) != answer["total"]:
                sys.exit(f"{name}: {path}: {answer['total']} hits, not {totals[path]}")
        cuts = statistics.quantiles(times, n=100)
        wire = f"{(relays.back - before) / len(asked) / 1000:.0f}" if relays else "–"
        rounds.append((f"{statistics.median(times):.1f} / {cuts[94]:.1f} / {cuts[98]:.1f}", wire))
    print(f"| {name} | {rounds[0][0]} | {rounds[1][0]} | {rounds[0][1]} / {rounds[1][1]} | {server.opened:.1f} | {server.memory():.0f} |", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--build", type=pathlib.Path, required=True)
    options.add_argument("--items", type=int, default=10_000)
    options.add_argument("--shards", type=int, default=4)
    options.add_argument("--queries", type=int, default=400)
    options.add_argument("--delays", default="2,20", help="round trips in milliseconds")
    options.add_argument("--loss", type=float, default=0.01)
    options.add_argument("--work", type=pathlib.Path, help="kept for the next time")
    given = options.parse_args()
    if not shutil.which("xapian-tcpsrv"):
        sys.exit("xapian-tcpsrv is not here: install xapian-tools")
    work = given.work or pathlib.Path(tempfile.mkdtemp(prefix="opslag-shards-"))
    work.mkdir(parents=True, exist_ok=True)
    prepare(given.build, work, given.items, given.shards)
    asked, totals = requests(work / "queries.tsv", given.queries), {}
    searchd = given.build / "searchd/opslag-searchd"
    shards = [work / f"shard{i}" for i in range(given.shards)]
    served = [serve(f"{shard}.glass") for shard in shards]
    ports = [port for port, _ in served]
    print(f"\n{given.items} items, {len(asked)} queries, load {os.getloadavg()[0]:.1f}; milliseconds p50 / p95 / p99\n")
    print("| | first time | again | kB a query over the wire, first / again | opened in s | MB of searchd |\n| --- | --- | --- | --- | --- | --- |")
    try:
        for name, indexes, relays in (
                ("one index", [work / "whole"], None), (f"{given.shards} folders", shards, None),
                (f"{given.shards} xapian-tcpsrv", [f"remote:127.0.0.1:{port}" for port in ports], None),
                *((f"… {delay} ms round trip" + (f", {loss:.0%} lost" if loss else ""), None, Relays(ports, float(delay), loss))
                  for delay in given.delays.split(",") for loss in ([0, given.loss] if given.loss else [0]))):
            server = Searchd(searchd, *(indexes or [f"remote:127.0.0.1:{port}" for port in relays.ports]))
            measure(name, server, asked, totals, relays)
            server.stop()
    finally:
        for _, process in served:
            os.killpg(process.pid, signal.SIGKILL)
        if not given.work:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
