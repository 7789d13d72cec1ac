# SPDX-License-Identifier: BSL-1.0
"""The control panel, clicked through as a browser would."""
import html
import re
import urllib.parse

import local_platform as local
from local_platform import CLERK, COFFEE, FIRST, MANAGER, OTHER, OWNER


def frame_of(page):
    """The address in the page's frame, and its query."""
    address = html.unescape(re.search(r'<iframe [^>]*src="([^"]*)"', page)[1])
    url = urllib.parse.urlsplit(address)
    return address, {name: values[0] for name, values in urllib.parse.parse_qs(url.query).items()}


class Panel(local.PlatformCase):
    def log_in(self, user=OWNER, store=COFFEE):
        panel = local.Browser(self.platform, "cp.localhost")
        panel.get("/")
        reply = panel.post("/login", store=store, user=user)
        self.assertEqual((reply.status, reply.headers["Location"]), (303, "/apps"))
        panel.get("/apps")
        return panel

    def begin_install(self, panel, client_id=FIRST):
        panel.get(f"/apps/{client_id}/install")
        return panel.follow(panel.post(f"/apps/{client_id}/install"))

    def fields_of(self, query):
        return {"client_id": FIRST, "client_secret": local.SECRET, "code": query["code"],
                "scope": query["scope"], "grant_type": "authorization_code",
                "redirect_uri": f"http://127.0.0.1:{self.app.port}/auth",
                "context": query["context"]}

    def install(self, panel):
        _, query = frame_of(self.begin_install(panel).text)
        self.assertEqual(self.platform.exchange(self.fields_of(query)).status, 200)

    def test_shows_nothing_before_somebody_logs_in(self):
        panel = local.Browser(self.platform, "cp.localhost")
        for path in ("/apps", "/log", "/developer", f"/apps/{FIRST}", "/nowhere"):
            reply = panel.get(path)
            self.assertEqual((reply.status, reply.headers["Location"]), (303, "/"), path)
        self.assertIn("Mara Lindqvist", panel.get("/").text)

    def test_asks_for_consent_with_each_scope(self):
        page = self.log_in().get(f"/apps/{FIRST}/install").text
        self.assertEqual(page.count('data-test="scope"'), 2)
        self.assertIn("View and modify orders", page)
        self.assertIn("First &lt;b&gt;app&lt;/b&gt;", page)
        self.assertNotIn("<b>app</b>", page)

    def test_sends_the_browser_to_the_auth_callback_at_the_apps_site(self):
        address, query = frame_of(self.begin_install(self.log_in()).text)
        self.assertTrue(address.startswith(f"http://app.localhost:{self.app.port}/auth?code="))
        self.assertRegex(query["code"], "^[a-z0-9]{16}$")
        self.assertEqual(query["context"], "stores/" + COFFEE)
        self.assertEqual(query["scope"], "store_v2_orders store_v2_information_read_only")
        self.assertEqual(query["account_uuid"], "12345678-90ab-cdef-1234-567890abcdef")
        self.assertNotIn("external_install", query)

    def test_waits_under_the_overlay_until_the_token_is_asked_for(self):
        panel = self.log_in()
        page = self.begin_install(panel).text
        poll = html.unescape(re.search(r'data-poll="([^"]*)"', page)[1])
        self.assertRegex(page, rf'data-client-id="{FIRST}" hidden')
        self.assertEqual(panel.get(poll).json(), {"status": "waiting", "message": ""})
        fields = self.fields_of(frame_of(page)[1])
        self.platform.exchange({**fields, "client_secret": "wrong"})
        self.assertEqual(panel.get(poll).json(),
                         {"status": "refused", "message": "Invalid client secret."})
        self.platform.exchange(fields)
        self.assertEqual(panel.get(poll).json(), {"status": "installed", "message": ""})
        self.assertNotRegex(panel.get("/apps").text, rf'data-client-id="{FIRST}" hidden')
        self.assertIn("Installed", panel.get("/apps").text)

    def test_nobody_else_sees_how_an_installation_goes(self):
        page = self.begin_install(self.log_in()).text
        poll = html.unescape(re.search(r'data-poll="([^"]*)"', page)[1])
        self.assertEqual(self.log_in(MANAGER).get(poll).status, 404)

    def test_opens_the_app_with_a_fresh_load_token(self):
        panel = self.log_in()
        self.install(panel)
        address, query = frame_of(panel.get(f"/apps/{FIRST}").text)
        self.assertTrue(address.startswith(f"http://app.localhost:{self.app.port}/load?"))
        claims = local.claims_of(query["signed_payload_jwt"])[1]
        self.assertEqual((claims["user"]["id"], claims["url"]), (OWNER, "/"))
        _, again = frame_of(panel.get(f"/apps/{FIRST}?url=/orders/7").text)
        other = local.claims_of(again["signed_payload_jwt"])[1]
        self.assertEqual(other["url"], "/orders/7")
        self.assertNotEqual(other["jti"], claims["jti"])
        _, legacy = frame_of(panel.get(f"/apps/{FIRST}?payload=legacy").text)
        self.assertEqual(list(legacy), ["signed_payload"])

    def test_only_those_who_were_added_open_it(self):
        panel = self.log_in()
        self.install(panel)
        clerk = self.log_in(CLERK)
        self.assertEqual(clerk.get(f"/apps/{FIRST}").status, 403)
        panel.get(f"/apps/{FIRST}/users")
        page = panel.follow(panel.post(f"/apps/{FIRST}/users/add/{CLERK}")).text
        self.assertIn("Tomoko Sato may open First", page)
        claims = local.claims_of(
            frame_of(clerk.get(f"/apps/{FIRST}").text)[1]["signed_payload_jwt"])[1]
        self.assertEqual((claims["user"]["id"], claims["owner"]["id"]), (CLERK, OWNER))
        page = panel.follow(panel.post(f"/apps/{FIRST}/users/remove/{CLERK}")).text
        self.assertIn("The remove-user callback was answered with 200.", page)
        self.assertEqual(self.app.calls[0][0], "/remove-user")
        self.assertEqual(clerk.get(f"/apps/{FIRST}").status, 403)

    def test_the_owner_is_never_removed(self):
        panel = self.log_in()
        self.install(panel)
        panel.get(f"/apps/{FIRST}/users")
        for user in (OWNER, 24655, 0, "x"):
            self.assertEqual(panel.post(f"/apps/{FIRST}/users/remove/{user}").status, 403)
        self.assertEqual(self.app.calls, [])

    def test_staff_manage_nothing(self):
        self.install(self.log_in())
        clerk = self.log_in(CLERK)
        for path in (f"/apps/{FIRST}/install", f"/apps/{FIRST}/users"):
            self.assertEqual(clerk.get(path).status, 403, path)
        for path in (f"/apps/{FIRST}/install", f"/apps/{FIRST}/uninstall",
                     f"/apps/{FIRST}/users/add/{CLERK}", f"/developer/{FIRST}"):
            self.assertEqual(clerk.post(path, scopes="store_cart").status, 403, path)
        self.assertTrue(self.platform.install_of()["installed"])

    def test_a_manager_uninstalls_and_sees_what_the_app_answered(self):
        self.install(self.log_in())
        manager = self.log_in(MANAGER)
        self.app.status = 500
        page = manager.follow(manager.post(f"/apps/{FIRST}/uninstall")).text
        self.assertIn("is uninstalled. The uninstall callback was answered with 500.", page)
        claims = local.claims_of(self.app.calls[0][1]["signed_payload_jwt"][0])[1]
        self.assertEqual(claims["user"]["id"], MANAGER)
        self.assertIsNone(self.platform.install_of())
        self.assertNotIn("is uninstalled.", manager.get("/apps").text)

    def test_other_scopes_are_agreed_to_when_the_app_is_next_opened(self):
        panel = self.log_in()
        self.install(panel)
        panel.get("/developer")
        self.assertEqual(panel.post(f"/developer/{FIRST}", scopes='a "scope"').status, 400)
        panel.post(f"/developer/{FIRST}", scopes="store_v2_orders store_cart")
        self.assertIn("Update needed", panel.get("/apps").text)
        reply = panel.get(f"/apps/{FIRST}")
        self.assertEqual(reply.headers["Location"], f"/apps/{FIRST}/install")
        self.assertIn("asks for other permissions", panel.follow(reply).text)
        self.install(panel)
        self.assertEqual(self.platform.install_of()["scopes"], "store_cart store_v2_orders")
        self.assertEqual(panel.get(f"/apps/{FIRST}").status, 200)

    def test_nothing_is_done_for_another_sites_form(self):
        panel = self.log_in()
        for csrf in ("", "wrong", "x" * 32):
            panel.csrf = csrf
            for path in (f"/apps/{FIRST}/install", f"/apps/{FIRST}/uninstall", "/logout",
                         f"/developer/{FIRST}", "/login"):
                self.assertEqual(panel.post(path, scopes="store_cart").status, 403, path)
        self.assertEqual(self.platform.send("GET", "/_admin/callbacks").json(), {"callbacks": []})

    def test_logging_in_changes_the_cookie_and_logging_out_ends_it(self):
        panel = local.Browser(self.platform, "cp.localhost")
        panel.get("/")
        before = panel.cookie
        panel.post("/login", store=COFFEE, user=OWNER)
        self.assertNotEqual(panel.cookie, before)
        panel.get("/apps")
        panel.post("/logout")
        self.assertEqual(panel.get("/apps").status, 303)
        stranger = local.Browser(self.platform, "cp.localhost")
        stranger.get("/")
        self.assertEqual(stranger.post("/login", store="nostore", user=OWNER).status, 303)
        self.assertEqual(stranger.get("/apps").headers["Location"], "/")

    def test_pages_may_frame_the_apps_and_nothing_else(self):
        policy = self.log_in().get("/apps").headers["Content-Security-Policy"]
        self.assertIn(f"frame-src 'self' http://127.0.0.1:{self.app.port} "
                      f"http://app.localhost:{self.app.port};", policy)
        self.assertIn("default-src 'none'", policy)
        self.assertIn("frame-ancestors 'none'", policy)

    def test_the_log_has_no_codes_or_payloads(self):
        panel = self.log_in()
        self.install(panel)
        panel.get("/apps")
        panel.post(f"/apps/{FIRST}/uninstall")
        self.platform.send("GET", "/elsewhere?code=hidden1&signed_payload_jwt=hidden2&x=%zz")
        self.platform.send("GET", "/elsewhere?code=hidden3&scope=shown")
        page = html.unescape(panel.get("/log").text)
        self.assertIn("/elsewhere?code=[redacted]&scope=shown", page)
        self.assertIn("token for stores/" + COFFEE, page)
        for hidden in ("hidden1", "hidden2", "hidden3", local.SECRET):
            self.assertNotIn(hidden, page)

    def test_an_app_of_owners_only_has_no_users(self):
        made = self.platform.admin("code", store=COFFEE, client_id=OTHER)
        reply = self.platform.exchange({
            "client_id": OTHER, "client_secret": local.OTHER_SECRET, "code": made["code"],
            "scope": made["scope"], "grant_type": "authorization_code",
            "redirect_uri": made["url"].split("?")[0], "context": made["context"]})
        self.assertEqual(reply.status, 200)
        self.assertNotIn(f'href="/apps/{OTHER}/users"', self.log_in().get("/apps").text)
        self.platform.admin("users", store=COFFEE, client_id=OTHER, user=CLERK, allowed=True)
        self.assertEqual(self.log_in(CLERK).get(f"/apps/{OTHER}").status, 403)

    def test_installing_from_outside_ends_at_the_apps_site(self):
        reply = self.platform.send("GET", f"/app/{FIRST}/install")
        target = urllib.parse.urlsplit(reply.headers["Location"])
        self.assertEqual((reply.status, target.hostname), (303, "cp.localhost"))
        panel = local.Browser(self.platform, "cp.localhost")
        panel.get(target.path + "?" + target.query)
        panel.get("/")
        reply = panel.post("/login", store=COFFEE, user=OWNER)
        self.assertEqual(reply.headers["Location"], f"/apps/{FIRST}/install?external=1")
        panel.follow(reply)
        reply = panel.post(f"/apps/{FIRST}/install", external=1)
        self.assertTrue(reply.headers["Location"].startswith("http://app.localhost:"))
        self.assertTrue(reply.headers["Location"].endswith("&external_install=1"))
        for end, text in (("succeeded", "is installed"), ("failed", "was not installed")):
            self.assertIn(text, self.platform.send("GET", f"/app/{FIRST}/install/{end}").text)
        self.assertEqual(self.platform.send("GET", "/app/nobody/install").status, 404)


if __name__ == "__main__":
    local.run()
