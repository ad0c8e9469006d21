#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an index takes, against the text it was made from: the table of docs/index_format.md.

  index_size.py --build DIR [--copies N] [FOLDER]     FOLDER of minutes: ../shared/minutes, or corpus/samples without it

The minutes are written N times (60 without --copies), each time for another committee, and indexed with everything on; attachments by their names
alone. Text is the bytes of the files of FOLDER itself, N times. Prints the size of the segment, of its tables (xapian-compact) and of each kind of term.
"""
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import json
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def write_copies(indexer, source, file, number):
    shown = subprocess.run([indexer, "show", source], capture_output=True, check=True).stdout.decode()
    with open(file, "w", encoding="utf-8") as out:
        for copy in range(number):
            for line in shown.splitlines():
                meeting = json.loads(line)
                meeting.pop("id")
                meeting["committee"] = f"{meeting['committee'] or 'Udvalg'} {copy + 1}"
                for item in meeting["items"]:
                    item.pop("id")
                    for attachment in item["attachments"]:
                        attachment.pop("id")
                        attachment.pop("file", None)
                out.write(json.dumps(meeting, ensure_ascii=False) + "\n")
    return number * sum(path.stat().st_size for path in pathlib.Path(source).iterdir() if path.is_file())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--copies", type=int, default=60)
    parser.add_argument("folder", type=pathlib.Path, nargs="?")
    args = parser.parse_args()
    real = ROOT.parent / "shared/minutes"
    source = args.folder or (real if real.is_dir() else ROOT / "corpus/samples")
    indexer = args.build / "indexer/opslag-indexer"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        text = write_copies(indexer, source, folder / "copies.jsonl", args.copies)
        subprocess.run([indexer, "update", "--index", folder / "index", folder / "copies.jsonl"], check=True, capture_output=True)
        [segment] = (folder / "index").glob("segment-*.glass")

        def say(what, size):
            print(f"{what:<22} {size:>12,} {size / text:6.2f} x text")

        say("text", text)
        say("index", sum(path.stat().st_size for path in (folder / "index").iterdir()))
        subprocess.run(["xapian-compact", segment, folder / "tables"], check=True, capture_output=True)
        for table in sorted((folder / "tables").glob("*.glass")):
            say("table " + table.stem, table.stat().st_size)
        print(subprocess.run([indexer, "check", "--terms", "--index", folder / "index"], check=True, capture_output=True, text=True).stdout, end="")


if __name__ == "__main__":
    main()
