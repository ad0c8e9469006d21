"""Hostile connections: slow ones, floods, smuggling, malformed requests. The server goes on answering others.
SPDX-License-Identifier: GPL-3.0-or-later"""
import gzip
import re
import socket
import time

from server import SHARED, Server, ServerTest, main


class Guard(ServerTest):
    options = ("--access-log",)

    def raw(self, data, timeout=20):
        """All that the server answers to these bytes until it closes."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=timeout) as client:
            answer = b""
            try:
                client.sendall(data)
                client.shutdown(socket.SHUT_WR)
                while piece := client.recv(65536):
                    answer += piece
            except (BrokenPipeError, ConnectionResetError):
                pass
            return answer

    def status(self, data):
        found = re.match(rb"HTTP/1\.1 (\d{3})", self.raw(data))
        return int(found.group(1)) if found else None

    def alive(self):
        self.assertEqual(self.server.request("/healthz")[0], 200)

    def test_slow_clients_block_nobody(self):
        slow = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(600)]
        for number, client in enumerate(slow):
            client.sendall([b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "][number % 3])
        for _ in range(20):
            start = time.monotonic()
            self.alive()
            self.assertLess(time.monotonic() - start, 5)  # they would hold a thread for as long as they like
        for client in slow:
            client.close()

    def test_slow_readers_block_nobody(self):
        readers = []
        for _ in range(40):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            client.connect(("127.0.0.1", self.server.port))
            client.sendall(b"GET /api/v1/search?limit=100&facet_limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n")
            readers.append(client)
        self.alive()
        for client in readers:
            client.close()

    def test_a_half_request_is_told_so(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost:")
            self.assertTrue(client.recv(4096).startswith(b"HTTP/1.1 408 "))

    def test_floods_cost_little_memory(self):
        before = self.server.memory_kb()
        head = b"GET / HTTP/1.1\r\nHost: x\r\n"
        for flood in (head + b"X: " + b"a" * 30_000_000, head + b"X: a\r\n" * 3_000_000, b"G" * 30_000_000,
                      b"GET /?" + b"a=b&" * 5_000_000,
                      b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + b"a" * 30_000_000):
            self.assertIn(self.status(flood), (None, 400, 405, 414, 431))
        self.assertLess(self.server.memory_kb() - before, 32 * 1024)
        self.alive()

    def test_bodies_are_refused_and_never_taken_for_requests(self):
        inner = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        for method in (b"GET", b"POST", b"PUT"):
            for framing in (b"Content-Length: %d\r\n" % len(inner), b"Transfer-Encoding: chunked\r\n",
                            b"Content-Length: 0\r\nContent-Length: %d\r\n" % len(inner),
                            b"Transfer-Encoding: chunked\r\nContent-Length: %d\r\n" % len(inner)):
                answer = self.raw(method + b" / HTTP/1.1\r\nHost: x\r\n" + framing + b"\r\n" + inner)
                self.assertEqual(len(re.findall(rb"HTTP/1\.1 \d{3}", answer)), 1, (method, framing))
                self.assertRegex(answer, rb"^HTTP/1\.1 4\d\d")
        packed = gzip.compress(b"0" * 1_000_000)
        self.assertEqual(self.status(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                                     % len(packed) + packed), 415)

    def test_ranges(self):
        for path in (b"/web/style.css", b"/"):
            self.assertEqual(self.status(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nRange: bytes=" + b"0-," * 300 + b"0-\r\n\r\n"), 416)

    def test_pipelined_requests_are_answered_in_turn(self):
        one = b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n"
        answer = self.raw(one * 5 + b"GET /openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + one)
        self.assertEqual(answer.count(b"HTTP/1.1 200"), 6)

    def test_a_kept_connection_serves_many(self):
        connection = self.server.connect()
        for _ in range(200):
            connection.request("GET", "/readyz")
            response = connection.getresponse()
            self.assertEqual((response.status, response.read()), (200, b"ready\n"))
        connection.close()

    def test_malformed_requests_of_others(self):
        """The requests that other servers' tests call invalid: refused, or answered once if we may be lenient."""
        folder = SHARED / "hostile/http-llhttp"
        if not folder.exists():
            self.skipTest("../shared/hostile is not here")
        block = re.compile(r"<!-- meta=\{[^}]*\} -->\s*```http\n(.*?)```\s*```log\n(.*?)```", re.S)
        tried = 0
        for file in sorted(folder.glob("*.md")):
            for request, log in block.findall(file.read_text(encoding="utf-8", errors="replace")):
                text = request.replace("\\\n", "").replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t").replace("\\f", "\f").replace("\\x00", "\0")
                text = re.sub(r"(?<!\r)\n", "\r\n", text)
                answer = self.raw(text.encode("utf-8", errors="replace"), timeout=30)
                for status in re.findall(rb"^HTTP/1\.1 (\d{3})", answer, re.M):
                    self.assertLess(int(status), 506, text)
                    self.assertNotIn(status, (b"500", b"502"), text)
                tried += 1
        self.assertGreater(tried, 50)
        self.alive()

    def test_errors_tell_nothing_of_the_machine(self):
        for data in (b"GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"GET / HTTP/2.0\r\n\r\n",
                     b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n"):
            answer = self.raw(data)
            self.assertRegex(answer, rb"^HTTP/1\.1 [45]\d\d")
            for secret in (b"/home", b"/tmp", b"/work", b"what():", b"httplib", b"xapian"):
                self.assertNotIn(secret, answer.lower())

    def test_the_log_holds_nothing_that_was_asked(self):
        server = Server(self.index, "--access-log")
        server.request("/api/v1/search?q=kanariefuglen%0a%1b[31m")
        server.request("/kanariefuglen%0d%0aGET")
        server.request("/?q=kanariefuglen", headers={"User-Agent": "kanariefuglen", "X-Forwarded-For": "10.9.8.7"})
        self.assertEqual(server.stop(), 0)  # a line may be written, and be read here, after its answer
        log = "".join(server.log)
        self.assertIn("GET /api/v1/search 200", log)
        for secret in ("kanariefuglen", "\x1b", "10.9.8.7", "127.0.0.1 "):
            self.assertNotIn(secret, log.split("listening", 1)[1])


class Ending(ServerTest):
    def test_it_ends_cleanly_with_clients_connected(self):
        server = Server(self.index)
        clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
        for client in clients[:10]:
            client.sendall(b"GET / HTTP/1.1\r\n")
        self.assertEqual(server.stop(), 0)
        for client in clients:
            client.close()

    def test_a_taken_port_is_told_in_a_sentence(self):
        import subprocess
        from server import SEARCHD
        done = subprocess.run([SEARCHD, "--index", str(self.index), "--listen", f"127.0.0.1:{self.server.port}"], capture_output=True,
                              text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("in use", done.stderr)


if __name__ == "__main__":
    main()
