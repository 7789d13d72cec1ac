# SPDX-License-Identifier: BSL-1.0
"""A started local platform, an app that only writes down who calls it, and a browser's cookies."""
import base64
import hashlib
import hmac
import http.client
import http.server
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

SECRET = "a-client-secret-of-the-first-app"
OTHER_SECRET = "a-client-secret-of-the-other-app"
FIRST, OTHER = "firstapp0000000000000000000001", "otherapp0000000000000000000002"
COFFEE, BIKES = "g5cd38", "z4zn3wo"
OWNER, MANAGER, CLERK = 9128, 9129, 9130
SHOPPER = 4927
FORM = "application/x-www-form-urlencoded"


class Reply:
    def __init__(self, raw):
        self.status = raw.status
        self.headers = raw.headers
        self.text = raw.read().decode()

    def json(self):
        return json.loads(self.text)


class FakeApp:
    """Keeps every callback's path and query, calls `meanwhile`, and answers with `status`."""

    def __init__(self):
        app = self
        self.calls, self.status, self.meanwhile = [], 200, lambda: None

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                app.calls.append((url.path, urllib.parse.parse_qs(url.query)))
                app.meanwhile()
                self.send_response(app.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Platform:
    def __init__(self, binary, app_port, *options):
        self.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self.folder.name)
        (folder / "secret").write_text(SECRET + "\n")
        origin = f"http://127.0.0.1:{app_port}"
        first = {
            "name": "First <b>app</b>", "client_id": FIRST, "client_secret_file": "secret",
            "scopes": "store_v2_orders store_v2_information_read_only",
            "auth_url": origin + "/auth", "load_url": origin + "/load",
            "uninstall_url": origin + "/uninstall", "remove_user_url": origin + "/remove-user",
            "browser_origin": f"http://app.localhost:{app_port}",
        }
        other = {
            "name": "Other app", "client_id": OTHER, "client_secret": OTHER_SECRET,
            "scopes": "store_v2_products", "multi_user": False, "legacy_payload": True,
            "auth_url": origin + "/other/auth", "load_url": origin + "/other/load",
        }
        (folder / "apps.json").write_text(json.dumps({"apps": [first, other]}))
        self.ready = folder / "ready"
        self.process = subprocess.Popen(
            [binary, "--port", "0", "--ready-file", str(self.ready),
             "--config", str(folder / "apps.json"), *options], stdout=subprocess.PIPE, text=True)
        self.port = self.wait_until_ready()

    def wait_until_ready(self):
        for _ in range(600):
            if self.ready.exists():
                return int(self.ready.read_text())
            if self.process.poll() is not None:
                raise RuntimeError("the platform ended with " + str(self.process.returncode))
            time.sleep(0.05)
        raise RuntimeError("the platform did not get ready")

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        output, _ = self.process.communicate(timeout=30)
        self.folder.cleanup()
        return self.process.returncode, output

    def send(self, method, target, body=None, headers=None, host=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            all_headers = {"Host": f"{host or '127.0.0.1'}:{self.port}", **(headers or {})}
            connection.request(method, target, body, all_headers)
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def admin(self, what, **wishes):
        reply = self.send("POST", "/_admin/" + what, json.dumps(wishes),
                          {"Content-Type": "application/json"})
        return reply.json() if reply.status == 200 else reply

    def state(self):
        return self.send("GET", "/_admin/state").json()

    def install_of(self, store=COFFEE, client_id=FIRST):
        stores = {each["hash"]: each for each in self.state()["stores"]}
        return stores[store]["installs"].get(client_id)

    def fields(self, **changes):
        """The seven fields of a right token request, for a new code."""
        made = self.admin("code", store=changes.pop("store", COFFEE),
                          client_id=FIRST, user=changes.pop("user", OWNER))
        registered = made["url"].split("?")[0]
        right = {"client_id": FIRST, "client_secret": SECRET, "code": made["code"],
                 "scope": made["scope"], "grant_type": "authorization_code",
                 "redirect_uri": registered, "context": made["context"]}
        right.update(changes)
        return {name: value for name, value in right.items() if value is not None}

    def exchange(self, fields, as_json=False):
        body = json.dumps(fields) if as_json else urllib.parse.urlencode(fields)
        kind = "application/json" if as_json else FORM
        return self.send("POST", "/oauth2/token", body, {"Content-Type": kind})

    def install(self, **changes):
        reply = self.exchange(self.fields(**changes))
        assert reply.status == 200, reply.text
        return reply.json()["access_token"]

    def api(self, token, path="/v2/store", store=COFFEE, method="GET", body=None,
            kind="application/json"):
        headers = {"X-Auth-Token": token} if token else {}
        if body is not None:
            headers["Content-Type"] = kind
            body = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.send(method, f"/stores/{store}{path}", body, headers)


class Browser:
    """One site, with its cookie and the CSRF token of the last page."""

    def __init__(self, platform, host):
        self.platform, self.host, self.cookie, self.csrf = platform, host, None, ""

    def send(self, method, target, body=None, **headers):
        if self.cookie:
            headers["Cookie"] = self.cookie
        if body is not None:
            headers["Content-Type"] = FORM
        reply = self.platform.send(method, target, body, headers, self.host)
        if reply.headers.get("Set-Cookie"):
            self.cookie = reply.headers["Set-Cookie"].split(";")[0]
        found = re.search(r'name="csrf" value="(\w+)"', reply.text)
        if found:
            self.csrf = found[1]
        return reply

    def get(self, target):
        return self.send("GET", target)

    def post(self, target, **fields):
        return self.send("POST", target, urllib.parse.urlencode({"csrf": self.csrf, **fields}))

    def follow(self, reply):
        return self.get(reply.headers["Location"])


def claims_of(token):
    """Header and claims of a compact token whose signature is right for the first app."""
    head, claims, signature = token.split(".")
    header = json.loads(unpadded(head))
    digest = {"HS256": hashlib.sha256, "HS512": hashlib.sha512}[header["alg"]]
    right = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), digest).digest()
    assert hmac.compare_digest(right, unpadded(signature)), "the signature is wrong"
    return header, json.loads(unpadded(claims))


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class PlatformCase(unittest.TestCase):
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.app = FakeApp()
        cls.platform = Platform(BINARY, cls.app.port, *cls.options)

    @classmethod
    def tearDownClass(cls):
        cls.platform.stop()
        cls.app.stop()

    def setUp(self):
        self.platform.admin("reset")
        self.app.calls.clear()
        self.app.status, self.app.meanwhile = 200, lambda: None


BINARY = sys.argv[1] if len(sys.argv) > 1 else ""


def run():
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], module="__main__", verbosity=2)
