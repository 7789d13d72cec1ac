# SPDX-License-Identifier: BSL-1.0
"""The small HTTP server under the examples: limits, keep-alive, a clean stop."""
import http.client
import os
import signal
import socket
import subprocess
import unittest

import local_platform as local


class Server(local.PlatformCase):
    def raw(self, data, wait=10):
        with socket.create_connection(("127.0.0.1", self.platform.port), timeout=wait) as one:
            one.sendall(data)
            answer = b""
            while chunk := one.recv(65536):
                answer += chunk
            return answer

    def status_of(self, data):
        answer = self.raw(data)
        return int(answer.split()[1]) if answer else 0

    def test_keeps_a_connection_for_many_requests(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.platform.port, timeout=10)
        for _ in range(50):
            connection.request("GET", "/")
            reply = connection.getresponse()
            self.assertEqual(reply.status, 200)
            reply.read()
            self.assertIsNotNone(connection.sock)
        connection.close()

    def test_answers_requests_that_were_sent_together_in_order(self):
        one = b"GET /%s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"
        answer = self.raw(one % (b"", b"") + one % (b"nothing", b"Connection: close\r\n"))
        self.assertEqual(answer.count(b"HTTP/1.1 "), 2)
        self.assertLess(answer.index(b"200 OK"), answer.index(b"404 Not Found"))

    def test_closes_when_asked_to(self):
        answer = self.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        self.assertIn(b"200 OK", answer)

    def test_head_has_the_length_and_no_body(self):
        one = b"%s / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        header, body = self.raw(one % b"GET").split(b"\r\n\r\n", 1)
        length = b"Content-Length: " + str(len(body)).encode()
        self.assertIn(length, header)
        answer = self.raw(one % b"HEAD")
        self.assertIn(length, answer)
        self.assertTrue(answer.endswith(b"\r\n\r\n"))
        # what follows on the same connection is not taken for a body
        both = self.raw(one.replace(b"Connection: close\r\n", b"") % b"HEAD" + one % b"HEAD")
        self.assertEqual(both.count(b"200 OK"), 2)

    def test_refuses_what_is_too_large(self):
        post = b"POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\n"
        self.assertEqual(self.status_of(post + b"Content-Length: 300000\r\n\r\n"), 413)
        self.assertEqual(self.status_of(post + b"X: " + b"x" * 70000 + b"\r\n\r\n"), 431)
        chunked = b"Transfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + b"x" * 65536 + b"\r\n"
        more = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        self.assertEqual(self.status_of(post + chunked + more * 4 + b"0\r\n\r\n"), 413)

    def test_refuses_what_is_no_request(self):
        for data in (b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\0\0\0\0\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                     b"GET / HTTP/1.1\r\n\r\n",
                     b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: localhost\r\nX: \xff\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"):
            data = data.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
            self.assertEqual(self.status_of(data), 400, data)

    def test_says_that_a_body_may_be_sent(self):
        with socket.create_connection(("127.0.0.1", self.platform.port), timeout=10) as one:
            one.sendall(b"POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
                        b"Expect: 100-continue\r\nConnection: close\r\n\r\n")
            self.assertIn(b"100 Continue", one.recv(1000))
            one.sendall(b"{}")
            self.assertIn(b"400 Bad Request", one.recv(1000))

    def test_one_who_sends_half_a_request_holds_nobody_up(self):
        slow = [socket.create_connection(("127.0.0.1", self.platform.port)) for _ in range(40)]
        for one in slow:
            one.sendall(b"POST /oauth2/token HTTP/1.1\r\nHost: loc")
        begin = local.time.monotonic()
        self.assertEqual(self.platform.send("GET", "/").status, 200)
        self.assertLess(local.time.monotonic() - begin, 5)
        for one in slow:
            one.close()

    def test_slow_handlers_leave_room_for_others(self):
        self.platform.admin("fault", delay_ms=1500, times=4)
        fields = self.platform.fields()
        threads = [local.threading.Thread(target=self.platform.exchange, args=(fields,))
                   for _ in range(4)]
        for one in threads:
            one.start()
        begin = local.time.monotonic()
        self.assertEqual(self.platform.send("GET", "/").status, 200)
        self.assertLess(local.time.monotonic() - begin, 1.2)
        for one in threads:
            one.join()


class Stop(unittest.TestCase):
    def start(self, *options):
        return local.Platform(local.BINARY, 1, *options)

    def test_stops_cleanly_at_either_signal_with_connections_open(self):
        for how in (signal.SIGINT, signal.SIGTERM):
            platform = self.start()
            idle = socket.create_connection(("127.0.0.1", platform.port))
            half = socket.create_connection(("127.0.0.1", platform.port))
            half.sendall(b"GET / HT")
            platform.send("GET", "/")
            begin = local.time.monotonic()
            code, output = platform.stop(how)
            self.assertEqual(code, 0)
            self.assertIn("stopped", output)
            self.assertLess(local.time.monotonic() - begin, 4)
            idle.close()
            half.close()

    def test_lets_a_request_finish_that_has_begun(self):
        platform = self.start()
        platform.admin("fault", delay_ms=1000)
        fields, came = platform.fields(), []
        asking = local.threading.Thread(
            target=lambda: came.append(platform.exchange(fields).status))
        asking.start()
        local.time.sleep(0.4)
        self.assertEqual(platform.stop()[0], 0)
        asking.join()
        self.assertEqual(came, [200])

    def test_tells_its_addresses(self):
        platform = self.start()
        port = platform.port
        _, output = platform.stop()
        self.assertIn(f"http://cp.localhost:{port}", output)
        self.assertIn(f"http://shop.localhost:{port}", output)

    def run_once(self, *arguments):
        return subprocess.run([local.BINARY, *arguments], capture_output=True, text=True,
                              timeout=30, check=False)

    def test_refuses_a_port_that_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            done = self.run_once("--port", str(taken.getsockname()[1]))
        self.assertEqual(done.returncode, 2)
        self.assertIn("ddress already in use", done.stderr)

    def test_refuses_a_bad_configuration_and_repeats_nothing_of_it(self):
        right = {"client_id": "x", "client_secret": "s3cret-s3cret", "scopes": "store_cart",
                 "auth_url": "http://127.0.0.1/a", "load_url": "http://127.0.0.1/l"}
        wrong = [{"client_id": "a b"}, {"client_id": ""}, {"scopes": ""}, {"scopes": '"'},
                 {"auth_url": "ftp://x"}, {"load_url": "http://a b/"}, {"multi_user": "yes"},
                 {"browser_origin": "http://a/b"}, {"clientid": "x"}, {"client_secret": 7},
                 {"uninstall_url": "http://a;script-src *"}]
        with local.tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "apps.json")
            texts = [local.json.dumps({"apps": [{**right, **each}]}) for each in wrong]
            for text in [*texts, "", "[]", '{"apps":{}}', '{"apps":[1]}']:
                local.pathlib.Path(path).write_text(text)
                done = self.run_once("--port", "0", "--config", path)
                self.assertEqual(done.returncode, 2, text)
                self.assertNotIn("s3cret", done.stdout + done.stderr)


if __name__ == "__main__":
    local.run()
