#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev bench: the speed of this build beside its peers, on made minutes.

  speed.py --build DIR [--quick | --million | --items N] [--peers NAME,… | --no-peers] [--rounds N] [--keep]

Makes the corpus and the queries (tests/bench/corpus), indexes and asks them, and prints tables in Markdown: indexing, answers by kind,
two clients, changes, memory, floors. Peers whose Debian packages are not installed are named and passed over. All engines
are asked the same queries in turn, two hundred at a time, so that a busy moment of the machine meets them all alike; each
round has queries of its own. Everything lies in .opslag/bench/ITEMS; the corpus is kept.
"""
import argparse
import json
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import engines  # noqa: E402
import peers  # noqa: E402
from report import MIXED, SET, Verdict, percentile, table, tell_answers, tell_ratios, tell_slowest  # noqa: E402

CHUNK = 200  # queries that an engine is asked before it is the next one's turn


class Bench:
    def __init__(self, args):
        self.items, self.build, self.rounds, self.asked = args.items, args.build.resolve(), args.rounds, args.queries
        self.programs = self.build / "tests/bench"
        self.work = (args.work or engines.ROOT / ".opslag/bench").resolve() / str(self.items)
        self.minutes, self.query_file = self.work / "minutes", self.work / "queries.tsv"
        self.work.mkdir(parents=True, exist_ok=True)
        self.verdict = Verdict()
        self.make("--queries", self.query_file, "--query-sets", self.rounds + 3)  # one to warm up, two for throughput
        lines = self.query_file.read_text(encoding="utf-8").splitlines()
        self.queries = [(kind, text, [tuple(f.split("=", 1)) for f in filters.split("&") if f]) for kind, text, filters in (line.split("\t") for line in lines)]

    def make(self, *options):
        subprocess.run([self.programs / "opslag-make-corpus", "--items", str(self.items), *map(str, options)], check=True)

    def make_minutes(self, *options):
        self.make("--out", self.minutes, "--threads", 2, *options)

    def flat(self):
        file = self.work / "items.tsv"
        if not file.exists() or file.stat().st_mtime < (self.programs / "opslag-make-corpus").stat().st_mtime:
            self.make("--flat", file)
        return file

    def text_bytes(self):
        return sum(f.stat().st_size for f in self.minutes.glob("*.jsonl"))


def index_all(bench, chosen, reuse):
    text, rows, figures = bench.text_bytes(), [], {}
    for engine in chosen:
        kept = bench.work / f"figures-{engine.key}.json"
        known = reuse and kept.exists() and engine.folder.exists()
        done = figures[engine.key] = json.loads(kept.read_text()) if known else engine.index()
        kept.write_text(json.dumps(done))
        rows.append([engine.name + (" (an earlier run)" if known else ""), f"{done['seconds']:.1f}", f"{done['cpu']:.1f}" if done["cpu"] else "",
                     f"{bench.items / done['seconds']:.0f}", f"{text / 1e6 / done['seconds']:.1f}", f"{done['peak_mb']:.0f}" if done["peak_mb"] else "",
                     f"{done['bytes'] / 1e6:.0f}", f"{done['bytes'] / text:.2f}"])
    print(f"\n## Indexing {bench.items} items, {text / 1e6:.0f} MB of JSON Lines")
    table(["engine", "seconds", "processor s", "items/s", "MB/s", "peak MB", "index MB", "index / text"], rows)
    if {"opslag", "lucene"} <= figures.keys():
        ours, theirs = figures["opslag"], figures["lucene"]
        bench.verdict.least("indexing, items/s against Lucene's", theirs["seconds"] / ours["seconds"], 1.0)
        bench.verdict.least("… by processor time", theirs["cpu"] / ours["cpu"], 1.0)
    return figures


def ask_all(bench, chosen):
    """{engine: [[(kind, total, milliseconds, processor ms)] a round]}. The first set of queries only warms up, and no query is asked
    twice: answers that an engine keeps are not what is measured."""
    answers = {engine.key: [] for engine in chosen}
    for number in range(bench.rounds + 1):
        this_round = {engine.key: [] for engine in chosen}
        for first in range(0, SET, CHUNK):
            for engine in chosen:
                most = min(engine.asked or MIXED, bench.asked)
                last = min(first + CHUNK, most) if first < MIXED else first + min(CHUNK, most // 10)
                if first < last:
                    this_round[engine.key] += engine.passes.run(number * SET + first, number * SET + last)[0]
        for key, results in this_round.items():
            if number > 0:
                answers[key].append(results)
    return answers


def tell_throughput(bench, chosen):
    """One client and two, a chunk each in turn; each has a set of queries of its own."""
    rows = []
    for engine in chosen:
        most = min(engine.asked or 1000, bench.asked, 1000)
        seconds = {1: 0.0, 2: 0.0}
        for first in range(0, most, CHUNK):
            for clients in (1, 2):
                begin = (bench.rounds + clients) * SET
                seconds[clients] += engine.passes.run(begin + first, begin + min(first + CHUNK, most), clients)[1]
        rate = {clients: most / taken for clients, taken in seconds.items()}
        rows.append([engine.name, f"{rate[1]:.0f}", f"{rate[2]:.0f}", f"{rate[2] / rate[1]:.2f}"])
        if engine.key == "opslag":
            bench.verdict.least("two clients: throughput against one", rate[2] / rate[1], 1.7)
    print("\n## Queries a second with one client and two")
    table(["engine", "1 client", "2 clients", "2 / 1"], rows)


def tell_changes(bench, opslag, bulk):
    rows = []
    for name, options in (("each 100th item, in all files", ["--changed-every", 100]),
                          ("one in a hundred, side by side", ["--changed-range", bench.items // 3, bench.items // 3 + bench.items // 100])):
        bench.make_minutes(*options)
        done = opslag.update()
        rows.append([name, f"{done['seconds']:.1f}", f"{100 * done['seconds'] / bulk['seconds']:.1f} %", f"{done['cpu']:.1f}",
                     f"{100 * done['cpu'] / bulk['cpu']:.1f} %", f"{done['peak_mb']:.0f}"])
        bench.verdict.most(f"re-indexing 1 %, {name}, % of the bulk build's time", 100 * done["seconds"] / bulk["seconds"], 5)
        bench.make_minutes()
        opslag.update()
    print("\n## Re-indexing 1 % of the items, changed")
    table(["changed", "seconds", "of the bulk build", "processor s", "of the bulk build", "peak MB"], rows)


def tell_memory_and_floors(bench, opslag, chosen):
    hello = opslag.hello()
    anonymous, resident = opslag.memory()
    print(f"\n## Memory and floors\n\nsearchd after these queries: {anonymous:.0f} MB without page cache ({resident:.0f} MB with what it maps); "
          f"ready after {opslag.ready_after:.1f} s")
    if bench.items >= 1000000:
        bench.verdict.most("memory of searchd, MB", anonymous, 300)
    print(f"HTTP request that does nothing: p50 {percentile(hello, .5):.3f} ms, p99 {percentile(hello, .99):.3f} ms")
    for engine in chosen:
        if hasattr(engine, "floor"):
            print(engine.floor())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", dest="items", action="store_const", const=10000, help="10,000 items, a few minutes")
    size.add_argument("--million", dest="items", action="store_const", const=1000000)
    size.add_argument("--items", type=int)
    parser.add_argument("--peers", help="names, with commas between: " + ", ".join(peers.NAMES))
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--rounds", type=int, help="beside the one that warms up (3; --quick: 2)")
    parser.add_argument("--queries", type=int, help="how many of the 2,000, and a tenth as many of both kinds beside them (2000; --quick: 1000)")
    parser.add_argument("--work", type=pathlib.Path, help="instead of .opslag/bench")
    parser.add_argument("--reuse", action="store_true", help="ask the indexes that --keep has left; no changes")
    parser.add_argument("--keep", action="store_true", help="leave the indexes there")
    args = parser.parse_args()
    args.items = args.items or 100000
    args.rounds = args.rounds or (2 if args.items <= 10000 else 3)
    args.queries = args.queries or (1000 if args.items <= 10000 else MIXED)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers are ended

    bench = Bench(args)
    print(f"# {bench.items} items, {time.strftime('%Y-%m-%d %H:%M')}, {engines.machine()}")
    opslag = engines.Opslag(bench)
    chosen = [opslag]
    for engine in [] if args.no_peers else peers.make(bench, args.peers):
        reason = engine.missing()
        if reason:
            print(f"\n{engine.key} is left out: {reason}", flush=True)
        else:
            chosen.append(engine)
    bench.make_minutes()
    figures = index_all(bench, chosen, args.reuse)
    started = []
    try:
        for engine in chosen:
            engine.start()
            started.append(engine)
        answers = ask_all(bench, chosen)
        (bench.work / "answers.json").write_text(json.dumps(answers))
        tell_answers(chosen, answers)
        tell_slowest(bench, answers)
        tell_ratios(bench, chosen, answers)
        tell_throughput(bench, chosen)
        tell_memory_and_floors(bench, opslag, chosen)
    finally:
        for engine in started:
            engine.stop()
    if not args.reuse:
        tell_changes(bench, opslag, figures["opslag"])
    bench.verdict.tell()
    if not args.keep and not args.reuse:
        for engine in chosen:
            engine.clean()


if __name__ == "__main__":
    main()
