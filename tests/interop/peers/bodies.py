#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reads the body of a token request: urllib.parse.parse_qs and json.loads."""
import json
import urllib.parse

from lines import serve


def read(question):
    body = bytes.fromhex(question["body"])
    if question["format"] == "json":
        pairs = json.loads(body, object_pairs_hook=list)
        return {"fields": [[name, value.encode().hex()] for name, value in pairs]}
    fields = urllib.parse.parse_qs(body.decode("ascii"), strict_parsing=True,
                                   keep_blank_values=True, encoding="latin-1")
    return {"fields": [[name, value.encode("latin-1").hex()]
                       for name, values in fields.items() for value in values]}


serve({"read": read}, ValueError)
