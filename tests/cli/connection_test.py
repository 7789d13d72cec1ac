#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Holds what `bcauth connect` and `bcauth exchange` say, over real TLS servers and a real proxy.

    connection_test.py COMMAND [unittest option...]
"""
import contextlib
import http.server
import json
import os
import pathlib
import shutil
import socket
import ssl
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest

COMMAND = ""
SECRET = "0gk3rlt0sab7d4vx9xqp2yoyl1n6c8e"
TOKEN = "g3y3ab5cctiu0edpy9n8gzl0p25og9u"
CODE = "qr6h3thvbvag2ffq"
CLIENT = "m8e1mkkmjw2xjinydqz7ie05to1y2nk"
STORE = "g5cd38"
QUERY = f"code={CODE}&scope=store_v2_orders&context=stores/{STORE}"
GRANTED = {"access_token": TOKEN, "scope": "store_v2_orders", "context": f"stores/{STORE}",
           "user": {"id": 24654, "email": "merchant@mybigcommerce.com"}}


def run(*arguments, stdin=b"", **environment):
    kept = {key: value for key, value in os.environ.items()
            if key in ("PATH", "LD_LIBRARY_PATH", "LD_PRELOAD") or key.endswith("SAN_OPTIONS")}
    done = subprocess.run([COMMAND, *map(str, arguments)], input=stdin, capture_output=True,
                          timeout=60, env={**kept, "BCAUTH_CLIENT_SECRET": SECRET, **environment})
    assert done.returncode in (0, 1, 2, 3), (done.returncode, done.stderr)
    for secret in (SECRET, TOKEN, CODE, "the-proxy-password"):
        assert secret.encode() not in done.stdout + done.stderr, (arguments, done.stderr)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def connect(origin, *arguments, settings="ProxyAutoDetect=false", **environment):
    code, out, err = run("connect", "--json", "--api-host", origin, "--settings", settings,
                         *arguments, **environment)
    return code, json.loads(out) if out else err


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Certificates:
    """A private CA, and what it and others vouch for."""

    def __init__(self, folder):
        self.folder = folder
        self.make("ca", "-x509", "-subj", "/CN=the private CA", "-days", "2")
        self.signed("good", "IP:127.0.0.1", 2)
        self.signed("wrong-name", "DNS:elsewhere.example", 2)
        self.signed("expired", "IP:127.0.0.1", -1)
        self.make("self-signed", "-x509", "-subj", "/CN=self-signed", "-days", "2", "-addext",
                  "subjectAltName=IP:127.0.0.1")

    def path(self, name, kind="pem"):
        return self.folder / f"{name}.{kind}"

    def make(self, name, *more):
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", self.path(name, "key"), "-out",
                self.path(name), *more)

    def signed(self, name, who, days):
        self.make(name, "-subj", f"/CN={name}")
        self.path(name, "ext").write_text(f"subjectAltName={who}\n")
        openssl("x509", "-req", "-in", self.path(name), "-CA", self.path("ca"), "-CAkey",
                self.path("ca", "key"), "-CAcreateserial", "-days", days, "-extfile",
                self.path(name, "ext"), "-out", self.path(name))

    def sha256(self, name):
        done = subprocess.run(["openssl", "x509", "-in", self.path(name), "-noout", "-fingerprint",
                               "-sha256"], check=True, capture_output=True, text=True)
        return done.stdout.strip().split("=")[1]


class Api(http.server.BaseHTTPRequestHandler):
    """Answers as the server's `status` and `answer` say; `tokens` and `bodies` are what was sent."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.tokens.append(self.headers.get("X-Auth-Token"))
        self.reply()

    def do_POST(self):
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.reply()

    def reply(self):
        time.sleep(self.server.delay)
        body = json.dumps(self.server.answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def server(certificate=None, status=200, answer=None, delay=0):
    """(origin, server)"""
    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
    listening.daemon_threads = True
    listening.status, listening.answer, listening.delay = status, answer or {}, delay
    listening.tokens, listening.bodies = [], []
    listening.handle_error = lambda *_: None
    scheme = "http"
    if certificate:
        scheme = "https"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES.path(certificate), CERTIFICATES.path(certificate, "key"))
        listening.socket = context.wrap_socket(listening.socket, server_side=True)
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"{scheme}://127.0.0.1:{listening.server_port}", listening
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextlib.contextmanager
def tinyproxy(*lines):
    """The port of a tinyproxy with these lines in its configuration."""
    port = free_port()
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as config:
        config.write("\n".join([f"Port {port}", "Listen 127.0.0.1", "Timeout 20", *lines, ""]))
        config.flush()
        proxy = subprocess.Popen(["tinyproxy", "-d", "-c", config.name], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        try:
            for _ in range(200):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.05)
            yield port
        finally:
            proxy.terminate()
            proxy.wait()


class Connect(unittest.TestCase):
    def trusted(self, more=""):
        return f"ProxyAutoDetect=false;SSLServerCert={CERTIFICATES.path('ca')};{more}"

    def test_says_what_it_saw(self):
        with server("good", 404) as (origin, _):
            code, told = connect(origin, settings=self.trusted())
        self.assertEqual((code, told["ok"], told["status"]), (0, True, 404))
        self.assertEqual((told["host"], told["via"], told["stage"]), ("127.0.0.1", "directly", "done"))
        self.assertRegex(told["tls"]["version"], "^TLSv1[.][23]$")
        self.assertEqual(told["certificate"]["sha256"],
                         CERTIFICATES.sha256("good").replace(":", "").lower())
        self.assertIn("the private CA", told["certificate"]["issuer"])
        times = told["times"]
        self.assertTrue(0 < times["connect_ms"] <= times["tls_ms"] <= times["total_ms"], times)

    def test_says_it_to_a_person_too(self):
        with server("good") as (origin, _):
            code, out, _ = run("connect", "--api-host", origin, "--settings", self.trusted())
        self.assertEqual(code, 0)
        for word in ("connected", "directly", "TLSv1.", "SHA-256", "the private CA", "TLS after"):
            self.assertIn(word, out)

    def test_a_certificate_that_nobody_vouches_for(self):
        with server("self-signed") as (origin, _):
            code, told = connect(origin)
            self.assertEqual((code, told["ok"], told["trouble"]), (3, False, "certificate_untrusted"))
            self.assertIn("SSLServerCert", told["advice"])
            for pin in (CERTIFICATES.sha256("self-signed"), CERTIFICATES.path("self-signed")):
                settings = f"ProxyAutoDetect=false;SSLServerCert={pin}"
                self.assertEqual(connect(origin, settings=settings)[0], 0, pin)

    def test_a_certificate_of_another_name_or_time(self):
        for certificate, trouble in (("wrong-name", "certificate_name"),
                                     ("expired", "certificate_expired")):
            with server(certificate) as (origin, _):
                code, told = connect(origin, settings=self.trusted())
            self.assertEqual((code, told["trouble"]), (3, trouble))

    def test_anything_only_with_consent_and_a_warning(self):
        with server("self-signed") as (origin, _):
            any_settings = "ProxyAutoDetect=false;SSLServerCert=*"
            self.assertEqual(connect(origin, settings=any_settings)[0], 2)
            code, out, err = run("connect", "--api-host", origin, "--settings", any_settings,
                                 "--allow-any-certificate")
        self.assertEqual(code, 0)
        self.assertIn("warning: SSLServerCert", err)

    def test_a_server_that_takes_too_long(self):
        with server("good", delay=3) as (origin, _):
            code, told = connect(origin, settings=self.trusted("Timeout=1"))
        self.assertEqual((code, told["trouble"], told["stage"]), (3, "timed_out", "receive"))
        self.assertIn("Timeout", told["advice"])

    def test_nobody_there(self):
        code, told = connect(f"https://127.0.0.1:{free_port()}")
        self.assertEqual((code, told["trouble"], told["stage"]), (3, "refused", "connect"))

    def test_a_token_that_is_taken_refused_and_too_weak(self):
        for status, code, error in ((200, 0, None), (401, 1, "api_unauthorized"),
                                    (403, 1, "api_forbidden"), (500, 3, "unexpected_status")):
            answer = {"id": STORE, "name": "Sp\u00e4ti"} if status == 200 else {"title": "no"}
            with server("good", status, answer) as (origin, api):
                got, told = connect(origin, "--token-env", "ITS_TOKEN", "--store", STORE,
                                    settings=self.trusted(), ITS_TOKEN=TOKEN)
            self.assertEqual((got, told.get("error")), (code, error), told)
            self.assertEqual(api.tokens, [TOKEN])
            if status == 200:
                self.assertEqual(told["store"]["name"], "Sp\u00e4ti")
            elif code == 1:
                self.assertIn(str(status), told["advice"])

    def test_a_log_has_every_exchange_at_any_verbosity(self):
        for verbosity in (1, 5):
            with tempfile.TemporaryDirectory() as folder, server("good", 404) as (origin, _):
                log = pathlib.Path(folder) / "log"
                code, told = connect(origin, settings=self.trusted(f"Verbosity={verbosity};Logfile={log}"))
                self.assertEqual(code, 0, told)
                lines = [line for line in log.read_text().splitlines() if " exchange GET " in line]
                self.assertEqual(len(lines), 1, verbosity)
                self.assertIn("status=404 error=none", lines[0])

    def test_a_token_without_its_store_is_a_mistake(self):
        code, told = connect("https://127.0.0.1:1", "--token-env", "ITS_TOKEN", ITS_TOKEN=TOKEN)
        self.assertEqual(code, 2)
        self.assertIn("StoreId", told)

    def test_secrets_are_refused_in_arguments_by_name(self):
        for name in ("ProxyPassword", "FirewallPassword", "OAuthClientSecret", "OAuthAccessToken"):
            code, told = connect("https://127.0.0.1:1", settings=f"{name}=the-proxy-password")
            self.assertEqual(code, 2)
            self.assertIn(name, told)
            self.assertIn(f"BCAUTH_{name.upper()}", told)

    def test_a_mistake_names_the_setting_and_what_is_allowed(self):
        for settings, words in (("FirewallType=SOCKS6", ("FirewallType", "SOCKS5")),
                                ("Proxyport=3128", ("ProxyPort",)), ("ProxyPrt=1", ("ProxyPort",)),
                                ("InitiateOAuth=OFF", ("InitiateOAuth",)),
                                ("Timeout=soon", ("Timeout", "2147483"))):
            code, told = connect("https://127.0.0.1:1", settings=settings)
            self.assertEqual(code, 2, settings)
            for word in words:
                self.assertIn(word, told)

    def test_settings_of_a_file_and_of_the_environment(self):
        with tempfile.NamedTemporaryFile("w", suffix=".ini") as file, server("good") as (origin, _):
            file.write(f"# a comment\nProxyAutoDetect = false\nSSLServerCert = {CERTIFICATES.path('ca')}\n")
            file.flush()
            code, out, err = run("connect", "--api-host", origin, "--settings-file", file.name)
            self.assertEqual(code, 0, err)
            code, out, err = run("connect", "--api-host", origin, BCAUTH_PROXYAUTODETECT="false",
                                 BCAUTH_SSLSERVERCERT=str(CERTIFICATES.path("ca")))
            self.assertEqual(code, 0, err)
        self.assertEqual(run("connect", "--settings-file", "/nowhere/at/all")[0], 2)

    @unittest.skipUnless(shutil.which("tinyproxy"), "skipped: tinyproxy is not installed")
    def test_a_proxy_that_lets_through_and_one_that_refuses(self):
        with server("good") as (origin, _):
            port = origin.rsplit(":", 1)[1]
            with tinyproxy("BasicAuth somebody the-proxy-password", f"ConnectPort {port}") as proxy:
                way = f"SSLServerCert={CERTIFICATES.path('ca')};ProxyAutoDetect=false;" \
                      f"ProxyServer=127.0.0.1;ProxyPort={proxy};"
                code, told = connect(origin, settings=way + "ProxyUser=somebody",
                                     BCAUTH_PROXYPASSWORD="the-proxy-password")
                self.assertEqual((code, told["via"]), (0, "through an HTTP proxy"), told)
                code, told = connect(origin, settings=way + "ProxyUser=somebody",
                                     BCAUTH_PROXYPASSWORD="another")
                self.assertEqual((code, told["trouble"], told["stage"]),
                                 (3, "proxy_authentication", "proxy"), told)
                self.assertIn("ProxyPassword", told["advice"])
            with tinyproxy("ConnectPort 1") as proxy:
                code, told = connect(origin, settings=f"ProxyAutoDetect=false;ProxyServer=127.0.0.1;"
                                                      f"ProxyPort={proxy}")
                self.assertEqual((code, told["trouble"], told["status"]), (3, "proxy_refused", 403), told)


class Exchange(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = pathlib.Path(self.folder.name) / "token"

    def exchange(self, origin, *more, query="-", stdin=QUERY.encode(), settings="ProxyAutoDetect=false"):
        code, out, err = run("exchange", "--json", "--client-id", CLIENT, "--redirect-uri",
                             "https://app.example.com/auth", "--login-host", origin, "--token-file",
                             self.file, "--settings", settings, *more, query, stdin=stdin)
        return code, json.loads(out) if out else err

    def test_a_token_goes_to_its_file_and_nowhere_else(self):
        with server("good", answer=GRANTED) as (origin, login):
            code, told = self.exchange(origin, settings=f"ProxyAutoDetect=false;SSLServerCert="
                                                        f"{CERTIFICATES.path('ca')}")
        self.assertEqual((code, told["ok"], told["store_hash"]), (0, True, STORE), told)
        self.assertEqual(told["user"], {"id": 24654, "email": "merchant@mybigcommerce.com"})
        self.assertEqual(told["scopes"], "store_v2_orders")
        self.assertEqual(self.file.read_text(), TOKEN)
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o600)
        self.assertEqual(len(login.bodies), 1)
        self.assertIn(f"code={CODE}", login.bodies[0])

    def test_json_is_sent_where_that_is_asked_for(self):
        with server(answer=GRANTED) as (origin, login):
            self.assertEqual(self.exchange(origin, "--json-body")[0], 0)
        self.assertEqual(json.loads(login.bodies[0])["code"], CODE)

    def test_nothing_is_sent_where_the_token_could_not_be_kept(self):
        self.file.write_text("an older token")
        with server(answer=GRANTED) as (origin, login):
            self.assertEqual(self.exchange(origin)[0], 2)
        self.assertEqual((login.bodies, self.file.read_text()), ([], "an older token"))

    def test_a_refusal_leaves_no_file(self):
        for status, answer, code, error in (
                (400, {"error": "Invalid client id."}, 1, "exchange_refused"),
                (200, {**GRANTED, "context": "stores/other"}, 3, "context_mismatch"),
                (503, {}, 3, "unexpected_status")):
            with server(status=status, answer=answer) as (origin, _):
                got, told = self.exchange(origin)
            self.assertEqual((got, told["error"]), (code, error), told)
            self.assertFalse(self.file.exists())

    def test_a_grant_that_is_none_is_not_sent(self):
        with server(answer=GRANTED) as (origin, login):
            code, told = self.exchange(origin, query=f"code={CODE}&scope=store_v2_orders")
            self.assertEqual((code, told["error"]), (1, "missing_parameter"), told)
            code, told = self.exchange(origin, "--required", "store_v2_products")
            self.assertEqual((code, told["error"]), (1, "missing_scopes"), told)
        self.assertEqual(login.bodies, [])

    def test_nobody_there_tells_that_the_code_is_still_good(self):
        code, told = self.exchange(f"https://127.0.0.1:{free_port()}")
        self.assertEqual((code, told["error"]), (3, "transport_failed"))

    def test_the_settings_give_what_arguments_do_not(self):
        with server(answer=GRANTED) as (origin, _):
            code, _, err = run("exchange", "--login-host", origin, "--token-file", self.file, "-",
                               "--settings", f"ProxyAutoDetect=false;OAuthClientId={CLIENT};"
                               "CallbackURL=https://app.example.com/auth", stdin=QUERY.encode())
        self.assertEqual(code, 0, err)

    def test_a_log_at_its_loudest_holds_none_of_it(self):
        log = pathlib.Path(self.folder.name) / "log"
        with server("good", answer=GRANTED) as (origin, _):
            code, told = self.exchange(origin, settings=f"ProxyAutoDetect=false;Verbosity=5;Logfile={log};"
                                                        f"SSLServerCert={CERTIFICATES.path('ca')}")
        self.assertEqual(code, 0, told)
        text = log.read_text()
        self.assertIn("/oauth2/token", text)
        for secret in (SECRET, TOKEN, CODE):
            self.assertNotIn(secret, text)


if __name__ == "__main__":
    COMMAND = sys.argv.pop(1)
    with tempfile.TemporaryDirectory() as made:
        CERTIFICATES = Certificates(pathlib.Path(made))
        unittest.main()
