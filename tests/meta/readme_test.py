#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Holds the README's snippet to the compiled example that it quotes."""
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
