#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets the npm package standardwebhooks judge the deliveries that we sign, and us those that it signs.

    webhooks.py DRIVER NPM_FOLDER

Good ones of both at both, and spoiled ones, which both refuse. Exit code 0 when all agree, 1 when
not, 77 when the package can't run. BCAUTH_INTEROP_SEED repeats a run, BCAUTH_INTEROP_TOKENS is how
many deliveries go each way, 300 by default.
"""
import base64
import json
import os
import pathlib
import random
import string
import sys

import exchange

NOW = 1_700_000_000
TOLERANCE = 300
CURRENT = b"a newer secret, which signed none of them"
# An identifier's bytes but for the two that ours refuses, and those that are never in a header.
ID = string.ascii_letters + string.digits + "!#$%&'()*+,-./:;<=>?@[]^_`{|}~"
TEXT = string.printable + "\u00e9\u4e2d\u2028\ufffd\U0001f6d2"
# Where the package is the laxer one: it reads a number's beginning, and a list's first two parts.
ONLY_THEY_TAKE = ("letters behind the time", "a fraction of a second", "a zero in front",
                  "a plus sign in front", "a second comma")
BOTH_REFUSE = ("the body", "the time", "the identifier", "the signature", "another secret",
               "a second too old", "a second too new", "another version", "no signature",
               "no padding", "the other alphabet")


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def word(self, alphabet, low, high):
        return "".join(self.rng.choice(alphabet) for _ in range(self.rng.randint(low, high)))

    def body(self):
        if self.rng.random() < 0.1:
            return b""
        if self.rng.random() < 0.5:
            return self.word(TEXT, 1, 2000).encode()
        return json.dumps({"producer": "stores/abc1", "data": {"id": self.rng.randint(1, 9999)},
                           "x": self.word(TEXT, 0, 40)}).encode()

    def case(self):
        secret = self.rng.randbytes(self.rng.randint(1, 200))
        return {"secret": secret, "id": self.word(ID, 1, 64), "body": self.body(),
                "at": NOW + self.rng.choice((0, -TOLERANCE, TOLERANCE,
                                             self.rng.randint(-TOLERANCE, TOLERANCE))),
                "old": self.rng.random() < 0.25, "more": self.rng.random() < 0.25}

    def delivered(self, case, signature):
        """Beside other signatures, now and then."""
        if case["more"]:
            other = "v1," + base64.b64encode(self.rng.randbytes(32)).decode()
            entries = [signature, other, other.replace("v1,", "v1a,"), "v2,AAAA"]
            self.rng.shuffle(entries)
            signature = " ".join(entries)
        headers = {"webhook-id": case["id"], "webhook-timestamp": str(case["at"]),
                   "webhook-signature": signature}
        return {**case, "headers": headers}

    def changed(self, text, alphabet):
        place = self.rng.randrange(len(text))
        other = self.rng.choice([each for each in alphabet if each != text[place]])
        return text[:place] + other + text[place + 1:]

    @staticmethod
    def to_spoil(case, flaw):
        """What is wrong before it is signed."""
        off = {"a second too old": -TOLERANCE - 1, "a second too new": TOLERANCE + 1}.get(flaw)
        return {**case, "more": False, "flaw": flaw, "at": case["at"] if off is None else NOW + off}

    def spoiled(self, case, signature):
        """What is wrong after that."""
        flaw = case["flaw"]
        case = self.delivered(case, signature)
        headers = case["headers"]
        digest = signature.split(",")[1]
        if flaw == "the body":
            case["body"] = case["body"] + b" "
        elif flaw == "the time":
            case["at"] = NOW + (1 if case["at"] == NOW else 0)
            headers["webhook-timestamp"] = str(case["at"])
        elif flaw == "the identifier":
            headers["webhook-id"] = self.changed(case["id"], ID)
        elif flaw == "the signature":
            headers["webhook-signature"] = "v1," + self.changed(digest[:-2], string.ascii_letters) + digest[-2:]
        elif flaw == "another secret":
            case["secret"] += b"x"
        elif flaw == "another version":
            headers["webhook-signature"] = self.rng.choice(("v1a,", "v2,", "V1,", "")) + digest
        elif flaw == "no signature":
            headers["webhook-signature"] = self.rng.choice(("v1,", "v1", ","))
        elif flaw == "no padding":
            headers["webhook-signature"] = "v1," + digest.rstrip("=")
        elif flaw == "the other alphabet":
            url = digest.replace("+", "-").replace("/", "_")
            headers["webhook-signature"] = "v1," + (url if url != digest else "_" + digest[1:])
        elif flaw == "a second comma":
            headers["webhook-signature"] += ",x"
        elif flaw in ONLY_THEY_TAKE:
            forms = {"letters behind the time": "{}abc", "a fraction of a second": "{}.9",
                     "a zero in front": "0{}", "a plus sign in front": "+{}"}
            headers["webhook-timestamp"] = forms[flaw].format(case["at"])
        return case


class Exchange:
    def __init__(self, driver, npm_folder, rng):
        self.maker, self.judge = Maker(rng), exchange.Judge()
        script = exchange.HERE / "peers" / "standardwebhooks.js"
        self.ask_peer = lambda questions: exchange.ask(["node", str(script)], questions, npm_folder)
        self.ask_us = lambda questions: exchange.ask([driver], questions)

    @staticmethod
    def question(case, do):
        return {"do": do, "secret": case["secret"].hex(), "id": case["id"], "at": case["at"],
                "body": case["body"].hex()}

    def signed(self, ask, do, chosen):
        answers = ask([self.question(case, do) for case in chosen])
        for case, answer in zip(chosen, answers):
            self.judge.hold(answer["ok"], f"not signed: {case}", answer)
        return [answer.get("signature", "-,-") for answer in answers]

    def judged_by_peer(self, delivered):
        return self.ask_peer([{**self.question(case, "verify"), "now": NOW,
                               "headers": case["headers"]} for case in delivered])

    def judged_by_us(self, delivered):
        return self.ask_us([{"do": "verify_webhook", "client_id": "any", "leeway": 0, "at": NOW,
                             "secrets": [*([CURRENT.hex()] if case["old"] else []), case["secret"].hex()],
                             "headers": case["headers"], "body": case["body"].hex()}
                            for case in delivered])

    @staticmethod
    def seen(case):
        return {"ok": True, "id": case["id"], "body": case["body"].hex(), "sent_at": case["at"],
                "matched_secret": 2 if case["old"] else 1}

    def good(self, count):
        chosen = [self.maker.case() for _ in range(count)]
        theirs = self.signed(self.ask_peer, "sign", chosen)
        ours = self.signed(self.ask_us, "sign_webhook", chosen)
        self.judge.hold(theirs == ours, "the signatures differ", theirs, ours)
        delivered = [self.maker.delivered(case, each) for case, each in zip(chosen, theirs)]
        taken_here = sum(self.judge.hold(answer == self.seen(case), f"theirs: {case}", answer)
                         for case, answer in zip(delivered, self.judged_by_us(delivered)))
        delivered = [self.maker.delivered(case, each) for case, each in zip(chosen, ours)]
        taken_there = sum(self.judge.hold(answer["ok"], f"ours: {case}", answer)
                          for case, answer in zip(delivered, self.judged_by_peer(delivered)))
        return delivered, taken_here, taken_there

    def bad(self, delivered, flaws):
        chosen = [self.maker.to_spoil(case, flaws[i % len(flaws)])
                  for i, case in enumerate(delivered)]
        signatures = self.signed(self.ask_peer, "sign", chosen)
        chosen = [self.maker.spoiled(*each) for each in zip(chosen, signatures)]
        return zip(chosen, self.judged_by_us(chosen), self.judged_by_peer(chosen))

    def run(self, count):
        delivered, taken_here, taken_there = self.good(count)
        both = only_here = 0
        for case, here, there in self.bad(delivered, BOTH_REFUSE):
            both += (self.judge.hold(not here["ok"], f"{case['flaw']}, by us: {case}", here)
                     and self.judge.hold(not there["ok"], f"{case['flaw']}, by them: {case}", there))
        for case, here, there in self.bad(delivered, ONLY_THEY_TAKE):
            self.judge.hold(not here["ok"], f"{case['flaw']}, by us: {case}", here)
            only_here += not here["ok"] and there["ok"]
        print(f"[ interop  ] standardwebhooks: {taken_here} deliveries of theirs taken here, "
              f"{taken_there} of ours taken there, {both} spoiled ones refused by both, "
              f"{only_here} that they take refused here, {self.judge.faults} faults")


def main():
    driver, npm_folder = sys.argv[1], pathlib.Path(sys.argv[2])
    missing = exchange.Peer("node", "standardwebhooks.js", npm="standardwebhooks").missing(npm_folder)
    if missing:
        print(f"skipped: {missing}")
        return 77
    seed = int(os.environ.get("BCAUTH_INTEROP_SEED") or random.SystemRandom().randrange(2**32))
    count = int(os.environ.get("BCAUTH_INTEROP_TOKENS") or 300)
    print(f"BCAUTH_INTEROP_SEED={seed} BCAUTH_INTEROP_TOKENS={count}", flush=True)
    both = Exchange(driver, npm_folder, random.Random(seed))
    both.run(count)
    return 1 if both.judge.faults else 0


if __name__ == "__main__":
    sys.exit(main())
