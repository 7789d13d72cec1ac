# SPDX-License-Identifier: BSL-1.0
"""The check of an app's life, and that it tells when it is not as it should be.

    life_test.py PLATFORM LOYALTY
"""
import io
import sys
import time
import unittest

from support import PLATFORM, LOYALTY, check, local


class Life(unittest.TestCase):
    def setUp(self):
        self.local = local.Local(PLATFORM, LOYALTY)
        self.addCleanup(self.local.keeper.cleanup)
        self.addCleanup(self.local.platform.kill)
        self.addCleanup(lambda: self.local.app.kill())

    def test_is_as_it_should_be_and_both_stop_cleanly(self):
        self.assertEqual(check.run(self.local), 0)
        begun = time.monotonic()
        self.assertEqual([self.local.app.stop(), self.local.platform.stop()], [0, 0])
        # neither waits for the hour between two checks
        self.assertLess(time.monotonic() - begun, 10)

    def test_the_log_has_names_and_nothing_of_a_request(self):
        code = self.local.code()
        self.local.get(code.replace("code=", "code=secretcode"))
        load = local.forged(self.local.load())
        self.local.get(load)
        self.local.balance("not.a.token")
        log = self.local.app_log()
        for name in ("auth refused: ", "load refused: signature_mismatch",
                     "/api/balance refused: "):
            self.assertIn(name, log)
        for bytes_of_a_request in ("secretcode", load.split("=")[1], "not.a.token"):
            self.assertNotIn(bytes_of_a_request, log)

    def stopped_at(self, process, step):
        out = io.StringIO()

        def before(number):
            if number == step:
                process.kill()
        code = check.run(self.local, before, out)
        return code, out.getvalue().splitlines()

    def test_says_where_when_the_app_is_stopped_half_way(self):
        code, lines = self.stopped_at(self.local.app, 7)
        self.assertEqual(code, 1)
        self.assertEqual(len(lines), 7)
        self.assertIn("FAILED  load: a second person", lines[-1])
        self.assertIn("the app does not answer", lines[-1])

    def test_says_where_when_the_platform_is_stopped_half_way(self):
        code, lines = self.stopped_at(self.local.platform, 4)
        self.assertEqual(code, 1)
        self.assertIn("FAILED  auth: installed by the owner", lines[-1])
        self.assertIn("the platform does not answer", lines[-1])


class SingleUser(unittest.TestCase):
    def test_refuses_the_unknown_and_lets_the_owner_in(self):
        one = local.Local(PLATFORM, LOYALTY, "--multi-user", "off")
        try:
            owner = local.Visitor(one)
            self.assertEqual(owner.open(one.code()).status, 200)
            self.assertEqual(owner.open(one.load()).status, 200)
            refused = one.get(one.load(user=local.MANAGER))
            self.assertEqual((refused.status, refused.text), (403, "forbidden"))
            self.assertIn("load refused: unknown_user store=g5cd38", one.app_log())
        finally:
            one.stop()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
