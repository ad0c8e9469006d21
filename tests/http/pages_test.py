"""The pages: every link on them leads somewhere, and they work without JavaScript.
SPDX-License-Identifier: GPL-3.0-or-later"""
import html
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from server import ServerTest, main

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Outline(HTMLParser):
    """Links, ids, headings and whether every element is closed."""

    def __init__(self):
        super().__init__()
        self.links, self.ids, self.levels, self.open, self.faults, self.labels, self.inputs = [], [], [], [], [], [], []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if "id" in values:
            self.ids.append(values["id"])
        if tag in ("a", "link", "script") and (values.get("href") or values.get("src")):
            self.links.append((values.get("href") or values.get("src"), values.get("rel", "")))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "label":
            self.labels.append(values.get("for"))
        if tag == "input" and values.get("type") != "hidden":
            self.inputs.append(values.get("id"))
        if "style" in values or any(name.startswith("on") for name in values):
            self.faults.append(f"inline: {tag} {values}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"closed in the wrong order: {tag}")


class Pages(ServerTest):
    def outline(self, path, expected=200):
        status, headers, body = self.server.request(path)
        self.assertEqual((status, headers["Content-Type"]), (expected, "text/html; charset=utf-8"), path)
        outline = Outline()
        outline.feed(body.decode())
        self.assertEqual(outline.faults, [], path)
        self.assertEqual(outline.open, [], path)
        self.assertEqual(len(outline.ids), len(set(outline.ids)), path)
        self.assertEqual(outline.levels.count(1), 1, path)
        steps = [b - a for a, b in zip(outline.levels, outline.levels[1:])]
        self.assertTrue(all(step <= 1 for step in steps), (path, outline.levels))
        self.assertLessEqual(set(outline.inputs), set(outline.labels), path)
        return outline

    def test_every_link_leads_somewhere(self):
        queue, seen = ["/", "/?q=botilbud", "/?q=dobbeltdiagnose&year=2024", "/?lang=en", "/?q=xyzzyfindesikke&topic=psykiatri"], set()
        while queue and len(seen) < 400:
            path = queue.pop(0)
            if path in seen:
                continue
            seen.add(path)
            if path.startswith(("/web/", "/api/", "/openapi", "/opensearch")):
                self.assertEqual(self.server.request(path)[0], 200, path)
                continue
            for link, rel in self.outline(path).links:
                parts = urlsplit(html.unescape(link))
                if parts.scheme or "alternate" in rel and len(seen) > 60:
                    continue
                target = urljoin(path, parts._replace(fragment="").geturl())
                if target not in seen:
                    queue.append(target)
        self.assertGreater(len(seen), 200)

    def test_all_items_and_meetings_have_pages(self):
        for hit in self.server.search(limit=100)["hits"]:
            outline = self.outline(hit["url"])
            for number in range(len(hit["attachments"])):
                self.assertIn(f"bilag-{number + 1}", outline.ids)
        for meeting in self.server.json("/api/v1/meetings")["meetings"]:
            self.outline(meeting["url"])

    def test_pages_for_what_is_wrong(self):
        for path, status in [("/findes-ikke", 404), ("/moeder/x", 404), ("/moeder/x/1", 404), ("/moeder/a/b/c", 404), ("/?from=x", 400),
                             ("/?year=1", 400), ("/?limit=1000", 400)]:
            self.outline(path, status)

    def test_forms_as_browsers_send_them(self):
        for path in ("/?q=", "/?q=botilbud&from=&to=", "/?q=a&fbclid=1&utm_source=x", "/?q=a&from=2020-01-01&to="):
            self.outline(path)

    def test_what_was_typed_stays_in_the_box(self):
        body = self.server.request("/?q=%22a%22%3Cb%3E")[2]
        self.assertIn(b'value="&quot;a&quot;&lt;b&gt;"', body)

    def test_opensearch_describes_the_search(self):
        status, headers, body = self.server.request("/opensearch.xml")
        self.assertEqual(status, 200)
        self.assertIn(f'template="http://127.0.0.1:{self.server.port}/?q={{searchTerms}}"'.encode(), body)
        status, _, body = self.server.request("/opensearch.xml", headers={"Host": "evil\"><x"})
        self.assertEqual(status, 400)

    def test_files_are_cached_by_version(self):
        page = self.server.request("/")[2].decode()
        style = re.search(r'href="(/web/style\.css\?v=[0-9a-f]+)"', page).group(1)
        _, headers, _ = self.server.request(style)
        self.assertIn("immutable", headers["Cache-Control"])
        status, _, body = self.server.request(style, headers={"If-None-Match": headers["ETag"]})
        self.assertEqual((status, body), (304, b""))

    def test_answers_are_compressed_for_those_who_ask(self):
        plain = self.server.request("/?q=botilbud")
        packed = self.server.request("/?q=botilbud", headers={"Accept-Encoding": "gzip, br"})
        self.assertEqual(packed[1]["Content-Encoding"], "gzip")
        self.assertLess(len(packed[2]), len(plain[2]) / 2)


if __name__ == "__main__":
    main()
