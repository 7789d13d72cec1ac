#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Signs and verifies with PyJWT. Its clock is the system's; it can't be given a time."""
import jwt

from lines import query, serve


def sign(question):
    header = None if question["typ"] == "JWT" else {"typ": question["typ"] or None}
    token = jwt.encode(question["claims"], bytes.fromhex(question["secret"]),
                       algorithm=question["alg"], headers=header)
    return {"token": token, "query": query("signed_payload_jwt", token)}


def verify(question):
    claims = jwt.decode(question["token"], bytes.fromhex(question["secret"]),
                        algorithms=question["algs"], audience=question["audience"],
                        issuer=question["issuer"], leeway=question["leeway"],
                        options={"require": ["exp", "iss", "aud"]})
    return {"claims": claims}


def verify_login(question):
    if jwt.get_unverified_header(question["token"]).get("typ") != "JWT":
        raise jwt.InvalidTokenError("another typ")
    claims = jwt.decode(question["token"], bytes.fromhex(question["secret"]), algorithms=["HS256"],
                        issuer=question["issuer"], options={"require": ["iss", "iat", "jti"]})
    return {"claims": claims}


serve({"sign": sign, "verify": verify, "verify_login": verify_login}, jwt.PyJWTError)
