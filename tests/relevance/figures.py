#!/usr/bin/env python3
"""Measures how well minutes are read and searched, and holds the figures to tests/relevance/figures.txt.

  figures.py --build DIR [--shared DIR] [--write FILE] [samples|shared]   measure; fails if a figure is lower than the committed one
  figures.py --build DIR --update                                         measure all and write figures.txt anew

samples: on corpus/samples. shared: on ../shared (minutes judged by hand and the programs that hold answers against them);
without it, ends with status 77, which ctest reports as skipped. Needs the two programs built in DIR, Python 3.9, nothing else.
"""
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import samples  # noqa: E402
from running import Searchd, index  # noqa: E402

SKIPPED = 77
COMMITTED = HERE / "figures.txt"
TOLERANCE = 0.0005  # figures.txt has three decimals
SEARCH_FIGURES = ("ndcg_at_10", "recall_at_50", "first_is_right", "nothing_where_nothing_is")


def check(script, *arguments):
    """What one of ../shared's checks measures: {name: value}."""
    run = subprocess.run([sys.executable, script, *map(str, arguments), "--json"], capture_output=True, text=True,
                         env={**os.environ, "PYTHONUTF8": "1"})
    if run.returncode:
        sys.exit(f"figures: {pathlib.Path(script).name} {arguments[0]} failed: {run.stderr.strip()}")
    return json.loads(run.stdout.splitlines()[0])


def only(truth, file, folder):
    """A folder of truth about one file alone."""
    meetings = [m for m in json.loads((truth / "meetings.json").read_text("utf-8")) if m["file"] == file]
    items = json.loads((truth / "items.json").read_text("utf-8"))
    pathlib.Path(folder, "meetings.json").write_text(json.dumps(meetings), "utf-8")
    pathlib.Path(folder, "items.json").write_text(json.dumps([i for i in items if i["meeting"] == meetings[0]["id"]]), "utf-8")
    return folder


def measure_samples(build):
    indexer, searchd = build / "indexer/opslag-indexer", build / "searchd/opslag-searchd"
    found, missed = samples.search(indexer, searchd)
    print("\n".join(missed))
    return {f"samples {name}": value for name, value in (samples.facets(indexer) | found).items()}


def measure_shared(build, shared):
    """Figures as {"group name": value}, in the order in which they are written down."""
    indexer, searchd = build / "indexer/opslag-indexer", build / "searchd/opslag-searchd"
    show, explain = f"{shlex.quote(str(indexer))} show", f"{shlex.quote(str(searchd))} explain"
    evaluate, language = shared / "checks/evaluate.py", shared / "checks/evaluate_language.py"
    minutes, truth, words = shared / "minutes", shared / "truth", shared / "language"
    figures = {}

    def add(group, measured):
        figures.update({f"{group} {name}": value for name, value in measured.items()})

    add("parse", check(evaluate, "parse", "--show", show, "--minutes", minutes, "--truth", truth))
    for file in sorted(m["file"] for m in json.loads((truth / "meetings.json").read_text("utf-8"))):
        with tempfile.TemporaryDirectory() as folder:
            add(f"parse:{file[:3]}", check(evaluate, "parse", "--show", show, "--minutes", minutes, "--truth", only(truth, file, folder)))
    add("unseen", leave_one_out(build, shared))
    add("layouts", check(evaluate, "layouts", "--show", show, "--minutes", shared / "layouts"))
    with tempfile.TemporaryDirectory() as folder:
        index(indexer, folder, minutes)
        with Searchd(searchd, folder) as server:
            measured = check(evaluate, "search", "--url", server.url, "--truth", truth)
            add("search", {name: measured[name] for name in SEARCH_FIGURES})
    add("compounds", check(language, "compounds", "--analyze", f"{shlex.quote(str(indexer))} analyze --words", "--gold", words / "compounds.tsv"))
    add("variants", check(language, "variants", "--explain", explain, "--gold", words / "variants.tsv"))
    add("typos", check(language, "typos", "--explain", explain, "--gold", words / "typos.tsv"))
    return figures


def leave_one_out(build, shared):
    """Facets of each file, by vocabularies without what only that file gave them."""
    script = HERE / "leave_one_out.py"
    return check(script, "--build", build, "--shared", shared) if script.exists() else {}


def read(file):
    lines = (line.split("#")[0].split() for line in file.read_text("utf-8").splitlines()) if file.exists() else ()
    return {" ".join(words[:-1]): float(words[-1]) for words in lines if words}


def written(figures):
    head = "# What ../shared's checks measure, written by ./dev figures. best possible: 1. docs/analysis.md says what they mean.\n"
    return head + "".join(f"{name:44} {value:.3f}\n" for name, value in figures.items())


def compare(committed, measured):
    """Prints what differs; returns whether something is lower than it was, or gone."""
    lower = [name for name, value in committed.items() if measured.get(name, -1.0) < value - TOLERANCE]
    higher = [name for name, value in measured.items() if value > committed.get(name, 1.0) + TOLERANCE]
    new = [name for name in measured if name not in committed]
    for name in lower:
        print(f"LOWER   {name}: {measured.get(name, 'not measured')}, was {committed[name]:.3f}")
    for name in higher:
        print(f"higher  {name}: {measured[name]:.3f}, was {committed[name]:.3f}")
    if new:
        print(f"new     {len(new)} figures")
    if higher or new:
        print("./dev figures writes them down; commit tests/relevance/figures.txt with what raised them.")
    return bool(lower)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--shared", type=pathlib.Path, default=HERE.parents[1] / "../shared")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--write", type=pathlib.Path, help="write what was measured to this file too")
    parser.add_argument("what", nargs="?", choices=("samples", "shared"))
    args = parser.parse_args()
    build, figures, wanted = args.build.resolve(), {}, [args.what] if args.what else ["samples", "shared"]
    if "shared" in wanted and not (args.shared / "checks/evaluate.py").exists():
        print("skipped: ../shared is absent, so there is nothing to measure against")
        sys.exit(SKIPPED)
    if "samples" in wanted:
        figures |= measure_samples(build)
    if "shared" in wanted:
        figures |= measure_shared(build, args.shared.resolve())
    for target in [args.write] * bool(args.write) + [COMMITTED] * args.update:
        target.write_text(written(figures), "utf-8")
    print(written(figures))
    committed = {name: value for name, value in read(COMMITTED).items() if ("samples" if name.startswith("samples ") else "shared") in wanted}
    sys.exit(1 if compare(committed, figures) else 0)


if __name__ == "__main__":
    main()
