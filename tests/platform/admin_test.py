# SPDX-License-Identifier: BSL-1.0
"""What tests steer the platform with: faults, clock, minted tokens, callbacks."""
import http.client
import json

import local_platform as local
from local_platform import COFFEE, BIKES, FIRST, OTHER, OWNER, CLERK, SHOPPER


class Faults(local.PlatformCase):
    def test_plays_each_broken_token_endpoint_once(self):
        cases = {"redirect": (302, ""), "html": (200, "<!doctype"), "empty_object": (200, "{}"),
                 "server_error": (500, "Internal")}
        for kind, (status, begin) in cases.items():
            with self.subTest(kind=kind):
                fields = self.platform.fields()
                self.platform.admin("fault", token=kind)
                reply = self.platform.exchange(fields)
                self.assertEqual(reply.status, status)
                self.assertTrue(reply.text.startswith(begin))
                self.assertIsNone(self.platform.install_of())
                self.assertEqual(self.platform.exchange(fields).status, 200)
                self.platform.admin("reset")

    def test_closes_without_an_answer(self):
        self.platform.admin("fault", token="close")
        with self.assertRaises(http.client.RemoteDisconnected):
            self.platform.exchange(self.platform.fields())
        self.assertIsNone(self.platform.install_of())

    def test_may_use_the_code_up_before_it_fails(self):
        for kind in ("server_error", "empty_object", "redirect", "html"):
            fields = self.platform.fields()
            self.platform.admin("fault", token=kind, after=True)
            self.platform.exchange(fields)
            self.assertTrue(self.platform.install_of()["installed"])
            self.assertEqual(self.platform.exchange(fields).json()["error"], "Invalid code.")

    def test_names_another_store_or_no_scopes(self):
        self.platform.admin("fault", token="foreign_context")
        answer = self.platform.exchange(self.platform.fields()).json()
        self.assertEqual(answer["context"], "stores/" + BIKES)
        self.platform.admin("fault", token="null_scope")
        self.assertIsNone(self.platform.exchange(self.platform.fields()).json()["scope"])

    def test_is_as_slow_as_told_and_fails_as_often(self):
        self.platform.admin("fault", delay_ms=600, times=1)
        begin = local.time.monotonic()
        self.assertEqual(self.platform.exchange(self.platform.fields()).status, 200)
        self.assertGreater(local.time.monotonic() - begin, 0.55)
        self.platform.admin("fault", token="server_error", times=2)
        fields = self.platform.fields()
        statuses = [self.platform.exchange(fields).status for _ in range(3)]
        self.assertEqual(statuses, [500, 500, 200])

    def test_knows_no_other_fault(self):
        self.assertEqual(self.platform.admin("fault", token="confetti").status, 400)
        self.assertEqual(self.platform.admin("fault", delay_ms=-1).status, 400)


class Api(local.PlatformCase):
    def test_answers_everything_as_told_until_it_is_told_otherwise(self):
        token = self.platform.install()
        for status in (302, 403, 404, 429, 503):
            self.platform.admin("api", status=status)
            answers = [self.platform.api(each).status for each in (token, token, "bad", None)]
            self.assertEqual(answers, [status] * 4)
        self.assertEqual(self.platform.state()["fault"]["api"], 503)
        self.platform.admin("api")
        self.assertEqual([self.platform.api(each).status for each in (token, "bad")], [200, 401])
        self.assertIsNone(self.platform.state()["fault"]["api"])

    def test_answers_so_often_and_with_the_limits_headers(self):
        token = self.platform.install()
        self.platform.admin("api", status=429, times=2, reset_ms=1500)
        limited = [self.platform.api(token) for _ in range(2)]
        self.assertEqual([each.status for each in limited], [429, 429])
        self.assertEqual({name: limited[0].headers["X-Rate-Limit-" + name] for name in (
            "Time-Reset-Ms", "Time-Window-Ms", "Requests-Quota", "Requests-Left")},
            {"Time-Reset-Ms": "1500", "Time-Window-Ms": "30000", "Requests-Quota": "150",
             "Requests-Left": "0"})
        self.assertIsNone(self.platform.state()["fault"]["api"])
        well = self.platform.api(token)
        self.assertEqual((well.status, well.headers["X-Rate-Limit-Requests-Left"]), (200, "149"))
        self.platform.admin("api", status=429)
        self.assertIsNone(self.platform.api(token).headers["X-Rate-Limit-Time-Reset-Ms"])

    def test_knows_no_other_times_and_resets(self):
        for wrong in ({"times": 0}, {"times": 1001}, {"reset_ms": -1}, {"reset_ms": 60001}):
            self.assertEqual(self.platform.admin("api", status=429, **wrong).status, 400)
        self.assertIsNone(self.platform.state()["fault"]["api"])

    def test_closes_without_an_answer(self):
        self.platform.admin("api", status=0)
        with self.assertRaises(http.client.RemoteDisconnected):
            self.platform.api(None)
        self.platform.admin("reset")
        self.assertEqual(self.platform.api(None).status, 401)

    def test_is_apart_from_the_token_endpoint(self):
        self.platform.admin("api", status=503)
        self.assertEqual(self.platform.exchange(self.platform.fields()).status, 200)

    def test_knows_no_other_status(self):
        for status in (-1, 100, 199, 600):
            self.assertEqual(self.platform.admin("api", status=status).status, 400)


class Minted(local.PlatformCase):
    def test_a_store_level_token_needs_no_app(self):
        made = self.platform.admin("account-token", store=COFFEE,
                                   scopes="store_v2_information_read_only")
        self.assertEqual(made["client_id"], "storelevelharbourapiaccount0001")
        self.assertEqual(self.platform.api(made["token"]).status, 200)
        self.assertEqual(self.platform.api(made["token"], store=BIKES).status, 401)
        self.assertEqual(self.platform.api(made["token"], "/v3/customers/attributes").status, 403)
        for wrong in ({"store": "nowhere", "scopes": "a"}, {"store": COFFEE, "scopes": ""},
                      {"store": COFFEE, "scopes": "a\nb"}):
            self.assertEqual(self.platform.admin("account-token", **wrong).status, 400)

    def test_a_load_token_is_as_the_platforms_of_that_age(self):
        made = self.platform.admin("load", store=COFFEE, client_id=FIRST, user=CLERK, age=600,
                                   url="/orders/1", channel_id=7)
        header, claims = local.claims_of(made["token"])
        self.assertEqual(header, {"alg": "HS256", "typ": "JWT"})
        self.assertAlmostEqual(claims["iat"], local.time.time() - 600, delta=5)
        self.assertEqual((claims["nbf"], claims["exp"]),
                         (claims["iat"] - 5, claims["iat"] + 86400))
        self.assertEqual(claims["user"], {"id": CLERK, "email": "tomoko@harbour.example.com",
                                          "locale": "en-US"})
        self.assertEqual(claims["owner"], {"id": OWNER, "email": "mara@harbour.example.com"})
        self.assertEqual((claims["aud"], claims["iss"], claims["sub"]),
                         (FIRST, "bc", "stores/" + COFFEE))
        self.assertEqual((claims["url"], claims["channel_id"]), ("/orders/1", 7))

    def test_tokens_of_one_second_have_identifiers_of_their_own(self):
        ids = {local.claims_of(self.platform.admin("load", store=COFFEE, client_id=FIRST)["token"])
               [1]["jti"] for _ in range(20)}
        self.assertEqual(len(ids), 20)

    def test_goes_to_the_door_that_is_named(self):
        paths = {"load": "/load", "uninstall": "/uninstall", "remove-user": "/remove-user"}
        for door, path in paths.items():
            made = self.platform.admin("load", store=COFFEE, client_id=FIRST, door=door)
            self.assertTrue(made["url"].startswith(f"http://127.0.0.1:{self.app.port}{path}?signed"))
            self.assertTrue(made["browser_url"].startswith("http://app.localhost:"))

    def test_makes_the_legacy_payload_too(self):
        made = self.platform.admin("load", store=COFFEE, client_id=FIRST, legacy=True)
        self.assertTrue(made["query"].startswith("signed_payload="))

    def test_follows_the_clock(self):
        self.platform.admin("clock", offset=100000)
        made = self.platform.admin("load", store=COFFEE, client_id=FIRST)
        iat = local.claims_of(made["token"])[1]["iat"]
        self.assertAlmostEqual(iat, local.time.time() + 100000, delta=5)

    def test_mints_shopper_tokens_of_either_algorithm(self):
        for algorithm in ("HS256", "HS512"):
            made = self.platform.admin("current-customer", store=COFFEE, client_id=FIRST,
                                       customer=SHOPPER, algorithm=algorithm, age=60)
            header, claims = local.claims_of(made["token"])
            self.assertEqual((header["alg"], claims["customer"]["id"]), (algorithm, SHOPPER))
            self.assertAlmostEqual(claims["iat"], local.time.time() - 60, delta=5)

    def test_refuses_unknown_names(self):
        for what in ("code", "load", "current-customer", "uninstall", "users", "scopes"):
            self.assertEqual(self.platform.admin(what, store="nostore", client_id="x").status, 400)
        self.assertEqual(self.platform.admin("nothing").status, 404)


class Callbacks(local.PlatformCase):
    def told(self):
        listed = self.platform.send("GET", "/_admin/callbacks").json()["callbacks"]
        return [(each["door"], each["user"], each["status"]) for each in listed]

    def test_uninstall_is_sent_to_the_app_and_written_down(self):
        self.platform.install()
        answer = self.platform.admin("uninstall", store=COFFEE, client_id=FIRST, user=local.MANAGER)
        self.assertEqual(answer["callback"], "The uninstall callback was answered with 200.")
        path, query = self.app.calls[0]
        claims = local.claims_of(query["signed_payload_jwt"][0])[1]
        self.assertEqual((path, claims["user"]["id"]), ("/uninstall", local.MANAGER))
        self.assertAlmostEqual(claims["iat"], local.time.time(), delta=5)
        self.assertEqual(self.told(), [("uninstall", local.MANAGER, 200)])
        self.assertIsNone(self.platform.install_of())

    def test_the_token_is_dead_before_the_app_is_called(self):
        token, seen = self.platform.install(), []
        self.assertEqual(self.platform.api(token).status, 200)
        self.app.meanwhile = lambda: seen.append(self.platform.api(token).status)
        self.platform.admin("uninstall", store=COFFEE, client_id=FIRST)
        self.assertEqual(seen, [401])

    def test_a_silent_uninstall_calls_nobody(self):
        token = self.platform.install()
        self.platform.admin("uninstall", store=COFFEE, client_id=FIRST, silent=True)
        self.assertEqual((self.app.calls, self.told()), ([], []))
        self.assertIsNone(self.platform.install_of())
        self.assertEqual(self.platform.api(token).status, 401)

    def test_each_callback_has_an_identifier_of_its_own(self):
        self.platform.install()
        for _ in range(3):
            self.platform.admin("users", store=COFFEE, client_id=FIRST, user=CLERK, allowed=False)
        for _ in range(3):
            self.platform.admin("uninstall", store=COFFEE, client_id=FIRST)
        ids = {local.claims_of(query["signed_payload_jwt"][0])[1]["jti"]
               for _, query in self.app.calls}
        self.assertEqual((len(self.app.calls), len(ids)), (6, 6))

    def test_remove_user_names_who_was_removed(self):
        self.platform.install()
        self.platform.admin("users", store=COFFEE, client_id=FIRST, user=CLERK, allowed=True)
        self.assertEqual(self.platform.install_of()["users"], [CLERK])
        self.assertEqual(self.app.calls, [])
        self.platform.admin("users", store=COFFEE, client_id=FIRST, user=CLERK, allowed=False)
        self.assertEqual(self.platform.install_of()["users"], [])
        path, query = self.app.calls[0]
        claims = local.claims_of(query["signed_payload_jwt"][0])[1]
        self.assertEqual((path, claims["user"]["id"]), ("/remove-user", CLERK))

    def test_an_app_that_fails_is_uninstalled_all_the_same(self):
        self.platform.install()
        self.app.status = 503
        self.platform.admin("uninstall", store=COFFEE, client_id=FIRST)
        self.assertEqual(self.told(), [("uninstall", OWNER, 503)])
        self.assertIsNone(self.platform.install_of())

    def test_an_app_without_the_callback_is_not_called(self):
        answer = self.platform.admin("uninstall", store=COFFEE, client_id=OTHER)
        self.assertEqual(answer["callback"], "The app has no uninstall callback.")
        self.assertEqual(self.app.calls, [])


class Doors(local.PlatformCase):
    def post(self, headers, body="{}", host="127.0.0.1"):
        return self.platform.send("POST", "/_admin/reset", body, headers, host).status

    def test_no_page_of_a_browser_can_steer(self):
        kind = {"Content-Type": "application/json"}
        self.assertEqual(self.post(kind), 200)
        self.assertEqual(self.post({"Content-Type": "text/plain"}), 415)
        self.assertEqual(self.post({**kind, "Origin": "http://cp.localhost"}), 415)
        for host in ("evil.example.com", "evil.localhost"):
            self.assertEqual(self.post(kind, host=host), 421)
        for host in ("cp.localhost", "shop.localhost"):
            self.assertNotEqual(self.post(kind, host=host), 200)

    def test_refuses_what_is_no_object(self):
        for body in ("", "[]", "{", "nonsense"):
            self.assertEqual(self.post({"Content-Type": "application/json"}, body), 400)

    def test_neither_state_nor_log_has_a_secret(self):
        token = self.platform.install()
        self.platform.admin("uninstall", store=COFFEE, client_id=FIRST)
        seen = json.dumps(self.platform.state()) + self.platform.send("GET", "/_admin/requests").text
        for hidden in (token, local.SECRET, local.OTHER_SECRET):
            self.assertNotIn(hidden, seen)

    def test_reset_forgets_everything(self):
        self.platform.admin("scopes", client_id=FIRST, scopes="store_cart")
        self.platform.install()
        self.platform.admin("clock", offset=5000)
        self.platform.admin("reset")
        state = self.platform.state()
        self.assertEqual((state["clock_offset"], state["stores"][0]["installs"]), (0, {}))
        self.assertIn("store_v2_orders", state["apps"][0]["scopes"])


if __name__ == "__main__":
    local.run()
