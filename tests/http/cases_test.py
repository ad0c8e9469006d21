"""Case numbers: found in any spelling, and the thread that ties a case's items across committees and years.
SPDX-License-Identifier: GPL-3.0-or-later"""
import json
import shutil
import tempfile
import unittest
from pathlib import Path

from server import Server, ServerTest, main, update

CASE = ["boegelund-kommune-byraadet-2025-03-25/7", "boegelund-kommune-oekonomiudvalget-2024-01-23/12",
        "boegelund-kommune-plan-og-byggeudvalget-2023-05-09/41"]
SPELLINGS = {
    "25/26257": ["25/26257", "SagsNr. 25/26257", "sagsnr 25/26257", "Sagsnr.: 25/26257", "Sag 25/26257", "sag nr. 25-26257", "25-26257",
                 "25 26257", "sagsnummer 25 26257", "J.nr. 25/26257", "(25/26257)", "25–26257", "2526257", "sag:25/26257", "sag:25-26257",
                 'sag:"25 26257"', "sag:2526257", 'sag:"SagsNr. 25/26257"', "sagsnummer:25/26257", "case:25/26257", "SAG:25.26257",
                 "2025/26257", "sag:2025-26257"],
    "EMN-2025-010561": ["EMN-2025-010561", "emn-2025-010561", "EMN 2025 010561", "EMN2025-010561", "EMN2025010561", "EMN/2025/010561",
                        "Sagsnr. EMN-2025-010561", "Sag EMN 2025 010561", "sag:emn-2025-010561", "sag:EMN2025010561", "sag:2025-010561", "2025-010561"],
    "306-2009-600": ["306-2009-600", "Sag 306-2009-600", "sag 306/2009/600", "306 2009 600", "3062009600", "Sagsnummer: 306-2009-600",
                     "sag:306-2009-600", "sag:306.2009.600", "sag:3062009600"],
    "27.00.00-G01-1-21": ["27.00.00-G01-1-21", "27.00.00-g01-1-21", "27.00.00 G01 1 21", "27-00-00-G01-1-21", "Sagsnr. 27.00.00-G01-1-21",
                          "Journalnr. 27.00.00-G01-1-21", "sag:27.00.00-G01-1-21", 'sag:"27.00.00 G01 1 21"', "sag:270000G01121", "270000G01121"],
}
OTHERS = ["25/26258", "26/26257", "EMN-2025-010562", "EMN-2024-010561", "306-2009-601", "27.00.00-G01-1-22", "27.00.00-P05-1-21", None]


class Spellings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="opslag-cases-"))
        numbers = [*SPELLINGS, *OTHERS]
        meeting = {"committee": "Havneudvalget", "date": "2026-01-01", "type": "referat",
                   "items": [{"number": n, "title": f"Punkt om {word}", "case_number": number,
                              "sections": [{"heading": "Beslutning", "text": "Godkendt."}], "decision": {"text": "Godkendt."}}
                             for n, (number, word) in enumerate(zip(numbers, "mole kran fyr bro vej kaj skib anker tov sejl mast ror".split()), 1)]}
        (cls.folder / "a.jsonl").write_text(json.dumps(meeting, ensure_ascii=False) + "\n")
        update(cls.folder / "index", cls.folder / "a.jsonl")
        cls.server = Server(cls.folder / "index")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def test_every_spelling_finds_the_case_and_no_other(self):
        for n, (number, spellings) in enumerate(SPELLINGS.items(), 1):
            for typed in spellings:
                with self.subTest(typed=typed):
                    found = self.server.search(q=typed)
                    self.assertEqual([hit["number"] for hit in found["hits"]], [n])
                    self.assertFalse(found["relaxed"])
                    self.assertIsNone(found["corrected_to"])
                    again = self.server.search(q=found["query"]["interpreted"])
                    self.assertEqual([hit["number"] for hit in again["hits"]], [n], found["query"]["interpreted"])

    def test_a_number_that_no_item_has_finds_nothing(self):
        for typed in ("sag:25/2625", "sag:99/99999", "sag:306-2009", "sag:27.00.00", "sag:010561"):
            self.assertEqual(self.server.search(q=typed, exact=1)["total"], 0, typed)

    def test_a_star_stands_for_the_rest_of_it(self):
        for typed, numbers in (("sag:25/*", [1, 5]), ("sag:emn-2025*", [2, 7]), ("sag:27.00.00-G01*", [4, 10]), ("sag:27.00.00*", [4, 10, 11])):
            self.assertEqual(sorted(hit["number"] for hit in self.server.search(q=typed)["hits"]), numbers, typed)

    def test_it_is_one_word_among_others(self):
        for typed, number in (("mole sagsnr. 25/26257", 1), ("sagsnr. 25/26257 kran", None), ("-sag:25/26257 mole", None), ("kran -sag:25/26257", 2),
                              ("sag:25/26257 OR kran", None)):
            found = [hit["number"] for hit in self.server.search(q=typed, exact=1)["hits"]]
            if "OR" in typed:
                self.assertEqual(sorted(found), [1, 2])
            else:
                self.assertEqual(found, [number] if number else [], typed)

    def test_dates_and_sections_keep_their_meaning(self):
        self.assertEqual(self.server.search(q="1. januar 2026")["total"], len(SPELLINGS) + len(OTHERS))
        self.assertEqual(self.server.search(q="01.01.2026")["total"], len(SPELLINGS) + len(OTHERS))


class Thread(ServerTest):
    def test_the_case_is_told_of_each_item(self):
        for item in CASE:
            same = self.server.json("/api/v1/items/" + item)["same_case"]
            self.assertEqual([one["id"] for one in same["items"]], [other for other in CASE if other != item])
            for one in same["items"]:
                self.assertEqual(list(one), ["id", "number", "title", "url", "meeting", "decision"])
                self.assertTrue(one["meeting"]["committee"]["label"])
            listed = self.server.search(q=same["q"])
            self.assertEqual(sorted(hit["id"] for hit in listed["hits"]), sorted(CASE))

    def test_the_page_names_and_links_them(self):
        for item in CASE:
            status, _, body = self.server.request("/moeder/" + item)
            page = body.decode()
            self.assertEqual(status, 200)
            part = page[page.index('id="samme-sag"'):page.index("</section>", page.index('id="samme-sag"'))]
            for other in CASE:
                self.assertEqual(f'href="/moeder/{other}"' in part, other != item)
            for other, committee in zip(CASE, ("Byrådet", "Økonomiudvalget", "Plan- og Byggeudvalget")):
                self.assertEqual(f"· {committee}</li>" in part, other != item)
            self.assertIn("Se alle punkter i sagen", part)

    def test_an_item_alone_in_its_case_or_without_one(self):
        items = [item for head in self.server.json("/api/v1/meetings", limit=1000)["meetings"]
                 for item in self.server.json("/api/v1/meetings/" + head["id"])["items"]]
        without = next(item for item in items if not item["case_number"])
        self.assertIsNone(self.server.json("/api/v1/items/" + without["id"])["same_case"])
        self.assertNotIn(b"samme-sag", self.server.request("/moeder/" + without["id"])[2])

    def test_closed_items_are_no_part_of_it(self):
        self.assertEqual(self.server.search(q="sag:23/10418")["total"], 0)


class Organisations(unittest.TestCase):
    def test_another_municipality_has_its_own_numbers(self):
        with tempfile.TemporaryDirectory() as folder:
            lines = [{"organisation": who, "committee": "Byrådet", "date": f"2026-01-0{day}", "items": [{"number": 1, "title": "Mole", "case_number": "26/1"}]}
                     for day, who in enumerate(("Nord Kommune", "Syd Kommune", "Nord Kommune", None, None), 1)]
            (Path(folder) / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
            update(Path(folder) / "index", Path(folder) / "a.jsonl")
            server = Server(Path(folder) / "index")
            try:
                def others(item):
                    return [one["id"] for one in server.json("/api/v1/items/" + item)["same_case"]["items"]]
                self.assertEqual(others("nord-kommune-byraadet-2026-01-01/1"), ["nord-kommune-byraadet-2026-01-03/1"])
                self.assertEqual(others("syd-kommune-byraadet-2026-01-02/1"), [])
                self.assertEqual(others("byraadet-2026-01-04/1"), ["byraadet-2026-01-05/1"])
            finally:
                server.stop()


if __name__ == "__main__":
    main()
