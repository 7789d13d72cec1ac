# SPDX-License-Identifier: BSL-1.0
"""The platform and the app, started together on free ports, and somebody who calls them."""
import http.client
import json
import pathlib
import re
import secrets
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

CLIENT_ID = "loyalty0000000000000000000demo"
COFFEE, BIKES = "g5cd38", "z4zn3wo"
OWNER, MANAGER, CLERK = 9128, 9129, 9130
ADA, NOEL = 4927, 4928
FORM = "application/x-www-form-urlencoded"
SCOPES = "store_v2_customers store_v2_information_read_only"


class Gone(Exception):
    """A process doesn't answer."""


class Reply:
    def __init__(self, raw):
        self.status, self.headers = raw.status, raw.headers
        self.text = raw.read().decode()

    def json(self):
        return json.loads(self.text)


def call(name, port, method, target, body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, target, body, headers or {})
        return Reply(connection.getresponse())
    except (OSError, http.client.HTTPException) as error:
        raise Gone(f"{name} does not answer ({type(error).__name__})") from error
    finally:
        connection.close()


def keep_port():
    """A socket that never listens. As long as it is there, nobody is given its port who asks for any."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(("127.0.0.1", 0))
    return one


class Program:
    """A started program that says in a file when it can be called."""

    def __init__(self, name, command, ready, log):
        self.name, self.ready = name, ready
        ready.unlink(missing_ok=True)
        with open(log, "ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output,
                                            stdin=subprocess.DEVNULL)
        try:
            self.port = self.wait_until_ready()
        except Gone:
            self.kill()
            raise

    def wait_until_ready(self):
        for _ in range(6000):
            if self.ready.exists() and self.ready.read_text():
                return int(self.ready.read_text())
            if self.process.poll() is not None:
                raise Gone(f"{self.name} ended with {self.process.returncode}")
            time.sleep(0.005)
        raise Gone(f"{self.name} did not get ready")

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(timeout=30)

    def kill(self):
        self.process.kill()
        self.process.wait()


class Local:
    """Both of them, with a new secret and a new database."""

    def __init__(self, platform, loyalty, *options, scopes=SCOPES):
        self.keeper = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.keeper.name)
        self.binary, self.options, self.scopes = loyalty, options, scopes
        (self.folder / "secret").write_text(secrets.token_hex(16) + "\n")
        # each has to know the other's port before it starts
        self.kept = keep_port()
        app_port = self.kept.getsockname()[1]
        self.platform = Program("the platform", [
            platform, "--port", "0", "--ready-file", str(self.folder / "platform-ready"),
            "--app-name", "Loyalty", "--client-id", CLIENT_ID,
            "--secret-file", str(self.folder / "secret"),
            "--app-url", f"http://127.0.0.1:{app_port}",
            "--app-origin", f"http://app.localhost:{app_port}", "--scopes", scopes,
            "--storefront-script", f"http://app.localhost:{app_port}/storefront.js",
        ], self.folder / "platform-ready", self.folder / "platform.log")
        self.app = None
        try:
            self.start_app(app_port)
        except Gone:
            self.platform.kill()
            raise

    @property
    def database(self):
        return self.folder / "loyalty.db"

    def start_app(self, port):
        here = self.platform.port
        self.app = Program("the app", [
            self.binary, "--port", str(port), "--ready-file", str(self.folder / "app-ready"),
            "--client-id", CLIENT_ID, "--secret-file", str(self.folder / "secret"),
            "--login-url", f"http://127.0.0.1:{here}", "--api-url", f"http://127.0.0.1:{here}",
            "--db", str(self.database),
            "--frame-ancestor", f"http://cp.localhost:{here}", "--required-scopes", self.scopes,
            "--storefront-origin", f"http://shop.localhost:{here}",
            "--storefront-origin", f"http://shop-{COFFEE}.localhost:{here}",
            "--storefront-origin", f"http://shop-{BIKES}.localhost:{here}", *self.options,
        ], self.folder / "app-ready", self.folder / "app.log")

    def stop(self):
        codes = [each.stop() for each in (self.app, self.platform)]
        self.kept.close()
        self.keeper.cleanup()
        return codes

    def app_log(self):
        return (self.folder / "app.log").read_text()

    def admin(self, what, **wishes):
        reply = call("the platform", self.platform.port, "POST", "/_admin/" + what,
                     json.dumps(wishes), {"Content-Type": "application/json"})
        if reply.status != 200:
            raise AssertionError(f"the platform refused {what}: {reply.text}")
        return reply.json()

    def platform_api(self, token, store=COFFEE):
        return call("the platform", self.platform.port, "GET", f"/stores/{store}/v2/store",
                    headers={"X-Auth-Token": token}).status

    def code(self, store=COFFEE, user=OWNER):
        """The target of the auth callback, as if that person had agreed."""
        return target_of(self.admin("code", store=store, client_id=CLIENT_ID, user=user)["url"])

    def load(self, store=COFFEE, user=OWNER, door="load", age=0):
        """The target of a signed callback."""
        return target_of(self.admin("load", store=store, client_id=CLIENT_ID, user=user, door=door,
                                    age=age)["url"])

    def shopper(self, store=COFFEE, customer=ADA, **more):
        return self.admin("current-customer", store=store, client_id=CLIENT_ID, customer=customer,
                          **more)["token"]

    def get(self, target, **headers):
        return call("the app", self.app.port, "GET", target, headers=headers)

    def balance(self, token, store=COFFEE, **headers):
        if token is not None:
            headers["Authorization"] = "Bearer " + token
        return self.get("/api/balance?store=" + store, **headers)


class Visitor:
    """A browser at the app: its cookie and the CSRF token of its page."""

    def __init__(self, local):
        self.local, self.cookie, self.csrf = local, "", ""

    def send(self, method, target, body=None, **headers):
        if self.cookie:
            headers["Cookie"] = self.cookie
        reply = call("the app", self.local.app.port, method, target, body, headers)
        if reply.headers.get("Set-Cookie"):
            self.cookie = reply.headers["Set-Cookie"].split(";")[0]
        found = re.search(r'name="csrf_token" value="([\w-]+)"', reply.text)
        self.csrf = found[1] if found else self.csrf
        return reply

    def open(self, target):
        """Follows the one redirect that a callback answers with."""
        reply = self.send("GET", target)
        return self.send("GET", reply.headers["Location"]) if reply.status == 303 else reply

    def give(self, customer, points, csrf=None):
        body = urllib.parse.urlencode({"csrf_token": self.csrf if csrf is None else csrf,
                                       "customer": customer, "points": points})
        return self.send("POST", "/points", body, **{"Content-Type": FORM})


def target_of(url):
    parts = urllib.parse.urlsplit(url)
    return parts.path + "?" + parts.query


def forged(target):
    """The same with the last letter but one of the signature changed: that one has no spare bits."""
    return target[:-2] + ("A" if target[-2] != "A" else "B") + target[-1]
