#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""threat_rows.py ROOT: each row of the threat table is named by a test; prints which by which.

A test names rows in a comment: `threats row 44`, `threats rows 1 to 5, 8 and 10`. A comment at the
margin belongs to the next test of its file, another one to the test that it stands in or before; in
a file that is a test as a whole (what must not compile, a script) to the file. Tests of vectors are
skipped where the vectors are missing, so they alone are not enough. Where the library chooses
otherwise than the row, the comment names the document that says so, `SECURITY.md, "What is left"`,
and that heading must be there.
"""
import pathlib
import re
import sys

ROWS = range(1, 91)
NAMED = re.compile(r"\bthreats? rows?\b((?:[ ,:]*(?:to|and)?\s*\b\d+\b)*)", re.IGNORECASE)
NUMBERS = re.compile(r"(\d+)(?: to (\d+))?")
TEST = re.compile(r"(?:TEST(?:_[FP])?|TYPED_TEST|RC_GTEST(?:_FIXTURE)?_PROP)\(\s*(\w+),\s*(\w+)"
                  r"|(static_assert)\(|\s*def (test_\w+)")
COMMENT = re.compile(r"(\s*)(?://|#(?= ))(.*)")
LINK = re.compile(r'\b([A-Z]+\.md), "([^"]+)"')
SOURCES = {".cpp", ".hpp", ".py", ".js", ".sh", ""}
LEFT_OUT = ("tests/support/", "tests/meta/threat_rows")  # what helps tests, what reads the names
VECTORS = "tests/vectors/"


def rows_of(words):
    """The numbers that `1 to 5, 8 and 10` says; None where one is no row, or none is said."""
    rows = set()
    for first, last in NUMBERS.findall(words):
        some = range(int(first), int(last or first) + 1)
        if not some or some[0] not in ROWS or some[-1] not in ROWS:
            return None
        rows.update(some)
    return rows or None


def comments_of(lines):
    """Where a comment begins, whether at the margin, and its words: lines of one comment as one."""
    at, margin, words = 0, True, ""
    for number, line in enumerate([*lines, ""]):
        found = COMMENT.match(line)
        if found:
            if not words:
                at, margin = number, not found[1]
            words += " " + found[2]
        elif words:
            yield at, margin, words
            words = ""
        if not found and ("// " in line or "  # " in line):
            yield number, False, re.split("// |  # ", line, maxsplit=1)[1]


def test_of(lines, at, margin):
    """The name of the test that a comment belongs to; None where there is none."""
    def named(line):
        found = TEST.match(line)
        return found and (found[3] or found[4] or f"{found[1]}.{found[2]}")

    method = next((line for line in lines[at:] if not COMMENT.match(line)), "")
    if not margin and re.match(r"\s+def test_", method):
        return named(method)
    ahead = lines[at:] if margin else reversed(lines[:at])
    return next(filter(None, map(named, ahead)), None)


class Table:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.tests = {row: [] for row in ROWS}
        self.faults = []
        for path in sorted((self.root / "tests").rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if path.is_file() and path.suffix in SOURCES and not name.startswith(LEFT_OUT):
                self.read(name, path.read_text(encoding="utf-8", errors="replace").splitlines())
        for row, tests in self.tests.items():
            if not tests:
                self.faults.append(f"threats row {row} is named by no test")
            elif all(test.startswith(VECTORS) for test in tests):
                self.faults.append(f"threats row {row} is named by tests of vectors alone")

    def read(self, name, lines):
        for at, margin, words in comments_of(lines):
            for found in NAMED.finditer(words):
                where = f"{name}:{at + 1}: `{found[0].strip()}`"
                rows = rows_of(found[1])
                test = ""
                if name.endswith((".test.cpp", "_test.py")):
                    test = test_of(lines, at, margin)
                if rows is None:
                    self.faults.append(f"{where} is no row of the table")
                elif test is None or "DISABLED_" in test:
                    self.faults.append(f"{where} belongs to no test that runs")
                else:
                    for row in sorted(rows):
                        self.tests[row].append(f"{name}: {test}" if test else name)
                self.check_links(where, words)

    def check_links(self, where, words):
        for document, heading in LINK.findall(words):
            path = self.root / document
            lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
            if not any(re.fullmatch(f"#+ {re.escape(heading)}", line) for line in lines):
                self.faults.append(f'{where}: {document} has no heading "{heading}"')


def main():
    table = Table(sys.argv[1])
    for row, tests in table.tests.items():
        for test in dict.fromkeys(tests):
            print(f"row {row:2}  {test}")
    all_tests = {test for tests in table.tests.values() for test in tests}
    named = sum(map(bool, table.tests.values()))
    print(f"[ threats  ] {named} of {len(ROWS)} rows named by {len(all_tests)} tests")
    print("\n".join(table.faults))
    return 1 if table.faults else 0


if __name__ == "__main__":
    sys.exit(main())
