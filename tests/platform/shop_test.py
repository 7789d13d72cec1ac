# SPDX-License-Identifier: BSL-1.0
"""The storefront: shoppers and their Current Customer token."""
import base64
import hashlib
import hmac
import json

import local_platform as local
from local_platform import BIKES, COFFEE, FIRST, OTHER, OTHER_SECRET, SECRET, SHOPPER


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


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Login(local.PlatformCase):
    """Login tokens: the app says who somebody is."""

    def setUp(self):
        super().setUp()
        self.shop = local.Browser(self.platform, "shop.localhost")
        self.number = 0

    def token(self, secret=SECRET, header=None, **changes):
        """As the platform documents one; None takes a claim away."""
        self.number += 1
        claims = {"iss": FIRST, "iat": self.platform.state()["now"], "jti": f"id-{self.number}",
                  "operation": "customer_login", "store_hash": COFFEE, "customer_id": SHOPPER,
                  **changes}
        claims = {name: value for name, value in claims.items() if value is not None}
        head = encoded(json.dumps(header or {"typ": "JWT", "alg": "HS256"}).encode())
        text = head + "." + encoded(json.dumps(claims).encode())
        return text + "." + encoded(hmac.new(secret.encode(), text.encode(),
                                             hashlib.sha256).digest())

    def open(self, token):
        return self.shop.get("/login/token/" + token)

    def who(self):
        reply = self.shop.get("/customer/current.jwt?app_client_id=" + FIRST)
        return local.claims_of(reply.text)[1]["customer"]["id"] if reply.status == 200 else None

    def assert_refused(self, token, what=None):
        reply = self.open(token)
        self.assertEqual((reply.status, reply.headers["Location"]),
                         (303, "/login.php?login=refused"), what)
        self.assertIn('data-test="login-refused"', self.shop.follow(reply).text)
        self.assertIsNone(self.who(), what)

    def test_signs_the_shopper_in_and_shows_the_account(self):
        reply = self.open(self.token())
        self.assertEqual((reply.status, reply.headers["Location"]), (303, "/account.php"))
        self.assertEqual(len(reply.headers.get_all("Set-Cookie")), 1)
        self.assertEqual(self.who(), SHOPPER)
        self.assertIn("ada@shoppers.example.com", self.shop.follow(reply).text)

    def test_leads_to_a_page_of_the_store_and_nowhere_else(self):
        for page, location in (("/", "/"), ("/a?b=c#d", "/a?b=c#d"), ("//evil.example", None),
                               ("https://evil.example", None), ("/\\evil.example", None),
                               ("/a\u00e9", None), ("", None)):
            reply = self.open(self.token(redirect_to=page))
            self.assertEqual(reply.headers["Location"], location or "/account.php", page)

    def test_takes_a_token_once(self):
        token = self.token()
        self.assertEqual(self.open(token).headers["Location"], "/account.php")
        self.shop.cookie = None
        self.assert_refused(token)
        self.assert_refused(self.token(jti="id-1"))
        self.assertEqual(self.open(self.token(OTHER_SECRET, iss=OTHER, jti="id-1")).headers[
            "Location"], "/account.php")

    def test_a_head_request_does_not_use_it_up(self):
        token = self.token()
        self.assertEqual(self.shop.send("HEAD", "/login/token/" + token).status, 405)
        self.assertEqual(self.open(token).headers["Location"], "/account.php")

    def test_takes_a_token_for_half_a_minute(self):
        now = self.platform.state()["now"]
        self.assertEqual(self.open(self.token(iat=now - 25)).headers["Location"], "/account.php")
        self.shop.cookie = None
        for age in (60, -60):
            self.assert_refused(self.token(iat=now - age), age)

    def test_refuses_what_is_no_login_of_this_store(self):
        for changes in ({"store_hash": BIKES}, {"customer_id": 7001}, {"customer_id": "4927"},
                        {"customer_id": 0}, {"operation": "custom_login"}, {"operation": None},
                        {"iss": "bc"}, {"iss": OTHER}, {"iss": None}, {"jti": None}, {"jti": ""},
                        {"iat": None}, {"channel_id": 0}, {"request_ip": "203.0.113.7"},
                        {"secret": "another"}, {"header": {"alg": "HS256"}},
                        {"header": {"typ": "JWT", "alg": "none"}},
                        {"header": {"typ": "JOSE", "alg": "HS256"}}):
            self.assert_refused(self.token(**changes), changes)
        for text in ("", "x", "a.b.c", self.token()[:-1], self.token() + "/x"):
            self.assert_refused(text, text)
        reply = self.open(self.token(request_ip="127.0.0.1", channel_id=1,
                                     enable_persistent_cart=True))
        self.assertEqual(reply.headers["Location"], "/account.php")

    def test_signs_out_by_where_it_leads(self):
        self.open(self.token())
        reply = self.open(self.token(redirect_to="/login.php?action=logout"))
        self.assertEqual(self.shop.follow(reply).headers["Location"], "/")
        self.assertIsNone(self.who())

    def test_keeps_the_token_out_of_the_log(self):
        token = self.token()
        self.open(token)
        log = self.platform.send("GET", "/_admin/requests").text
        self.assertIn("/login/token/[redacted]", log)
        self.assertNotIn(token[:20], log)


class StorefrontOfHs256(Storefront):
    options = ("--current-customer", "HS256")
    algorithm = "HS256"


if __name__ == "__main__":
    local.run()
