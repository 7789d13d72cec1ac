#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Measures what it costs to compile a unit that uses bcauth.

    bench/compile_time.py [--runs N] [--compiler CXX] [--include FOLDER]

Prints one JSON document: medians of the processor's seconds of g++ -std=c++20 -O2 -c in interleaved runs, the largest
memory, the size of the code, and how many headers of Asio, Beast and curl <bcauth/bcauth.hpp> reaches. Exits with 77
where there is no compiler. The units are those of bench/compile/.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
UNITS = HERE / "compile"
FLAGS = ["-std=c++20", "-O2"]
SKIPPED = 77
# the row of each unit, and who it is told of
ROWS = {
    "load_callback": ("load_callback", "bcauth"),
    "basic_parser": ("load_callback", "basic_parser"),
    "umbrella": ("umbrella", "bcauth"),
    "umbrella_load": ("umbrella_load", "bcauth"),
}
FOREIGN = ("/boost/asio", "/boost/beast", "/curl/")


def compile_once(command):
    """Seconds of the processor and MB at most, of the compiler and what it started."""
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)} exits with {child.returncode}")
    return usage.ru_utime, usage.ru_maxrss / 1024


def text_bytes(unit):
    """What `size` tells of an object: code, constants, unwinding."""
    if not shutil.which("size"):
        return None
    told = subprocess.run(["size", str(unit)], capture_output=True, text=True, check=True).stdout
    return int(told.splitlines()[1].split()[0])


def foreign_headers(base):
    """The headers of optional components that the umbrella reaches."""
    told = subprocess.run([*base, "-M", str(UNITS / "umbrella.cpp")], capture_output=True, text=True, check=True).stdout
    return [name for name in told.split() if any(part in name for part in FOREIGN)]


def row(name, values, unit):
    return {"name": name, "median": statistics.median(values), "unit": unit, "all": values}


def measure(base, runs):
    seconds = {name: [] for name in ROWS}
    memory = {name: [] for name in ROWS}
    sizes = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(runs + 1):
            for name in ROWS:
                out = pathlib.Path(folder) / f"{name}.o"
                spent, most = compile_once([*base, "-c", str(UNITS / f"{name}.cpp"), "-o", str(out)])
                if number > 0:  # the first run reads the headers from disk
                    seconds[name].append(round(spent, 3))
                    memory[name].append(round(most, 1))
                sizes[name] = text_bytes(out)
    rows = []
    for name, (case, who) in ROWS.items():
        rows.append(row(f"compile/{case}/{who}", seconds[name], "s"))
        rows.append(row(f"compile_memory/{case}/{who}", memory[name], "MB"))
        if sizes[name] is not None:
            rows.append(row(f"code_size/{case}/{who}", [sizes[name]], "bytes"))
    return rows


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--compiler", default=next(filter(shutil.which, ("g++-12", "g++")), None))
    options.add_argument("--include", type=pathlib.Path, default=HERE.parent / "include", help="where bcauth is")
    given = options.parse_args()
    if not given.compiler or not shutil.which(given.compiler):
        print("skipped: no g++ is here", file=sys.stderr)
        return SKIPPED
    base = [given.compiler, *FLAGS, f"-I{given.include}"]
    rows = measure(base, given.runs)
    foreign = foreign_headers(base)
    for name in foreign:
        print(f"<bcauth/bcauth.hpp> reaches {name}", file=sys.stderr)
    rows.append(row("umbrella/foreign_headers/bcauth", [len(foreign)], "headers"))
    version = subprocess.run([given.compiler, "-dumpfullversion"], capture_output=True, text=True).stdout.strip()
    context = {"compiler": f"{given.compiler} {version}", "flags": FLAGS, "runs": given.runs}
    json.dump({"context": context, "benchmarks": rows}, sys.stdout, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
