#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks of scopes in the machine code: sets known to the compiler cost nothing, others a few instructions.

    constant_scopes_test.py SOURCE INCLUDE_FOLDER COMPILER...

A function `constant_*` must do nothing but return a constant, a function `short_*` at most MOST_STEPS instructions
without a jump or call. A function `fault_constant_*` or `fault_short_*` must break the rule that its name says: they
show that this test can fail. Exit code 77 where there is no objdump.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MOST_STEPS = 24
NOTHING = ("endbr64", "nop", "ret", "retq")


def functions_of(source, include, compiler):
    """The instructions of each function of a source, compiled with -O2: mnemonic and operands."""
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder, "made.o")
        subprocess.run([compiler, "-std=c++20", "-O2", "-I", include, "-c", source, "-o", made],
                       check=True)
        listed = subprocess.run(["objdump", "-d", "--no-show-raw-insn", made],
                                check=True, capture_output=True, text=True).stdout
    functions = {}
    for line in listed.splitlines():
        if begin := re.fullmatch(r"[0-9a-f]+ <(\w+)>:", line):
            steps = functions.setdefault(begin[1], [])
        elif step := re.fullmatch(r"\s+[0-9a-f]+:\s+(\w+)\s*(.*)", line):
            steps.append((step[1], step[2]))
    # what stands behind the last return is there to fill the room up
    return {name: up_to_return(steps) for name, steps in functions.items()}


def up_to_return(steps):
    last = max((i for i, (name, _) in enumerate(steps) if name.startswith("ret")),
               default=len(steps))
    return steps[:last + 1]


def is_constant(steps):
    """One instruction that writes a register from no memory and no argument, and a return."""
    work = [(name, operands) for name, operands in steps if name not in NOTHING]
    return len(work) == 1 and (
        re.fullmatch(r"\$0x[0-9a-f]+,%\w+", work[0][1]) is not None
        or re.fullmatch(r"%(\w+),%\1", work[0][1]) is not None and work[0][0] == "xor")


def is_short(steps):
    return len(steps) <= MOST_STEPS and not any(
        name.startswith(("j", "call")) for name, _ in steps)


def faults_of(functions):
    """One line for each function that breaks its rule, and for each that should and does not."""
    rules = {"constant_": is_constant, "short_": is_short}
    for name, steps in functions.items():
        meant_to_fail = name.startswith("fault_")
        rule = next((rule for prefix, rule in rules.items()
                     if name.removeprefix("fault_").startswith(prefix)), None)
        if rule is not None and rule(steps) == meant_to_fail:
            yield f"{name}: {'is not told' if meant_to_fail else steps}"


def main():
    source, include, *compilers = sys.argv[1:]
    if shutil.which("objdump") is None:
        print("skipped: there is no objdump")
        return 77
    faults = []
    for compiler in compilers:
        functions = functions_of(source, include, compiler)
        judged = [name for name in functions if name.startswith(("constant_", "short_", "fault_"))]
        faults += [f"{compiler}: {each}" for each in faults_of(functions)]
        print(f"{compiler}: {len(judged)} functions judged")
        faults += [] if len(judged) == 9 else [f"{compiler}: {len(judged)} functions, not 9"]
    print("\n".join(faults) if faults else "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
