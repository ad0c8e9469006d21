#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast this build is on this machine: indexing and searching the samples, multiplied.

  bench.py --build DIR [--copies N] [analysis] [index] [search] [extract]      the first three without a name

analysis: MB of text a second, microseconds a new word form, memory of the dictionary; beside plain ICU and Snowball.
index: a fresh update over N copies of the samples' meetings (each copy another committee): items a second, size against text.
search: one client, every query of the list below, warm: milliseconds as the client sees them.
extract: a thousand mixed attachments: files and MB a second, peak memory, and the ratio to pdftotext plus unzip over the same files.
Nothing is held to anything here; figures in docs and commits name this command and the machine.
"""
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
from running import Searchd  # noqa: E402
from extract_bench import bench as bench_extract  # noqa: E402

QUERIES = ["", "dobbeltdiagnose", "botilbudspladser", "takster 2025", '"psykisk lidelse"', "kommune:viborg herberg", "§ 107", "hjemløshed OR krisecenter",
           "cykelsti -havnevej", "rusmiddel*", "kapasitet", "borgere med dobbeltdiagnose i Holstebro", "titel:rammeaftale", "år:2024 udbud", "lokalplan"]


def copies(indexer, file, number):
    """Writes the samples' meetings `number` times as JSON Lines; returns the bytes of text in it."""
    shown = subprocess.run([indexer, "show", ROOT / "corpus/samples"], capture_output=True, check=True).stdout.decode()
    size = 0
    with open(file, "w", encoding="utf-8") as out:
        for copy in range(number):
            for line in shown.splitlines():
                meeting = json.loads(line)
                meeting.pop("id")
                meeting["committee"] = f"{meeting['committee'] or 'Udvalg'} {copy + 1}"
                for item in meeting["items"]:
                    item.pop("id")
                    item["attachments"] = []
                    size += len(item["title"].encode()) + sum(len(s["text"].encode()) for s in item["sections"])
                out.write(json.dumps(meeting, ensure_ascii=False) + "\n")
    return size


def bench_analysis(program):
    """Over the public minutes beside the project if they are there, else over the samples: more words, the same text."""
    minutes = sorted((ROOT.parent / "shared/minutes").glob("*.txt")) or sorted((ROOT / "corpus/samples").rglob("*.txt"))
    run = subprocess.run([program, *minutes], capture_output=True, text=True, check=True)
    for line in run.stdout.splitlines():
        print(f"analysis  {line}")


def bench_index(indexer, source, folder, text):
    run = subprocess.run([indexer, "update", "--index", folder, "--json", source], capture_output=True, text=True, check=True)
    report = json.loads(run.stdout.splitlines()[-1])
    size = sum(f.stat().st_size for f in pathlib.Path(folder).rglob("*") if f.is_file())
    print(f"index   {report['items']} items, {text / 1e6:.1f} MB of text: {report['seconds']:.1f} s, "
          f"{report['items'] / report['seconds']:.0f} items/s, index {size / 1e6:.1f} MB = {size / text:.2f} x text")


def bench_search(searchd, folder):
    with Searchd(searchd, folder) as server:
        took = {}
        for query in QUERIES * 11:  # the first round warms up
            begin = time.perf_counter()
            with urllib.request.urlopen(f"{server.url}/api/v1/search?" + urllib.parse.urlencode({"q": query}), timeout=60) as reply:
                reply.read()
            took.setdefault(query, []).append((time.perf_counter() - begin) * 1000)
    every = sorted(t for times in took.values() for t in times[1:])
    print(f"search  {len(QUERIES)} queries x 10: median {statistics.median(every):.1f} ms, "
          f"95 % {every[int(len(every) * 0.95)]:.1f} ms, slowest {every[-1]:.1f} ms")
    for query, times in sorted(took.items(), key=lambda entry: -statistics.median(entry[1][1:]))[:5]:
        print(f"          {statistics.median(times[1:]):6.1f} ms  {query or '(empty)'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--copies", type=int, default=50)
    parser.add_argument("what", nargs="*", choices=("analysis", "index", "search", "extract", []))
    args = parser.parse_args()
    indexer, searchd = args.build / "indexer/opslag-indexer", args.build / "searchd/opslag-searchd"
    what = args.what or ["analysis", "index", "search"]
    if "analysis" in what:
        bench_analysis(args.build / "tests/bench/opslag_bench_analysis")
    if "extract" in what:
        bench_extract(indexer)
    if not {"index", "search"} & set(what):
        return
    with tempfile.TemporaryDirectory() as folder:
        text = copies(indexer, f"{folder}/copies.jsonl", args.copies)
        bench_index(indexer, f"{folder}/copies.jsonl", f"{folder}/index", text)
        if "search" in what:
            bench_search(searchd, f"{folder}/index")


if __name__ == "__main__":
    main()
