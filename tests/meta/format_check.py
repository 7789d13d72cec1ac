#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""format_check.py CLANG_FORMAT ROOT: every C++ file is as clang-format has it."""
import pathlib
import subprocess
import sys

import tree_rules


def main():
    clang_format, root = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    names = [name for name in tree_rules.files_of(root) if name.endswith((".hpp", ".cpp"))]
    if not names:
        print("no C++ file was found: nothing was checked")
        return 1
    command = [clang_format, "--dry-run", "--Werror", "--style=file", *names]
    code = subprocess.run(command, cwd=root, check=False).returncode
    print(f"{len(names)} files checked")
    return code


if __name__ == "__main__":
    sys.exit(main())
