#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two builds of searchd asked the same queries in turn: the processor time of each, and whether they answer alike.

  compare.py --queries FILE --before SEARCHD INDEX --after SEARCHD INDEX [--every N] [KIND ...]

QUERIES: kind TAB text TAB filters a line, as opslag-make-corpus --queries writes them. A query is asked twice of each, the second time
counts; facet_limit differs from one to the other, so that no answer comes from what was kept. Exits with 1 if answers differ.
"""
import argparse
import collections
import http.client
import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from engines import Searchd, opslag_path  # noqa: E402
from report import percentile  # noqa: E402

NOT_COMPARED = ("took_ms", "generation", "shards")


class Build:
    def __init__(self, program, index):
        self.server = Searchd(pathlib.Path(program), pathlib.Path(index))
        self.server.__enter__()
        self.client = http.client.HTTPConnection("127.0.0.1", self.server.port)

    def processor_ms(self):
        tasks = pathlib.Path(f"/proc/{self.server.process.pid}/task")
        return sum(int((tasks / task / "schedstat").read_text().split()[0]) for task in os.listdir(tasks)) / 1e6

    def ask(self, path):
        begin = self.processor_ms()
        self.client.request("GET", path)
        body = self.client.getresponse().read()
        return body, self.processor_ms() - begin


def comparable(body):
    answer = {name: value for name, value in json.loads(body).items() if name not in NOT_COMPARED}
    for hit in answer.get("hits", []):
        hit["score"] = round(hit["score"], 3)
    return answer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=pathlib.Path, required=True)
    parser.add_argument("--before", nargs=2, metavar=("SEARCHD", "INDEX"), required=True)
    parser.add_argument("--after", nargs=2, metavar=("SEARCHD", "INDEX"), required=True)
    parser.add_argument("--every", type=int, default=1, help="ask each N-th query only")
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    args = parser.parse_args()
    lines = args.queries.read_text(encoding="utf-8").splitlines()[::args.every]
    queries = [(kind, text, [tuple(f.split("=", 1)) for f in filters.split("&") if f]) for kind, text, filters in (line.split("\t") for line in lines)]
    builds = [Build(*args.before), Build(*args.after)]
    times, differ = collections.defaultdict(lambda: ([], [])), 0
    for counts in (False, True):
        for number, (kind, text, filters) in enumerate(queries):
            if args.kinds and kind not in args.kinds:
                continue
            path = opslag_path(text, filters) + f"&facet_limit={20 + counts}"
            bodies = {}
            for which in ((0, 1) if number % 2 else (1, 0)):
                bodies[which], took = builds[which].ask(path)
                if counts:
                    times[kind][which].append(took)
            if not counts and comparable(bodies[0]) != comparable(bodies[1]):
                differ += 1
                print(f"differs: {kind} {text}")
    print("| kind | queries | before: mean, p50, p95 | after | after / before |\n| --- | --- | --- | --- | --- |")
    times["all"] = tuple([took for kind, both in times.items() for took in both[which]] for which in (0, 1))
    for kind, both in times.items():
        shown = [f"{sum(t) / len(t):.2f}, {percentile(t, .5):.2f}, {percentile(t, .95):.2f}" for t in both]
        print(f"| {kind} | {len(both[0])} | {shown[0]} | {shown[1]} | {sum(both[1]) / sum(both[0]):.2f} |")
    for build in builds:
        build.server.__exit__()
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
