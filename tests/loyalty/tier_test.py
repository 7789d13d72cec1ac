# SPDX-License-Identifier: BSL-1.0
"""What the store is told of its shoppers' tiers.

    tier_test.py PLATFORM LOYALTY
"""
import sys
import unittest

from support import PLATFORM, LOYALTY, local

ATTRIBUTES, VALUES = "/v3/customers/attributes", "/v3/customers/attribute-values"


class TierCase(unittest.TestCase):
    scopes = local.SCOPES

    def setUp(self):
        self.local = local.Local(PLATFORM, LOYALTY, scopes=self.scopes)
        self.addCleanup(self.local.keeper.cleanup)
        self.addCleanup(self.local.platform.kill)
        self.addCleanup(lambda: self.local.app.kill())
        self.owner = local.Visitor(self.local)
        self.assertEqual(self.owner.open(self.local.code()).status, 200)
        self.reader = self.local.admin("account-token", store=local.COFFEE,
                                       scopes="store_v2_customers")["token"]

    def give(self, points, customer=local.ADA):
        reply = self.owner.give(customer, points)
        self.assertEqual((reply.status, reply.headers["Location"]), (303, "/?said=given"))

    def redeem(self, points):
        reply = local.call("the app", self.local.app.port, "POST",
                           "/api/redeem?store=" + local.COFFEE, f"points={points}",
                           {"Authorization": "Bearer " + self.local.shopper()})
        self.assertEqual(reply.status, 200)

    def asked(self):
        """The method and path of each request to the store's customers since the start, but for
        what this test reads."""
        log = local.call("the platform", self.local.platform.port, "GET", "/_admin/requests")
        return [(each["method"], each["target"].split("/")[-1].split("?")[0])
                for each in log.json()["requests"]
                if "/v3/" in each["target"] and "test=" not in each["target"]]

    def data(self, path):
        reply = local.call("the platform", self.local.platform.port, "GET",
                           f"/stores/{local.COFFEE}{path}?test=1",
                           headers={"X-Auth-Token": self.reader})
        self.assertEqual(reply.status, 200)
        return reply.json()["data"]

    def tiers(self):
        names = {each["id"]: each["name"] for each in self.data(ATTRIBUTES)}
        return {(each["customer_id"], names[each["attribute_id"]]): each["attribute_value"]
                for each in self.data(VALUES)}

    def told(self):
        return [line for line in self.local.app_log().splitlines() if line.startswith("tier")]


class Tiers(TierCase):
    def test_the_store_is_told_when_a_tier_changes(self):
        mine = (local.ADA, "Loyalty tier")
        for act, points, tier in ((self.give, 499, "bronze"), (self.give, 1, "silver"),
                                  (self.give, 1499, "silver"), (self.give, 1, "gold"),
                                  (self.redeem, 1, "silver"), (self.redeem, 1500, "bronze")):
            act(points)
            self.assertEqual(self.tiers(), {mine: tier}, points)
        set_one = ("PUT", "attribute-values")
        self.assertEqual(self.asked(), [("GET", "attributes"), ("POST", "attributes")]
                         + [set_one] * 5)
        self.give(10, local.NOEL)
        self.assertEqual(self.tiers(), {mine: "bronze", (local.NOEL, "Loyalty tier"): "bronze"})
        self.assertEqual(len(self.data(ATTRIBUTES)), 1)
        self.assertEqual(self.told(), [])

    def test_an_attribute_that_is_there_is_used(self):
        self.give(10)
        port = self.local.app.port
        self.assertEqual(self.local.app.stop(), 0)
        self.local.start_app(port)
        self.give(500)
        self.assertEqual(len(self.data(ATTRIBUTES)), 1)
        self.assertEqual(self.tiers(), {(local.ADA, "Loyalty tier"): "silver"})

    def test_a_limit_is_waited_for(self):
        self.local.admin("api", status=429, times=1, reset_ms=50)
        self.give(10)
        self.assertEqual(self.tiers(), {(local.ADA, "Loyalty tier"): "bronze"})
        self.assertEqual(self.asked()[:2], [("GET", "attributes")] * 2)
        self.local.admin("api", status=429, times=1, reset_ms=1001)
        self.give(500)
        self.assertEqual(self.told(), ["tier refused: rate_limited store=g5cd38"])

    def test_points_count_while_the_store_can_not_be_told(self):
        for status, name in ((503, "unexpected_status"), (401, "api_unauthorized"),
                             (403, "api_forbidden"), (302, "unexpected_redirect"),
                             (0, "transport_failed")):
            self.local.admin("api", status=status)
            self.give(100)
            self.assertEqual(self.told()[-1], f"tier refused: {name} store=g5cd38")
        self.local.admin("api")
        self.assertEqual(self.local.balance(self.local.shopper()).json()["points"], 500)
        self.assertEqual(self.tiers(), {})
        self.give(1)
        self.assertEqual(self.tiers(), {(local.ADA, "Loyalty tier"): "silver"})

    def test_nobody_of_that_number_is_told_of(self):
        self.give(10, 999)
        self.assertEqual(self.told(), ["tier refused: unexpected_status store=g5cd38"])
        self.assertEqual(self.tiers(), {})

    def test_after_an_uninstallation_the_store_is_told_anew(self):
        self.give(500)
        self.local.admin("uninstall", store=local.COFFEE, client_id=local.CLIENT_ID)
        self.assertEqual(self.owner.open(self.local.code()).status, 200)
        self.give(500)
        self.assertEqual(self.asked()[-1], ("PUT", "attribute-values"))
        self.assertEqual(self.asked().count(("PUT", "attribute-values")), 2)


class WithoutTheScope(TierCase):
    scopes = "store_v2_customers_read_only store_v2_information_read_only"

    def test_nothing_is_written(self):
        self.give(500)
        self.assertEqual(self.asked(), [])
        self.assertEqual(self.tiers(), {})
        self.assertEqual(self.told(), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
