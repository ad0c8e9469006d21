"""People paste anything into a search box: it answers 200, and nothing comes back as markup.
SPDX-License-Identifier: GPL-3.0-or-later"""
import http.client
import json
import random
from html.parser import HTMLParser

from server import SHARED, ServerTest, encoded, main

FILTERS = ["organisation", "committee", "meeting", "year", "municipality", "topic", "decision", "kind", "from", "to", "sort", "limit",
           "offset", "facet_limit", "lang"]


def naughty_strings():
    file = SHARED / "hostile/naughty-strings/blns.json"
    if not file.exists():
        print("../shared/hostile is not here: only our own oddities")
        return []
    return json.loads(file.read_text(encoding="utf-8"))


def payloads():
    lines = []
    for file in sorted((SHARED / "hostile/web-payloads").glob("*.txt")) if SHARED.exists() else []:
        lines += file.read_bytes().splitlines()
    return lines


def oddities():
    """Three hundred things that get pasted: broken syntax, bytes, lengths, scripts."""
    fixed = ["", " ", "\t\n", '"', '""', '"åben', "'", "og", "og i at", "AND OR NOT", "OR", "OR OR", "-", "--", "-a", "- -", "*", "**", "a*", "x* " * 10, "(" * 4,
             ")" * 4, "()" * 50, "(" * 5000, "((a) OR (b", "NOT a", "a AND", "a OR", ":", "udvalg:", "udvalg::x", "år:", "år:abc", "kommune:\"", "titel:*", "bilag:(",
             "emne:emne:emne", "q" * 10000, "æ" * 10000, "a " * 5000, "😀" * 500, "😀", "👩‍👩‍👧‍👦", "مرحبا بالعالم", "שלום", "\u202etxt.exe", "\u200b", "\ufeff",
             "%00", "\0", "a\0b", "%", "%%", "%zz", "\\", "\\\\", "a\\", "<", ">", "<b>", "</mark>", "<mark>", "<script>alert(1)</script>",
             "\"><img src=x onerror=alert(1)>", "' OR 1=1 --", "; DROP TABLE items", "$(reboot)", "`id`", "{{7*7}}", "${7*7}", "../../etc/passwd", "\r\nSet-Cookie: a=b",
             "§", "§ 107", "§§ 43 og 46", "ABL § 105, stk. 2", "8.020 kr.", "2023-09-29", "29. september 2023", "kl. 8.15", "KL's", "op- og nedjustere", "psykiatri-, hjemløse- og",
             "dobeltdiagnose", "https://example.dk/?a=b&c=d", "navn@example.dk", "sag 27.42.00-P20-1-23", "a" * 511, "a" * 512, "a" * 513, "æ" * 256, "1" * 400, "1", "-1", "1e999",
             "\"a b\" " * 20, "\"" + "a " * 200 + "\"", "-" * 600, "+a +b", "a~", "a^2", "a?b", "[a TO b]", "{!x}", "field:(a b)", "a && b", "a || b", "!a", "~", "|", "&", "=", "@",
             "ﬁ", "Å", "A\u030a", "ı", "İ", "ß", "ﷺ", "\ud7ff", "\ufffe", "\U0010ffff", "a\u0301" * 300]
    rng = random.Random(20240305)
    letters = 'abcæøå"()-*: \t§%<>&\\ANDOR0123456789\u0301😀'
    while len(fixed) < 250:
        fixed.append("".join(rng.choice(letters) for _ in range(rng.randint(1, 120))))
    return fixed + [bytes(rng.randrange(256) for _ in range(rng.randint(1, 80))) for _ in range(300 - len(fixed))]


class Elements(HTMLParser):
    """Notes every element and attribute that our pages don't use."""
    TAGS = set("html head meta title link script body a header div span nav main h1 h2 h3 p form label input button section aside fieldset legend "
               "ul ol li details summary article dl dt dd time mark strong s footer br".split())
    ATTRIBUTES = set("lang charset name content rel type title href src defer class id for value role action method autocomplete autocapitalize "
                     "enterkeyhint maxlength datetime hreflang start tabindex checked download".split())

    def __init__(self):
        super().__init__()
        self.strange, self.scripts = [], 0

    def handle_starttag(self, tag, attributes):
        self.scripts += tag == "script"
        if tag not in self.TAGS:
            self.strange.append(tag)
        for name, value in attributes:
            if name not in self.ATTRIBUTES and not name.startswith("aria-"):
                self.strange.append((tag, name, value))
            if name in ("href", "src", "action") and not value.startswith(("/", "#", "https://", "http://")):
                self.strange.append((tag, name, value))


class Queries(ServerTest):
    def setUp(self):
        self.connection = self.server.connect()

    def tearDown(self):
        self.connection.close()

    def get(self, path):
        for attempt in (1, 2):  # a kept connection may have been closed
            try:
                self.connection.request("GET", path)
                response = self.connection.getresponse()
                return response.status, response.headers["Content-Type"], response.read()
            except (http.client.HTTPException, ConnectionError):
                self.connection.close()
                if attempt == 2:
                    raise

    def inert(self, page, text):
        """Only our own elements and attributes are on the page, whatever was asked."""
        parser = Elements()
        parser.feed(page.decode("utf-8"))
        self.assertEqual(parser.strange, [], text)
        self.assertEqual(parser.scripts, 1, text)
        self.assertNotIn(b"\0", page)

    def snippets_are_inert(self, answer, text):
        for hit in answer["hits"]:
            for snippet in [hit["snippet"]] + [one["snippet"] or "" for one in hit["attachments"]]:
                self.assertNotIn("<", snippet.replace("<mark>", "").replace("</mark>", ""), text)

    def test_every_string_as_a_query(self):
        for text in naughty_strings() + oddities() + payloads()[:400]:
            q = encoded(text)
            status, _, body = self.get("/api/v1/search?explain=1&q=" + q)
            self.assertEqual(status, 200, (text, body[:300]))
            self.snippets_are_inert(json.loads(body), text)
            status, kind, page = self.get("/?q=" + q)
            self.assertEqual((status, kind), (200, "text/html; charset=utf-8"), text)
            self.inert(page, text)

    def test_every_string_as_a_filter(self):
        texts = naughty_strings() + oddities()
        for number, text in enumerate(texts):
            name = FILTERS[number % len(FILTERS)]
            for one in (name, "municipality"):
                status, kind, body = self.get(f"/api/v1/search?{one}={encoded(text)}")
                self.assertIn(status, (200, 400), (one, text))
                if status == 400:
                    self.assertEqual((kind, json.loads(body)["parameter"]), ("application/problem+json", one), text)
            status, _, page = self.get(f"/?q=a&{name}={encoded(text)}")
            self.assertIn(status, (200, 400), (name, text))
            self.inert(page, text)

    def test_every_string_as_a_name_and_as_a_path(self):
        for text in naughty_strings()[::2] + oddities()[::3] + payloads()[::7]:
            quoted = encoded(text)[:400]
            status, _, body = self.get(f"/api/v1/search?{quoted}=1")
            self.assertIn(status, (200, 400), text)
            self.assertNotIn(b"<", body.replace(b"<mark>", b"").replace(b"</mark>", b"") if status == 400 else b"")
            for path in (f"/{quoted}", f"/moeder/{quoted}", f"/moeder/{quoted}/1", f"/web/{quoted}", f"/api/v1/items/{quoted}/{quoted[:60]}"):
                status, kind, page = self.get(path)
                self.assertIn(status, (200, 404, 414), (path, status))  # 200: an empty or plain text is the front page
                if kind.startswith("text/html"):
                    self.inert(page, text)

    def test_an_items_page_marks_any_query(self):
        item = self.server.search(q="botilbud")["hits"][0]["url"]
        for text in naughty_strings()[::3] + oddities()[::2]:
            status, _, page = self.get(f"{item}?q={encoded(text)}")
            self.assertEqual(status, 200, text)
            self.inert(page, text)


if __name__ == "__main__":
    main()
