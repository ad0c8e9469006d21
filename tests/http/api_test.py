"""The API's contract: keys, defaults, parameters, errors.
SPDX-License-Identifier: GPL-3.0-or-later"""
import json
import unittest

from server import ServerTest, main

FACETS = ["organisation", "committee", "meeting", "year", "municipality", "topic", "decision", "kind"]


class Search(ServerTest):
    def test_a_misspelt_query_is_corrected_and_says_so(self):
        right, wrong = self.server.search(q="kapacitet"), self.server.search(q="kapasitet")
        self.assertGreater(right["total"], 0)
        self.assertEqual((wrong["corrected_to"], wrong["total"]), ("kapacitet", right["total"]))
        as_typed = self.server.search(q="kapasitet", exact=1)
        self.assertEqual((as_typed["corrected_to"], as_typed["total"], as_typed["did_you_mean"]), (None, 0, "kapacitet"))

    def test_everything_newest_first(self):
        answer = self.server.search(limit=100)
        self.assertEqual(list(answer), ["query", "generation", "shards", "total", "took_ms", "did_you_mean", "corrected_to",
                                        "relaxed", "unmatched", "notices", "hits", "facets"])
        self.assertEqual(list(answer["facets"]), FACETS)
        self.assertGreaterEqual(answer["total"], 90)
        dates = [hit["meeting"]["date"] or "" for hit in answer["hits"]]
        self.assertEqual(dates, sorted(dates, reverse=True))
        self.assertEqual(self.server.search(limit=100, q="")["hits"], answer["hits"])

    def test_defaults(self):
        answer = self.server.search()
        self.assertEqual(len(answer["hits"]), 10)
        self.assertTrue(all(len(values) <= 20 for values in answer["facets"].values()))
        self.assertEqual(answer["query"]["sort"], "relevance")

    def test_paging_gives_every_hit_once(self):
        total, seen = self.server.search(limit=0)["total"], []
        for offset in range(0, total, 7):
            seen += [hit["id"] for hit in self.server.search(limit=7, offset=offset)["hits"]]
        self.assertEqual(len(seen), total)
        self.assertEqual(len(set(seen)), total)

    def test_kinds_add_up(self):
        items, files = self.server.search(kind="item"), self.server.search(kind="attachment", limit=100)
        both = self.server.search(kind=["item", "attachment"])
        self.assertEqual(both["total"], items["total"] + files["total"])
        self.assertTrue(all(hit["kind"] == "attachment" and hit["item"]["id"] for hit in files["hits"]))

    def test_dates_limit(self):
        answer = self.server.search(**{"from": "2022-01-01", "to": "2022-12-31", "limit": 100})
        self.assertTrue(answer["hits"])
        self.assertTrue(all(hit["meeting"]["date"].startswith("2022") for hit in answer["hits"]))
        self.assertEqual(answer["total"], self.server.search(year="2022")["total"])

    def test_sorting(self):
        oldest = [hit["meeting"]["date"] for hit in self.server.search(sort="oldest", limit=100)["hits"] if hit["meeting"]["date"]]
        self.assertEqual(oldest, sorted(oldest))

    def test_unknown_facet_value_finds_nothing(self):
        for facet in ["organisation", "committee", "meeting", "municipality", "topic", "decision", "kind"]:
            self.assertEqual(self.server.search(**{facet: "findes-ikke"})["total"], 0, facet)

    def test_malformed_parameters_are_named(self):
        for query, name in [("year=23", "year"), ("from=2023-02-30", "from"), ("to=x", "to"), ("limit=101", "limit"),
                            ("offset=-1", "offset"), ("facet_limit=1001", "facet_limit"), ("sort=x", "sort"),
                            ("lang=x", "lang"), ("pagesize=3", "pagesize"), ("q=a&q=b", "q")]:
            status, headers, body = self.server.request("/api/v1/search?" + query)
            problem = json.loads(body)
            self.assertEqual((status, headers["Content-Type"], problem["parameter"]),
                             (400, "application/problem+json", name))
            self.assertEqual({"type", "title", "status", "detail", "parameter"}, set(problem))

    def test_a_long_query_is_cut_with_a_notice(self):
        answer = self.server.search(q="botilbud " * 1200)
        self.assertTrue(answer["notices"])

    def test_explanations_on_request(self):
        answer = self.server.search(q="botilbud", explain=1)
        self.assertTrue(all(hit["explanation"] for hit in answer["hits"]))
        self.assertNotIn("explanation", self.server.search(q="botilbud")["hits"][0])

    def test_language(self):
        labels = {v["value"]: v["label"] for v in self.server.search(lang="en")["facets"]["decision"]}
        self.assertEqual(labels.get("godkendt"), "Approved")


class Documents(ServerTest):
    def test_items_meetings_attachments_are_linked(self):
        hit = self.server.search(kind="attachment")["hits"][0]
        attachment = self.server.json("/api/v1/attachments/" + hit["id"])
        item = self.server.json("/api/v1/items/" + attachment["item"]["id"])
        meeting = self.server.json("/api/v1/meetings/" + item["meeting"]["id"])
        self.assertEqual(attachment["id"], hit["id"])
        self.assertIn(hit["id"], [one["id"] for one in item["attachments"]])
        self.assertIn(item["id"], [one["id"] for one in meeting["items"]])
        for key in ("sections", "decision", "municipalities", "topics", "case_number", "previous", "next", "url"):
            self.assertIn(key, item)

    def test_every_meeting_and_item_answers(self):
        listed = self.server.json("/api/v1/meetings", limit=1000)
        self.assertEqual(listed["total"], len(listed["meetings"]))
        items = 0
        for head in listed["meetings"]:
            meeting = self.server.json("/api/v1/meetings/" + head["id"])
            self.assertEqual(head["item_count"], len(meeting["items"]))
            items += len(meeting["items"])
            chain, item = [], meeting["items"][0] if meeting["items"] else None
            while item:
                chain.append(item["id"])
                following = self.server.json("/api/v1/items/" + item["id"])["next"]
                item = following
            self.assertEqual(chain, [one["id"] for one in meeting["items"]])
        self.assertEqual(items, self.server.search()["total"])

    def test_wrong_paths_and_methods(self):
        for path in ("/api", "/api/v1", "/api/v2/search", "/api/v1/search/", "/api/v1/items", "/api/v1/items/x/1", "/api/v1/meetings/x",
                     "/api/v1/attachments/x/1/bilag/1", "/api/v1/items/%00/..%2f", "/web/../main.cpp", "/web/%2e%2e/main.cpp", "/x.php"):
            status, headers, body = self.server.request(path)
            self.assertEqual(status, 404, path)
            if path.startswith("/api"):
                self.assertEqual(json.loads(body)["status"], 404, path)
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"):
            status, headers, _ = self.server.request("/api/v1/search", method=method)
            self.assertEqual((status, headers["Allow"]), (405, "GET, HEAD"), method)

    def test_head_has_no_body(self):
        status, headers, body = self.server.request("/api/v1/search?q=botilbud", method="HEAD")
        self.assertEqual((status, body), (200, b""))
        self.assertGreater(int(headers["Content-Length"]), 100)

    def test_openapi_is_true(self):
        api = self.server.json("/openapi.json")
        hits = self.server.search(kind="attachment", limit=100)["hits"]
        hit = next(hit for hit in hits if self.server.json("/api/v1/attachments/" + hit["id"])["file_url"])
        item, meeting = hit["item"]["id"], hit["meeting"]["id"]
        values = {"{meeting}/{n}/bilag/{k}": hit["id"], "{meeting}/{n}": item, "{meeting}": meeting, "{id}": meeting}
        for path, methods in api["paths"].items():
            known = {p["name"] for p in methods["get"]["parameters"] if p["in"] == "query"}
            for pattern, value in values.items():
                path = path.replace(pattern, value)
            status, headers, _ = self.server.request(path)
            self.assertEqual(status, 200, path)
            declared = {kind.split(";")[0] for kind in methods["get"]["responses"]["200"]["content"]}
            self.assertIn(headers["Content-Type"].split(";")[0], declared, path)
            if path.startswith("/api"):
                self.assertEqual(self.server.request(path + "?unknown=1")[0], 400, path)
                for name in known - {"format"}:
                    self.assertIn(self.server.request(f"{path}?{name}=1")[0], (200, 400), path)
        answer = self.server.search(q="botilbud")
        schema = api["components"]["schemas"]
        self.assertEqual(set(answer), set(schema["SearchAnswer"]["properties"]))
        self.assertLessEqual(set(answer["hits"][0]), set(schema["Hit"]["properties"]))

    def test_every_answer_is_guarded(self):
        for path in ("/", "/api/v1/search", "/moeder/x", "/healthz", "/openapi.json", "/api/v1/search?limit=x"):
            headers = self.server.request(path)[1]
            self.assertIn("default-src 'none'", headers["Content-Security-Policy"], path)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["Accept-Ranges"], "none")
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")
            self.assertNotIn("Access-Control-Allow-Origin", headers)

    def test_health(self):
        health = self.server.json("/healthz")
        self.assertEqual((health["status"], health["items"]), ("ok", self.server.search()["total"]))
        self.assertEqual(self.server.request("/readyz")[0], 200)


if __name__ == "__main__":
    main()
