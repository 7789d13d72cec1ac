#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests of deep_report.py."""
import pathlib
import tempfile
import unittest

import deep_report

LOG = """\
== build: gcc (after 0 s)
[12/40] Building CXX object a.o
12: [ vectors  ] hex.json: 7 rows judged, 0 wrong
[ faults   ] 90 faults injected, 0 accepted
[ RUN      ] Hex.Decodes
[       OK ] Hex.Decodes (0 ms)
99% tests passed, 1 tests failed out of 100
The following tests FAILED:
\t 12 - unit: Hex.Decodes (Failed)
"""


class DeepReport(unittest.TestCase):
    def setUp(self):
        self.held = tempfile.TemporaryDirectory()
        self.addCleanup(self.held.cleanup)
        self.folder = pathlib.Path(self.held.name)

    def leave(self, stage, result, log=""):
        (self.folder / f"{stage}.result").write_text(result)
        (self.folder / f"{stage}.log").write_text(log)

    def test_takes_counts_and_what_ctest_says(self):
        self.assertEqual(deep_report.findings(LOG), [
            "[ vectors  ] hex.json: 7 rows judged, 0 wrong",
            "[ faults   ] 90 faults injected, 0 accepted",
            "99% tests passed, 1 tests failed out of 100",
            "12 - unit: Hex.Decodes (Failed)"])

    def test_takes_a_table_whole(self):
        log = "noise\n== report\nname  count\nhex   12\n== end\nnoise\n"
        self.assertEqual(deep_report.findings(log), ["name  count", "hex   12"])

    def test_tells_a_stage_that_failed_from_one_that_did_not_run(self):
        self.leave("gcc", "0 61 abc\n")
        self.leave("clang", "8 5 abc\n")
        lines = deep_report.report(self.folder, ["gcc", "clang", "fuzz"])
        self.assertEqual([line.split() for line in lines[1:4]], [
            ["gcc", "passed", "1:01", "abc"], ["clang", "FAILED", "(8)", "0:05", "abc"],
            ["fuzz", "not", "run"]])
        self.assertEqual(len(lines), 4)

    def test_tells_when_stages_ran_on_different_sources(self):
        self.leave("gcc", "0 61 abc\n")
        self.leave("clang", "0 5 abc-dirty\n")
        lines = deep_report.report(self.folder, ["gcc", "clang"])
        self.assertIn("The stages ran on different states of the sources.", lines)


if __name__ == "__main__":
    unittest.main()
