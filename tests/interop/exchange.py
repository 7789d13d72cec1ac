#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets another maker and reader of tokens judge bcauth, and bcauth judge it.

    exchange.py PEER DRIVER NPM_FOLDER

Their tokens at our doors, ours at theirs, and spoiled ones of both at both. Exit code 0 when all
agree, 1 when not, 77 when the peer isn't here. BCAUTH_INTEROP_SEED repeats a run but for its time,
which is always now; BCAUTH_INTEROP_TOKENS is how many tokens go each way, 300 by default.
"""
import functools
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

import bodies
import cases
import logins

HERE = pathlib.Path(__file__).resolve().parent
SAFE_INTEGER = 2**53 - 1
INT64 = 2**63 - 1
CLAIM_FLAWS = ("expired", "not-yet", "wrong-aud", "wrong-iss", "other-alg")
FLAWS = ("flipped", "other-secret")


class Peer:
    def __init__(self, tool, script, kinds=(), npm="", max_id=INT64, sets_clock=False,
                 any_bytes=True, needs="", logins=False):
        self.tool, self.script, self.kinds, self.npm = tool, script, kinds, npm
        self.max_id, self.sets_clock = max_id, sets_clock
        self.any_bytes, self.needs, self.logins = any_bytes, needs, logins

    def missing(self, npm_folder):
        """What keeps it from running, or nothing."""
        if not shutil.which(self.tool):
            return f"{self.tool} is not here"
        if self.npm and not shutil.which("npm"):
            return "npm is not here"
        if self.npm and not (npm_folder / "node_modules" / self.npm).is_dir():
            raise SystemExit(f"the npm package {self.npm} was not installed into {npm_folder}")
        if self.needs:
            found = subprocess.run([self.tool, "-c", self.needs], capture_output=True, check=False)
            if found.returncode != 0:
                return f"{self.tool} can't run '{self.needs}'"
        return ""


# A Python that is put before Debian's on the PATH has not got Debian's packages.
DEBIAN_PYTHON = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable
node = functools.partial(Peer, "node", max_id=SAFE_INTEGER)
PEERS = {
    "node-bigcommerce": node("node_bigcommerce.js", ["payload"], "node-bigcommerce"),
    "jsonwebtoken": node("jsonwebtoken.js", ["load", "customer"], "jsonwebtoken", sets_clock=True,
                         logins=True),
    "jose": node("jose.js", ["load", "customer"], "jose", sets_clock=True, logins=True),
    "python3-jwt": Peer(DEBIAN_PYTHON, "python3_jwt.py", ["load", "customer"],
                        needs="import jwt", logins=True),
    "php-sample": Peer("php", "sample.php", ["payload"]),
    "ruby-sample": Peer("ruby", "sample.rb", ["payload"]),
    "node-bodies": node("bodies.js", any_bytes=False),
    "python-bodies": Peer(DEBIAN_PYTHON, "bodies.py"),
    "php-bodies": Peer("php", "bodies.php"),
    "ruby-bodies": Peer("ruby", "bodies.rb"),
}


class Judge:
    """Counts, and tells the first faults in full."""

    def __init__(self):
        self.faults = 0

    def hold(self, right, what, *evidence):
        """Whether it is right."""
        if not right:
            self.faults += 1
            if self.faults <= 5:
                print("FAULT:", what, *(f"\n    {each}" for each in evidence))
        return bool(right)


def ask(command, questions, folder=None):
    """Sends a line for each question, and gives the answers."""
    text = "".join(json.dumps(each) + "\n" for each in questions)
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, cwd=folder,
                          env=environment, timeout=240, check=False)
    answers = [json.loads(line) for line in done.stdout.decode(errors="replace").split("\n")
               if line]
    if done.returncode != 0 or len(answers) != len(questions):
        raise SystemExit(f"{command}: exit code {done.returncode}, "
                         f"{len(answers)} answers to {len(questions)} questions")
    return answers


class Exchange:
    def __init__(self, name, driver, npm_folder, rng):
        self.name, self.peer, self.rng = name, PEERS[name], rng
        self.judge = Judge()
        self.taken_here = self.taken_there = self.refused = 0
        command = [self.peer.tool, str(HERE / "peers" / self.peer.script)]
        self.ask_peer = lambda questions: ask(command, questions,
                                              npm_folder if self.peer.npm else None)
        self.ask_us = lambda questions: ask([driver], questions)
        self.maker = cases.Maker(rng, int(time.time()), self.peer.max_id, self.peer.sets_clock)

    def made_by_peer(self, chosen):
        answers = self.ask_peer([{**self.question(case), "do": "sign", "claims": case["claims"],
                                  "pretty": case["pretty"], "typ": case["typ"]}
                                 for case in chosen])
        for answer in answers:
            self.judge.hold(answer["ok"], "the peer does not sign", answer)
        return [(answer.get("token", "-"), answer.get("query", "-")) for answer in answers]

    def made_by_us(self, chosen):
        questions = []
        for case in chosen:
            question = {"do": "sign", "secret": case["secret"].hex(),
                        "json": self.maker.json_text(case["claims"])}
            questions.append(question if case["kind"] == "payload"
                             else {**question, "alg": case["alg"]})
        return [answer["token"] for answer in self.ask_us(questions)]

    def question(self, case):
        return {"secret": case["secret"].hex(), "alg": case["alg"], "at": case["at"],
                "leeway": case["leeway"], "audience": case["client_id"],
                "algs": cases.ALGORITHMS.get(case["kind"]),
                "issuer": cases.ISSUERS.get(case["kind"])}

    def judged_by_peer(self, chosen, tokens):
        return self.ask_peer([{**self.question(case), "do": "verify", "token": token}
                              for case, token in zip(chosen, tokens)])

    def judged_by_us(self, chosen, tokens, queries):
        questions = []
        for case, token, query in zip(chosen, tokens, queries):
            current = [self.maker.secret().hex()] if case["old"] else []
            question = {"secrets": [*current, case["secret"].hex()], "at": case["at"],
                        "leeway": case["leeway"], "client_id": case["client_id"]}
            if case["kind"] == "customer":
                question |= {"do": "verify_customer", "store": case["store"], "token": token}
            else:
                question |= {"do": "verify_callback", "door": case["door"], "query": query}
            questions.append(question)
        return self.ask_us(questions)

    def raw_query(self, case, token):
        """The token as it is: no letter of it needs an escape, not even the plus sign."""
        return ("signed_payload=" if case["kind"] == "payload" else "signed_payload_jwt=") + token

    def good_tokens(self, count):
        chosen = [self.maker.case(self.rng.choice(self.peer.kinds)) for _ in range(count)]
        theirs = self.made_by_peer(chosen)
        tokens = [token for token, _ in theirs]
        queries = [query if self.rng.random() < 0.5 else self.raw_query(case, token)
                   for case, (token, query) in zip(chosen, theirs)]
        for case, token, answer in zip(chosen, tokens, self.judged_by_us(chosen, tokens, queries)):
            self.taken_here += self.judge.hold(
                answer == cases.seen(case), f"theirs, judged by us: {token}",
                f"said     {answer}", f"expected {cases.seen(case)}")
        ours = self.made_by_us(chosen)
        for case, token, answer in zip(chosen, ours, self.judged_by_peer(chosen, ours)):
            self.taken_there += self.judge.hold(
                answer.get("claims") == case["claims"], f"ours, judged by them: {token}",
                f"said     {answer}", f"expected {case['claims']}")
        return chosen, tokens, ours

    def bad_tokens(self, chosen, theirs, ours):
        spoiled, tokens = self.spoiled_after(chosen, theirs, ours)
        before = self.spoiled_before(chosen)
        spoiled += before
        tokens_by_us = iter(self.made_by_us([each for each in before
                                             if not self.only_they_can(each)]))
        tokens_by_peer = self.made_by_peer(before)
        for case, (token, _) in zip(before, tokens_by_peer):
            ours_too = token if self.only_they_can(case) else next(tokens_by_us)
            tokens.append(self.rng.choice((token, ours_too)))
        queries = [self.raw_query(case, token) for case, token in zip(spoiled, tokens)]
        answers = zip(spoiled, tokens, self.judged_by_us(spoiled, tokens, queries),
                      self.judged_by_peer(spoiled, tokens))
        for case, token, our_answer, their_answer in answers:
            by_us = self.judge.hold(our_answer == {"ok": False, "error": case["why"]},
                                    f"{case['flaw']}, judged by us: {token}",
                                    our_answer, case["why"])
            by_them = self.judge.hold(not their_answer["ok"],
                                      f"{case['flaw']}, judged by them: {token}", their_answer)
            self.refused += by_us and by_them

    def spoiled_after(self, chosen, theirs, ours):
        """Of each token both ways to spoil it when it is signed."""
        spoiled, tokens = [], []
        for case, *made in zip(chosen, theirs, ours):
            for flaw in FLAWS:
                bad, token = self.maker.spoiled(case, flaw), self.rng.choice(made)
                if flaw == "flipped":
                    token = self.maker.flipped(case["kind"], token)
                else:
                    bad["secret"] = case["secret"] + b"x"
                spoiled.append(bad)
                tokens.append(token)
        return spoiled, tokens

    def spoiled_before(self, chosen):
        return [self.maker.spoiled(case, self.rng.choice(CLAIM_FLAWS))
                for case in chosen if case["kind"] != "payload"]

    @staticmethod
    def only_they_can(case):
        """We don't sign with HS384 at all."""
        return case["alg"] == "HS384"

    def bodies(self, count):
        chosen = [bodies.case(self.rng, self.peer.any_bytes) for _ in range(count)]
        read, expected = [], []
        for (question, fields), answer in zip(chosen, self.ask_us([each for each, _ in chosen])):
            if question["format"] == "json" and not bodies.is_utf8(bytes.fromhex(fields[1][1])):
                self.judge.hold(answer.get("error") == "unencodable_secret", question, answer)
                continue
            self.judge.hold(answer["ok"], f"no token request: {question}", answer)
            if answer["ok"]:
                read.append({"do": "read", "format": question["format"], "body": answer["body"]})
                expected.append(fields)
        for question, fields, answer in zip(read, expected, self.ask_peer(read)):
            self.judge.hold(answer.get("fields") == fields,
                            f"body {bytes.fromhex(question['body'])}", answer, fields)
        by_form = sum(each["format"] == "form" for each in read)
        print(f"[ interop  ] {self.name}: {by_form} form bodies and {len(read) - by_form} JSON "
              f"bodies of ours read, {self.judge.faults} faults")

    def sign_in(self, count):
        """Our login tokens at theirs, which reads them as a store does, and spoiled ones too."""
        chosen = [logins.case(self.maker) for _ in range(count)]
        tokens = [answer.get("token", "-") for answer in self.ask_us([each for each, _ in chosen])]
        asked = [logins.to_peer(question, token)
                 for (question, _), token in zip(chosen, tokens)]
        ids, taken = set(), 0
        for (_, claims), token, answer in zip(chosen, tokens, self.ask_peer(asked)):
            said = dict(answer.get("claims", {}))
            ids.add(said.pop("jti", ""))
            taken += self.judge.hold(said == claims, f"login of ours, judged by them: {token}",
                                     f"said     {answer}", f"expected {claims}")
        self.judge.hold(len(ids) == count and "" not in ids, "a jti came twice, or never")
        bad = [{**each, "token": self.maker.flipped("load", each["token"])} for each in asked]
        bad += [{**each, "secret": each["secret"] + "78"} for each in asked]
        bad += [{**each, "issuer": each["issuer"] + "x"} for each in asked]
        refused = sum(self.judge.hold(not answer["ok"], "a spoiled login is taken", question)
                      for question, answer in zip(bad, self.ask_peer(bad)))
        print(f"[ interop  ] {self.name}: {taken} logins of ours taken there, {refused} spoiled "
              f"ones refused, {self.judge.faults} faults")

    def tokens(self, count):
        if self.peer.logins:
            self.sign_in(count)
        self.bad_tokens(*self.good_tokens(count))
        print(f"[ interop  ] {self.name}: {self.taken_here} tokens of theirs taken here, "
              f"{self.taken_there} of ours taken there, {self.refused} spoiled ones refused by "
              f"both, {self.judge.faults} faults")


def main():
    name, driver, npm_folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    missing = PEERS[name].missing(npm_folder)
    if missing:
        print(f"skipped: {missing}")
        return 77
    seed = int(os.environ.get("BCAUTH_INTEROP_SEED") or random.SystemRandom().randrange(2**32))
    count = int(os.environ.get("BCAUTH_INTEROP_TOKENS") or 300)
    print(f"BCAUTH_INTEROP_SEED={seed} BCAUTH_INTEROP_TOKENS={count}", flush=True)
    exchange = Exchange(name, driver, npm_folder, random.Random(seed))
    (exchange.tokens if PEERS[name].kinds else exchange.bodies)(count)
    return 1 if exchange.judge.faults else 0


if __name__ == "__main__":
    sys.exit(main())
