"""What is measured on corpus/samples, whose truth is known without ../shared: facets read, and items found."""
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import pathlib
import subprocess
import tempfile
import urllib.parse
import urllib.request

from running import Searchd, index

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "corpus/samples"
FIRST = 5


def table(name):
    lines = (line.rstrip("\n") for line in open(HERE / name, encoding="utf-8"))
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def f1(pairs):
    """Of (found, required, accepted) sets, over all items."""
    hit = sum(len(found & required) for found, required, _ in pairs)
    wrong = sum(len(found - required - accepted) + len(required - found) for found, required, accepted in pairs)
    return 2 * hit / (2 * hit + wrong)


def facets(indexer):
    shown = subprocess.run([indexer, "show", SAMPLES], capture_output=True, check=True).stdout.decode("utf-8")
    items = {item["id"]: item for line in shown.splitlines() for item in json.loads(line)["items"]}
    truth, codes, municipalities = table("samples_items.tsv"), [], []
    for item, wanted_codes, wanted_municipalities in truth:
        read = items.get(item, {"decision": None, "municipalities": []})
        for pairs, found, wanted in ((codes, (read["decision"] or {}).get("codes") or [], wanted_codes.split()),
                                     (municipalities, read["municipalities"], wanted_municipalities.split(", "))):
            required = {value for value in wanted if value[0] not in "?-"}
            pairs.append((set(found), required, {value[1:] for value in wanted if value[0] == "?"}))
    wanted = {row[0] for row in truth}
    return {"items_found": len(wanted & items.keys()) / len(wanted | items.keys()),
            "decision_codes_f1": f1(codes), "municipalities_f1": f1(municipalities)}


def ask(url, query, filters):
    parameters = urllib.parse.urlencode({"q": query, "limit": 50}) + "&" * bool(filters) + filters
    with urllib.request.urlopen(f"{url}/api/v1/search?{parameters}", timeout=60) as reply:
        return [hit["id"] for hit in json.load(reply)["hits"]]


def search(indexer, searchd):
    found, nothing, missed = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        index(indexer, folder, SAMPLES)
        with Searchd(searchd, folder) as server:
            for query, filters, wanted in table("samples_queries.tsv"):
                hits = ask(server.url, query, filters)
                if wanted == "-":
                    nothing.append(not hits)
                else:
                    wanted = set(wanted.split())
                    found.append(len(wanted & set(hits[:FIRST])) / len(wanted))
                if (found if wanted != "-" else nothing)[-1] < 1:
                    missed.append(f"samples: {query!r} {filters}: {hits[:FIRST]}, should have {wanted}")
    return {f"found_among_{FIRST}": sum(found) / len(found), "nothing_where_nothing_is": sum(nothing) / len(nothing)}, missed
