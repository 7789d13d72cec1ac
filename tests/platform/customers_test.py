# SPDX-License-Identifier: BSL-1.0
"""Customer attributes and their values."""
import local_platform as local
from local_platform import BIKES, COFFEE, FIRST, SHOPPER

ATTRIBUTES, VALUES = "/v3/customers/attributes", "/v3/customers/attribute-values"


class Customers(local.PlatformCase):
    def setUp(self):
        super().setUp()
        self.platform.admin("scopes", client_id=FIRST, scopes="store_v2_customers")
        self.token = self.platform.install()

    def api(self, method, path, body=None, **more):
        return self.platform.api(self.token, path, method=method, body=body, **more)

    def make(self, *names, kind="string"):
        reply = self.api("POST", ATTRIBUTES, [{"name": each, "type": kind} for each in names])
        self.assertEqual(reply.status, 200, reply.text)
        return [each["id"] for each in reply.json()["data"]]

    def refused(self, method, path, body, title):
        reply = self.api(method, path, body)
        self.assertEqual((reply.status, reply.json()["title"]), (422, title))

    def test_an_attribute_is_made_once_and_found_by_its_name(self):
        self.assertEqual(self.api("GET", ATTRIBUTES).json()["data"], [])
        made = self.api("POST", ATTRIBUTES, [{"name": "Loyalty tier", "type": "string"}]).json()
        first = made["data"][0]
        self.assertEqual({name: first[name] for name in ("name", "type")},
                         {"name": "Loyalty tier", "type": "string"})
        self.assertGreater(first["id"], 0)
        self.assertRegex(first["date_created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.make("Joined", kind="date")
        found = self.api("GET", ATTRIBUTES + "?limit=50&name=Loyalty+tier").json()
        self.assertEqual(found["data"], [first])
        self.assertEqual(found["meta"]["pagination"], {
            "total": 1, "count": 1, "per_page": 50, "current_page": 1, "total_pages": 1})
        self.assertEqual(self.api("GET", ATTRIBUTES + "?name=loyalty").json()["data"], [])
        self.assertEqual(len(self.api("GET", ATTRIBUTES + "?type=date").json()["data"]), 1)

    def test_a_page_has_no_more_than_is_asked_for(self):
        self.make(*"abcde")
        for page, names in ((1, ["a", "b"]), (3, ["e"]), (4, [])):
            reply = self.api("GET", f"{ATTRIBUTES}?limit=2&page={page}").json()
            self.assertEqual([each["name"] for each in reply["data"]], names)
            self.assertEqual((reply["meta"]["pagination"]["count"],
                              reply["meta"]["pagination"]["total_pages"]), (len(names), 3))
        for wrong in ("limit=0", "limit=251", "page=0", "page=-1"):
            self.assertEqual(self.api("GET", ATTRIBUTES + "?" + wrong).status, 422)

    def test_refuses_attributes_that_are_none_and_makes_none_of_them(self):
        name = "name or type is missing or invalid"
        for body in ([{}], [{"name": "a"}], [{"type": "string"}], [{"name": "", "type": "string"}],
                     [{"name": "a", "type": "text"}], [{"name": 1, "type": "string"}],
                     [{"name": "a" * 256, "type": "string"}],
                     [{"name": "good", "type": "string"}, {"name": "bad", "type": "?"}]):
            self.refused("POST", ATTRIBUTES, body, name)
        for body in ("", "{}", "[]", "[1]", '{"name":"a","type":"string"}', "[", "\xff"):
            self.refused("POST", ATTRIBUTES, body.encode("latin-1"), "a list of attributes")
        self.assertEqual(self.api("GET", ATTRIBUTES).json()["data"], [])
        self.make("a")
        self.refused("POST", ATTRIBUTES, [{"name": "a", "type": "date"}],
                     "An attribute of that name exists")

    def test_a_store_has_at_most_fifty(self):
        self.make(*(f"attribute {number}" for number in range(50)))
        self.refused("POST", ATTRIBUTES, [{"name": "one more", "type": "string"}],
                     "A store can't have more than 50 customer attributes")
        self.assertEqual(len(self.api("GET", ATTRIBUTES + "?limit=50").json()["data"]), 50)

    def test_a_value_is_set_and_replaced(self):
        tier, age = self.make("tier", "age")
        first = self.api("PUT", VALUES, [
            {"attribute_id": tier, "value": "silver", "customer_id": SHOPPER},
            {"attribute_id": age, "value": "", "customer_id": 4928}]).json()["data"]
        self.assertEqual([(each["attribute_id"], each["attribute_value"], each["customer_id"])
                          for each in first], [(tier, "silver", SHOPPER), (age, "", 4928)])
        second = self.api("PUT", VALUES, [
            {"attribute_id": tier, "value": "gold", "customer_id": SHOPPER}]).json()["data"]
        self.assertEqual((second[0]["id"], second[0]["attribute_value"]), (first[0]["id"], "gold"))
        for query, wanted in (("", ["gold", ""]), (f"?customer_id:in={SHOPPER}", ["gold"]),
                              (f"?attribute_id:in={age},{tier}&limit=1", ["gold"]),
                              (f"?attribute_id:in={age}", [""]), ("?customer_id:in=9", [])):
            data = self.api("GET", VALUES + query).json()["data"]
            self.assertEqual([each["attribute_value"] for each in data], wanted, query)

    def test_refuses_values_of_nobody_and_nothing_and_sets_none_of_them(self):
        tier, = self.make("tier")
        good = {"attribute_id": tier, "value": "gold", "customer_id": SHOPPER}
        for name, wrong in (("attribute_id", (None, tier + 1, "1", -1)),
                            ("customer_id", (None, 7001, "4927", 0)),
                            ("value", (None, 5, "a" * 256))):
            for each in wrong:
                self.refused("PUT", VALUES, [good, {**good, name: each}],
                             name + " is missing or invalid")
        self.refused("PUT", VALUES, good, "a list of attribute values")
        self.assertEqual(self.api("GET", VALUES).json()["data"], [])

    def test_stores_remember_for_themselves(self):
        self.make("tier")
        other = self.platform.install(store=BIKES, user=24654)
        self.assertEqual(
            self.platform.api(other, ATTRIBUTES, store=BIKES).json()["data"], [])
        self.platform.admin("uninstall", store=COFFEE, client_id=FIRST, silent=True)
        self.token = self.platform.install()
        self.assertEqual(len(self.api("GET", ATTRIBUTES).json()["data"]), 1)
        self.platform.admin("reset")
        self.platform.admin("scopes", client_id=FIRST, scopes="store_v2_customers")
        self.token = self.platform.install()
        self.assertEqual(self.api("GET", ATTRIBUTES).json()["data"], [])

    def test_who_may_read_may_not_write(self):
        self.platform.admin("scopes", client_id=FIRST, scopes="store_v2_customers_read_only")
        self.token = self.platform.install()
        self.assertEqual([self.api("GET", path).status for path in (ATTRIBUTES, VALUES)],
                         [200, 200])
        self.assertEqual([self.api("POST", ATTRIBUTES, []).status,
                          self.api("PUT", VALUES, []).status], [403, 403])
        self.platform.admin("scopes", client_id=FIRST, scopes="store_v2_orders")
        self.token = self.platform.install()
        self.assertEqual([self.api("GET", path).status for path in (ATTRIBUTES, VALUES)],
                         [403, 403])

    def test_knows_no_other_method_path_or_type(self):
        for path, allowed in ((ATTRIBUTES, "GET, HEAD, POST"), (VALUES, "GET, HEAD, PUT")):
            reply = self.api("DELETE", path)
            self.assertEqual((reply.status, reply.headers["Allow"]), (405, allowed))
        self.assertEqual(self.api("PUT", ATTRIBUTES, []).status, 405)
        self.assertEqual(self.api("POST", ATTRIBUTES, "[]", kind="text/plain").status, 415)
        for path in ("/v3/customers", "/v3/customers/other", ATTRIBUTES + "/1", "/v3", "/v4/x"):
            self.assertEqual(self.api("GET", path).status, 404, path)


if __name__ == "__main__":
    local.run()
