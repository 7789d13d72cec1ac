#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Plants one fault at a time in a small tree whose tests name every row, and sees threat_rows.py tell it."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import threat_rows  # noqa: E402  (the path is set above)


class ThreatRows(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.place.name)
        self.write("tests/unit/a.test.cpp",
                   "// threats rows 1 to 50, 52 and\n// 53 to 89\nTEST(A, B) {\n    // threats row 51\n}\n")
        self.write("tests/compile_fail/c.cpp", "// threats row 90\n#if defined(X)\nint x;\n#endif\n")
        self.write("SECURITY.md", "# Security\n\n## What is left\n")

    def tearDown(self):
        self.place.cleanup()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def table(self):
        return threat_rows.Table(self.root)

    def expect(self, *words):
        faults = self.table().faults
        self.assertTrue(any(all(word in fault for word in words) for fault in faults),
                        f"{words} not in {faults}")

    def test_a_whole_table_has_no_faults(self):
        table = self.table()
        self.assertEqual(table.faults, [])
        self.assertEqual(table.tests[53], ["tests/unit/a.test.cpp: A.B"])
        self.assertEqual(table.tests[51], ["tests/unit/a.test.cpp: A.B"])
        self.assertEqual(table.tests[90], ["tests/compile_fail/c.cpp"])

    def test_a_row_that_nothing_names(self):
        (self.root / "tests/compile_fail/c.cpp").unlink()
        self.expect("row 90", "no test")

    def test_an_empty_tree(self):
        with tempfile.TemporaryDirectory() as place:
            self.assertEqual(len(threat_rows.Table(place).faults), 90)

    def test_a_row_that_only_vectors_name(self):
        (self.root / "tests/compile_fail/c.cpp").unlink()
        self.write("tests/vectors/v.test.cpp", "// threats row 90\nTEST(V, W) {}\n")
        self.expect("row 90", "vectors alone")

    def test_a_row_that_only_a_helper_names(self):
        (self.root / "tests/compile_fail/c.cpp").unlink()
        self.write("tests/support/s.hpp", "// threats row 90\n")
        self.expect("row 90", "no test")

    def test_a_comment_with_no_test_behind_it(self):
        self.write("tests/unit/b.test.cpp", "TEST(B, C) {}\n// threats row 5\n")
        self.expect("b.test.cpp:2", "belongs to no test")

    def test_a_comment_inside_no_test(self):
        self.write("tests/unit/b.test.cpp", "int f() {\n    return 5;  // threats row 5\n}\nTEST(B, C) {}\n")
        self.expect("b.test.cpp:2", "belongs to no test")

    def test_a_test_that_never_runs(self):
        self.write("tests/unit/b.test.cpp", "// threats row 5\nTEST(B, DISABLED_C) {}\n")
        self.expect("b.test.cpp", "belongs to no test that runs")

    def test_rows_that_are_none(self):
        for words in ("0", "91", "9 to 5", "x", "1 to 91", ""):
            self.write("tests/unit/b.test.cpp", f"// threats row {words}\nTEST(B, C) {{}}\n")
            self.expect("b.test.cpp:1", "no row of the table")

    def test_a_document_without_the_heading(self):
        self.write("tests/unit/b.test.cpp",
                   '// threats row 5; SECURITY.md, "What is left"\nTEST(B, C) {}\n'
                   '// threats row 6; SECURITY.md, "What is lost"\nTEST(B, D) {}\n')
        self.expect("b.test.cpp:3", '"What is lost"')
        self.assertEqual(len(self.table().faults), 1)

    def test_a_python_test(self):
        self.write("tests/x/y_test.py", "class T:\n    # threats row 5\n    def test_it(self):\n"
                                        "        pass  # threats row 6\n")
        tests = self.table().tests
        self.assertIn("tests/x/y_test.py: test_it", tests[5])
        self.assertIn("tests/x/y_test.py: test_it", tests[6])
        self.assertEqual(self.table().faults, [])


if __name__ == "__main__":
    unittest.main()
