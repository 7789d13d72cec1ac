#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""check_case.py CASE COMPILER FLAG...: a promise that the compiler keeps.

The case must compile as it stands (the passing twin). With BCAUTH_FAIL defined it must not, and the
compiler must say what the case's first line expects: `// expect: REGEX`. So neither a broken
harness nor an error of another kind passes.
"""
import os
import re
import subprocess
import sys


def compile_case(case, compiler, flags, *more):
    command = [compiler, "-fsyntax-only", "-fno-caret-diagnostics" if "clang" in compiler
               else "-fno-diagnostics-show-caret", *flags, *more, case]
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C"})
    return done.returncode, done.stderr


def fault_of(case, compiler, flags):
    with open(case, encoding="utf-8") as source:
        text = source.read()
    match = re.search(r"\A(?:// SPDX[^\n]*\n)?// expect: (.+)\n", text)
    if not match:
        return "the case does not begin with `// expect: REGEX`"
    if "BCAUTH_FAIL" not in text:
        return "the case has no BCAUTH_FAIL variant"
    code, output = compile_case(case, compiler, flags)
    if code != 0:
        return f"the passing twin does not compile:\n{output}"
    code, output = compile_case(case, compiler, flags, "-DBCAUTH_FAIL")
    if code == 0:
        return "it compiles with BCAUTH_FAIL, which it must not"
    if not re.search(match[1], output):
        return f"it fails, but nothing matches /{match[1]}/:\n{output}"
    return None


def main():
    case, compiler, *flags = sys.argv[1:]
    fault = fault_of(case, compiler, flags)
    if fault:
        print(f"{os.path.basename(case)}: {fault}")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
