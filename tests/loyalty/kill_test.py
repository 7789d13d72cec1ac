# SPDX-License-Identifier: BSL-1.0
"""SIGKILL at 100 moments of install and uninstall: a store is installed as a whole or not at all.

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
        """Token and people of the store, as the file has them; its integrity is checked along."""
        file = sqlite3.connect(self.local.database)
        try:
            self.assertEqual(file.execute("PRAGMA integrity_check").fetchone(), ("ok",))
            self.assertEqual(file.execute("PRAGMA foreign_key_check").fetchall(), [])
            token = file.execute("SELECT token FROM installation WHERE store = ?",
                                 (local.COFFEE,)).fetchone()
            people = file.execute("SELECT count(*) FROM person").fetchone()[0]
        finally:
            file.close()
        return (token[0].decode() if token else None), people

    def call(self, target):
        try:
            return self.local.get(target).status
        except local.Gone:
            return 0

    def took(self, target):
        begun = time.monotonic()
        self.assertIn(self.call(target), (200, 303))
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
        self.local.start_app(port)
        return statuses == [0]

    def check_whole(self):
        """Whether the store is installed; fails when it is so by half."""
        token, people = self.stored()
        status = self.call(self.local.load())
        if token is None:
            self.assertEqual((people, status), (0, 403))
            return False
        self.assertEqual(self.local.platform_api(token), 200, "the stored token is out of use")
        self.assertEqual(status, 303, "the store is there and does not open")
        return True

    def make_absent(self):
        self.assertEqual(self.call(self.local.load(door="uninstall")), 200)
        self.assertEqual(self.stored(), (None, 0))

    def make_installed(self):
        self.assertEqual(self.call(self.local.code()), 303)

    def moments(self, prepare, target):
        """Kills at moments spread over the time that a call takes; counts what came of it."""
        times = []
        for _ in range(5):
            prepare()
            times.append(self.took(target()))
        longest = sorted(times)[2] * 1.3
        found = {True: 0, False: 0}
        cut = 0
        for moment in range(MOMENTS):
            prepare()
            cut += self.killed(target(), longest * moment / MOMENTS)
            found[self.check_whole()] += 1
        print(f"  {MOMENTS} kills in {longest * 1000:.1f} ms: {cut} before the answer; "
              f"installed {found[True]} times, not {found[False]} times")
        self.assertGreater(cut, 0, "no call was cut off")

    def test_install_is_whole_or_not_at_all(self):
        self.moments(self.make_absent, self.local.code)

    def test_uninstall_is_whole_or_not_at_all(self):
        self.moments(self.make_installed, lambda: self.local.load(door="uninstall"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
