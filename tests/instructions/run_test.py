#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Shows that `run` reads a dump of callgrind rightly, and refuses what it is to refuse."""
import contextlib
import importlib.machinery
import importlib.util
import io
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("run", str(pathlib.Path(__file__).with_name("run")))
run = importlib.util.module_from_spec(importlib.util.spec_from_loader("run", loader))
loader.exec_module(run)

DUMP = """desc: Trigger: Client Request: load_jwt/forged
summary: 999

ob=/opt/cases
fn=first
0 40
cob=/usr/lib/libcrypto.so.3
cfn=EVP_DigestUpdate
calls=20 0
0 700
0 2

ob=/usr/lib/libcrypto.so.3
fn=EVP_DigestUpdate
0 700
"""


def judged(recorded, counted):
    with contextlib.redirect_stdout(io.StringIO()) as said:
        return (*run.judge(recorded, counted), said.getvalue())


class Instructions(unittest.TestCase):
    def test_each_object_has_its_own_instructions(self):
        self.assertEqual(run.costs_of(DUMP), ("load_jwt/forged", {"cases": 42, "libcrypto.so.3": 700}))

    def test_three_percent_more_is_refused(self):
        self.assertEqual(judged({"a": 1000}, {"a": 1030})[:2], (0, False))
        wrong, stale, said = judged({"a": 1000, "b": 5}, {"a": 1031, "b": 5})
        self.assertEqual((wrong, stale), (1, False))
        self.assertRegex(said, r"a +1000 +1031 +\+3\.10 % WRONG")

    def test_a_record_that_is_too_high_is_told(self):
        self.assertEqual(judged({"a": 1000}, {"a": 970})[:2], (0, False))
        self.assertEqual(judged({"a": 1000}, {"a": 969})[:2], (0, True))

    def test_a_case_on_one_side_alone_is_refused(self):
        self.assertEqual(judged({"a": 1}, {})[0], 1)
        self.assertEqual(judged({}, {"a": 1})[0], 1)

    def test_a_record_is_read_as_it_was_written(self):
        surroundings, figures = {"compiler": "g++ 12.2.0", "libstdc++": "1"}, {"load_jwt/forged": 12, "a": 3}
        self.assertEqual(run.read_record(run.record_text(surroundings, figures)), (surroundings, figures))


if __name__ == "__main__":
    unittest.main()
