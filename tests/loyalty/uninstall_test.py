# SPDX-License-Identifier: BSL-1.0
"""Who can uninstall the app, and what becomes of an uninstallation that the platform can't be asked about.

    uninstall_test.py PLATFORM LOYALTY
"""
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

from support import PLATFORM, LOYALTY, local

# What the platform may answer to the app's question without saying yes or no: 0 is no answer.
NO_WORD = (0, 302, 404, 429, 500, 503)
GENUINE = re.compile(r"^(uninstall|remove-user|load) (answered|refused: (\w+)) store=g5cd38$", re.M)


class AppCase(unittest.TestCase):
    options = ()

    def setUp(self):
        self.local = local.Local(PLATFORM, LOYALTY, *self.options)
        self.addCleanup(self.local.keeper.cleanup)
        self.addCleanup(self.local.platform.kill)
        self.addCleanup(lambda: self.local.app.kill())
        self.owner, self.second = local.Visitor(self.local), local.Visitor(self.local)
        self.assertEqual(self.owner.open(self.local.code()).status, 200)
        self.assertEqual(self.second.open(self.local.load(user=local.MANAGER)).status, 200)
        self.assertEqual(self.owner.give(local.ADA, 50).status, 303)
        self.token = self.row()[0]

    def rows(self, query, database=""):
        file = sqlite3.connect(str(self.local.database) + database)
        try:
            return file.execute(query).fetchall()
        finally:
            file.close()

    def row(self):
        """The stored token, and whether it is out of use; None when the store isn't there."""
        rows = self.rows("SELECT token, withheld FROM installation")
        return (rows[0][0].decode(), rows[0][1]) if rows else None

    def told(self):
        """What the log says of genuine tokens: (door, error or None), the newest last."""
        return [(each[0], each[2] or None) for each in GENUINE.findall(self.local.app_log())]

    def send(self, door, **who):
        """A callback as the platform signs it, which no door has seen; its status."""
        return self.local.get(self.local.load(door=door, **who)).status

    def uninstall(self):
        came = self.local.admin("uninstall", store=local.COFFEE, client_id=local.CLIENT_ID)
        return int(came["callback"].rstrip(".").split()[-1])

    def expect_all_there(self):
        self.assertEqual(self.row(), (self.token, 0))
        self.assertEqual(self.owner.send("GET", "/").status, 200)
        self.assertEqual(self.second.send("GET", "/").status, 200)
        self.assertEqual(self.send("load"), 303)
        self.assertEqual(self.local.balance(self.local.shopper()).json()["points"], 50)

    def expect_put_aside(self):
        self.assertEqual(self.row(), (self.token, 1))
        self.assertEqual(self.send("load"), 503)
        self.assertEqual(self.told()[-1], ("load", "uninstall_pending"))

    def expect_erased(self):
        self.assertIsNone(self.row())
        self.assertEqual(self.rows("SELECT * FROM person"), [])
        self.assertEqual(self.rows("SELECT * FROM points", "-points"), [])
        self.assertEqual(self.send("load"), 403)
        self.assertEqual(self.owner.send("GET", "/").status, 403)
        self.assertEqual(self.local.balance(self.local.shopper()).status, 403)

    def expect_soon(self, what):
        deadline = time.monotonic() + 20
        while not what() and time.monotonic() < deadline:
            time.sleep(0.02)
        self.assertTrue(what())


class Uninstall(AppCase):
    def test_the_platforms_own_erases_all(self):
        self.assertEqual(self.uninstall(), 200)
        self.assertEqual(self.told()[-1], ("uninstall", None))
        self.expect_erased()

    def test_a_token_that_a_door_has_seen_is_refused_at_both_destructive_doors(self):
        for seen_at in ("load", "remove-user"):
            for door in ("uninstall", "remove-user"):
                # at the remove-user door of somebody unknown, so that nobody is removed
                seen = self.local.load(user=local.MANAGER if seen_at == "load" else local.CLERK,
                                       door=seen_at)
                self.assertIn(self.local.get(seen).status, (303, 200))
                reply = self.local.get(seen.replace(f"/{seen_at}?", f"/{door}?"))
                self.assertEqual((reply.status, reply.text), (401, "unauthenticated"))
                self.assertEqual(self.told()[-1], (door, "replayed"))
        self.expect_all_there()

    def test_a_load_may_come_again(self):
        load = self.local.load()
        self.assertEqual([self.local.get(load).status for _ in range(3)], [303, 303, 303])

    def test_staff_with_an_unseen_token_are_refused_and_told(self):
        for user in (local.CLERK, local.MANAGER, local.OWNER):
            self.assertEqual(self.send("uninstall", user=user), 403)
            self.assertEqual(self.told()[-1], ("uninstall", "still_installed"))
        self.expect_all_there()

    def test_a_token_without_the_scope_that_is_asked_for_is_alive_too(self):
        self.local.admin("api", status=403)
        self.assertEqual(self.send("uninstall"), 403)
        self.local.admin("api")
        self.expect_all_there()

    def test_no_word_puts_the_token_aside_until_the_platform_takes_it(self):
        for status in NO_WORD:
            with self.subTest(status):
                self.local.admin("api", status=status)
                self.assertEqual(self.send("uninstall"), 503)
                self.assertEqual(self.told()[-1], ("uninstall", "uninstall_pending"))
                self.expect_put_aside()
                self.assertEqual(self.owner.send("GET", "/").status, 200)
                self.local.admin("api")
                self.assertEqual(self.send("load"), 303)
                self.assertEqual(self.told()[-2:],
                                 [("uninstall", "still_installed"), ("load", None)])
                self.expect_all_there()

    def test_no_word_puts_the_token_aside_until_the_platform_refuses_it(self):
        self.local.admin("api", status=503)
        self.assertEqual(self.uninstall(), 503)
        self.expect_put_aside()
        self.local.admin("api")
        self.assertEqual(self.send("load"), 403)
        self.assertEqual(self.told()[-2:], [("uninstall", None), ("load", "not_installed")])
        self.expect_erased()

    def test_who_installs_it_again_in_doubt_has_it(self):
        self.local.admin("api", status=503)
        self.assertEqual(self.uninstall(), 503)
        self.assertEqual(self.owner.open(self.local.code()).status, 200)
        self.assertNotEqual(self.row()[0], self.token)
        self.token = self.row()[0]
        self.expect_all_there()

    def test_the_check_at_the_start_settles_it(self):
        self.local.admin("api", status=503)
        self.assertEqual(self.uninstall(), 503)
        port = self.local.app.port
        self.assertEqual(self.local.app.stop(), 0)
        self.local.admin("api")
        self.local.start_app(port)
        self.expect_soon(lambda: self.told()[-1] == ("uninstall", None))
        self.expect_erased()


class Hourly(AppCase):
    """Here an hour has a second."""

    options = ("--check-interval", "1")

    def test_checks_settle_it_without_anybody_who_loads(self):
        self.local.admin("api", status=503)
        self.assertEqual(self.uninstall(), 503)
        begun, before = time.monotonic(), len(self.told())
        self.expect_soon(lambda: len(self.told()) >= before + 2)
        self.assertGreater(time.monotonic() - begun, 0.9, "the checks come without a pause")
        self.assertEqual(set(self.told()[before:]), {("uninstall", "uninstall_pending")})
        self.local.admin("api")
        self.expect_soon(lambda: self.told()[-1] == ("uninstall", None))
        self.expect_erased()

    def test_checks_bring_a_living_token_back(self):
        self.local.admin("api", status=0)
        self.assertEqual(self.send("uninstall"), 503)
        self.local.admin("api")
        self.expect_soon(lambda: self.told()[-1] == ("uninstall", "still_installed"))
        self.expect_all_there()


class Options(unittest.TestCase):
    def told(self, *options, secret="a-secret-of-this-test"):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([os.path.abspath(LOYALTY), "--port", "0", "--client-id", "x",
                                   "--db", "db", *options], env={"BCAUTH_CLIENT_SECRET": secret}, cwd=folder,
                                  capture_output=True, text=True, timeout=30)
        return done.returncode, done.stderr

    def test_refuses_a_wrong_address_of_the_api(self):
        for wrong in ("http://api.example.com", "https://api.example.com/v2", "nonsense"):
            self.assertEqual(self.told("--api-url", wrong),
                             (2, "bcauth_loyalty: invalid_api_url\n"))

    def test_refuses_to_start_without_a_client_secret(self):
        self.assertEqual(self.told(secret=""), (
            2, "bcauth_loyalty: neither --secret-file nor BCAUTH_CLIENT_SECRET\n"))
        for options, why in ((("--secret-file", "nowhere"), "nowhere: can't be read"),
                             (("--secret-file", "/dev/null"), "/dev/null: is empty")):
            self.assertEqual(self.told(*options), (2, f"bcauth_loyalty: {why}\n"))

    def test_refuses_checks_without_a_pause(self):
        for wrong in ("0", "-1", "86401", "often"):
            code, text = self.told("--check-interval", wrong)
            self.assertNotEqual(code, 0)
            self.assertIn("--check-interval", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
