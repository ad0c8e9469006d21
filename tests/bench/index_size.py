#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an index takes, against the text it was made from: the tables of docs/index_format.md.

  index_size.py --build DIR [--copies N] [--rare PERCENT] [--attachments FOLDER]... [FOLDER]

FOLDER holds minutes: ../shared/minutes, or corpus/samples without it. They are written N times (60 without --copies), each time for another
committee, and indexed with everything on. Attachments that lie beside the minutes are indexed with their text. Where the minutes only name theirs,
--attachments gives them the texts of its folder's files, one after the other: made up, but text. --rare replaces that share of the words of every copy
but the first by rare ones of the dictionary, drawn with a fixed seed, as new minutes bring new words; copies alone bring none.

Text is the titles, headings and bodies that are indexed and the attachments' text, in bytes. Prints the size of the index, of its tables (xapian-compact)
and of each kind of term; and that of stock Xapian (xapian-omega's scriptindex: Danish stemmer, positions, the text stored), if it is installed.
"""
import argparse
import itertools
import json
import pathlib
import random
import re
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DICTIONARY = pathlib.Path("/usr/share/hunspell/da_DK.dic")
WORD = re.compile(r"[a-zæøå]{5,}")


def shown(indexer, source):
    output = subprocess.run([indexer, "show", source], capture_output=True, check=True).stdout.decode()
    return [json.loads(line) for line in output.splitlines()]


def text_of(indexer, file):
    """All pages of an attachment; nothing if it can't be read."""
    output = subprocess.run([indexer, "extract", file], capture_output=True, check=False).stdout.decode()
    return "\n".join(page["text"] for page in json.loads(output)["pages"]) if output else ""


class Attachments:
    """The texts of attachments: their own, or those of a pool in turn."""

    def __init__(self, indexer, source, pools):
        self.indexer, self.source, self.cache = indexer, source, {}
        files = [file for pool in pools for file in sorted(pathlib.Path(pool).rglob("*")) if file.is_file()]
        texts = [text for text in (text_of(indexer, file) for file in files) if len(text) > 500]
        self.pool = itertools.cycle(texts) if texts else None

    def text(self, meeting, attachment):
        if not attachment.get("file"):
            return next(self.pool) if self.pool else ""
        for folder in (self.source, (self.source / meeting["source"]).parent):
            file = folder / attachment["file"]
            if file.is_file():
                if file not in self.cache:
                    self.cache[file] = text_of(self.indexer, file)
                return self.cache[file]
        return ""


class Rare:
    """Replaces some words by rare ones."""

    def __init__(self, percent):
        self.share, self.random = percent / 100, random.Random(7)
        lines = DICTIONARY.read_text(encoding="utf-8").splitlines() if percent else []
        self.words = [word for word in (line.split("/")[0] for line in lines) if WORD.fullmatch(word)]

    def __call__(self, text):
        if not self.share:
            return text
        return WORD.sub(lambda found: self.random.choice(self.words) if self.random.random() < self.share else found[0], text)


def documents_of(meeting, texts):
    """(title, text) of each document that is indexed: an item, or one of its attachments."""
    for item in meeting["items"]:
        if item["audience"] == "internal":
            continue
        parts = [part for section in item["sections"] for part in (section["heading"], section["text"]) if part]
        yield item["title"], "\n".join(parts + [each["name"] for each in item["attachments"]])
        for attachment in item["attachments"]:
            if text := texts.get(id(attachment)):
                yield attachment["name"], text


def write_copy(meetings, number, folder, rare):
    """Writes a copy of all meetings; returns its documents."""
    (folder / "bilag").mkdir(parents=True)
    documents = []
    with open(folder / "copy.jsonl", "w", encoding="utf-8") as out:
        for meeting, own_texts in meetings:
            copy = json.loads(json.dumps(meeting))
            copy.pop("id")
            copy["committee"] = f"{meeting['committee'] or 'Udvalg'} {number + 1}"
            texts = {}
            for item, own_item in zip(copy["items"], meeting["items"]):
                item.pop("id")
                for section in item["sections"]:
                    section["text"] = rare(section["text"])
                for attachment, own in zip(item["attachments"], own_item["attachments"]):
                    attachment.pop("id")
                    attachment.pop("file", None)
                    if text := rare(own_texts.get(id(own), "")):
                        # Files are found by their names, so each has its own.
                        name = re.sub(r"[/.]", " ", own["name"])[:80]
                        attachment["name"] = f"{name} {len(documents) + len(texts)}.txt"
                        (folder / "bilag" / attachment["name"]).write_text(text, encoding="utf-8")
                        texts[id(attachment)] = text
            out.write(json.dumps(copy, ensure_ascii=False) + "\n")
            documents += documents_of(copy, texts)
    return documents


def size_of(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def stock_size(documents, folder):
    """Of an index that scriptindex makes of the same documents; None if it is not installed."""
    if not shutil.which("scriptindex"):
        return None
    script, dump = folder / "script", folder / "dump"
    script.write_text("title : field index\ntext : field index\n", encoding="utf-8")
    with open(dump, "w", encoding="utf-8") as out:
        for title, text in documents:
            out.write(f"title={title}\ntext=" + text.replace("\n", "\n=") + "\n\n")
    subprocess.run(["scriptindex", "-s", "danish", folder / "stock", script, dump], check=True, capture_output=True)
    subprocess.run(["xapian-compact", folder / "stock", folder / "stock-compact"], check=True, capture_output=True)
    return size_of(folder / "stock-compact")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--copies", type=int, default=60)
    parser.add_argument("--rare", type=float, default=0)
    parser.add_argument("--attachments", type=pathlib.Path, action="append", default=[])
    parser.add_argument("folder", type=pathlib.Path, nargs="?")
    args = parser.parse_args()
    real = ROOT.parent / "shared/minutes"
    source = args.folder or (real if real.is_dir() else ROOT / "corpus/samples")
    indexer = args.build / "indexer/opslag-indexer"
    attachments = Attachments(indexer, source, args.attachments)
    meetings = []
    for meeting in shown(indexer, source):
        texts = {id(each): attachments.text(meeting, each) for item in meeting["items"] for each in item["attachments"]}
        meetings.append((meeting, texts))
    rare, usual = Rare(args.rare), Rare(0)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        documents = []
        for number in range(args.copies):
            documents += write_copy(meetings, number, folder / "sources" / f"{number:03}", rare if number else usual)
        text = sum(len((title + body).encode()) for title, body in documents)
        subprocess.run([indexer, "update", "--index", folder / "index", folder / "sources"], check=True, capture_output=True)
        [segment] = (folder / "index").glob("segment-*.glass")

        def say(what, size):
            print(f"{what:<22} {size:>12,} {size / text:6.2f} x text")

        print(f"{len(documents):,} documents")
        say("text", text)
        say("index", size_of(folder / "index"))
        if stock := stock_size(documents, folder):
            say("stock Xapian", stock)
        subprocess.run(["xapian-compact", segment, folder / "tables"], check=True, capture_output=True)
        for table in sorted((folder / "tables").glob("*.glass")):
            say("table " + table.stem, table.stat().st_size)
        print(subprocess.run([indexer, "check", "--terms", "--index", folder / "index"], check=True, capture_output=True, text=True).stdout, end="")


if __name__ == "__main__":
    main()
