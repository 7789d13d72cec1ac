# SPDX-License-Identifier: BSL-1.0
"""Random token requests, and the fields that their bodies must be read back to."""
import string
import urllib.parse

VISIBLE = "".join(chr(code) for code in range(0x21, 0x7f))
SECRETS = ("a&b", "a+b", "a%b", "a%26b", "a b", " a ", "a=b", "a;b", "%", "%zz", "+",
           "&client_id=x", "\"\\/\b\f\n\r\t",
           "\x01\x1f\x7f", "\u00e9\u0416\u4e2d\U0001f6d2", "\u2028\ufeff", "'<!--")


def random_word(rng, alphabet, low, high):
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(low, high)))


def secret(rng, any_bytes):
    roll = rng.random()
    if roll < 0.3:
        return rng.choice(SECRETS).encode()
    if roll < 0.6 and any_bytes:
        return bytes(rng.randint(1, 255) for _ in range(rng.randint(1, 64)))
    letters = VISIBLE + " \t\n\u00e9\u0416\u4e2d\U0001f6d2"
    return random_word(rng, letters, 1, 64).encode()


def case(rng, any_bytes):
    """A question to the driver, and the fields."""
    store = random_word(rng, string.ascii_lowercase + string.digits, 1, 32)
    path = "/".join(rng.choice(("oauth", "a%20b", "%2B", "x~y", "caf%C3%A9")) for _ in range(3))
    ends = ("", "?", "?a=b&c=d+e", "?q=%26%3D%25&x", "?r=https://other.example/x?y")
    fields = [
        ("client_id", random_word(rng, VISIBLE, 1, 64)),
        ("client_secret", secret(rng, any_bytes)),
        ("code", random_word(rng, VISIBLE, 1, 64)),
        ("scope", rng.choice(("store_v2_orders", "store_v2_orders store_v2_products_read_only",
                              "users_basic_information store_v2_default"))),
        ("grant_type", "authorization_code"),
        ("redirect_uri", "https://app.example.com/" + path + rng.choice(ends)),
        ("context", "stores/" + store),
    ]
    if rng.random() < 0.5:
        digits = [random_word(rng, "0123456789abcdef", size, size) for size in (8, 4, 4, 4, 12)]
        fields.append(("account_uuid", "-".join(digits)))
    fields = [[name, value if isinstance(value, bytes) else value.encode()]
              for name, value in fields]
    known = {name: value.decode("latin-1") for name, value in fields}
    sent = {name: known[name] for name in ("code", "scope", "context", "account_uuid")
            if name in known}
    quote = rng.choice((urllib.parse.quote_plus, urllib.parse.quote))
    question = {"do": "token_request", "secrets": [fields[1][1].hex()],
                "client_id": known["client_id"], "redirect_uri": known["redirect_uri"],
                "query": urllib.parse.urlencode(sent, quote_via=quote),
                "format": rng.choice(("form", "form", "json"))}
    return question, [[name, value.hex()] for name, value in fields]


def is_utf8(text):
    try:
        return bool(text.decode())
    except UnicodeDecodeError:
        return False
