#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Holds the README to the example that it quotes, and its tables to the settings and tests that there are."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
example = (root / "examples/1_verify_a_load.cpp").read_text(encoding="utf-8")
readme = (root / "README.md").read_text(encoding="utf-8")
region = re.search(r"//\[readme\n(.*?)//\]\n", example, re.S)
quoted = re.search(r"```cpp\n(.*?)```\n", readme, re.S)
if not region or not quoted or region[1] != quoted[1]:
    sys.exit("README.md and examples/1_verify_a_load.cpp differ in the snippet")
if quoted[1].count("\n") > 20:
    sys.exit("README.md: the snippet has more than twenty lines")


def tables(text):
    """Header and rows of each table, as lists of cells."""
    for block in re.findall(r"(?:^\|.*\n)+", text, re.M):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
        yield rows[0], rows[2:]


def table_with(first):
    found = [rows for header, rows in tables(readme) if header[0] == first]
    if len(found) != 1:
        sys.exit(f"README.md has {len(found)} tables that begin with '{first}'")
    return found[0]


sources = "\n".join(path.read_text(encoding="utf-8") for path in (root / "tests").rglob("*.test.cpp"))
tests = set(re.findall(r"^(?:TYPED_)?(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP)\(\w+,\s*(\w+)", sources, re.M))
suites = set(re.findall(r"^(?:TEST_P|INSTANTIATE_TYPED_TEST_SUITE_P)\((\w+),", sources, re.M))
properties = re.findall(r'\{setting::\w+, "(\w+)"',
                        (root / "include/bcauth/connection/setting.hpp").read_text(encoding="utf-8"))
settings, clients = table_with("property"), table_with("carried by")
for row, known in [(row, tests) for row in settings] + [(row, suites) for row in clients]:
    if not all(row):
        sys.exit(f"README.md: an empty cell in the row of {row[0]}")
    for name in re.findall(r"`([A-Z]\w+)`", row[-1]):
        if name not in known:
            sys.exit(f"README.md: {row[0]} names the test {name}, which is not there")
listed = {name for row in settings for name in row[0].split(", ")}
if not properties or listed != set(properties):
    sys.exit(f"README.md: the settings table lacks, or has too many: {listed ^ set(properties)}")
