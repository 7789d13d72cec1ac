# SPDX-License-Identifier: BSL-1.0
"""Random logins of shoppers, and the claims that a store must read out of their tokens."""
import string

VISIBLE = "".join(chr(code) for code in range(0x21, 0x7f) if chr(code) not in "/\\#?")


def case(maker):
    """A question to the driver, and the claims but the `jti`."""
    rng = maker.rng
    page = "".join("/" + maker.word(string.ascii_letters + "'\"<&+%", 1, 8) for _ in range(2))
    chosen = {"redirect_to": rng.choice(("/", page, page + "?" + maker.word(VISIBLE, 1, 20))),
              "channel_id": maker.number(),
              "request_ip": rng.choice(("203.0.113.7", "2001:db8::1", "::ffff:10.0.0.1")),
              "enable_persistent_cart": True}
    chosen = {name: value for name, value in chosen.items() if rng.random() < 0.5}
    wish = {"store_hash": maker.word(string.ascii_lowercase + string.digits, 1, 32),
            "customer_id": maker.number(), **chosen}
    secret = maker.secret().hex()
    question = {"do": "login", "secrets": [secret, maker.secret().hex()], "at": maker.now,
                "client_id": maker.word(VISIBLE, 1, 128), **wish}
    claims = {"iss": question["client_id"], "iat": maker.now, "operation": "customer_login", **wish}
    return question, claims


def to_peer(question, token):
    """The platform takes a login for about 30 seconds."""
    return {"do": "verify_login", "token": token, "secret": question["secrets"][0],
            "issuer": question["client_id"], "at": question["at"], "max_age": 30}
