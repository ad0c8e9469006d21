#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every layout, printed by LibreOffice as DOCX, HTML, ODT, PDF and RTF, is read as the text is: items, titles, decisions.

usage: clothes_test.py OPSLAG_INDEXER SOURCE_DIR
Exits with 77 (skipped) where there is no soffice.
"""
import concurrent.futures, json, pathlib, shutil, subprocess, sys, tempfile, unittest

INDEXER, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
KINDS = ("docx", "html", "odt", "pdf", "rtf")


def squeezed(text):
    return " ".join((text or "").split())


def shown(path):
    done = subprocess.run([INDEXER, "show", str(path)], capture_output=True, text=True, timeout=120)
    return [{**{key: m[key] for key in ("committee", "date", "type")},
             "items": [(str(i["number"]), squeezed(i["title"]), squeezed((i["decision"] or {}).get("text"))) for i in m["items"]]}
            for m in map(json.loads, done.stdout.splitlines())]


def utf8(path):
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


class Clothes(unittest.TestCase):
    def test_all_clothes_are_read_alike(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            texts = {p.stem: p for p in (SOURCE / "tests/corpus/minutes/layouts").glob("*.txt")}
            texts |= {f"{p.parent.name}-{p.stem}": p for p in (SOURCE / "corpus/samples").glob("*/*.txt")}
            for stem, path in texts.items():
                if (text := utf8(path)) is not None:
                    (folder / f"{stem}.txt").write_text(text, encoding="utf-8", newline="\n")
            files = sorted(folder.glob("*.txt"))
            self.assertGreater(len(files), 90)
            for kind in KINDS:
                subprocess.run(["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
                                "--infilter=Text (encoded):UTF8,LF,Liberation Sans,da-DK", "--convert-to", kind, "--outdir", str(folder / kind),
                                *map(str, files)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                expected = dict(zip(files, pool.map(shown, files)))
                self.assertFalse([f.stem for f, meetings in expected.items() if not meetings])
                for kind in KINDS:
                    found = pool.map(shown, [folder / kind / f"{f.stem}.{kind}" for f in files])
                    with self.subTest(kind=kind):
                        self.assertEqual([f.stem for f, meetings in zip(files, found) if meetings != expected[f]], [])


if __name__ == "__main__":
    if shutil.which("soffice") is None:
        print("skipped: no soffice")
        sys.exit(77)
    unittest.main()
