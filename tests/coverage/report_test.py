#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests of report.py."""
import unittest

import report

HEADER = "/tree/include/bcauth/a.hpp"


def function(regions, branches):
    return {"filenames": [HEADER], "regions": regions, "branches": branches}


def branch(line, yes, no):
    return [line, 5, line, 9, yes, no, 0, 0, 4]


def region(first, last, count):
    return [first, 1, last, 80, count, 0, 0, report.CODE]


class Coverage(unittest.TestCase):
    def setUp(self):
        self.coverage = report.Coverage("/tree/include/bcauth")

    def lcov(self, *lines, name=HEADER):
        self.coverage.add_lcov(f"SF:{name}\n" + "".join(f"DA:{n},{count}\n" for n, count in lines))

    def test_unites_lines_of_executables(self):
        self.lcov((1, 0), (2, 3), (3, 0))
        self.lcov((1, 2), (2, 0), (3, 0))
        self.assertEqual(self.coverage.figures("a.hpp")[:2], (3, 2))

    def test_unites_sides_of_instantiations(self):
        self.coverage.add_functions([function([region(1, 9, 4)], [branch(3, 4, 0)]),
                                     function([region(1, 9, 2)], [branch(3, 0, 2)])])
        self.assertEqual(self.coverage.figures("a.hpp")[2:], (2, 2))

    def test_takes_a_constant_for_no_branch(self):
        self.coverage.add_functions([function([region(1, 9, 4)], [branch(3, 0, 0)])])
        self.assertEqual(self.coverage.figures("a.hpp")[2:], (0, 0))

    def test_takes_what_was_never_come_to_for_a_branch(self):
        self.coverage.add_functions(
            [function([region(1, 9, 4), region(3, 3, 0)], [branch(3, 0, 0)])])
        self.assertEqual(self.coverage.figures("a.hpp")[2:], (2, 0))

    def test_leaves_out_what_is_no_part_of_the_core(self):
        self.lcov((1, 0), name="/tree/include/bcauth/testing/a.hpp")
        self.lcov((1, 0), name="/tree/tests/a.hpp")
        self.assertEqual(self.coverage.names(), [])

    def test_forgets_lines_without_code(self):
        self.lcov((1, 0), (2, 0), (3, 1))
        self.coverage.forget_lines_without_code("a.hpp", ["  // why", "", "one();"])
        self.assertEqual(self.coverage.figures("a.hpp")[:2], (1, 1))

    def test_tells_each_gap(self):
        self.lcov((1, 0), (2, 1))
        self.coverage.add_functions([function([region(1, 2, 1)], [branch(2, 1, 0)])])
        self.assertEqual(list(self.coverage.gaps("a.hpp", ["one();", "if (two) {"])), [
            "a.hpp:1: never run: one();", "a.hpp:2:5: never false: two)"])


if __name__ == "__main__":
    unittest.main()
