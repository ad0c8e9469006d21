#!/usr/bin/env python3
"""How well are a file's facets read with vocabularies made as if that file had never been seen?

  leave_one_out.py --build DIR [--shared DIR] [--json] [--details] [--strict]

For each file F of ../shared/minutes:
1. An entry (a line that holds a phrase) of topics_*.txt, decision_wordings.txt and municipality_contexts.txt is DROPPED when
   its phrase occurs in F and in no other text at hand: the other files of ../shared/minutes, ../shared/layouts, the texts of
   corpus/samples. Where it stands does not matter, nor whether it did any good or harm there.
2. It is KEPT all the same when it is common knowledge and not F's: a topic's word that ../shared/design/topics.md lists itself
   (the note defines the topics and their words; it was not made from F alone), or that only lengthens or shortens by an ending
   ('takst*' beside 'takster'); the basic forms of a decision that any Danish minutes have (BASIC below); single words of
   municipality_contexts.txt (kommune, byråd, prepositions: grammar). The list of municipalities is Statistics Denmark's.
   Settings, exclusions ('-', which only take away), words under [headings that decide nothing] and headings.txt stay.
   With --strict nothing of topics.md is kept either.
3. `opslag-indexer show` runs with OPSLAG_VOCABULARIES naming the reduced folder, and `evaluate.py parse` holds the answer
   against F's labels alone. --details names the dropped entries.

What this can't undo: weights, thresholds and the code's own rules were chosen with all files in sight, and a word that was
thought of because of F but also occurs elsewhere stays. Ends with status 77 where ../shared is absent. Python 3.9, nothing else.
"""
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
FILES = ("decision_wordings.txt", "municipality_contexts.txt")
FIGURES = ("municipalities_f1", "decision_codes_f1", "topics_f1")
# The stems of the decision formulas of Danish minutes, as any textbook of municipal administration has them.
BASIC = ("godkend", "vedtag", "tiltr", "efterretning", "orientering", "drøft", "beslut", "udpeg", "valgt", "vælg", "bemærkning",
         "oversend", "anbefal", "indstil", "udsat", "udsæt", "udsk", "dagsorden", "støtte", "opbakning", "bakke", "afvis",
         "forkast", "nedstem", "enig", "dialog", "debat", "diskuss", "tilslut", "bortfald", "genoptag", "imødekom", "afslag")
KEPT_SECTIONS = ("andre organer", "egne organer", "forholdsord", "modalverber", "nægtelser", "titler uden beslutning",
                 "indledere", "sted", "sted efter")


def words(text):
    """Lower-case words of a text, with a line break where a sentence ends: what phrases are looked for in."""
    text = unicodedata.normalize("NFC", text).lower().replace("§§", "§")
    text = re.sub(r"['’]s\b", "", text)
    text = re.sub(r"[.!?](?=\s)|\n\s*\n|\n\s*[•\-*]", "\n", text)
    lines = (" ".join(re.findall(r"§|[^\W_]+", line)) for line in text.split("\n"))
    return "\n" + "\n".join(" " + line + " " for line in lines if line) + "\n"


def pattern(phrase, classes):
    """A phrase in the vocabularies' notation as a regular expression over words()."""
    for name, alternatives in classes.items():
        phrase = phrase.replace(name, alternatives)
    parts, gap = [], ""
    for token in phrase.split():
        if token in ("^", "$"):
            continue
        if token in ("..", "..."):
            gap = r"(?:[^\s]+ ){0,%d}" % (5 if token == ".." else 12)
            continue
        for piece in [token] if "{" in token else token.split("-"):
            if not piece:
                continue
            any_of = {"{navn}": r"[^\s]+", "{tal}": r"\d[^\s]*"}.get(piece) or "|".join(
                re.escape(word.lower()).replace(r"\*", r"[^\s]*") for word in piece.split("|"))
            parts.append(gap + "(?:" + any_of + ") ")
            gap = ""
    return re.compile(" " + "".join(parts)) if parts else None


def entries(path):
    """(line number, section, phrase, excluding) of every line that holds a phrase, and the file's sets of words."""
    classes, found, section = {}, [], ""
    for number, line in enumerate(path.read_text("utf-8-sig").split("\n")):
        text = re.sub(r"(^|[ \t])#.*", "", line).strip()
        if match := re.fullmatch(r"\[(.+)\]", text):
            section = match[1] if path.name.startswith("topics_") else match[1].split(",")[0].strip()
        elif match := re.fullmatch(r"(\{\S+\})\s*=\s*(\S+)", text):
            words_of = match[2]
            for name, alternatives in classes.items():
                words_of = words_of.replace(name, alternatives)
            classes[match[1]] = words_of
        elif text and ":" not in text:
            weight, phrase = "", text
            if path.name.startswith("topics_"):
                weight, _, phrase = text.partition(" ")
            found.append((number, section, phrase.split(" / ")[0].strip(), weight == "-"))
    return found, classes


def is_basic(path, section, phrase, noted):
    """Whether an entry is common knowledge that was there before any file was seen."""
    if section in KEPT_SECTIONS:
        return True
    if path.name == "decision_wordings.txt":
        return section == "intet" or any(stem in phrase for stem in BASIC)
    if path.name == "municipality_contexts.txt":
        return " " not in phrase
    alternatives = [word.strip("*").lower() for word in re.split(r"[|\s-]+", phrase) if word.strip("*.")]
    listed = noted.get(section.lower(), "")
    return bool(alternatives) and any(" " + word in listed or word[:-2] and len(word) > 6 and " " + word[:-2] in listed
                                      for word in alternatives)


def noted_words(shared):
    """What design/topics.md says of each topic: {topic in lower case: words}."""
    noted = {}
    for line in (shared / "design/topics.md").read_text("utf-8").split("\n"):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 4 and cells[1].startswith("**"):
            noted[cells[1].strip("*").lower()] = words(" ".join(cells[1:4]))
    return noted


def reduce(vocabularies, target, seen, others, noted):
    """Copies the vocabularies without what is known from `seen` alone; the entries dropped."""
    shutil.copytree(vocabularies, target)
    dropped = []
    for path in sorted(target.iterdir()):
        if path.name not in FILES and not path.name.startswith("topics_"):
            continue
        lines = path.read_text("utf-8-sig").split("\n")
        found, classes = entries(path)
        for number, section, phrase, excluding in found:
            regex = None if excluding or is_basic(path, section, phrase, noted) else pattern(phrase, classes)
            if regex and regex.search(seen) and not regex.search(others):
                dropped.append(f"{path.name}:{number + 1}: [{section}] {phrase}")
                lines[number] = ""
        path.write_text("\n".join(lines), "utf-8")
    return dropped


def measure(build, shared, file, meetings, items, vocabularies):
    """The figures of one file alone, by evaluate.py parse."""
    with tempfile.TemporaryDirectory() as truth:
        pathlib.Path(truth, "meetings.json").write_text(json.dumps([m for m in meetings if m["file"] == file]), "utf-8")
        pathlib.Path(truth, "items.json").write_text(json.dumps(items), "utf-8")  # all: they say which topics are judged
        show = shlex.quote(str(build / "indexer/opslag-indexer")) + " show"
        run = subprocess.run([sys.executable, shared / "checks/evaluate.py", "parse", "--show", show, "--minutes",
                              shared / "minutes", "--truth", truth, "--json"], capture_output=True, text=True,
                             env={**os.environ, "OPSLAG_VOCABULARIES": str(vocabularies), "PYTHONUTF8": "1"})
    if run.returncode:
        sys.exit(f"leave_one_out: evaluate.py failed: {run.stderr.strip()}")
    return json.loads(run.stdout.splitlines()[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    parser.add_argument("--json", action="store_true"), parser.add_argument("--details", action="store_true")
    parser.add_argument("--strict", action="store_true")
    args = parser.parse_args()
    if not (args.shared / "truth/items.json").exists():
        print("leave_one_out: no ../shared, nothing to measure", file=sys.stderr)
        return SKIPPED
    meetings = json.loads((args.shared / "truth/meetings.json").read_text("utf-8"))
    items = json.loads((args.shared / "truth/items.json").read_text("utf-8"))
    noted = {} if args.strict else noted_words(args.shared)
    minutes = {m["file"]: words((args.shared / "minutes" / m["file"]).read_text("utf-8")) for m in meetings}
    other_files = [*sorted((args.shared / "layouts").glob("*.txt")), *sorted((ROOT / "corpus/samples").rglob("*.txt"))]
    at_hand = "".join(words(path.read_text("utf-8", errors="replace")) for path in other_files)
    figures = {}
    for file in minutes:
        others = at_hand + "".join(text for name, text in minutes.items() if name != file)
        with tempfile.TemporaryDirectory() as folder:
            reduced = pathlib.Path(folder, "vocabularies")
            dropped = reduce(ROOT / "corpus/vocabularies", reduced, minutes[file], others, noted)
            measured = measure(args.build, args.shared, file, meetings, items, reduced)
        figures.update({f"{file[:3]} {name}": measured[name] for name in FIGURES})
        if not args.json:
            print(f"{file[:3]}  " + "  ".join(f"{name} {measured[name]:.3f}" for name in FIGURES) + f"  {len(dropped)} entries dropped")
            if args.details:
                print("".join(f"    {entry}\n" for entry in dropped), end="")
    if args.json:
        print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
