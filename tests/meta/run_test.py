#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests of tests/run: what it is asked for, and the order of its stages. What the stages do is left out."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Each tells when it began and ended.
STAGE = '#!/bin/sh\necho "$0 begins" >>order\nsleep {seconds}\necho "$0 ends" >>order\n'
STAGES = {"constant_time": 0.2, "coverage": 0.1, "fuzz": 0.5, "mutation": 0.1}


class Run(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.top = pathlib.Path(held.name)
        for name in ("tests/run", "tests/meta/deep_report.py"):
            (self.top / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.top / name)
        self.script("cmake/install-packages", "#!/bin/sh\necho packages >>order\n")
        for stage, seconds in STAGES.items():
            self.script(f"tests/{stage}/run", STAGE.format(seconds=seconds))
        report = self.top / "build" / "fuzz" / "report.txt"
        self.script("tests/fuzz/run", STAGE.format(seconds=STAGES["fuzz"])
                    + f"mkdir -p {report.parent}\necho all >{report}\n")

    def script(self, name, text):
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def run_it(self, *arguments, script="tests/run", cwd="."):
        done = subprocess.run([script, *arguments], cwd=self.top / cwd, capture_output=True, text=True,
                              timeout=60, check=False,
                              env={**os.environ, "PATH": f"{self.top}/bin:{os.environ['PATH']}"})
        order = self.top / "order"
        return done, order.read_text(encoding="utf-8").splitlines() if order.exists() else []

    def test_refuses_what_it_does_not_know(self):
        for arguments in (["--what"], ["gcc"], ["--deep", "what"], ["--fuzz"], ["--fuzz", "x"], ["--fuzz", "-1"],
                          ["--fuzz", "1.5"], ["--fuzz", ""], ["--fuzz", "0"], ["--fuzz", "--fast"],
                          ["--fuzz", "5", "--deep"], ["--deep", "--fuzz", "5"], ["--deep", "fuzz", "--fuzz", "5"]):
            done, order = self.run_it(*arguments)
            self.assertEqual((done.returncode, done.stdout, order), (2, "", []), arguments)
            self.assertIn("tests/run --fuzz SECONDS", done.stderr)
            self.assertNotIn("set -euo", done.stderr)

    def test_tells_how_long_it_took_and_closes_as_ctest_does(self):
        log = self.top / "build" / "gcc" / "Testing" / "Temporary" / "LastTest.log"
        self.script("bin/cmake", "#!/bin/sh\n")
        self.script("bin/ctest", f"#!/bin/sh\nmkdir -p {log.parent}\necho '[ vectors  ] 7 rows' >{log}\n"
                    "printf '1 of 1\\n100%% tests passed, 0 tests failed out of 1\\n\\nTotal Test time\\n'\n")
        done, _ = self.run_it("--fast")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"\[ vectors  \] 7 rows\n\[ time     \] 0 min \d\d s as a whole\n\n"
                                      r"100% tests passed, 0 tests failed out of 1\n\nTotal Test time\n\Z")

    def test_finds_itself_from_another_folder(self):
        done, order = self.run_it("--deep", "coverage", "fuzz", script="../tests/run", cwd="cmake")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("tests/coverage/run ends", order)
        self.assertIn("tests/fuzz/run ends", order)

    def test_measures_times_before_anything_runs_beside(self):
        for asked in (("fuzz", "coverage", "constant-time"), ("constant-time", "fuzz", "coverage")):
            (self.top / "order").unlink(missing_ok=True)
            done, order = self.run_it("--deep", *asked)
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertEqual(order[:3], ["packages", "tests/constant_time/run begins", "tests/constant_time/run ends"])
            self.assertEqual(sorted(order[3:]), [f"tests/{stage}/run {what}" for stage in ("coverage", "fuzz")
                                                 for what in ("begins", "ends")])

    def test_goes_on_behind_a_stage_that_fails(self):
        for stage in ("constant_time", "coverage"):
            (self.top / "order").unlink(missing_ok=True)
            self.script(f"tests/{stage}/run", "#!/bin/sh\nexit 3\n")
            done, order = self.run_it("--deep", "constant-time", "coverage", "mutation")
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertRegex(done.stdout, rf"{stage.replace('_', '-')} +FAILED \(3\)")
            self.assertRegex(done.stdout, r"mutation +passed")
            self.assertIn("tests/mutation/run ends", order)


if __name__ == "__main__":
    unittest.main()
