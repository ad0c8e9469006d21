#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetches from a portal that behaves as FirstAgenda's does: an anonymous cookie by redirect, a list, meetings, PDFs.

usage: fetch_test.py OPSLAG_INDEXER
Everything is on the loopback address; the portal is this program's own.
"""
import http.server, json, os, signal, subprocess, sys, tempfile, threading, time, types, unittest, urllib.parse

INDEXER = sys.argv.pop(1) if len(sys.argv) > 1 else "opslag-indexer"
ZERO = "00000000-0000-0000-0000-000000000000"
PDF = b"%PDF-1.4\n% a small one\n"


def guid(n):
    return f"{n:08x}-1111-4222-8333-444444444444"


def row(n, name, start, released="2026-03-25T13:07:41.2284053+01:00"):
    return {"Id": guid(n), "Navn": name, "Dato": start, "MeetingBeginUtc": start, "ReleasedDate": released,
            "Afsluttet": name == "Referat", "IsSupplementaryAgenda": False}


def meeting(n, name, items):
    return {"Id": guid(n), "Udvalg": {"Navn": "Havneudvalget"},
            "Moede": {"Dato": "2026-03-24T18:00:00+01:00", "Navn": name, "Sted": "Salen"}, "Dagsordenpunkter": items}


def item(number, attachments=(), is_open=True, html="<div id='sagsfremstillingContainer'><h3>Beslutning</h3><span>Godkendt.</span></div>",
         document=ZERO):
    return {"Punktnummer": str(number), "Navn": f"Punkt {number}", "IsOpen": is_open, "SagsNummer": "26/1",
            "Felter": [{"Html": html, "DocumentId": document}],
            "Bilag": [{"Navn": f"Bilag {a}", "Id": guid(a), "HarPdfVersion": "true", "Order": 0} for a in attachments]}


class Portal(http.server.ThreadingHTTPServer):
    """Its own little world: what it publishes, what breaks, and what was asked for."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.rows = [row(1, "Referat", "2026-03-24T18:00:00+01:00"), row(2, "Dagsorden", "2026-03-24T18:00:00+01:00"),
                     row(3, "Tillægsdagsorden", "2026-03-24T18:00:00+01:00"), row(4, "Lukket referat", "2026-04-01T10:00:00+02:00"),
                     row(5, "Dagsorden", "2026-05-05T15:30:00+02:00")]
        self.meetings = {guid(1): meeting(1, "Referat", [item(1, [11, 12]), item(2, [13], is_open=False)]),
                         guid(3): meeting(3, "Tillægsdagsorden", [item(1, [11])]),
                         guid(5): meeting(5, "Dagsorden", [item(1, html="<div id='sagsfremstillingContainer'></div>", document=guid(14))])}
        self.broken, self.cut, self.asked, self.cookies = set(), {}, [], 0
        self.moved = self.circle = False
        self.stuck, self.reached, self.freed = None, threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        portal, path = self.server, urllib.parse.urlsplit(self.path).path
        if path == "/Home/AnonymousAuthentication":
            portal.cookies += 1
            back = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)["callback"][0]
            return self.answer(302, headers=[("Set-Cookie", ".AspNet.Cookies=anonymous; path=/; HttpOnly"), ("Location", back)])
        if portal.circle:
            return self.answer(302, headers=[("Location", self.path)])
        if portal.moved and self.headers["Host"].startswith("127."):
            return self.answer(302, headers=[("Location", f"http://localhost:{portal.server_address[1]}{self.path}")])
        if not portal.moved and ".AspNet.Cookies=anonymous" not in self.headers.get("Cookie", ""):
            return self.answer(302, headers=[("Location", "/Home/AnonymousAuthentication?callback=" + urllib.parse.quote(self.path, safe=""))])
        portal.asked.append(path)
        if path == portal.stuck:  # nobody is there any more when it goes on
            portal.stuck = None
            portal.reached.set()
            portal.freed.wait()
            self.close_connection = True
            return
        if path in portal.broken:
            return self.answer(500)
        if path in portal.cut:
            return self.answer(200, portal.cut[path])
        if path == "/api/agenda/udvalgsliste":
            body = {"Udvalg": {"Udvalg 2026-2029": [{"Id": guid(99), "Navn": "Havneudvalget", "Moeder": portal.rows}]}}
            return self.answer(200, json.dumps(body, ensure_ascii=False).encode())
        last = path.rsplit("/", 1)[-1]
        if path.startswith("/api/agenda/dagsorden/") and last in portal.meetings:
            return self.answer(200, json.dumps(portal.meetings[last], ensure_ascii=False).encode())
        if path.startswith("/Vis/Pdf/bilag/"):
            return self.answer(200, PDF)
        self.answer(404)


class Fetch(unittest.TestCase):
    def setUp(self):
        self.portal = Portal()
        self.addCleanup(self.portal.server_close)
        self.addCleanup(self.portal.shutdown)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = types.SimpleNamespace(name=folder.name)

    def command(self):
        return [INDEXER, "fetch", "firstagenda", self.portal.address, "--into", self.folder.name, "--pause", "0"]

    def fetch(self):
        self.portal.asked.clear()
        return subprocess.run(self.command(), capture_output=True, text=True, timeout=120)

    def files(self):
        return sorted(os.path.relpath(os.path.join(at, name), self.folder.name)
                      for at, _, names in os.walk(self.folder.name) for name in names if not name.startswith("."))

    def test_all_that_is_open_is_fetched_through_the_cookie(self):
        run = self.fetch()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.portal.cookies, 1)
        self.assertEqual(self.files(), sorted(["udvalgsliste.json", *(f"dagsorden-{guid(n)}.json" for n in (1, 3, 5)),
                                               *(f"bilag/{guid(n)}.pdf" for n in (11, 12, 14))]))
        # The superseded agenda, the closed meeting and the closed item's attachment were not even asked for.
        self.assertFalse([p for p in self.portal.asked if guid(2) in p or guid(4) in p or guid(13) in p])

    def test_a_second_fetch_asks_for_the_list_only(self):
        self.fetch()
        run = self.fetch()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.portal.asked, ["/api/agenda/udvalgsliste"])

    def test_a_meeting_released_anew_is_fetched_again_its_attachments_are_not(self):
        self.fetch()
        self.portal.rows[0]["ReleasedDate"] = "2026-04-01T09:00:00+02:00"
        self.fetch()
        self.assertEqual(self.portal.asked, ["/api/agenda/udvalgsliste", f"/api/agenda/dagsorden/{guid(1)}"])

    def test_what_broke_is_named_and_asked_for_again(self):
        self.portal.broken = {f"/Vis/Pdf/bilag/{guid(12)}"}
        run = self.fetch()
        self.assertEqual(run.returncode, 1)
        self.assertIn(guid(12), run.stderr)
        self.assertIn("500", run.stderr)
        self.portal.broken = set()
        self.assertEqual(self.fetch().returncode, 0)
        self.assertEqual(self.portal.asked, ["/api/agenda/udvalgsliste", f"/api/agenda/dagsorden/{guid(1)}", f"/Vis/Pdf/bilag/{guid(12)}"])

    def test_a_meeting_is_there_although_an_attachment_is_not(self):
        self.portal.broken = {f"/Vis/Pdf/bilag/{guid(12)}"}
        self.fetch()
        shown = subprocess.run([INDEXER, "show", self.folder.name], capture_output=True, text=True, timeout=120)
        first = json.loads(shown.stdout.splitlines()[0])["items"][0]
        self.assertEqual([a["file"] for a in first["attachments"]], [f"bilag/{guid(11)}.pdf", None])

    def test_a_damaged_memory_is_said_so_and_asked_around(self):
        self.fetch()
        memory = os.path.join(self.folder.name, ".opslag-fetched.json")
        with open(memory) as file:
            known = json.load(file)
        self.assertEqual(set(known), {guid(1), guid(3), guid(5)})
        meetings = [f"/api/agenda/dagsorden/{guid(n)}" for n in (1, 3, 5)]
        for damage, again in (("", meetings), ("{", meetings), ("\xff\x00garbage", meetings), ("[" * 100000, meetings), ("[]", meetings), ("17", meetings),
                              (json.dumps(known | {guid(1): 5}), meetings[:1]), (json.dumps(known | {guid(3): None, guid(5): [known[guid(5)]]}), meetings[1:]),
                              (json.dumps(known | {"x": {}}), []), (json.dumps({guid(1): "another"} | {guid(n): known[guid(n)] for n in (3, 5)}), meetings[:1])):
            with self.subTest(damage=damage[:60]):
                with open(memory, "w", encoding="latin-1") as file:
                    file.write(damage)
                run = self.fetch()
                self.assertEqual(run.returncode, 0, run.stderr)
                self.assertEqual(self.portal.asked, ["/api/agenda/udvalgsliste", *again])
                said = damage != "" and "another" not in damage
                self.assertEqual("damaged" in run.stderr, said, run.stderr)
                self.fetch()
                self.assertEqual(self.portal.asked, ["/api/agenda/udvalgsliste"])

    def test_an_answer_that_is_cut_short_is_named_and_the_rest_goes_on(self):
        path = f"/api/agenda/dagsorden/{guid(1)}"
        self.portal.cut = {path: json.dumps(self.portal.meetings[guid(1)]).encode()[:-20]}
        run = self.fetch()
        self.assertEqual(run.returncode, 1)
        self.assertIn("Havneudvalget 2026-03-24: the portal answered no meeting", run.stderr)
        self.assertIn(f"dagsorden-{guid(5)}.json", self.files())
        self.portal.cut = {}
        self.assertEqual(self.fetch().returncode, 0)
        self.assertIn(path, self.portal.asked)
        self.assertIn(f"dagsorden-{guid(1)}.json", self.files())

    def test_a_fetch_that_was_killed_goes_on_where_it_was(self):
        every = ["/api/agenda/udvalgsliste", *(f"/api/agenda/dagsorden/{guid(n)}" for n in (1, 3, 5)),
                 *(f"/Vis/Pdf/bilag/{guid(n)}" for n in (11, 12, 14))]
        self.addCleanup(self.portal.freed.set)
        for stuck in every:
            with self.subTest(stuck=stuck), tempfile.TemporaryDirectory() as into:
                self.folder.name, self.portal.stuck = into, stuck
                self.portal.reached.clear()
                self.portal.asked.clear()
                process = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                self.addCleanup(process.kill)
                self.assertTrue(self.portal.reached.wait(60))
                process.kill()
                process.wait(60)
                had = self.portal.asked[1:-1]  # meetings and attachments; the list is asked for every time
                run = self.fetch()
                self.assertEqual(run.returncode, 0, run.stderr)
                self.assertFalse(set(had) & set(self.portal.asked))
                self.assertEqual(self.files(), sorted(["udvalgsliste.json", *(f"dagsorden-{guid(n)}.json" for n in (1, 3, 5)),
                                                       *(f"bilag/{guid(n)}.pdf" for n in (11, 12, 14))]))
                self.fetch()
                self.assertEqual(self.portal.asked, ["/api/agenda/udvalgsliste"])

    def test_an_interrupted_fetch_says_what_is_stored(self):
        self.addCleanup(self.portal.freed.set)
        self.portal.stuck = f"/api/agenda/dagsorden/{guid(5)}"
        process = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        self.assertTrue(self.portal.reached.wait(60))
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 130)
        self.assertIn("interrupted; 2 meetings are stored, and running it again goes on from there\n", told)
        self.assertNotIn("published", told)

    def test_a_fetch_that_fails_at_once_leaves_no_folders(self):
        self.portal.broken = {"/api/agenda/udvalgsliste"}
        within, self.folder.name = self.folder.name, os.path.join(self.folder.name, "a", "b")
        self.assertEqual(self.fetch().returncode, 3)
        self.assertEqual(os.listdir(within), [])
        self.portal.broken = set()
        self.assertEqual(self.fetch().returncode, 0)

    def test_clear_text_is_for_this_machine_only(self):
        for address in ("ftp://127.0.0.1", "http://example.invalid", "http://127.0.0.1.example.invalid", "http://localhost:1@example.invalid"):
            run = subprocess.run([INDEXER, "fetch", "firstagenda", address, "--into", self.folder.name], capture_output=True, text=True, timeout=60)
            self.assertEqual(run.returncode, 3)
            self.assertIn("must begin with https:// (with http:// only on this machine", run.stderr)

    def test_redirects_are_requests_too_and_wait_their_turn(self):
        self.portal.rows = self.portal.rows[4:]
        command = self.command()
        command[-1] = "0.1"
        begin = time.monotonic()
        run = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("; 5 requests.", run.stdout)  # the list, the log-in, the list, the meeting, its PDF
        self.assertGreaterEqual(time.monotonic() - begin, 0.4)

    def test_another_host_need_not_wait(self):
        self.portal.rows, self.portal.moved = [], True
        command = self.command()
        command[-1] = "600"
        run = subprocess.run(command, capture_output=True, text=True, timeout=120)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("; 2 requests.", run.stdout)

    def test_a_redirect_without_end_ends(self):
        self.portal.circle = True
        run = self.fetch()
        self.assertEqual(run.returncode, 3)
        self.assertIn("redirects without end", run.stderr)

    def test_no_list_no_fetch(self):
        self.portal.broken = {"/api/agenda/udvalgsliste"}
        run = self.fetch()
        self.assertEqual(run.returncode, 3)
        self.assertIn("list of meetings", run.stderr)
        self.assertEqual(self.files(), [])

    def test_what_was_fetched_can_be_indexed(self):
        self.fetch()
        run = subprocess.run([INDEXER, "show", self.folder.name], capture_output=True, text=True, timeout=120)
        self.assertEqual(run.returncode, 0, run.stderr)
        meetings = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual([m["type"] for m in meetings], ["referat", "tillaegsdagsorden", "dagsorden"])
        self.assertEqual(meetings[0]["items"][0]["attachments"][0]["file"], f"bilag/{guid(11)}.pdf")
        self.assertEqual(meetings[0]["items"][1]["audience"], "internal")


if __name__ == "__main__":
    unittest.main()
