#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the tests of a coverage build and tells what of the core's own headers they reach.

    report.py BUILD HEADERS [--all]     BUILD: the build folder; HEADERS: include/bcauth

A line or a branch counts as reached when some instantiation of its template in some executable
reaches it: llvm-cov's own summary takes the best single instantiation, and drops a function that
two executables compile differently. A branch whose condition is a constant is no branch. What no
test instantiates isn't seen by clang at all.

Exit code 1 under the goal: every line, and 98 of 100 branches.
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys

LINE_GOAL = 100.0
BRANCH_GOAL = 98.0
# What is no part of the core, and a test's own headers.
LEFT_OUT = ("testing/", "transport/", "store/sqlite.hpp", "store/detail/", "async/", "connection/",
            "authorizer/", "observe/")
CODE = 0  # the kind of a region that holds code
EXECUTABLES = "bcauth_*"
LEFT_OUT_EXECUTABLES = ("bcauth_integration", "bcauth_interop", "bcauth_static")


class Coverage:
    """Lines and branches of the headers, united over functions, instantiations and executables."""

    def __init__(self, headers):
        self.headers = str(pathlib.Path(headers).resolve()) + os.sep
        self.lines = collections.defaultdict(lambda: collections.defaultdict(int))
        self.branches = collections.defaultdict(dict)

    def name_of(self, path):
        """The header's name, None where it isn't counted."""
        path = os.path.normpath(path)
        if not path.startswith(self.headers):
            return None
        name = path[len(self.headers):]
        return None if name.startswith(LEFT_OUT) else name

    def add_lcov(self, text):
        name = None
        for record in text.splitlines():
            if record.startswith("SF:"):
                name = self.name_of(record[3:])
            elif record.startswith("DA:") and name:
                line, count = record[3:].split(",")[:2]
                self.lines[name][int(line)] += int(count)

    def add_functions(self, functions):
        for function in functions:
            for branch in function.get("branches", []):
                *place, yes, no, file_id, _, _ = branch
                name = self.name_of(function["filenames"][file_id])
                if not name:
                    continue
                if yes == no == 0 and runs(function["regions"], file_id, place):
                    continue  # a constant: neither side is counted, though the code runs
                seen = self.branches[name].setdefault(tuple(place), [0, 0])
                seen[0] += yes
                seen[1] += no

    def forget_lines_without_code(self, name, source):
        """clang takes a comment behind a lambda for a part of it."""
        for line in list(self.lines[name]):
            text = source[line - 1].strip()
            if not text or text.startswith("//"):
                del self.lines[name][line]

    def names(self):
        return sorted(set(self.lines) | set(self.branches))

    def figures(self, name):
        """(lines, lines reached, branches, branches reached)"""
        lines = self.lines[name].values()
        sides = [side for branch in self.branches[name].values() for side in branch]
        return len(lines), sum(map(bool, lines)), len(sides), sum(map(bool, sides))

    def gaps(self, name, source):
        """What isn't reached, one text each."""
        for line in sorted(self.lines[name]):
            if not self.lines[name][line]:
                yield f"{name}:{line}: never run: {source[line - 1].strip()}"
        for (line, column, last, end), (yes, no) in sorted(self.branches[name].items()):
            if not self.lines[name].get(line, 1):
                continue  # told as a line
            text = source[line - 1][column - 1:end - 1 if last == line else None].strip()
            for count, word in ((yes, "true"), (no, "false")):
                if not count:
                    yield f"{name}:{line}:{column}: never {word}: {text}"


def runs(regions, file_id, place):
    """Whether the innermost region of code around a place has been run."""
    first, last = tuple(place[:2]), tuple(place[2:])
    around = [region for region in regions
              if region[5] == file_id and region[7] == CODE
              and tuple(region[:2]) <= first and last <= tuple(region[2:4])]
    if not around:
        return False
    start = max(tuple(region[:2]) for region in around)
    end = min(tuple(region[2:4]) for region in around if tuple(region[:2]) == start)
    return any(region[4] for region in around
               if (tuple(region[:2]), tuple(region[2:4])) == (start, end))


def percent(part, whole):
    return 100.0 * part / whole if whole else 100.0


def table(coverage, everything):
    rows, sums = [], [0, 0, 0, 0]
    for name in coverage.names():
        figures = coverage.figures(name)
        sums = [a + b for a, b in zip(sums, figures)]
        if everything or figures[0] != figures[1] or figures[2] != figures[3]:
            rows.append((name, *figures))
    rows.append(("all headers", *sums))
    texts = [f"{'header':<32}{'lines':>7}{'missed':>7}{'':>9}{'branches':>10}{'missed':>7}"]
    for name, lines, run, sides, taken in rows:
        texts.append(f"{name:<32}{lines:>7}{lines - run:>7}{percent(run, lines):>8.2f}%"
                     f"{sides:>10}{sides - taken:>7}{percent(taken, sides):>8.2f}%")
    return texts, sums


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def measure(executable, work, coverage):
    """Runs one executable and adds what it reaches; False if a test fails."""
    for old in work.glob(f"{executable.name}-*.profraw"):
        old.unlink()
    environment = dict(os.environ, LLVM_PROFILE_FILE=str(work / f"{executable.name}-%p.profraw"))
    tests = subprocess.run([executable, "--gtest_brief=1"], cwd=work, env=environment, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=1200)
    if tests.returncode:
        print(tests.stdout)
        print(f"{executable.name}: its tests fail (exit code {tests.returncode})")
        return False
    raw = [str(path) for path in work.glob(f"{executable.name}-*.profraw")]
    profile = str(work / f"{executable.name}.profdata")
    run("llvm-profdata-14", "merge", "-sparse", *raw, "-o", profile)
    export = ("llvm-cov-14", "export", f"-instr-profile={profile}", str(executable))
    coverage.add_lcov(run(*export, "-format=lcov", "-skip-functions", "-skip-expansions"))
    for data in json.loads(run(*export))["data"]:
        coverage.add_functions(data["functions"])
    return True


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("build", type=pathlib.Path)
    arguments.add_argument("headers", type=pathlib.Path)
    arguments.add_argument("--all", action="store_true", help="headers without a gap too")
    given = arguments.parse_args()

    executables = [path for path in sorted((given.build / "tests").resolve().glob(EXECUTABLES))
                   if path.is_file() and os.access(path, os.X_OK)
                   and path.name not in LEFT_OUT_EXECUTABLES]
    if not executables:
        sys.exit("no test executable was found: nothing was measured")
    work = given.build.resolve() / "coverage"
    work.mkdir(exist_ok=True)
    coverage = Coverage(given.headers)
    passed = [measure(executable, work, coverage) for executable in executables]

    for name in coverage.names():
        source = (given.headers / name).read_text(encoding="utf-8").splitlines()
        coverage.forget_lines_without_code(name, source)
        for gap in coverage.gaps(name, source):
            print(gap)
    texts, (lines, ran, sides, taken) = table(coverage, given.all)
    print("\n" + "\n".join(texts))
    reached = percent(ran, lines), percent(taken, sides)
    print(f"[ coverage ] {reached[0]:.2f}% of {lines} lines (goal {LINE_GOAL:.0f}%), "
          f"{reached[1]:.2f}% of {sides} branches (goal {BRANCH_GOAL:.0f}%), "
          f"{len(executables)} executables")
    good = all(passed) and lines and ran == lines and reached[1] >= BRANCH_GOAL
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
