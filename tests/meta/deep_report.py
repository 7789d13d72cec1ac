#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The report of tests/run --deep, made of what each stage left in its folder.

    deep_report.py FOLDER STAGE...

A stage leaves STAGE.log and STAGE.result: exit code, seconds, and the state of the sources that it
ran on. Of a log the report takes the counts, which are lines like `[ vectors  ] file: 12 rows`, what
ctest says in the end, tests that failed, and whole tables: what follows a line `== report`.
"""
import pathlib
import re
import sys

COUNT = re.compile(r"^(?:\d+: )?(\[ [a-z][a-z ]*\] .*)")
CLOSING = re.compile(r"^\d+% tests passed, \d+ tests? failed out of \d+|^\t *\d+ - .*\((Failed|Timeout|Not Run|.*Exception.*)\)"
                     r"|^No tests were found")
TABLE = "== report"


def findings(log):
    """What a log tells, in its order, each line once."""
    told, table = [], False
    for line in log.splitlines():
        line = line.rstrip()
        if line.startswith("== "):
            table = line.startswith(TABLE)
            continue
        count = COUNT.match(line)
        if table:
            told.append(line)
        elif count:
            told.append(count[1])
        elif CLOSING.match(line):
            told.append(line.strip())
    return list(dict.fromkeys(told))


def verdict(folder, stage):
    """(verdict, seconds, state) of a stage, seconds and state None if it has not run"""
    result = folder / f"{stage}.result"
    if not result.is_file():
        return "not run", None, None
    code, seconds, state = result.read_text(encoding="utf-8").split()
    return "passed" if code == "0" else f"FAILED ({code})", int(seconds), state


def report(folder, stages):
    rows = {stage: verdict(folder, stage) for stage in stages}
    lines = [f"{'stage':<16}{'verdict':<14}{'time':>8}  sources"]
    for stage, (word, seconds, state) in rows.items():
        time = "" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"
        lines.append(f"{stage:<16}{word:<14}{time:>8}  {state or ''}".rstrip())
    states = {state for _, _, state in rows.values() if state}
    if len(states) > 1:
        lines.append("The stages ran on different states of the sources.")
    for stage in stages:
        log = folder / f"{stage}.log"
        told = findings(log.read_text(encoding="utf-8", errors="replace")) if log.is_file() else []
        if told:
            lines += ["", f"-- {stage}", *told]
    return lines


def main():
    print("\n".join(report(pathlib.Path(sys.argv[1]), sys.argv[2:])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
