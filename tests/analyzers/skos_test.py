#!/usr/bin/env python3
"""packaging/skos_to_thesaurus.py: vocabularies become lines of the thesaurus."""
# SPDX-License-Identifier: GPL-3.0-or-later
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "packaging/skos_to_thesaurus.py"
LINES = ["herberg = forsorgshjem, § 110-boform", "botilbud > herberg", "herberg ~ varmestue"]

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:Concept rdf:about="http://example.org/1">
    <skos:altLabel xml:lang="da">forsorgshjem</skos:altLabel>
    <skos:prefLabel xml:lang="da">herberg</skos:prefLabel>
    <skos:prefLabel xml:lang="en">shelter</skos:prefLabel>
    <skos:altLabel xml:lang="da">§ 110-boform</skos:altLabel>
    <skos:altLabel xml:lang="da">et, to | tre</skos:altLabel>
    <skos:broader rdf:resource="http://example.org/2"/>
    <skos:related rdf:resource="http://example.org/3"/>
    <skos:related rdf:resource="http://example.org/unknown"/>
  </skos:Concept>
  <skos:Concept rdf:about="http://example.org/2">
    <skos:prefLabel xml:lang="da">botilbud</skos:prefLabel>
    <skos:narrower rdf:resource="http://example.org/1"/>
  </skos:Concept>
  <skos:Concept rdf:about="http://example.org/3">
    <skos:prefLabel xml:lang="da">varmestue</skos:prefLabel>
    <skos:related rdf:resource="http://example.org/1"/>
  </skos:Concept>
</rdf:RDF>
"""

TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .
# a comment
ex:1 a skos:Concept ;
  skos:altLabel "forsorgshjem"@da, '\\u00a7 110-boform'@da , "et, to | tre"@da ;
  skos:prefLabel "herberg"@da , "shelter"@en ;
  skos:note "vigtig. ; , meget"^^<http://www.w3.org/2001/XMLSchema#string> ;
  skos:changeNote [ skos:prefLabel "nej"@da ] ;
  skos:broader ex:2 ; skos:related ex:3, ex:unknown .
<http://example.org/2> skos:prefLabel \"\"\"botilbud\"\"\"@da ; skos:narrower ex:1 .
ex:3 skos:prefLabel "varmestue"@da; skos:related ex:1.
"""


class Skos(unittest.TestCase):
    def convert(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".skos", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            return subprocess.run([sys.executable, SCRIPT, file.name], capture_output=True, text=True)

    def test_both_formats_say_the_same(self):
        for text in (RDF, TURTLE):
            run = self.convert(text)
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertEqual(run.stdout.splitlines()[1:], LINES)
            self.assertIn("left out: 'et, to | tre'", run.stderr)

    def test_what_cannot_be_read_is_said(self):
        for text in (RDF[:-20], TURTLE + '\n"', TURTLE + "ex:4 skos:prefLabel"):
            run = self.convert(text)
            self.assertEqual(run.returncode, 1)
            self.assertIn("skos_to_thesaurus: ", run.stderr)
            self.assertNotIn("Traceback", run.stderr)


if __name__ == "__main__":
    unittest.main()
