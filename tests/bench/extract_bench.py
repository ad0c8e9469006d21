# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachments' text from a thousand mixed files, beside pdftotext and unzip over the same files in the same run."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time

import attachments

ROOT = pathlib.Path(__file__).resolve().parents[2]
ZIPPED = (".docx", ".xlsx", ".pptx", ".odt")


class Peaks(threading.Thread):
    """The largest resident size of a process, and of any child of it, as the kernel remembers them."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.parent, self.child, self.children = pid, 0, 0, set()

    @staticmethod
    def peak(pid):
        try:
            for line in open(f"/proc/{pid}/status"):
                if line.startswith("VmHWM"):
                    return int(line.split()[1]) / 1024
        except OSError:
            pass
        return 0

    def run(self):
        while pathlib.Path(f"/proc/{self.pid}").exists():
            self.parent = max(self.parent, self.peak(self.pid))
            try:
                children = [c for task in os.listdir(f"/proc/{self.pid}/task") for c in open(f"/proc/{self.pid}/task/{task}/children").read().split()]
            except OSError:
                break
            for child in children:
                self.children.add(child)
                self.child = max(self.child, self.peak(child))
            time.sleep(0.01)


def timed(command, output=subprocess.DEVNULL):
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
    peaks = Peaks(process.pid)
    peaks.start()
    process.wait()
    took = time.perf_counter() - begin
    peaks.join(1)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command[0]} {command[1]} ended with status {process.returncode}")
    return took, peaks


def reference(files):
    """pdftotext for PDFs, unzip for what is a ZIP archive; the other kinds are but read."""
    begin = time.perf_counter()
    for file in files:
        command = ["pdftotext", file, "-"] if file.suffix == ".pdf" else ["unzip", "-p", file] if file.suffix in ZIPPED else ["cat", file]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return time.perf_counter() - begin


def minutes_of(files, folder):
    """Minutes with ten attachments an item, to index the same files."""
    meeting = {"committee": "Eksempeludvalget", "date": "2026-01-01", "type": "referat", "items": []}
    for i in range(0, len(files), 10):
        listed = [{"name": f.name, "file": f"bilag/{f.name}"} for f in files[i:i + 10]]
        meeting["items"].append({"number": i // 10 + 1, "title": f"Punkt {i // 10 + 1}", "sections": [{"heading": None, "text": "Se bilag."}], "attachments": listed})
    (folder / "minutes.jsonl").write_text(json.dumps(meeting) + "\n", encoding="utf-8")


def bench(indexer, number=1000):
    missing = [program for program in ("pdftotext", "unzip") if shutil.which(program) is None]
    if missing:
        raise SystemExit(f"bench extract compares with {' and '.join(missing)}: apt-get install poppler-utils unzip")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "minutes/bilag").mkdir(parents=True)
        files = attachments.make(folder / "minutes/bilag", ROOT, number)
        size = sum(f.stat().st_size for f in files) / 1e6
        kinds = {}
        for file in files:
            kinds[file.suffix[1:]] = kinds.get(file.suffix[1:], 0) + 1
        print(f"extract  {len(files)} files, {size:.1f} MB: " + ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items(), key=lambda k: -k[1])))
        reference(files)  # warms the disk's cache
        theirs = min(reference(files) for _ in range(2))
        ours, peaks = min((timed([indexer, "extract", *files]) for _ in range(2)), key=lambda run: run[0])
        print(f"         extract            {ours:6.2f} s, {len(files) / ours:5.0f} files/s, {size / ours:5.1f} MB/s; "
              f"peak memory: parent {peaks.parent:.0f} MB, child {peaks.child:.0f} MB ({len(peaks.children)} children)")
        print(f"         pdftotext + unzip  {theirs:6.2f} s, {len(files) / theirs:5.0f} files/s; ratio {ours / theirs:.2f}")
        minutes_of(files, folder / "minutes")
        took, peaks = timed([indexer, "update", "--index", folder / "index", folder / "minutes"])
        print(f"         update with them   {took:6.2f} s, {len(files) / took:5.0f} files/s; peak memory: parent {peaks.parent:.0f} MB, "
              f"each child {peaks.child:.0f} MB ({len(peaks.children)} children)")
