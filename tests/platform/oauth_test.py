# SPDX-License-Identifier: BSL-1.0
"""The token endpoint, and what an access token is good for."""
import local_platform as local
from local_platform import COFFEE, BIKES, FIRST, OTHER, OTHER_SECRET, OWNER


# the members of the platform's "Get Store Information"
DOCUMENTED = set("""id account_uuid domain secure_url control_panel_base_url status name first_name
    last_name address country country_code infrastructure_region phone admin_email order_email
    favicon_url timezone language currency currency_symbol decimal_separator thousands_separator
    decimal_places currency_symbol_location weight_units dimension_units dimension_decimal_places
    dimension_decimal_token dimension_thousands_token plan_name plan_level plan_is_trial industry
    logo is_price_entered_with_tax store_id default_channel_id default_site_id
    active_comparison_modules features""".split())


class TokenEndpoint(local.PlatformCase):
    def refused(self, fields, sentence, as_json=False):
        reply = self.platform.exchange(fields, as_json)
        self.assertEqual((reply.status, reply.json()), (400, {"error": sentence}))

    def test_answers_a_form_and_json_as_documented(self):
        for as_json in (False, True):
            fields = self.platform.fields()
            reply = self.platform.exchange(fields, as_json)
            self.assertEqual(reply.status, 200)
            answer = reply.json()
            self.assertRegex(answer.pop("access_token"), r"^[a-z0-9]{31}$")
            person = {"id": OWNER, "username": "Mara Lindqvist", "email": "mara@harbour.example.com"}
            self.assertEqual(answer, {
                "scope": fields["scope"] + " store_v2_default", "user": person, "owner": person,
                "context": "stores/" + COFFEE,
                "account_uuid": "12345678-90ab-cdef-1234-567890abcdef"})

    def test_names_the_person_who_installed_beside_the_owner(self):
        answer = self.platform.exchange(self.platform.fields(user=local.MANAGER)).json()
        self.assertEqual((answer["user"]["id"], answer["owner"]["id"]), (local.MANAGER, OWNER))

    def test_refuses_each_field_that_is_wrong_or_missing(self):
        sentences = {
            "client_id": "Invalid client id.", "client_secret": "Invalid client secret.",
            "code": "Invalid code.", "scope": "Invalid scope.",
            "grant_type": "Invalid grant type.", "redirect_uri": "Invalid redirect uri.",
            "context": "Invalid context."}
        for as_json in (False, True):
            for name, sentence in sentences.items():
                for wrong in ("wrong", "", None):
                    with self.subTest(name=name, wrong=wrong, as_json=as_json):
                        fields = self.platform.fields(**{name: wrong})
                        self.refused(fields, sentence, as_json)
        self.assertIsNone(self.platform.install_of())

    def test_a_refused_code_still_works_when_everything_is_right(self):
        fields = self.platform.fields()
        self.refused({**fields, "scope": "store_v2_products"}, "Invalid scope.")
        self.assertEqual(self.platform.exchange(fields).status, 200)

    def test_compares_addresses_to_the_byte_and_scopes_as_sets(self):
        fields = self.platform.fields()
        self.refused({**fields, "redirect_uri": fields["redirect_uri"] + "/"},
                     "Invalid redirect uri.")
        self.refused({**fields, "context": "stores/" + BIKES}, "Invalid context.")
        self.refused({**fields, "context": COFFEE}, "Invalid context.")
        turned = " ".join(reversed(fields["scope"].split()))
        self.assertEqual(self.platform.exchange({**fields, "scope": turned}).status, 200)

    def test_takes_the_account_uuid_or_none_but_no_other(self):
        fields = self.platform.fields()
        other = "00000000-90ab-cdef-1234-567890abcdef"
        self.refused({**fields, "account_uuid": other}, "Invalid account uuid.")
        right = "12345678-90ab-cdef-1234-567890abcdef"
        self.assertEqual(self.platform.exchange({**fields, "account_uuid": right}).status, 200)

    def test_a_code_works_once(self):
        fields = self.platform.fields()
        token = self.platform.exchange(fields).json()["access_token"]
        self.refused(fields, "Invalid code.")
        self.assertEqual(self.platform.api(token).status, 200)

    def test_a_code_of_one_app_is_none_of_another(self):
        fields = self.platform.fields(client_id=OTHER, client_secret=OTHER_SECRET)
        fields["redirect_uri"] = f"http://127.0.0.1:{self.app.port}/other/auth"
        self.refused(fields, "Invalid code.")

    def test_a_code_lives_five_minutes(self):
        fields = self.platform.fields()
        self.platform.admin("clock", offset=301)
        self.refused(fields, "Invalid code.")
        self.platform.admin("clock", offset=299)
        self.assertEqual(self.platform.exchange(fields).status, 200)

    def test_a_body_of_another_type_than_it_says_has_no_client(self):
        fields = self.platform.fields()
        body = local.urllib.parse.urlencode(fields)
        for kind in ("application/json", "text/plain", ""):
            reply = self.platform.send("POST", "/oauth2/token", body, {"Content-Type": kind})
            self.assertEqual((reply.status, reply.json()["error"]), (400, "Invalid client id."))
        kind = "Application/x-www-form-urlencoded; charset=UTF-8"
        reply = self.platform.send("POST", "/oauth2/token", body, {"Content-Type": kind})
        self.assertEqual(reply.status, 200)

    def test_survives_json_of_other_shapes(self):
        for body in ("", "[]", "null", "{", '{"client_id":1}', "[" * 5000, "\0", '{"a":"\xff"}'):
            reply = self.platform.send("POST", "/oauth2/token", body.encode("latin-1"),
                                       {"Content-Type": "application/json"})
            self.assertEqual((reply.status, reply.json()["error"]), (400, "Invalid client id."))

    def test_is_asked_by_post_alone(self):
        reply = self.platform.send("GET", "/oauth2/token?code=x")
        self.assertEqual((reply.status, reply.headers["Allow"]), (405, "POST"))

    def test_a_new_token_puts_the_earlier_one_out_of_use(self):
        first = self.platform.install()
        foreign = self.platform.install(store=BIKES, user=24654)
        second = self.platform.install()
        self.assertEqual(self.platform.api(first).status, 401)
        self.assertEqual(self.platform.api(second).status, 200)
        self.assertEqual(self.platform.api(foreign, store=BIKES).status, 200)

    def test_other_scopes_ask_for_consent_while_the_old_token_works(self):
        token = self.platform.install()
        self.platform.admin("scopes", client_id=FIRST, scopes="store_v2_information")
        self.assertTrue(self.platform.install_of()["needs_consent"])
        self.assertEqual(self.platform.api(token).status, 200)
        renewed = self.platform.install()
        self.assertFalse(self.platform.install_of()["needs_consent"])
        self.assertEqual(self.platform.install_of()["scopes"], "store_v2_information")
        self.assertEqual(self.platform.api(token).status, 401)
        self.assertEqual(self.platform.api(renewed).status, 200)


class Api(local.PlatformCase):
    def test_tells_store_and_time_to_the_token_of_that_store(self):
        token = self.platform.install()
        store = self.platform.api(token).json()
        self.assertEqual((store["id"], store["name"]), (COFFEE, "Harbour Coffee"))
        self.assertEqual(set(store), DOCUMENTED)
        self.assertEqual((store["store_id"], store["logo"]), (1000138, []))
        self.assertEqual(store["timezone"]["raw_offset"], 0)
        self.assertIs(store["features"]["stencil_enabled"], True)
        elsewhere = self.platform.install(store=BIKES, user=24654)
        self.assertEqual(self.platform.api(elsewhere, store=BIKES).json()["store_id"],
                         4884484848484)
        self.platform.admin("clock", offset=-86400)
        self.assertAlmostEqual(self.platform.api(token, "/v2/time").json()["time"],
                               local.time.time() - 86400, delta=5)

    def test_refuses_no_token_a_wrong_one_and_one_of_another_store(self):
        token = self.platform.install()
        for case in ((None, COFFEE), ("x" * 31, COFFEE), (token, BIKES), (token, "nostore")):
            self.assertEqual(self.platform.api(case[0], store=case[1]).status, 401, case)

    def test_refuses_what_the_scopes_do_not_allow(self):
        self.platform.admin("scopes", client_id=FIRST, scopes="store_v2_orders")
        token = self.platform.install()
        self.assertEqual(self.platform.api(token).status, 403)
        self.assertEqual(self.platform.api(token, "/v2/time").status, 200)
        self.assertEqual(self.platform.api(token, "/v2/other").status, 404)

    def test_a_token_without_scopes_may_do_nothing(self):
        self.platform.admin("fault", token="null_scope")
        token = self.platform.install()
        self.assertEqual(self.platform.api(token, "/v2/time").status, 403)

    def test_uninstalling_kills_the_token(self):
        token = self.platform.install()
        self.platform.admin("uninstall", store=COFFEE, client_id=FIRST)
        self.assertEqual(self.platform.api(token).status, 401)


if __name__ == "__main__":
    local.run()
