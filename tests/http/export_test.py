"""Exports: every hit, in a form that Danish Excel opens and that runs no formula.
SPDX-License-Identifier: GPL-3.0-or-later"""
import csv
import io
import json

from server import ServerTest, main

HEADER = "id;committee;date;number;title;decision_codes;decision;municipalities;topics;attachments;url".split(";")


class Export(ServerTest):
    def rows(self, query=""):
        status, headers, body = self.server.request("/api/v1/export?format=csv" + query)
        self.assertEqual(status, 200)
        self.assertEqual(headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertIn("attachment", headers["Content-Disposition"])
        self.assertTrue(body.startswith(b"\xef\xbb\xbf"))
        self.assertTrue(body.endswith(b"\r\n"))
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))

    def test_csv_holds_every_hit(self):
        rows = self.rows("&limit=1&offset=5")
        self.assertEqual(rows[0][:len(HEADER)], HEADER)
        self.assertEqual(len(rows) - 1, self.server.search()["total"])
        self.assertTrue(all(len(row) == len(rows[0]) for row in rows))
        for row in rows[1:]:
            for cell in row:
                self.assertNotIn(cell.lstrip()[:1] or ".", list("=+-@＝＋－＠"), row)

    def test_csv_and_search_agree(self):
        rows = self.rows("&q=botilbud&sort=newest")[1:]
        hits = self.server.search(q="botilbud", sort="newest", limit=100)["hits"]
        self.assertEqual([row[0] for row in rows], [hit["id"] for hit in hits])
        for row, hit in zip(rows, hits):
            self.assertEqual(row[2:4], [hit["meeting"]["date"] or "", str(hit["number"] or "")])
            self.assertEqual(row[5], " | ".join(code["value"] for code in hit["decision"]["codes"]))
            self.assertEqual(row[7], " | ".join(one["label"] for one in hit["municipalities"]))
            self.assertEqual(row[10], hit["url"])

    def test_ndjson_holds_the_hits(self):
        status, headers, body = self.server.request("/api/v1/export?format=ndjson&q=botilbud")
        self.assertEqual((status, headers["Content-Type"]), (200, "application/x-ndjson; charset=utf-8"))
        lines = [json.loads(line) for line in body.decode().splitlines()]
        hits = self.server.search(q="botilbud", limit=100)["hits"]
        self.assertEqual([line["id"] for line in lines], [hit["id"] for hit in hits])
        self.assertEqual(set(lines[0]), set(hits[0]))

    def test_errors(self):
        for query, name in [("format=xlsx", "format"), ("format=pdf", "format"), ("limit=x", "limit"), ("x=1", "x"),
                            ("format=csv&format=csv", "format")]:
            status, _, body = self.server.request("/api/v1/export?" + query)
            self.assertEqual((status, json.loads(body)["parameter"]), (400, name))

    def test_http10_gets_no_chunks(self):
        import socket
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as client:
            client.sendall(b"GET /api/v1/export?format=csv HTTP/1.0\r\n\r\n")
            answer = b""
            while piece := client.recv(65536):
                answer += piece
        head, body = answer.split(b"\r\n\r\n", 1)
        self.assertNotIn(b"chunked", head)
        self.assertTrue(body.startswith(b"\xef\xbb\xbfid;"))


if __name__ == "__main__":
    main()
