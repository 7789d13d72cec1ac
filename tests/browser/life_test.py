# SPDX-License-Identifier: BSL-1.0
"""Starts the platform and the app, and life.js in Chromium on both.

    life_test.py PLATFORM LOYALTY PACKAGES SCREENSHOTS      77: skipped
"""
import os
import pathlib
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[1] / "examples" / "loyalty"))

import local  # noqa: E402


def main(platform, loyalty, packages, screenshots):
    modules = pathlib.Path(packages) / "node_modules"
    chromium = shutil.which("chromium")
    for what, found in (("node", shutil.which("node")), ("chromium", chromium),
                        ("playwright-core", (modules / "playwright-core").exists())):
        if not found:
            print(f"skipped: {what} is not here")
            return 77
    pathlib.Path(screenshots).mkdir(parents=True, exist_ok=True)
    both = local.Local(platform, loyalty)
    try:
        code = subprocess.run(
            ["node", str(here / "life.js"), chromium, str(both.platform.port), str(both.app.port),
             screenshots], env={**os.environ, "NODE_PATH": str(modules)}, timeout=240).returncode
        if code != 0:
            print(both.app_log())
        return code
    finally:
        both.stop()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
