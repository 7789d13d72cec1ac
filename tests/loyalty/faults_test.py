# SPDX-License-Identifier: BSL-1.0
"""Whatever a token endpoint answers, no store is left half installed.

    faults_test.py PLATFORM LOYALTY
"""
import sqlite3
import sys
import unittest

from support import PLATFORM, LOYALTY, local

FAULTS = {
    "redirect": 502, "html": 502, "empty_object": 502, "server_error": 502, "foreign_context": 502,
    "null_scope": 502, "close": 503,
}


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.local = local.Local(PLATFORM, LOYALTY)

    @classmethod
    def tearDownClass(cls):
        cls.local.stop()

    def rows(self):
        file = sqlite3.connect(self.local.database)
        try:
            return [file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                    for table in ("installation", "person")]
        finally:
            file.close()

    def test_leaves_nothing_of_a_first_installation(self):
        for fault, status in FAULTS.items():
            with self.subTest(fault):
                self.local.admin("fault", token=fault, times=9)
                reply = self.local.get(self.local.code())
                self.assertEqual(reply.status, status, reply.text)
                self.local.admin("fault", token="")
                self.assertNotIn("Set-Cookie", reply.headers)
                for store in (local.COFFEE, local.BIKES):
                    load = self.local.get(self.local.load(store=store, user=local.OWNER))
                    self.assertEqual(load.status, 403)
                self.assertIn("load refused: not_installed", self.local.app_log().splitlines()[-1])
                self.assertEqual(self.rows(), [0, 0])

    def test_leaves_an_earlier_installation_as_it_was(self):
        owner = local.Visitor(self.local)
        self.assertEqual(owner.open(self.local.code()).status, 200)
        self.assertEqual(self.rows(), [1, 1])
        try:
            for fault in FAULTS:
                with self.subTest(fault):
                    self.local.admin("fault", token=fault, times=9)
                    self.assertGreaterEqual(self.local.get(self.local.code()).status, 400)
                    self.local.admin("fault", token="")
                    self.assertEqual(owner.send("GET", "/").status, 200)
                    self.assertEqual(owner.open(self.local.load()).status, 200)
        finally:
            self.local.admin("uninstall", store=local.COFFEE, client_id=local.CLIENT_ID)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
