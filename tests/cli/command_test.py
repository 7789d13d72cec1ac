#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Holds the contract of the `bcauth` command: verbs, exit codes, JSON to the letter, and silence about secrets.

    command_test.py COMMAND [unittest option...]
"""
import base64
import contextlib
import functools
import hashlib
import hmac
import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
import unittest

COMMAND = ""
SECRET = "0gk3rlt0sab7d4vx9xqp2yoyl1n6c8e"
OTHER = "another-secret-Zq8w7e6r5t4y3u2i"
CLIENT = "m8e1mkkmjw2xjinydqz7ie05to1y2nk"
STORE = "z4zn3wo"
AT = 1659031626
KINDS = ("signed-payload", "load-jwt", "current-customer")
NAME = {"signed-payload": "signed_payload", "load-jwt": "signed_payload_jwt"}


def environment(**more):
    kept = {key: value for key, value in os.environ.items()
            if key in ("PATH", "LD_LIBRARY_PATH", "LD_PRELOAD")}
    return {**kept, **sanitizer_options(), "BCAUTH_CLIENT_SECRET": SECRET, **more}


def sanitizer_options():
    return {key: value for key, value in os.environ.items() if key.endswith("SAN_OPTIONS")}


class Answer:
    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def json(self):
        return json.loads(self.out, object_pairs_hook=no_duplicates)


def no_duplicates(pairs):
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), names
    return dict(pairs)


def run(*arguments, stdin=b"", env=None):
    arguments = [each if isinstance(each, bytes) else str(each) for each in arguments]
    done = subprocess.run([COMMAND, *arguments], input=stdin, capture_output=True, timeout=60,
                          env=environment() if env is None else {**sanitizer_options(), **env})
    if done.returncode not in (0, 1, 2, 3):
        raise AssertionError(f"exit code {done.returncode} of {arguments[:3]}: {done.stderr[-300:]}")
    return Answer(done)


def options_of(kind, at=AT):
    options = ["--at", at]
    if kind != "signed-payload":
        options += ["--client-id", CLIENT]
    if kind == "current-customer":
        options += ["--store", STORE]
    return options


def mint(kind, *more, at=AT, env=None):
    answer = run("mint", kind, *options_of(kind, at), *more, env=env)
    assert answer.code == 0 and answer.err == b"", (kind, more, answer.err)
    assert answer.out.endswith(b"\n")
    return answer.out[:-1]


def verify(kind, token, *more, at=AT, **how):
    return run("verify", kind, *options_of(kind, at), *more, token, **how)


@functools.lru_cache(maxsize=None)
def flawed(kind, name):
    return mint(kind, "--flaw", name)


@functools.lru_cache(maxsize=None)
def flaws_of(kind):
    listed = run("mint", kind, "--list-flaws").out.decode().splitlines()
    return [line.split("\t")[:2] for line in listed]


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def jwt(claims, secret=SECRET, header=b'{"typ":"JWT","alg":"HS256"}'):
    text = b64url(header) + b"." + b64url(json.dumps(claims).encode())
    return text + b"." + b64url(hmac.new(secret.encode(), text, hashlib.sha256).digest())


def legacy(claims, secret=SECRET):
    text = json.dumps(claims).encode()
    digest = hmac.new(secret.encode(), text, hashlib.sha256).hexdigest().encode()
    return base64.b64encode(text) + b"." + base64.b64encode(digest)


class Verify(unittest.TestCase):
    maxDiff = None

    def test_a_load_token_of_another_maker_in_the_promised_shape(self):
        token = jwt({"aud": CLIENT, "iss": "bc", "iat": AT, "nbf": AT - 5, "exp": AT + 86400,
                     "jti": "c5f0", "sub": "stores/" + STORE,
                     "user": {"id": 9007199254740993, "email": "\u00fc@example.com"},
                     "owner": {"id": 9128, "email": "o@example.com"}, "url": "/",
                     "channel_id": None})
        answer = verify("load-jwt", token, "--json")
        self.assertEqual(answer.code, 0)
        self.assertEqual(answer.err, b"")
        self.assertEqual(answer.out.decode(), (
            '{"ok":true,"kind":"load-jwt","store_hash":"z4zn3wo",'
            '"user":{"id":9007199254740993,"email":"\u00fc@example.com"},'
            '"owner":{"id":9128,"email":"o@example.com"},"is_owner":false,"url":"/",'
            f'"channel_id":null,"issued_at":{AT},"expires_at":{AT + 86400},"token_id":"c5f0",'
            '"matched_secret":1}\n'))

    def test_a_legacy_payload_of_another_maker_with_null_for_what_it_has_not(self):
        token = legacy({"user": {"id": 72, "email": "a@example.com"}, "store_hash": "lctvh5wm",
                        "timestamp": AT + 0.65})
        answer = verify("signed-payload", token, "--json")
        self.assertEqual(answer.code, 0)
        self.assertEqual(answer.out.decode(), (
            '{"ok":true,"kind":"signed-payload","store_hash":"lctvh5wm",'
            '"user":{"id":72,"email":"a@example.com"},"owner":null,"is_owner":false,"url":"/",'
            f'"channel_id":null,"issued_at":{AT},"expires_at":null,"token_id":null,'
            '"matched_secret":1}\n'))

    def test_a_shopper_of_another_maker_in_the_promised_shape(self):
        token = jwt({"customer": {"id": 4927, "email": "s@example.com", "group_id": "6"},
                     "iss": "bc/apps", "sub": STORE, "iat": AT, "exp": AT + 900, "version": 1,
                     "aud": CLIENT, "application_id": "x", "store_hash": STORE,
                     "operation": "current_customer"})
        answer = verify("current-customer", token, "--json")
        self.assertEqual(answer.code, 0)
        self.assertEqual(answer.out.decode(), (
            '{"ok":true,"kind":"current-customer","store_hash":"z4zn3wo",'
            '"customer":{"id":4927,"email":"s@example.com","group_id":"6"},'
            f'"issued_at":{AT},"expires_at":{AT + 900},"matched_secret":1}}\n'))

    def test_a_refusal_in_the_promised_shape(self):
        answer = verify("load-jwt", jwt({}, OTHER), "--json")
        self.assertEqual(answer.code, 1)
        self.assertEqual(answer.out.decode(), (
            '{"ok":false,"kind":"load-jwt","error":"signature_mismatch",'
            '"condition":"unauthenticated",'
            '"message":"the signature was made with another secret"}\n'))

    def test_what_is_minted(self):
        for kind in KINDS:
            answer = verify(kind, mint(kind), "--json")
            self.assertEqual((answer.code, answer.json["ok"]), (0, True), kind)
            self.assertEqual(answer.json["kind"], kind)

    def test_an_hs512_shopper_but_no_hs512_load(self):
        token = mint("current-customer", "--algorithm", "HS512")
        self.assertEqual(verify("current-customer", token).code, 0)
        self.assertEqual(run("mint", "load-jwt", "--client-id", CLIENT, "--algorithm", "HS512").code, 2)

    def test_a_token_on_standard_input_without_exactly_one_newline(self):
        token = mint("load-jwt")
        for ending, code in ((b"", 0), (b"\n", 0), (b"\n\n", 1), (b"\r\n", 1), (b" ", 1)):
            self.assertEqual(verify("load-jwt", "-", stdin=token + ending).code, code, ending)

    def test_each_kind_at_its_own_door_only(self):
        for kind in KINDS:
            for other in KINDS:
                if other != kind:
                    self.assertEqual(verify(other, mint(kind)).code, 1, (kind, other))

    def test_the_store_that_is_asked_for(self):
        for kind in ("load-jwt", "signed-payload"):
            token = mint(kind, "--store", "abc1")
            self.assertEqual(verify(kind, token, "--store", "abc1").code, 0)
            answer = verify(kind, token, "--store", "abc2", "--json")
            self.assertEqual((answer.code, answer.json["error"], answer.json["condition"]),
                             (1, "store_mismatch", "forbidden"))

    def test_the_clock_leeway_and_age(self):
        token = mint("load-jwt")
        last = AT + 86400 + 9
        self.assertEqual(verify("load-jwt", token, at=last).code, 0)
        self.assertEqual(verify("load-jwt", token, at=last + 1, ).code, 1)
        self.assertEqual(verify("load-jwt", token, "--leeway", "0", at=last - 9).code, 1)
        self.assertEqual(verify("load-jwt", token, "--leeway", "600", at=last + 590).code, 0)
        payload = mint("signed-payload")
        self.assertEqual(verify("signed-payload", payload, at=AT + 300).code, 0)
        self.assertEqual(verify("signed-payload", payload, at=AT + 301).code, 1)
        self.assertEqual(verify("signed-payload", payload, "--max-age", "9", at=AT + 10).code, 1)
        self.assertEqual(verify("signed-payload", payload, "--max-age", "86400", at=AT + 86400).code, 0)

    def test_a_stale_payload_only_where_that_is_allowed_and_with_a_warning(self):
        payload = mint("signed-payload")
        stale = verify("signed-payload", payload, "--json", at=AT + 10**9)
        self.assertEqual((stale.code, stale.json["error"], stale.err), (1, "stale", b""))
        allowed = verify("signed-payload", payload, "--json", "--allow-stale", at=AT + 10**9)
        self.assertEqual((allowed.code, allowed.json["ok"]), (0, True))
        self.assertIn(b"warning", allowed.err)

    def test_the_doors_that_destroy_take_fresh_tokens_only(self):
        for kind in ("load-jwt", "signed-payload"):
            token = mint(kind)
            for door in ("uninstall", "remove-user"):
                self.assertEqual(verify(kind, token, "--door", door, at=AT + 300).code, 0)
                answer = verify(kind, token, "--door", door, "--json", at=AT + 301)
                self.assertEqual((answer.code, answer.json["error"]), (1, "stale"))
                self.assertEqual(verify(kind, token, "--door", door, "--max-age", "5", at=AT + 6).code, 1)
        self.assertEqual(verify("load-jwt", mint("load-jwt"), "--door", "load", at=AT + 301).code, 0)

    def test_a_callback_without_its_code(self):
        query = ("code=qr6h3thvbvag2ffq&scope=store_v2_orders+store_v2_products&"
                 "context=stores%2Fg5cd38&account_uuid=12345678-90ab-cdef-1234-567890abcdef")
        answer = run("verify", "callback", "--json", query)
        self.assertEqual(answer.code, 0)
        self.assertEqual(answer.out.decode(), (
            '{"ok":true,"kind":"callback","store_hash":"g5cd38",'
            '"scopes":["store_v2_orders","store_v2_products"],'
            '"account_uuid":"12345678-90ab-cdef-1234-567890abcdef","external_install":false}\n'))
        self.assertNotIn(b"qr6h3thv", run("verify", "callback", query).out)
        self.assertTrue(run("verify", "callback", "--json", query + "&external_install=1").json["external_install"])
        for bad, error in ((query + "&code=x", "duplicate_parameter"),
                           (query + "&%63ode=x", "duplicate_parameter"),
                           ("code=x&scope=a", "missing_parameter"), ("", "missing_parameter"),
                           ("code=x&scope=a&context=stores/../x", "invalid_store_hash"),
                           ("error=access_denied&code=qr6h3thvbvag2ffq", "authorization_refused"),
                           ("code=%00&scope=a&context=stores/a", "invalid_query")):
            answer = run("verify", "callback", "--json", bad)
            self.assertEqual((answer.code, answer.json["error"]), (1, error), bad)
            self.assertNotIn(b"qr6h3thv", answer.out)

    def test_a_callback_needs_no_secret(self):
        query = "code=x&scope=a&context=stores/a"
        self.assertEqual(run("verify", "callback", query, env={}).code, 0)
        self.assertEqual(run("verify", "callback", "--store", "b", query, env={}).code, 1)

    def test_text_for_a_person_says_the_same(self):
        answer = verify("load-jwt", mint("load-jwt"))
        self.assertTrue(answer.out.startswith(b"accepted"))
        self.assertNotIn(b"\x1b", answer.out)
        answer = verify("load-jwt", mint("load-jwt", "--flaw", "expired"))
        self.assertTrue(answer.out.startswith(b"refused"))
        self.assertIn(b"expired", answer.out)

    def test_a_persons_terminal_is_shown_no_controls(self):
        hostile = "\u202e\u009b2J\u200bmoc.elpmaxe@a"
        answer = verify("load-jwt", mint("load-jwt", "--claim", "user.email=" + json.dumps(hostile)))
        self.assertEqual(answer.code, 0)
        self.assertIn(b"\\u202e\\u009b2J\\u200b", answer.out)


class Flaws(unittest.TestCase):
    def judged(self, kind, tokens):
        """By one process where no token has a line feed in it."""
        lines = b"".join(token + b"\n" for token in tokens)
        answer = run("verify", kind, *options_of(kind), "--batch", stdin=lines)
        self.assertEqual(answer.code, 1)
        return [json.loads(line) for line in answer.out.splitlines()]

    def test_every_flaw_of_every_kind_is_refused_as_the_list_says(self):
        total = 0
        for kind in KINDS:
            flaws = flaws_of(kind)
            self.assertGreater(len(flaws), 80)
            tokens = [flawed(kind, name) for name, _ in flaws]
            whole = [(flaw, token) for flaw, token in zip(flaws, tokens) if b"\n" not in token]
            answers = self.judged(kind, [token for _, token in whole])
            self.assertEqual(len(answers), len(whole))
            for ((name, error), _), answer in zip(whole, answers):
                self.assertEqual((answer["ok"], answer["error"]), (False, error), (kind, name))
            for (name, error), token in zip(flaws, tokens):
                if b"\n" in token:
                    answer = verify(kind, token, "--json")
                    self.assertEqual((answer.code, answer.json["error"]), (1, error), (kind, name))
            total += len(flaws)
        print(f"[ flaws    ] {total} flawed tokens judged", file=sys.stderr)

    def test_the_flaws_that_the_contract_names(self):
        for name in ("expired", "wrong-aud", "alg-none", "bad-signature"):
            self.assertIn(name, [flaw for flaw, _ in flaws_of("load-jwt")])

    def test_a_flaw_that_a_kind_cannot_have_is_wrong_usage(self):
        for arguments in (("signed-payload", "--flaw", "alg-none"),
                          ("load-jwt", "--client-id", CLIENT, "--flaw", "no-such-flaw")):
            answer = run("mint", *arguments)
            self.assertEqual((answer.code, answer.out), (2, b""))


class Batch(unittest.TestCase):
    def test_answers_one_object_a_line_in_order(self):
        good, bad = mint("load-jwt"), mint("load-jwt", "--flaw", "expired")
        lines = [good, bad, b"", b"x" * 300000, b"\xff\x00", good]
        answer = run("verify", "load-jwt", *options_of("load-jwt"), "--batch",
                     stdin=b"\n".join(lines))
        self.assertEqual(answer.code, 1)
        answers = [json.loads(line) for line in answer.out.splitlines()]
        self.assertEqual([each["ok"] for each in answers], [True, False, False, False, False, True])
        self.assertEqual(answers[3]["error"], "token_too_large")

    def test_is_done_when_all_are_accepted_or_there_is_none(self):
        options = ["verify", "load-jwt", *options_of("load-jwt"), "--batch"]
        self.assertEqual(run(*options, stdin=mint("load-jwt") + b"\n").code, 0)
        answer = run(*options, stdin=b"")
        self.assertEqual((answer.code, answer.out), (0, b""))

    def test_takes_no_token_as_an_argument(self):
        self.assertEqual(run("verify", "load-jwt", "--client-id", CLIENT, "--batch", "x").code, 2)

    def test_answers_each_line_when_it_comes(self):
        process = subprocess.Popen([COMMAND, "verify", "load-jwt", *map(str, options_of("load-jwt")),
                                    "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   env=environment())
        try:
            for _ in range(3):
                process.stdin.write(mint("load-jwt") + b"\n")
                process.stdin.flush()
                self.assertTrue(json.loads(process.stdout.readline())["ok"])
        finally:
            process.stdin.close()
            process.stdout.close()
            self.assertEqual(process.wait(timeout=30), 0)


class Secrets(unittest.TestCase):
    def test_rotation_tells_which_matched(self):
        token = mint("load-jwt")
        env = environment(NEW=OTHER, OLD=SECRET)
        for order, match in ((("NEW", "OLD"), 2), (("OLD", "NEW"), 1)):
            chosen = [part for name in order for part in ("--secret-env", name)]
            answer = verify("load-jwt", token, "--json", *chosen, env=env)
            self.assertEqual((answer.code, answer.json["matched_secret"]), (0, match))
        only = verify("load-jwt", token, "--json", "--secret-env", "NEW", env=env)
        self.assertEqual((only.code, only.json["error"]), (1, "signature_mismatch"))

    def test_files_and_variables_count_in_the_order_of_the_arguments(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(OTHER.encode())
            file.flush()
            env = environment(OLD=SECRET)
            answer = verify("load-jwt", mint("load-jwt"), "--json", "--secret-file", file.name,
                            "--secret-env", "OLD", env=env)
            self.assertEqual(answer.json["matched_secret"], 2)

    def test_a_file_is_exact_but_for_one_newline(self):
        for stored, secret, same in ((b"k\n", b"k", True), (b"k\n\n", b"k\n", True),
                                     (b"k\n\n", b"k", False), (b"k\r\n", b"k\r", True),
                                     (b" k", b" k", True), (b" k", b"k", False)):
            token = mint("load-jwt", env={**environment(), "BCAUTH_CLIENT_SECRET": secret})
            with tempfile.NamedTemporaryFile() as file:
                file.write(stored)
                file.flush()
                answer = verify("load-jwt", token, "--secret-file", file.name, env={})
                self.assertEqual(answer.code, 0 if same else 1, stored)

    def test_a_file_may_hold_a_nul(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"a\0b")
            file.flush()
            token = mint("load-jwt", "--secret-file", file.name, env={})
            self.assertEqual(verify("load-jwt", token, "--secret-file", file.name, env={}).code, 0)
            self.assertEqual(verify("load-jwt", token, env={"BCAUTH_CLIENT_SECRET": "a"}).code, 1)

    def test_what_is_missing_is_wrong_configuration(self):
        with tempfile.NamedTemporaryFile() as empty, tempfile.NamedTemporaryFile() as newline, \
                tempfile.NamedTemporaryFile() as large:
            newline.write(b"\n")
            newline.flush()
            large.write(b"k" * (64 * 1024 + 2))
            large.flush()
            for options, env in (([], {}), ([], {"BCAUTH_CLIENT_SECRET": ""}),
                                 (["--secret-env", "ABSENT"], environment()),
                                 (["--secret-file", "/does/not/exist"], environment()),
                                 (["--secret-file", "/"], environment()),
                                 (["--secret-file", empty.name], environment()),
                                 (["--secret-file", newline.name], environment()),
                                 (["--secret-file", large.name], environment()),
                                 (["--secret-env", "BCAUTH_CLIENT_SECRET"] * 9, environment())):
                for verb in ("verify", "mint"):
                    token = ["x"] if verb == "verify" else []
                    answer = run(verb, "load-jwt", "--client-id", CLIENT, *options, *token, env=env)
                    self.assertEqual((answer.code, answer.out), (2, b""), (verb, options))
                    self.assertTrue(answer.err.startswith(b"bcauth: "))

    def test_there_is_no_option_for_a_secret_itself(self):
        for option in ("--secret", "--client-secret"):
            answer = run("verify", "load-jwt", "--client-id", CLIENT, option, SECRET, "x")
            self.assertEqual(answer.code, 2)
            self.assert_silent(answer, SECRET)

    def assert_silent(self, answer, *hidden):
        for text in hidden:
            text = text if isinstance(text, bytes) else text.encode()
            for at in range(len(text) - 7):
                for output in (answer.out, answer.err):
                    self.assertNotIn(text[at:at + 8], output)

    def test_no_eight_bytes_of_a_secret_or_a_refused_token_are_ever_told(self):
        env = environment(NEW=OTHER)
        both = ["--secret-env", "NEW", "--secret-env", "BCAUTH_CLIENT_SECRET"]
        for kind in KINDS:
            flaws = [(name, error, flawed(kind, name)) for name, error in flaws_of(kind)]
            flaws = [(name, error, token) for name, error, token in flaws if b"\n" not in token]
            batch = run("verify", kind, *options_of(kind), *both, "--batch", env=env,
                        stdin=b"".join(token + b"\n" for _, _, token in flaws))
            self.assert_silent(batch, SECRET, OTHER)
            for (name, _, token), line in zip(flaws, batch.out.splitlines()):
                self.assertFalse(any(token[at:at + 8] in line for at in range(len(token) - 7)), name)
            for name, _, token in {flaw[1]: flaw for flaw in flaws}.values():
                answer = verify(kind, token, *both, env=env)
                self.assertEqual(answer.code, 1, (kind, name))
                self.assert_silent(answer, SECRET, OTHER, token)
        for kind in KINDS:
            self.assert_silent(verify(kind, mint(kind), *both, env=env), SECRET, OTHER)

    def test_wrong_usage_repeats_nothing_that_was_typed(self):
        token = mint("load-jwt")
        for arguments in (["verify", "load-jwt", "--client-id", CLIENT, token, token],
                          ["verify", token], ["verify", token, token], [token], ["inspect", token, token],
                          ["verify", "load-jwt", "--client-id", CLIENT, "--secret-env", SECRET, token],
                          ["verify", "load-jwt", "--client-id", CLIENT, "--secret-file", SECRET, token],
                          ["verify", "load-jwt", "--client-id", CLIENT, "--at", token, "x"],
                          ["verify", "load-jwt", "--client-id", CLIENT, "--door", token, "x"],
                          ["verify", "load-jwt", "--client-id", CLIENT, "--json=" + SECRET, token],
                          ["verify", "load-jwt", "--client-id", CLIENT, "--" + SECRET, token],
                          ["verify", "load-jwt", "--client-id", CLIENT, "--store", token, token],
                          ["mint", token], ["mint", "load-jwt", "--client-id", CLIENT, "--claim", token],
                          ["mint", "load-jwt", "--client-id", CLIENT, "--flaw", token],
                          ["scopes", token], ["store-hash", token, token]):
            answer = run(*arguments)
            self.assertEqual(answer.code, 2, arguments[:2])
            self.assert_silent(answer, SECRET, token)
            self.assertTrue(answer.err.startswith(b"bcauth: "))


class Usage(unittest.TestCase):
    def test_help_has_an_example_for_each_verb_and_only_verbs_that_are_there(self):
        verbs = (["verify"], ["inspect"], ["mint"], ["login-url"], ["scopes"], ["scopes", "list"],
                 ["scopes", "check"], ["scopes", "normalize"], ["store-hash"], ["exchange"],
                 ["connect"], [])
        for verb in verbs:
            answer = run(*verb, "--help", env={})
            self.assertEqual((answer.code, answer.err), (0, b""), verb)
            self.assertIn(b"Example: bcauth " + " ".join(verb).encode(), answer.out)
        top = run("--help").out
        self.assertNotIn(b"doctor", top)
        self.assertIn(b"one final newline is dropped", run("verify", "--help").out)

    def test_version(self):
        answer = run("--version", env={})
        self.assertEqual(answer.code, 0)
        self.assertRegex(answer.out, rb"\Abcauth \d+\.\d+\.\d+\n\Z")

    def test_wrong_usage_is_always_the_same_code(self):
        base = ["verify", "load-jwt", "--client-id", CLIENT]
        for arguments in ([], ["nothing"], ["verify"], ["verify", "load-jwt"],
                          ["verify", "load-jwt", "x"], base, ["verify", "load", "x"],
                          ["verify", "webhook", "x"], ["verify", "webhook", "--batch"],
                          ["verify", "webhook", "--header", "webhook-id"],
                          ["verify", "webhook", "--max-age", "9"],
                          ["verify", "webhook", "--leeway", "601"],
                          ["verify", "webhook", "--allow-stale"],
                          ["verify", "webhook", "--door", "uninstall"],
                          base + ["--header", "a:b", "x"],
                          ["mint", "webhook", "--query"], ["mint", "webhook", "--flaw", "wrong-aud"],
                          ["mint", "webhook", "--algorithm", "HS512"],
                          ["mint", "webhook", "--body", "--claim", "scope=1"],
                          ["mint", "signed-payload", "--body"],
                          ["mint", "signed-payload", "--headers-only"],
                          ["mint", "customer-login"],
                          ["login-url"], ["store", "list"], ["doctor"],
                          base + ["--at", "-1", "x"], base + ["--at", "1e9", "x"],
                          base + ["--at", "253402300800", "x"], base + ["--at", "", "x", "y"],
                          base + ["--leeway", "601", "x"], base + ["--leeway", "-1", "x"],
                          base + ["--leeway", " 1", "x"], base + ["--max-age", "10", "x"],
                          base + ["--door", "uninstall", "--max-age", "301", "x"],
                          base + ["--door", "front", "x"], base + ["--store", "ABC", "x"],
                          base + ["--allow-stale", "x"], base + ["--at"],
                          ["verify", "load-jwt", "--client-id", "a b", "x"],
                          ["verify", "load-jwt", "--client-id", "c" * 129, "x"],
                          ["verify", "signed-payload", "--max-age", "86401", "x"],
                          ["verify", "signed-payload", "--max-age", "9", "--allow-stale", "x"],
                          ["verify", "signed-payload", "--door", "uninstall", "--allow-stale", "x"],
                          ["verify", "current-customer", "--client-id", CLIENT, "x"],
                          ["verify", "current-customer", "--client-id", CLIENT, "--store", STORE,
                           "--door", "uninstall", "x"],
                          ["verify", "callback", "--at", "1", "x"], ["verify", "callback"],
                          ["mint"], ["mint", "load-jwt"], ["mint", "callback"],
                          ["mint", "load-jwt", "--client-id", CLIENT, "--claim", "exp"],
                          ["mint", "load-jwt", "--client-id", CLIENT, "--claim", "exp={"],
                          ["mint", "load-jwt", "--client-id", CLIENT, "--claim", "=1"],
                          ["mint", "load-jwt", "--client-id", CLIENT, "--claim", "a..b=1"],
                          ["mint", "current-customer", "--client-id", CLIENT, "--query"],
                          ["scopes"], ["scopes", "check"], ["scopes", "check", "--granted", "a"],
                          ["scopes", "normalize"], ["store-hash"], ["store-hash", "a", "b"],
                          ["inspect"]):
            answer = run(*arguments)
            self.assertEqual((answer.code, answer.out), (2, b""), arguments)
            self.assertTrue(answer.err.startswith(b"bcauth: ") and answer.err.endswith(b"\n"))


class Mint(unittest.TestCase):
    def test_prints_the_token_and_nothing_else(self):
        for kind in KINDS:
            answer = run("mint", kind, *options_of(kind))
            self.assertEqual((answer.code, answer.err, answer.out.count(b"\n")), (0, b"", 1))
            self.assertEqual(answer.out, run("mint", kind, *options_of(kind)).out)

    def test_sets_claims_as_they_are_written(self):
        token = mint("load-jwt", "--claim", "user.id=7", "--claim", "url=\"/a\"", "--claim", "jti=")
        claims = json.loads(base64.urlsafe_b64decode(token.split(b".")[1] + b"=="))
        self.assertEqual((claims["user"]["id"], claims["url"], "jti" in claims), (7, "/a", False))
        self.assertEqual(verify("load-jwt", token, "--json").json["token_id"], None)

    def test_prints_a_query_that_a_callback_brings(self):
        for kind, name in NAME.items():
            query = mint(kind, "--query")
            self.assertTrue(query.startswith(name.encode() + b"="))
            self.assertNotIn(b"+", query)

    def test_is_signed_by_the_first_secret(self):
        env = environment(NEW=OTHER)
        token = mint("load-jwt", "--secret-env", "NEW", "--secret-env", "BCAUTH_CLIENT_SECRET", env=env)
        head, _, signature = token.rpartition(b".")
        self.assertEqual(signature, b64url(hmac.new(OTHER.encode(), head, hashlib.sha256).digest()))


class Login(unittest.TestCase):
    maxDiff = None
    SHOP = "https://shop.example.com"
    BASE = ("login-url", "--client-id", CLIENT, "--store", STORE, "--customer", "4927", "--at", AT)
    CLAIMS = {"iss": CLIENT, "iat": AT, "operation": "customer_login", "store_hash": STORE,
              "customer_id": 4927}

    def ask(self, *more, **how):
        return run(*self.BASE, "--store-url", self.SHOP, *more, **how)

    def opened(self, token, secret=SECRET):
        """The claims but the `jti`, as a store reads them."""
        head, _, signature = token.rpartition(b".")
        self.assertEqual(signature, b64url(hmac.new(secret.encode(), head, hashlib.sha256).digest()))
        header, claims = (json.loads(base64.urlsafe_b64decode(part + b"=="),
                                     object_pairs_hook=no_duplicates) for part in head.split(b"."))
        self.assertEqual(header, {"typ": "JWT", "alg": "HS256"})
        self.token_id = claims.pop("jti")
        return claims

    def claims_of(self, answer, secret=SECRET):
        self.assertEqual((answer.code, answer.err), (0, b""))
        start = self.SHOP.encode() + b"/login/token/"
        self.assertTrue(answer.out.startswith(start) and answer.out.endswith(b"\n"))
        return self.opened(answer.out[len(start):-1], secret)

    def test_prints_the_address_and_nothing_else(self):
        self.assertEqual(self.claims_of(self.ask()), self.CLAIMS)
        first = self.token_id
        self.assertRegex(first, r"\A[0-9a-f]{32}\Z")
        self.assertEqual(self.claims_of(self.ask()), self.CLAIMS)
        self.assertNotEqual(self.token_id, first)

    def test_says_all_that_it_is_asked_for(self):
        answer = self.ask("--redirect-to", "/a?b=c", "--channel", "2", "--request-ip", "2001:db8::1",
                          "--persistent-cart")
        self.assertEqual(self.claims_of(answer), {
            **self.CLAIMS, "redirect_to": "/a?b=c", "channel_id": 2, "request_ip": "2001:db8::1",
            "enable_persistent_cart": True})

    def test_signs_out_by_where_it_leads(self):
        self.assertEqual(self.claims_of(self.ask("--logout")),
                         {**self.CLAIMS, "redirect_to": "/login.php?action=logout"})

    def test_an_answer_in_json(self):
        answer = self.ask("--json")
        self.assertEqual(list(answer.json), ["ok", "url", "store_hash", "customer_id", "issued_at"])
        self.assertEqual((answer.json["ok"], answer.json["store_hash"], answer.json["customer_id"],
                          answer.json["issued_at"]), (True, STORE, 4927, AT))
        self.assertEqual(self.opened(answer.json["url"].rpartition("/")[2].encode()), self.CLAIMS)

    def test_is_signed_by_the_first_secret(self):
        answer = self.ask("--secret-env", "NEW", "--secret-env", "BCAUTH_CLIENT_SECRET",
                          env=environment(NEW=OTHER))
        self.assertEqual(self.claims_of(answer, OTHER), self.CLAIMS)

    def test_refuses_what_no_login_may_ask_for(self):
        for option, value, subject in (
                ("--redirect-to", "//evil.example", "redirect_to"),
                ("--redirect-to", "https://evil.example", "redirect_to"),
                ("--redirect-to", "/\\evil.example", "redirect_to"),
                ("--redirect-to", b"/\xc3\xa9", "redirect_to"),
                ("--redirect-to", "/" + "a" * 2048, "redirect_to"),
                ("--channel", "0", "channel_id"), ("--channel", "-1", "channel_id"),
                ("--request-ip", "localhost", "request_ip"),
                ("--request-ip", "10.0.0.1:80", "request_ip")):
            answer = self.ask(option, value, "--json")
            self.assertEqual(answer.code, 1, (option, value))
            self.assertEqual(answer.out.decode(), (
                '{"ok":false,"error":"invalid_parameter","condition":"malformed",'
                f'"message":"a parameter is out of its range: {subject}"}}\n'))
            answer = self.ask(option, value)
            self.assertEqual((answer.code, answer.out, answer.err.decode()),
                             (1, b"", f"bcauth: a parameter is out of its range: {subject}\n"))

    def test_refuses_a_shopper_that_no_store_has(self):
        for value in ("0", "-1"):
            options = ("login-url", "--client-id", CLIENT, "--store", STORE, "--customer", value,
                       "--at", AT, "--store-url", self.SHOP)
            answer = run(*options, "--json")
            self.assertEqual((answer.code, answer.err), (1, b""), value)
            self.assertEqual(answer.out.decode(), (
                '{"ok":false,"error":"invalid_parameter","condition":"malformed",'
                '"message":"a parameter is out of its range: customer_id"}\n'))
            answer = run(*options)
            self.assertEqual((answer.code, answer.out, answer.err), (
                1, b"", b"bcauth: a parameter is out of its range: customer_id\n"))

    def test_wrong_usage(self):
        shop = ["--store-url", self.SHOP]
        for arguments in (shop[:1], ["--store-url", "shop.example.com"],
                          ["--store-url", "http://shop.example.com"],
                          ["--store-url", "https://shop.example.com/"],
                          ["--store-url", "https://u:p@shop.example.com"], [],
                          shop + ["--logout", "--redirect-to", "/"], shop + ["--channel", "one"],
                          shop + ["--channel", "9223372036854775808"], shop + ["x"], shop + shop,
                          shop + ["--logout=no"]):
            answer = run(*self.BASE, *arguments)
            self.assertEqual((answer.code, answer.out), (2, b""), arguments)
        for change in ({"--customer": "x"}, {"--customer": "1.5"}, {"--store": "ABC"},
                       {"--at": "-1"}, {"--client-id": "a b"}, {"--client-id": ""}):
            options = {"--client-id": CLIENT, "--store": STORE, "--customer": "1", **change}
            flat = [text for option in options.items() for text in option]
            self.assertEqual(run("login-url", *shop, *flat).code, 2, change)
        self.assertEqual(self.ask(env={}).code, 2)

    def test_is_taken_at_no_door(self):
        token = self.ask().out[:-1].rpartition(b"/")[2]
        for kind, error in (("load-jwt", "missing_claim"), ("signed-payload", "token_shape"),
                            ("current-customer", "wrong_issuer")):
            answer = verify(kind, token, "--json")
            self.assertEqual((answer.code, answer.json["error"]), (1, error))

    def test_mints_one_for_tests_that_is_the_same_each_time(self):
        options = ("mint", "customer-login", "--client-id", CLIENT, "--at", AT, "--store", "abc")
        answer = run(*options)
        self.assertEqual((answer.code, answer.err), (0, b""))
        self.assertEqual(self.opened(answer.out[:-1]),
                         {**self.CLAIMS, "store_hash": "abc", "redirect_to": "/"})
        self.assertEqual(run(*options).out, answer.out)
        changed = run(*options, "--claim", "customer_id=7", "--claim", "redirect_to=")
        self.assertEqual(self.opened(changed.out[:-1]),
                         {**self.CLAIMS, "store_hash": "abc", "customer_id": 7})
        for more in (("--query",), ("--flaw", "expired"), ("--algorithm", "HS512")):
            self.assertEqual(run(*options, *more).code, 2, more)
        self.assertEqual(run("mint", "customer-login").code, 2)

    def test_no_eight_bytes_of_the_secret_are_told(self):
        for more in ((), ("--json",), ("--channel", "0")):
            answer = self.ask(*more)
            for at in range(len(SECRET) - 7):
                self.assertNotIn(SECRET[at:at + 8].encode(), answer.out + answer.err)


class Webhook(unittest.TestCase):
    BODY = b'{"producer":"stores/z4zn3wo","scope":"store/order/created","data":{"id":1}}'

    @staticmethod
    def delivery(*more, at=AT, **how):
        """Headers as options, and the body."""
        answer = run("mint", "webhook", "--at", at, *more, **how)
        assert (answer.code, answer.err) == (0, b""), (more, answer.err)
        head, _, body = answer.out.partition(b"\n\n")
        return [part for line in head.split(b"\n") if line for part in (b"--header", line)], body

    def verify(self, headers, body, *more, at=AT, **how):
        return run("verify", "webhook", "--at", at, *headers, *more, stdin=body, **how)

    def sealed(self, body, secret=SECRET, time=AT):
        """Of another maker."""
        mac = hmac.new(secret.encode(), b"msg_1.%d." % time + body, hashlib.sha256).digest()
        lines = (b"Webhook-Id: msg_1", b"Webhook-Timestamp:%d" % time,
                 b"WEBHOOK-SIGNATURE:  v1," + base64.b64encode(mac) + b" ")
        return [part for line in lines for part in (b"--header", line)]

    def test_a_delivery_of_another_maker_in_the_promised_shape(self):
        answer = self.verify(self.sealed(self.BODY), self.BODY, "--json")
        self.assertEqual((answer.code, answer.err), (0, b""))
        self.assertEqual(answer.out.decode(), (
            '{"ok":true,"kind":"webhook","store_hash":"z4zn3wo","id":"msg_1",'
            f'"sent_at":{AT},"matched_secret":1}}\n'))
        answer = self.verify(self.sealed(b""), b"", "--json")
        self.assertEqual((answer.code, answer.json["store_hash"]), (0, None))

    def test_a_refusal_in_the_promised_shape(self):
        answer = self.verify(self.sealed(self.BODY, OTHER), self.BODY, "--json")
        self.assertEqual(answer.code, 1)
        self.assertEqual(answer.out.decode(), (
            '{"ok":false,"kind":"webhook","error":"signature_mismatch",'
            '"condition":"unauthenticated",'
            '"message":"the signature was made with another secret"}\n'))
        answer = self.verify([], self.BODY, "--json")
        self.assertEqual((answer.code, answer.json["error"]), (1, "missing_credentials"))
        answer = self.verify(["--header", "webhook-id:a\x01"], self.BODY, "--json")
        self.assertEqual((answer.code, answer.json["error"]), (1, "invalid_field"))

    def test_what_is_minted(self):
        headers, body = self.delivery("--store", "abc1")
        answer = self.verify(headers, body, "--json", "--store", "abc1")
        self.assertEqual((answer.code, answer.json["store_hash"]), (0, "abc1"))
        self.assertTrue(self.verify(headers, body).out.startswith(b"accepted"))
        given = b"\0any bytes\n\n"
        headers, body = self.delivery("--body", stdin=given)
        self.assertEqual(body, given)
        self.assertEqual(self.verify(headers, body).code, 0)
        answer = run("mint", "webhook", "--at", AT, "--body", "--headers-only", stdin=given)
        self.assertEqual(answer.out, b"".join(each + b"\n" for each in headers[1::2]))

    def test_every_byte_of_the_body_counts_the_last_newline_too(self):
        headers = self.sealed(self.BODY + b"\n")
        self.assertEqual(self.verify(headers, self.BODY + b"\n").code, 0)
        for body in (self.BODY, self.BODY + b"\n\n", b" " + self.BODY + b"\n"):
            self.assertEqual(self.verify(headers, body).code, 1)
        self.assertEqual(self.verify(headers, self.BODY + b"\n", "-").code, 0)

    def test_a_body_up_to_256_kib_and_no_more(self):
        for size, error in ((262144, None), (262145, "token_too_large"), (10 << 20, "token_too_large")):
            body = b"x" * size
            answer = self.verify(self.sealed(body), body, "--json")
            self.assertEqual(answer.json.get("error"), error, size)
        self.assertEqual(run("mint", "webhook", "--body", stdin=b"x" * 262144).code, 0)
        self.assertEqual(run("mint", "webhook", "--body", stdin=b"x" * 262145).code, 2)

    def test_the_time_on_both_sides(self):
        headers, body = self.delivery()
        for options, off, code in (((), 300, 0), ((), 301, 1), ((), -300, 0), ((), -301, 1),
                                   (("--leeway", "5"), 5, 0), (("--leeway", "5"), 6, 1),
                                   (("--leeway", "600"), -600, 0), (("--leeway", "600"), -601, 1)):
            self.assertEqual(self.verify(headers, body, *options, at=AT + off).code, code, (options, off))
        self.assertEqual(self.verify(headers, body, "--json", at=AT + 301).json["error"], "stale")
        self.assertEqual(self.verify(headers, body, "--json", at=AT - 301).json["error"], "not_yet_valid")

    def test_the_store_that_is_asked_for(self):
        headers, body = self.delivery()
        self.assertEqual(self.verify(headers, body, "--store", STORE).code, 0)
        answer = self.verify(headers, body, "--store", "abc", "--json")
        self.assertEqual((answer.code, answer.json["error"]), (1, "store_mismatch"))
        answer = self.verify(self.sealed(b"{}"), b"{}", "--store", STORE, "--json")
        self.assertEqual((answer.code, answer.json["error"]), (1, "missing_claim"))

    def test_rotation_tells_which_matched(self):
        chosen = ["--secret-env", "NEW", "--secret-env", "BCAUTH_CLIENT_SECRET"]
        answer = self.verify(self.sealed(self.BODY), self.BODY, "--json", *chosen,
                             env=environment(NEW=OTHER))
        self.assertEqual(answer.json["matched_secret"], 2)

    def test_every_flaw_is_refused_as_the_list_says_and_nothing_of_it_is_told(self):
        flaws = flaws_of("webhook")
        self.assertGreater(len(flaws), 50)
        for name, error in flaws:
            headers, body = self.delivery("--flaw", name)
            answer = self.verify(headers, body, "--json")
            self.assertEqual((answer.code, answer.json["error"]), (1, error), name)
            Secrets.assert_silent(self, answer, SECRET)
            Secrets.assert_silent(self, self.verify(headers, body), SECRET)
            for line in headers[1::2]:
                value = line.partition(b": ")[2]
                if line.startswith(b"webhook-signature"):
                    Secrets.assert_silent(self, answer, value)
        print(f"[ flaws    ] {len(flaws)} flawed webhooks judged", file=sys.stderr)

    def test_a_repeated_header_is_refused(self):
        headers, body = self.delivery()
        answer = self.verify(headers + headers[:2], body, "--json")
        self.assertEqual((answer.code, answer.json["error"]), (1, "invalid_credentials"))

    def test_other_headers_count_for_nothing(self):
        headers, body = self.delivery()
        self.assertEqual(self.verify(headers + ["--header", "Content-Type: application/json"], body).code, 0)

    def test_wrong_usage_repeats_nothing_that_was_typed(self):
        signature = self.sealed(self.BODY)[-1].partition(b":")[2].strip()
        for arguments in (["--header", signature], ["--header", b"a:" + signature, signature],
                          ["--" + signature.decode()]):
            answer = run("verify", "webhook", *arguments, stdin=self.BODY)
            self.assertEqual(answer.code, 2)
            Secrets.assert_silent(self, answer, signature)


class Inspect(unittest.TestCase):
    def test_marks_every_line(self):
        for kind in KINDS:
            for token in (mint(kind), mint(kind, "--flaw", "bad-signature"),
                          mint(kind, "--flaw", "duplicate-claim"), mint(kind, "--flaw", "unclosed-json")):
                answer = run("inspect", token, env={})
                self.assertEqual((answer.code, answer.err), (0, b""))
                lines = answer.out.splitlines()
                self.assertGreater(len(lines), 2)
                for line in lines:
                    self.assertTrue(line.startswith(b"NOT VERIFIED"), line)

    def test_shows_header_and_claims_and_no_controls(self):
        answer = run("inspect", mint("load-jwt", "--claim", 'x="\\u001b[2J"'), env={})
        self.assertIn(b'"alg":"HS256"', answer.out)
        self.assertIn(b'"sub":"stores/z4zn3wo"', answer.out)
        raw = b64url(b'{"a":"\x1b[2J\nNOT MARKED"}')
        shown = run("inspect", raw + b"." + raw + b".x", env={})
        self.assertEqual(shown.code, 0)
        self.assertNotIn(b"\x1b", shown.out)
        self.assertTrue(all(line.startswith(b"NOT VERIFIED") for line in shown.out.splitlines()))

    def test_takes_standard_input_and_refuses_what_is_no_token(self):
        self.assertEqual(run("inspect", "-", stdin=mint("load-jwt") + b"\n", env={}).code, 0)
        for text in (b"", b"x", b"!.!.!", b"a.b.c.d", b"x" * 20000, b"\xff.\xff"):
            answer = run("inspect", "-", stdin=text, env={})
            self.assertEqual((answer.code, answer.out), (1, b""), text[:9])


class Scopes(unittest.TestCase):
    def test_list_is_sorted_and_known(self):
        answer = run("scopes", "list", env={})
        names = answer.out.decode().split("\n")[:-1]
        self.assertEqual((answer.code, names), (0, sorted(names)))
        self.assertIn("store_v2_orders_read_only", names)

    def test_check_covers(self):
        for granted, required, code in (("store_v2_orders", "store_v2_orders_read_only", 0),
                                        ("store_v2_orders_read_only", "store_v2_orders", 1),
                                        ("", "", 0), ("", "store_v2_orders", 1),
                                        ("newer_scope", "newer_scope", 0)):
            answer = run("scopes", "check", "--granted", granted, "--required", required, env={})
            self.assertEqual(answer.code, code, (granted, required))

    def test_check_in_json_to_the_letter(self):
        answer = run("scopes", "check", "--json", "--granted", "store_v2_products b",
                     "--required", "store_v2_orders store_v2_products_read_only a", env={})
        self.assertEqual((answer.code, answer.out), (
            1, b'{"covered":false,"missing":["a","store_v2_orders"],"extra":["b","store_v2_products"]}\n'))
        answer = run("scopes", "check", "--json", "--granted", "a", "--required", "a", env={})
        self.assertEqual((answer.code, answer.out), (0, b'{"covered":true,"missing":[],"extra":[]}\n'))

    def test_normalize(self):
        for text, canonical in (("store_v2_orders,store_v2_orders_read_only", "store_v2_orders"),
                                ("b a  a", "a b"), ("", "")):
            answer = run("scopes", "normalize", text, env={})
            self.assertEqual((answer.code, answer.out), (0, canonical.encode() + b"\n"))

    def test_what_is_no_list_of_scopes_is_refused(self):
        for text in ('a"b', "a\\b", "\u00fc", "a\tb", "x" * 129, " ".join("abc" * 300)):
            self.assertEqual(run("scopes", "normalize", text, env={}).code, 1)
            answer = run("scopes", "check", "--json", "--granted", text, "--required", "a", env={})
            self.assertEqual((answer.code, answer.json["error"]), (1, "invalid_scope"))


class StoreHash(unittest.TestCase):
    def test_takes_exactly_the_promised_forms(self):
        for text in ("z4zn3wo", "stores/z4zn3wo", "/stores/z4zn3wo/v2", "/stores/z4zn3wo/v3/",
                     "/stores/z4zn3wo/v3/catalog", "https://api.bigcommerce.com/stores/z4zn3wo/v3/",
                     "https://api.bigcommerce.com/stores/z4zn3wo/v2"):
            answer = run("store-hash", text, env={})
            self.assertEqual((answer.code, answer.out), (0, b"z4zn3wo\n"), text)

    def test_refuses_everything_else(self):
        for text in ("", "stores/", "stores/z4zn3wo/", "/stores/z4zn3wo", "/stores/z4zn3wo/", "Z4",
                     "stores/Z4", "/stores/z4zn3wo/v4", "http://api.bigcommerce.com/stores/a/v3",
                     "https:///stores/a/v3", "https://u@h/stores/a/v3", "a" * 33, " a", "a ", "a\n",
                     "\u0430bc", "-", "stores/../a", "/stores/a/v3x", "https://h/x/stores/a/v3"):
            answer = run("store-hash", text, env={})
            self.assertEqual((answer.code, answer.out), (1, b""), text)


class Hostile(unittest.TestCase):
    VERBS = ([["verify", kind, *options_of(kind)] for kind in KINDS] +
             [["verify", "callback"], ["inspect"]])
    WEBHOOK = ["verify", "webhook", "--at", AT, "--header", "webhook-id:m", "--header",
               f"webhook-timestamp:{AT}", "--header", "webhook-signature:v1," + "A" * 43 + "="]
    INPUTS = (b"", b"\n", b"\0", b"\0" * 4096, b"." * 10000, b"\xff\xfe\xfd", b"\x1b[2J",
              b"=" * 50, b"&" * 3000, b"a.b", b"a.b.c", b"%00", b"[" * 100000, b"A" * (10 << 20),
              b"." * (10 << 20), b"\n" * 5000, b"x=" + b"%41" * 30000)

    def test_every_input_is_refused_and_nothing_else_happens(self):
        for verb in (*self.VERBS, self.WEBHOOK):
            for text in self.INPUTS:
                answer = run(*verb, "-", stdin=text)
                self.assertEqual(answer.code, 1, (verb, text[:9], len(text)))
                self.assertLess(len(answer.out) + len(answer.err), 1000)

    def test_a_batch_of_everything(self):
        text = b"\n".join(each for each in self.INPUTS if b"\n" not in each)
        for verb in self.VERBS[:-1]:
            answer = run(*verb, "--batch", stdin=text)
            self.assertEqual((answer.code, answer.out.count(b"\n")),
                             (1, len([each for each in self.INPUTS if b"\n" not in each])))
            self.assertNotIn(b'"ok":true', answer.out)

    def test_arguments_that_are_not_utf_8(self):
        for verb in self.VERBS:
            self.assertEqual(run(*verb, b"\xff\xfe").code, 1)
        self.assertEqual(run("store-hash", b"\xff").code, 1)
        self.assertEqual(run("scopes", "normalize", b"\xff").code, 1)
        self.assertEqual(run("mint", "load-jwt", "--client-id", CLIENT, "--claim", b"\xff=1").code, 2)

    def shell(self, redirection, *arguments):
        line = 'exec "$0" "$@" ' + redirection
        done = subprocess.run(["/bin/sh", "-c", line, COMMAND, *map(str, arguments)],
                              capture_output=True, stdin=subprocess.DEVNULL, timeout=60,
                              env=environment())
        return done.returncode

    def test_closed_standard_input(self):
        for verb in (*self.VERBS, self.WEBHOOK):
            self.assertEqual(self.shell("<&-", *verb, "-"), 2, verb)
        self.assertEqual(self.shell("<&-", "mint", "webhook", "--body"), 2)
        self.assertEqual(self.shell("<&-", "verify", "callback", "--batch"), 2)
        self.assertEqual(self.shell("<&-", "store-hash", "abc"), 0)

    def test_closed_standard_output(self):
        token = mint("load-jwt").decode()
        for arguments in (["--help"], ["--version"], ["store-hash", "abc"], ["scopes", "list"],
                          ["verify", "load-jwt", *options_of("load-jwt"), token],
                          ["verify", "load-jwt", *options_of("load-jwt"), "--json", "x"],
                          ["mint", "load-jwt", "--client-id", CLIENT], ["mint", "webhook"],
                          ["inspect", token],
                          [*Login.BASE, "--store-url", Login.SHOP]):
            for redirection in (">&-", ">/dev/full", "<&- >&- 2>&-"):
                self.assertEqual(self.shell(redirection, *arguments), 3, (arguments[:2], redirection))
        self.assertEqual(self.shell("2>&-", "store-hash", "abc"), 0)
        self.assertEqual(self.shell("2>&-", "store-hash", "ABC"), 1)
        self.assertEqual(self.shell("2>&-"), 2)

    def test_a_secret_file_is_not_opened_in_place_of_standard_output(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(SECRET.encode())
            file.flush()
            self.assertEqual(self.shell(">&-", "mint", "load-jwt", "--client-id", CLIENT,
                                        "--secret-file", file.name), 3)
            with open(file.name, "rb") as kept:
                self.assertEqual(kept.read(), SECRET.encode())

    @unittest.skipUnless(os.path.exists("/proc/self/fd"), "skipped: there is no /proc")
    def test_a_closed_stream_is_held_so_that_no_other_file_gets_its_number(self):
        for number in (0, 1):
            line = f'exec "$0" mint signed-payload --secret-file /proc/self/fd/{number} {number}>&-'
            done = subprocess.run(["/bin/sh", "-c", line, COMMAND], capture_output=True,
                                  env=environment(), timeout=60)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"is empty", done.stderr)

    def test_a_reader_that_goes_away_is_no_signal(self):
        token = mint("load-jwt")
        process = subprocess.Popen([COMMAND, "verify", "load-jwt", *map(str, options_of("load-jwt")),
                                    "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, env=environment(),
                                   preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL))
        process.stdout.close()
        try:
            process.stdin.write((token + b"\n") * 1000)
            process.stdin.flush()
        except BrokenPipeError:
            pass
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        self.assertEqual(process.wait(timeout=60), 3)

    def test_colour_on_a_terminal_only_and_not_where_it_is_unwanted(self):
        for more, coloured in (({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False),
                               ({"TERM": "dumb"}, False)):
            try:
                master, slave = pty.openpty()
            except OSError:
                self.skipTest("skipped: there is no pseudo terminal here")
            done = subprocess.run([COMMAND, "verify", "load-jwt", "--client-id", CLIENT, "x"],
                                  stdout=slave, stdin=subprocess.DEVNULL, env=environment(**more))
            os.close(slave)
            text = os.read(master, 65536)
            os.close(master)
            self.assertEqual((done.returncode, b"\x1b[31m" in text), (1, coloured), more)


if __name__ == "__main__":
    COMMAND = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
