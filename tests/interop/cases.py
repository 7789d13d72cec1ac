# SPDX-License-Identifier: BSL-1.0
"""Random claims of each kind of token, what our doors must make of them, and ways to spoil them."""
import json
import math
import string

# Without U+FFFD: node-bigcommerce signs what a lossy decoding left of the bytes, so there a flipped
# bit of that letter passes. Here it does not.
TEXT = (string.ascii_letters + string.digits + "/\\\"'<>&?~+%=-_ .,;:{}[]"
        + "\u00e9\u00df\u0416\u4e2d\u2028\u2029\ufffc\U0001f6d2\U0010fffd")
BASE64 = {"payload": string.ascii_letters + string.digits + "+/",
          "load": string.ascii_letters + string.digits + "-_",
          "customer": string.ascii_letters + string.digits + "-_"}
ALGORITHMS = {"load": ["HS256"], "customer": ["HS256", "HS512"]}
ISSUERS = {"load": "bc", "customer": "bc/apps"}
DOORS = ("load", "uninstall", "remove-user")


class Maker:
    """`max_id` is what the peer's numbers can hold; `sets_clock` whether it can be given a time."""

    def __init__(self, rng, now, max_id, sets_clock):
        self.rng, self.now, self.max_id, self.sets_clock = rng, now, max_id, sets_clock

    def word(self, alphabet, low, high):
        return "".join(self.rng.choice(alphabet) for _ in range(self.rng.randint(low, high)))

    def text(self):
        return self.word(TEXT, 1, 40)

    def number(self):
        return self.rng.choice((self.rng.randint(1, 10**6), self.rng.randint(1, self.max_id),
                                self.max_id))

    def secret(self):
        """As the platform's, or any bytes, up to beyond a block of SHA-512."""
        if self.rng.random() < 0.5:
            return self.word(string.ascii_lowercase + string.digits, 31, 64).encode()
        return self.rng.randbytes(self.rng.randint(1, 200))

    def person(self):
        return {"id": self.number(), "email": self.text()}

    def case(self, kind):
        case = {"kind": kind, "at": self.now, "leeway": self.rng.choice((0, 10)),
                "client_id": self.word(string.ascii_lowercase + string.digits, 20, 40),
                "store": self.word(string.ascii_lowercase + string.digits, 1, 32),
                "secret": self.secret(), "old": self.rng.random() < 0.25,
                "door": self.rng.choice(DOORS), "pretty": self.rng.random() < 0.5,
                "typ": self.rng.choice(("JWT", "JWT", "jwt", "")), "alg": "HS256"}
        case["claims"] = getattr(self, kind)(case)
        if self.rng.random() < 0.3:
            # a name of digits alone would make it a list for PHP
            name = "n" + self.text()
            case["claims"]["note"] = {name: [1, None, True, self.text(), {"of": [-0.5]}]}
        return case

    def payload(self, case):
        time = self.now - self.rng.randint(0, 290)
        claims = {"user": self.person(), "context": "stores/" + case["store"],
                  "store_hash": case["store"],
                  "timestamp": time + self.rng.choice((0, self.rng.random()))}
        if self.rng.random() < 0.8:
            claims["owner"] = self.rng.choice((self.person(), dict(claims["user"])))
        return claims

    def times(self, case, life):
        """Of an edge the last second that is still good, where the peer's clock can be set."""
        claims = {"iat": self.now - self.rng.randint(20, 290)}
        claims["exp"] = claims["iat"] + life
        claims["nbf"] = claims["iat"] - 5
        if self.sets_clock and self.rng.random() < 0.3:
            claims["exp"] = self.now - case["leeway"] + 1
        if self.sets_clock and self.rng.random() < 0.3:
            claims["nbf"] = self.now + case["leeway"]
        if self.rng.random() < 0.2:
            del claims["nbf"]
        return claims

    def audience(self, case):
        others = [self.word(string.ascii_lowercase, 20, 30) for _ in range(2)]
        return self.rng.choice((case["client_id"], [case["client_id"]],
                                [others[0], case["client_id"], others[1]]))

    def load(self, case):
        path = "".join("/" + self.word(string.ascii_letters, 1, 8)
                       for _ in range(self.rng.randint(1, 4)))
        claims = {"aud": self.audience(case), "iss": "bc", "sub": "stores/" + case["store"],
                  "user": {**self.person(), "locale": self.rng.choice(("en-US", "pt-BR", None))},
                  "owner": self.person(), **self.times(case, 86400),
                  "url": self.rng.choice(("/", path, path + "?q=a%20b&r=~%2F")),
                  "channel_id": self.rng.choice((None, 1, self.number()))}
        if case["door"] != "load" or self.rng.random() < 0.8:
            claims["jti"] = self.word("0123456789abcdef-", 36, 36)
        return claims

    def customer(self, case):
        case["alg"] = self.rng.choice(ALGORITHMS["customer"])
        group = self.rng.choice(({}, {"group_id": str(self.rng.randint(1, 99))},
                                 {"group_id": self.rng.randint(1, 99)}))
        return {"customer": {**self.person(), **group}, "iss": "bc/apps", "sub": case["store"],
                **self.times(case, 900), "version": 1, "aud": self.audience(case),
                "application_id": self.text(), "store_hash": case["store"],
                "operation": "current_customer"}

    def json_text(self, claims):
        """One of many spellings: compact or not, escaped or not, slashes escaped or not."""
        text = json.dumps(claims, ensure_ascii=self.rng.random() < 0.5,
                          indent=self.rng.choice((None, None, 4)),
                          separators=self.rng.choice((None, (",", ":"))))
        return text.replace("/", "\\/") if self.rng.random() < 0.5 else text

    def flipped(self, kind, token):
        """Another letter anywhere but at a part's end, where some letters differ in nothing."""
        ends = [i - 1 for i, letter in enumerate(token + ".") if letter == "."]
        places = [i for i, letter in enumerate(token)
                  if letter not in ".=" and not any(end - 2 <= i <= end for end in ends)]
        place = self.rng.choice(places)
        letter = self.rng.choice([each for each in BASE64[kind] if each != token[place]])
        return token[:place] + letter + token[place + 1:]

    def spoiled(self, case, flaw):
        """A copy with a flaw that is in before it is signed; its errc in `why`."""
        claims, changed = dict(case["claims"]), {"flaw": flaw}
        late = self.rng.randint(200, 10**6)
        if flaw == "expired":
            last = case["leeway"]
            changed["why"] = "expired"
            claims["exp"] = self.now - (self.rng.choice((last, late)) if self.sets_clock else late)
        elif flaw == "not-yet":
            changed["why"] = "not_yet_valid"
            first = case["leeway"] + 1
            claims["nbf"] = self.now + (self.rng.choice((first, late)) if self.sets_clock else late)
        elif flaw == "wrong-aud":
            changed["why"] = "wrong_audience"
            claims["aud"] = self.rng.choice((case["client_id"] + "x", case["client_id"][:-1],
                                             case["client_id"].upper() + "A", ["x", "y"]))
        elif flaw == "wrong-iss":
            changed["why"] = "wrong_issuer"
            claims["iss"] = self.rng.choice(("bc/", "BC", "bc/appss", case["client_id"]))
        elif flaw == "other-alg":
            changed["why"] = "signature_mismatch"
            changed["alg"] = "HS512" if case["kind"] == "load" else "HS384"
        else:
            changed["why"] = "signature_mismatch"
        return {**case, "claims": claims, **changed}


def seen(case):
    """What our door must say of a good token."""
    claims = case["claims"]
    answer = {"ok": True, "store": case["store"], "matched_secret": 2 if case["old"] else 1,
              "issued_at": math.floor(claims.get("iat", claims.get("timestamp"))),
              "expires_at": claims.get("exp")}
    if case["kind"] == "customer":
        who = claims["customer"]
        group = str(who.get("group_id", ""))
        return {**answer, "customer": {"id": who["id"], "email": who["email"], "group_id": group}}

    def person(name):
        who = claims.get(name)
        return who and {"locale": "", **{key: value or "" for key, value in who.items()}}
    return {**answer, "user": person("user"), "owner": person("owner"),
            "channel_id": claims.get("channel_id"), "url": claims.get("url", "/"),
            "token_id": claims.get("jti", "")}
