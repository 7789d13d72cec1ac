# SPDX-License-Identifier: BSL-1.0
"""The storefront: shoppers and their Current Customer token."""
import local_platform as local
from local_platform import BIKES, COFFEE, FIRST, OTHER, SHOPPER


class Storefront(local.PlatformCase):
    algorithm = "HS512"

    def setUp(self):
        super().setUp()
        self.shop = local.Browser(self.platform, "shop.localhost")

    def sign_in(self, customer=SHOPPER):
        self.shop.get("/login.php")
        return self.shop.post("/login.php", customer=customer)

    def token(self, client_id=FIRST):
        return self.shop.get("/customer/current.jwt?app_client_id=" + client_id)

    def test_tells_an_app_who_is_signed_in_though_it_is_not_installed(self):
        self.sign_in()
        reply = self.token()
        self.assertEqual(reply.status, 200)
        header, claims = local.claims_of(reply.text)
        self.assertEqual(header, {"alg": self.algorithm, "typ": "JWT"})
        self.assertEqual(claims["exp"] - claims["iat"], 900)
        for name in ("iat", "exp"):
            claims.pop(name)
        self.assertEqual(claims, {
            "customer": {"id": SHOPPER, "email": "ada@shoppers.example.com", "group_id": "6"},
            "iss": "bc/apps", "sub": COFFEE, "aud": FIRST, "application_id": FIRST,
            "store_hash": COFFEE, "operation": "current_customer", "version": 1})

    def test_answers_404_when_nobody_is_signed_in(self):
        self.assertEqual(self.token().status, 404)
        self.sign_in()
        self.assertEqual(self.token().status, 200)
        self.shop.get("/")
        self.shop.post("/logout")
        self.assertEqual(self.token().status, 404)

    def test_answers_400_to_an_unknown_or_a_store_level_client(self):
        self.sign_in()
        for client_id in ("nobody", "", "storelevelharbourapiaccount0001", FIRST[:-1]):
            self.assertEqual(self.token(client_id).status, 400, client_id)
        self.assertEqual(self.shop.get("/customer/current.jwt").status, 400)
        self.assertEqual(self.token(OTHER).status, 200)

    def test_stores_are_sites_of_their_own(self):
        bikes = local.Browser(self.platform, "shop-" + BIKES + ".localhost")
        bikes.get("/login.php")
        bikes.post("/login.php", customer=SHOPPER)
        claims = local.claims_of(
            bikes.get("/customer/current.jwt?app_client_id=" + FIRST).text)[1]
        self.assertEqual((claims["store_hash"], claims["customer"]["id"]), (BIKES, SHOPPER))
        self.assertEqual(claims["customer"]["email"], "ben@shoppers.example.com")
        # numbers of shoppers are a store's own: the other store's 4927 is somebody else
        self.shop.cookie = bikes.cookie
        self.assertEqual(self.token().status, 404)
        unknown = local.Browser(self.platform, "shop-nostore.localhost")
        self.assertEqual(unknown.get("/").status, 421)

    def test_nobody_signs_in_by_another_sites_form(self):
        self.shop.get("/login.php")
        self.shop.csrf = "wrong"
        self.assertEqual(self.shop.post("/login.php", customer=SHOPPER).status, 403)
        self.shop.csrf = ""
        self.assertEqual(self.shop.post("/login.php", customer=SHOPPER).status, 403)
        self.assertEqual(self.token().status, 404)

    def test_only_the_stores_own_customers_sign_in(self):
        for customer in (7001, 0, "", "x"):
            self.sign_in(customer)
            self.assertEqual(self.token().status, 404)

    def test_signing_in_changes_the_cookie(self):
        self.shop.get("/")
        before = self.shop.cookie
        self.sign_in()
        self.assertNotEqual(self.shop.cookie, before)
        self.shop.cookie = before
        self.assertEqual(self.token().status, 404)

    def test_escapes_names(self):
        self.sign_in(4929)
        page = self.shop.get("/").text
        self.assertIn("Wren O&#39;Hara &lt;wren&gt;", page)
        self.assertNotIn("<wren>", page)


class StorefrontOfHs256(Storefront):
    options = ("--current-customer", "HS256")
    algorithm = "HS256"


if __name__ == "__main__":
    local.run()
