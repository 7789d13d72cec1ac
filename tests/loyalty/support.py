# SPDX-License-Identifier: BSL-1.0
"""What the tests of the loyalty app share: its two programs, and the example's own check of them."""
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "examples" / "loyalty"))

import check  # noqa: E402
import local  # noqa: E402

PLATFORM, LOYALTY = sys.argv[1:3]

__all__ = ["PLATFORM", "LOYALTY", "check", "local"]
