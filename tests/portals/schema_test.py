#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `show` prints is valid by docs/minutes.schema.json, comes back as it went, and faults are named by line and field.

usage: schema_test.py OPSLAG_INDEXER SOURCE_FOLDER SHARED_FOLDER
"""
import json, pathlib, shutil, subprocess, sys, tempfile, unittest

INDEXER, ROOT, SHARED = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
del sys.argv[1:]
try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)
SCHEMA = json.loads((ROOT / "docs/minutes.schema.json").read_text())
SOURCES = [p for p in (ROOT / "corpus/samples", *sorted((ROOT / "tests/corpus/portals/manifests").iterdir()),
                       SHARED / "imports/firstagenda", SHARED / "minutes", SHARED / "layouts") if p.exists()]


def run(*arguments):
    return subprocess.run([INDEXER, *map(str, arguments)], capture_output=True, text=True, timeout=300)


def show(*sources):
    done = run("show", *sources)
    return [json.loads(line) for line in done.stdout.splitlines()], done


def properties(*path):
    part = SCHEMA
    for key in path:
        part = part[key]
    return list(part["properties"])


class Schema(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def faults(self, meeting):
        return [f"{error.json_path}: {error.message}" for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(meeting)]

    def test_the_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_what_show_prints_is_valid_and_holds_every_key(self):
        for source in SOURCES:
            meetings, done = show(source)
            self.assertTrue(meetings, f"{source}: {done.stderr}")
            for meeting in meetings:
                self.assertEqual(self.faults(meeting), [], meeting["id"])
                self.assertEqual(list(meeting), properties())
                for item in meeting["items"]:
                    self.assertEqual(list(item), properties("$defs", "item"))
                    for attachment in item["attachments"]:
                        self.assertEqual(list(attachment), properties("$defs", "item", "properties", "attachments", "items"))

    def test_what_show_prints_comes_back_as_it_went(self):
        for source in SOURCES:
            first, _ = show(source)
            copy = self.folder / "copy.jsonl"
            copy.write_text("".join(json.dumps(m, ensure_ascii=False) + "\n" for m in first), encoding="utf-8")
            second, done = show(copy)
            self.assertEqual(done.stderr, "")
            for meeting in first:
                meeting["source"] = "copy.jsonl"
            self.assertEqual(second, first, source)

    def test_an_index_of_what_show_prints_holds_the_same(self):
        source = self.folder / "samples"
        shutil.copytree(ROOT / "corpus/samples", source)
        lines = run("show", source).stdout
        before = json.loads(run("update", "--json", "--index", self.folder / "a", source).stdout)
        for file in [p for p in source.rglob("*") if p.is_file() and "bilag" not in p.parts]:
            file.unlink()
        (source / "alt.jsonl").write_text(lines, encoding="utf-8")
        after = json.loads(run("update", "--json", "--index", self.folder / "b", source).stdout)
        for key in ("meetings", "items", "attachments", "withheld", "failed"):
            self.assertEqual(after[key], before[key], key)
        words = [(next((self.folder / index).glob("words-*"))).read_bytes() for index in "ab"]
        self.assertEqual(*words)

    def test_reader_and_schema_refuse_alike_and_the_reader_names_line_and_field(self):
        table = [
            ('{"items":[]}', None), ('{"items":[{}],"more":1}', None), ('{"items":[{"number":"3.1"}]}', None),
            ('{"items":null}', None), ('{"items":[],"date":null}', None),
            ('{"committee":"X"}', "items: is missing"), ('[]', "the line: must be an object"),
            ('{"items":[{},{},{},{"title":7}]}', "items[3].title: must be a string"),
            ('{"items":[{"number":1.5}]}', "items[0].number: must be"), ('{"items":[{"number":3000000000}]}', "items[0].number: is too large"),
            ('{"items":{}}', "items: must be a list"), ('{"items":[7]}', "items[0]: must be an object"),
            ('{"items":[],"type":"notat"}', "type: must be"), ('{"items":[],"audience":"hemmelig"}', "audience: must be"),
            ('{"items":[],"date":"29. september"}', "date: must be written as 2023-09-29"),
            ('{"items":[],"start":"2023-09-29"}', "start: must be written as 2023-09-29T08:15"),
            ('{"items":[{"sections":[{"text":3}]}]}', "items[0].sections[0].text: must be a string"),
            ('{"items":[{"decision":{"codes":["fint"]}}]}', "items[0].decision.codes[0]: must be a decision code"),
            ('{"items":[{"attachments":["a.pdf"]}]}', "items[0].attachments[0]: must be an object"),
            ('{"items":[{"topics":"budget"}]}', "items[0].topics: must be a list"),
        ]
        file = self.folder / "a.jsonl"
        file.write_text("".join(line + "\n" for line, _ in table), encoding="utf-8")
        meetings, done = show(file)
        self.assertEqual(len(meetings), sum(1 for _, said in table if said is None))
        self.assertEqual(done.returncode, 0)
        for number, (line, said) in enumerate(table, 1):
            told = [t for t in done.stderr.splitlines() if f"line {number}: " in t]
            with self.subTest(line=line):
                if line != '{"items":null}':  # taken for no items; not to be written so
                    self.assertEqual(bool(self.faults(json.loads(line))), said is not None)
                self.assertEqual(len(told), 0 if said is None else 1)
                if said:
                    self.assertIn(f"line {number}: {said}", told[0])


if __name__ == "__main__":
    unittest.main()
