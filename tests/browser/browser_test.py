"""Serves the samples and runs pages.mjs against them in Chromium. Exit status 77: skipped, with the reason.
SPDX-License-Identifier: GPL-3.0-or-later"""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "http"))
from server import INDEXER, SAMPLES, SEARCHD, Server, update  # noqa: E402


def skip(reason):
    print("skipped:", reason)
    sys.exit(77)


def main():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium or not shutil.which("node") or not shutil.which("npm"):
        skip("Node, npm or Chromium is not installed")
    if not Path(SEARCHD).exists() or not Path(INDEXER).exists():
        skip("build opslag-indexer and opslag-searchd first")
    work = Path(os.environ.get("OPSLAG_BROWSER_DIR", HERE.parents[1] / "build/dev/tests/browser"))
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "pages.mjs"):
        shutil.copy(HERE / name, work / name)
    stamp = work / "node_modules/.opslag-lock"
    wanted = (HERE / "package-lock.json").read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=work, capture_output=True, text=True)
        if done.returncode != 0:
            skip("npm can't fetch axe-core and playwright-core: " + done.stderr.strip()[-300:])
        stamp.write_text(wanted)
    folder = Path(tempfile.mkdtemp(prefix="opslag-browser-"))
    update(folder / "index", SAMPLES)
    server = Server(folder / "index")
    try:
        status = subprocess.run(["node", "pages.mjs"], cwd=work, timeout=540,
                                env={**os.environ, "BASE": f"http://127.0.0.1:{server.port}", "CHROMIUM": chromium}).returncode
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
