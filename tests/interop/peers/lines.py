# SPDX-License-Identifier: BSL-1.0
"""One JSON object a line in, one out."""
import json
import sys
import urllib.parse


def serve(answers, refusals):
    """`refusals` are the exceptions by which the library at hand refuses."""
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = {"ok": True, **answers[question["do"]](question)}
        except refusals as error:
            answer = {"ok": False, "error": repr(error)}
        print(json.dumps(answer))


def query(name, token):
    return urllib.parse.urlencode({name: token})
