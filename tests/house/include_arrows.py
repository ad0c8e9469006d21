#!/usr/bin/env python3
"""Fails on an #include that runs against the house's arrows or over a third party's fence (docs/architecture.md)."""
# SPDX-License-Identifier: GPL-3.0-or-later
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
ARROWS = {"analyzers": "analyzers", "corpus": "analyzers corpus",  # room → rooms that it may include
          "indexer": "analyzers corpus indexer", "searchd": "analyzers corpus searchd"}
FENCES = [  # header, the files that may include it, at most how many of them
    (r"httplib\.h", r"searchd/.*\.cpp", 1), (r"unicode/.*", r"analyzers/.*\.cpp", 999),
    (r"xapian\.h", r"(indexer|searchd)/.*", 999), (r"poppler.*", r"corpus/.*\.cpp", 1), (r"zip\.h", r"corpus/.*\.cpp", 1),
    (r"pugixml\.hpp", r"corpus/.*\.cpp", 1), (r"(libxml/|lexbor/|gumbo).*", r"corpus/.*\.cpp", 1),
    (r"(leptonica|tesseract)/.*", r"corpus/attachments/ocr\.cpp", 1),
    (r"gmime/.*", r"corpus/attachments/mail\.cpp", 1), (r"gsf/.*", r"corpus/attachments/outlook\.cpp", 1),
    (r"corpus/(source\.h|minutes/.*|attachments/.*)", r"(corpus|indexer)/.*", 999)]  # only the indexer reads sources

wrong, users, seen = [], {}, 0
for file in sorted(f for room in ARROWS for f in (ROOT / room).rglob("*") if f.suffix in (".h", ".cpp")):
    name, seen = file.relative_to(ROOT).as_posix(), seen + 1
    room = name.split("/")[0]
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not (found := re.match(r'\s*#\s*include\s*(?:<|")([^>"]+)', line)):
            continue
        included = found[1]
        if included.split("/")[0] in ARROWS and included.split("/")[0] not in ARROWS[room].split():
            wrong.append(f"{name}:{number}: {room} may not include {included}")
        if '"' in line and not (ROOT / included).exists():
            wrong.append(f"{name}:{number}: write {included} from the root of the repository")
        for header, where, most in FENCES:
            if re.fullmatch(header, included):
                users.setdefault(header, set()).add(name)
                if not re.fullmatch(where, name) or len(users[header]) > most:
                    wrong.append(f"{name}:{number}: <{included}> is fenced: {where}, at most {most} file(s)")
print("\n".join(wrong) or f"include arrows: {seen} files, none wrong")
sys.exit(1 if wrong or not seen else 0)
