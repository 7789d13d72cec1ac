#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""check_case_test.py COMPILER: the harness tells a case that cannot fail from one that does."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import check_case  # noqa: E402  (the path is set above)

COMPILER = sys.argv.pop(1)


class Harness(unittest.TestCase):
    def fault(self, text):
        with tempfile.TemporaryDirectory() as place:
            case = pathlib.Path(place, "case.cpp")
            case.write_text(text, encoding="utf-8")
            return check_case.fault_of(str(case), COMPILER, ["-std=c++20"])

    def test_a_sound_case_passes(self):
        self.assertIsNone(self.fault("// expect: told\n#if defined(BCAUTH_FAIL)\n"
                                     'static_assert(false, "told");\n#endif\n'))

    def test_a_case_that_compiles_is_told(self):
        self.assertIn("must not", self.fault("// expect: told\n// BCAUTH_FAIL\nint x;\n"))

    def test_another_error_is_told(self):
        self.assertIn("nothing matches", self.fault(
            "// expect: told\n#if defined(BCAUTH_FAIL)\nint x = y;\n#endif\n"))

    def test_a_broken_twin_is_told(self):
        self.assertIn("twin", self.fault("// expect: y\n// BCAUTH_FAIL\nint x = y;\n"))

    def test_a_case_without_expectation_is_told(self):
        self.assertIn("expect", self.fault("// BCAUTH_FAIL\nint x = y;\n"))


if __name__ == "__main__":
    unittest.main()
