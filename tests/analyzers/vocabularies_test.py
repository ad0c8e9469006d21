#!/usr/bin/env python3
"""Vocabularies of others from end to end: SKOS converted, Solr's lines as they are, given to searchd as its thesaurus, find what they say."""
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/http"))
import server  # noqa: E402 (the path comes first)

SKOS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .
ex:1 skos:prefLabel "sommerskole"@da , "summer school"@en ; skos:altLabel "feriekoloni"@da ;
  skos:broader ex:2 ; skos:related ex:3 .
ex:2 skos:prefLabel "ferieaktivitet"@da ; skos:narrower ex:1 .
ex:3 skos:prefLabel "udflugt"@da .
"""
SOLR = """# Solr's synonyms.txt
frokoststue, kantine, de ansattes spisestue
cykelskur => cykelparkering
"""
ITEMS = ["Feriekolonien på Sejerø", "Sommerskoler i uge 27", "Udflugter for alle", "Kantinens åbningstider",
         "Møbler til de ansattes spisestue", "Cykelparkering ved Havnen", "Et nyt cykelskur"]
FOUND = {
    "sommerskole": ["Sommerskoler i uge 27", "Feriekolonien på Sejerø", "Udflugter for alle"],
    "feriekolonier": ["Feriekolonien på Sejerø", "Sommerskoler i uge 27"],
    "ferieaktivitet": ["Sommerskoler i uge 27"],
    "udflugt": ["Udflugter for alle", "Sommerskoler i uge 27"],
    "summer school": [],
    "frokoststue": ["Kantinens åbningstider", "Møbler til de ansattes spisestue"],
    "ansattes spisestue": ["Møbler til de ansattes spisestue"],
    "cykelskur": ["Et nyt cykelskur", "Cykelparkering ved Havnen"],
    "cykelparkering": ["Cykelparkering ved Havnen"],
}


def meeting():
    items = [{"number": number, "title": title, "audience": "public",
              "sections": [{"heading": "Beslutning", "text": "Godkendt."}]} for number, title in enumerate(ITEMS, 1)]
    return {"committee": "Børneudvalget", "type": "referat", "title": "Referat", "date": "2025-03-04", "items": items}


class Vocabularies(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        (self.root / "vocabulary.ttl").write_text(SKOS, encoding="utf-8")
        script = ROOT / "packaging/skos_to_thesaurus.py"
        lines = subprocess.run([sys.executable, script, self.root / "vocabulary.ttl"], check=True, capture_output=True, text=True).stdout
        self.thesaurus = self.root / "data/analyzers/dictionary/thesaurus.txt"
        self.thesaurus.parent.mkdir(parents=True)
        self.thesaurus.write_text(lines + SOLR, encoding="utf-8")
        os.environ["OPSLAG_DATA"] = str(self.root / "data")

    def tearDown(self):
        del os.environ["OPSLAG_DATA"]
        self.folder.cleanup()

    def test_queries_find_what_the_vocabularies_say(self):
        source = self.root / "meeting.jsonl"
        source.write_text(json.dumps(meeting(), ensure_ascii=False) + "\n", encoding="utf-8")
        server.update(self.root / "index", source)
        running = server.Server(self.root / "index")
        try:
            for query, titles in FOUND.items():
                answer = running.search(q=query)
                found = [] if answer["relaxed"] or answer["corrected_to"] else [hit["title"] for hit in answer["hits"]]
                self.assertCountEqual(found, titles, query)
                self.assertEqual(found[:1], titles[:1], query)  # the word itself before its synonyms
        finally:
            self.assertEqual(running.stop(), 0)

    def test_explain_names_the_rule(self):
        answer = subprocess.run([server.SEARCHD, "explain"], input="sommerskole\tpå feriekolonier\n", check=True, capture_output=True, text=True).stdout
        self.assertIn('"rule":"synonym"', answer)
        self.assertTrue(json.loads(answer)["matches"])

    def test_a_mistake_stops_searchd_with_its_line(self):
        with open(self.thesaurus, "a", encoding="utf-8") as file:
            file.write("kun et ord =\n")
        run = subprocess.run([server.SEARCHD, "explain"], input="a\ta\n", capture_output=True, text=True)
        self.assertNotEqual(run.returncode, 0)
        self.assertIn(f"thesaurus.txt:{len(self.thesaurus.read_text(encoding='utf-8').splitlines())}: ", run.stderr)


if __name__ == "__main__":
    server.main()
