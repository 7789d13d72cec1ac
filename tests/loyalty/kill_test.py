# SPDX-License-Identifier: BSL-1.0
"""SIGKILL at 150 moments of install, uninstall, and a doubtful uninstall that is settled later: a
store is installed as a whole or not at all.

    kill_test.py PLATFORM LOYALTY
"""
import sqlite3
import sys
import threading
import time
import unittest

from support import PLATFORM, LOYALTY, local

MOMENTS = 50


class Kill(unittest.TestCase):
    def setUp(self):
        self.local = local.Local(PLATFORM, LOYALTY)
        self.addCleanup(self.local.keeper.cleanup)
        self.addCleanup(self.local.platform.stop)
        self.addCleanup(lambda: self.local.app.stop())

    def stored(self):
        """Token and people of the store, as the file has them; its integrity is checked along.

        A token that is out of use comes with a minus before it."""
        file = sqlite3.connect(self.local.database)
        try:
            self.assertEqual(file.execute("PRAGMA integrity_check").fetchone(), ("ok",))
            self.assertEqual(file.execute("PRAGMA foreign_key_check").fetchall(), [])
            row = file.execute("SELECT token, withheld FROM installation WHERE store = ?",
                               (local.COFFEE,)).fetchone()
            people = file.execute("SELECT count(*) FROM person").fetchone()[0]
        finally:
            file.close()
        return (("-" if row[1] else "") + row[0].decode() if row else None), people

    def call(self, target):
        try:
            return self.local.get(target).status
        except local.Gone:
            return 0

    def took(self, target, status):
        begun = time.monotonic()
        self.assertEqual(self.call(target), status)
        return time.monotonic() - begun

    def killed(self, target, after):
        """Whether the app was dead before it answered."""
        statuses = []
        caller = threading.Thread(target=lambda: statuses.append(self.call(target)))
        caller.start()
        time.sleep(after)
        port = self.local.app.port
        self.local.app.kill()
        caller.join()
        self.log_before = len(self.local.app_log())
        self.local.start_app(port)
        return statuses == [0]

    def check_installed(self):
        """Whether the store is installed; fails when it is so by half."""
        token, people = self.stored()
        status = self.call(self.local.load())
        if token is None:
            self.assertEqual((people, status), (0, 403))
            return False
        self.assertEqual(self.local.platform_api(token), 200, "the stored token is out of use")
        self.assertEqual(status, 303, "the store is there and does not open")
        return True

    def check_uninstalled(self):
        """Whether the store is still there; if so, as a whole, until the platform calls again."""
        token, people = self.stored()
        if token is None:
            self.assertEqual(people, 0)
        else:
            self.assertGreater(people, 0)
            self.assertEqual(self.local.platform_api(token), 401, "the token is another one")
            self.uninstall()
        self.check_absent()
        return token is not None

    def check_settled(self):
        """Whether the store was still there; if so, the check at the start has seen to it."""
        deadline = time.monotonic() + 20
        while self.stored()[0] and time.monotonic() < deadline:
            time.sleep(0.01)
        self.check_absent()
        return "uninstall answered store=" in self.local.app_log()[self.log_before:]

    def check_absent(self):
        self.assertEqual(self.stored(), (None, 0))
        self.assertEqual(self.call(self.local.load()), 403)

    def uninstall(self):
        came = self.local.admin("uninstall", store=local.COFFEE, client_id=local.CLIENT_ID)
        self.assertEqual(came["callback"], "The uninstall callback was answered with 200.")

    def make_absent(self):
        self.uninstall()
        self.assertEqual(self.stored(), (None, 0))

    def make_installed(self):
        self.assertEqual(self.call(self.local.code()), 303)

    def uninstall_target(self):
        """The callback of an uninstallation that has taken place, for this test to send."""
        self.local.admin("uninstall", store=local.COFFEE, client_id=local.CLIENT_ID, silent=True)
        return self.local.load(door="uninstall")

    def make_doubtful(self):
        self.make_installed()
        self.local.admin("api", status=503)
        self.assertEqual(self.call(self.uninstall_target()), 503)
        self.assertRegex(self.stored()[0], "^-")
        self.local.admin("api")

    def moments(self, prepare, target, status, check):
        """Kills at moments spread over the time that a call takes; counts what came of it."""
        times = []
        for _ in range(5):
            prepare()
            times.append(self.took(target(), status))
        longest = sorted(times)[2] * 1.3
        found = {True: 0, False: 0}
        cut = 0
        for moment in range(MOMENTS):
            prepare()
            cut += self.killed(target(), longest * moment / MOMENTS)
            found[check()] += 1
        print(f"  {MOMENTS} kills in {longest * 1000:.1f} ms: {cut} before the answer; "
              f"the store was there {found[True]} times, not {found[False]} times")
        self.assertGreater(cut, 0, "no call was cut off")

    def test_install_is_whole_or_not_at_all(self):
        self.moments(self.make_absent, self.local.code, 303, self.check_installed)

    def test_uninstall_is_whole_or_not_at_all(self):
        self.moments(self.make_installed, self.uninstall_target, 200, self.check_uninstalled)

    def test_what_was_in_doubt_is_settled_after_all(self):
        self.moments(self.make_doubtful, self.local.load, 403, self.check_settled)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
