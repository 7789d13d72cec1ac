#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Shows that what the kinds of token have in common is in a program once.

    once.py PROGRAM     of the program that uses every verifier

Each kind of token is a table: one reader, one instantiation of Boost.JSON's parser. Exits with 1 when there are two.
"""
import re
import subprocess
import sys

# what there must be exactly one of, however many kinds of token a program judges
TYPE = r"<[^()]*>::"
ONCE = {name: re.compile(rf"(^| )bcauth::v0::{name}{rest}[<(]") for name, rest in (
    ("detail::read_claims", ""), ("detail::check_jose_header", ""), ("base64_decode", ""),
    ("detail::prepared_keys", TYPE + "match"), ("signed_payload", TYPE + "authenticate"),
    ("jwt::verifier", TYPE + "authenticate"))}


def functions(program):
    """The mangled and the readable names of a program's functions, clones of one left out."""
    told = subprocess.run(["nm", program], capture_output=True, text=True, check=True).stdout
    mangled = sorted(set(re.findall(r"^[0-9a-f]+ [tTwW] (_Z[^.\s]*)$", told, re.MULTILINE)))
    readable = subprocess.run(["c++filt"], input="\n".join(mangled), capture_output=True, text=True, check=True).stdout
    return readable.splitlines()


def faults(names):
    parsers = sorted({found for name in names for found in re.findall(r"boost::json::basic_parser<(.+?)>::", name)})
    if len(parsers) != 1:
        yield f"Boost.JSON's parser is instantiated for {len(parsers)} handlers: {', '.join(parsers)}"
    for part, pattern in ONCE.items():
        seen = [name for name in names if pattern.search(name)]
        if len(seen) != 1:
            yield "\n    ".join([f"{part} is there {len(seen)} times", *seen])


def main():
    names = functions(sys.argv[1])
    found = list(faults(names))
    for fault in found:
        print(fault)
    print(f"[ once     ] {len(names)} functions, {len(ONCE) + 1} rules, {len(found)} broken")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
