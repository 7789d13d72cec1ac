#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests of how `run` judges what a fuzzer left."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import tempfile
import types
import unittest


def loaded(name, path):
    loader = importlib.machinery.SourceFileLoader(name, str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    sys.modules[name] = module  # dataclasses looks there
    loader.exec_module(module)
    return module


run = loaded("fuzz_run", pathlib.Path(__file__).resolve().parent / "run")
IDLE = "INFO: seed corpus: files: 12\n"
BUSY = "#9 DONE cov: 40\nstat::number_of_executed_units: 900\nstat::average_exec_per_sec: 90\n"
FOUND = BUSY + "ERROR: libFuzzer: deadly signal\nTest unit written to findings/a/crash-1\n"


class Judged(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        run.BUILD = pathlib.Path(held.name)

    def result(self, log, code=0, was_stopped=False):
        one = run.Run.__new__(run.Run)
        one.target, one.log = "a", run.BUILD / "a.log"
        one.process = types.SimpleNamespace(returncode=code)
        one.log.write_text(log, encoding="utf-8")
        return one.result(was_stopped)

    def test_what_ran_and_found_nothing_is_right(self):
        result = self.result(BUSY)
        self.assertEqual((result.executions, result.speed, result.edges, result.wrong), (900, 90, 40, ""))

    def test_what_executed_nothing_is_wrong(self):
        self.assertEqual(self.result(IDLE).wrong, "nothing was executed")

    def test_what_was_stopped_may_have_executed_nothing(self):
        self.assertEqual(self.result(IDLE, code=72, was_stopped=True).wrong, "")

    def test_a_finding_is_wrong_even_where_it_was_stopped(self):
        for was_stopped in (False, True):
            result = self.result(FOUND, code=77, was_stopped=was_stopped)
            self.assertEqual((result.wrong, result.findings),
                             ("ERROR: libFuzzer: deadly signal", ("findings/a/crash-1",)))

    def test_an_exit_code_is_wrong_by_itself(self):
        self.assertEqual(self.result(BUSY, code=3).wrong, "left with 3")


if __name__ == "__main__":
    unittest.main()
