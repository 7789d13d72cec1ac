#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Drives an app's life over HTTP: install, load, shoppers, remove-user, uninstall, and forgeries.

    check.py PLATFORM LOYALTY [--pause SECONDS]     one line a step; exit code 1 at the first that fails

PLATFORM and LOYALTY are the two programs. With a pause there is time to look, or to stop one of them.
"""
import argparse
import sys
import time

from local import (ADA, BIKES, CLERK, CLIENT_ID, COFFEE, MANAGER, NOEL, OWNER, Gone, Local, Visitor, call,
                   forged)


def expect(what, got, wanted):
    if got != wanted:
        raise AssertionError(f"{what} is {got!r} and not {wanted!r}")


def expect_refusal(reply, status, condition):
    expect("the status", reply.status, status)
    if condition not in reply.text:
        raise AssertionError(f"the answer does not say {condition!r}")


class Life:
    """The steps, in their order."""

    def __init__(self, local):
        self.local = local
        self.owner, self.second = Visitor(local), Visitor(local)
        self.old_load = local.load(age=600)

    def steps(self):
        return [
            ("nobody has installed it: a load is 403", self.load_too_early),
            ("a shopper of a store without it gets 403", self.balance_too_early),
            ("auth: a forged code is refused, nothing is stored", self.forged_code),
            ("auth: installed by the owner, the page shows", self.install),
            ("auth: the same code again is refused", self.code_again),
            ("load: the owner sees the page as owner", self.load_owner),
            ("load: a second person is taken in, not as owner", self.load_second),
            ("load: a forged token is refused", lambda: self.forge("load")),
            ("page: without a session 401, without its CSRF token 403", self.page_doors),
            ("page: the owner gives a shopper points", self.give),
            ("shopper: sees their own balance, over HS512 and HS256", self.balance),
            ("shopper: another one, here or elsewhere, sees none of it", self.other_balance),
            ("shopper: without a token or with a bad one 401", self.balance_doors),
            ("shopper: redeems points, and never more than there are", self.redeem),
            ("remove-user: a forged token is refused", lambda: self.forge("remove-user")),
            ("remove-user: a token that the load door has seen is refused, and the log says so",
             lambda: self.replay("remove-user", self.second, MANAGER)),
            ("remove-user: the second person's session is refused", self.remove_user),
            ("uninstall: a forged token is refused", lambda: self.forge("uninstall")),
            ("uninstall: a load token of ten minutes ago is refused", self.stale_uninstall),
            ("uninstall: a token that the load door has seen is refused, and the log says so",
             lambda: self.replay("uninstall", self.owner, OWNER)),
            ("uninstall: staff's unseen load token is refused, and the log says so", self.unseen),
            ("uninstall: while the platform can't be asked the token is put aside, then it is back",
             self.doubt),
            ("uninstall: the owner's session and the shopper's token are refused", self.uninstall),
            ("auth: installed again, without the points of before", self.install_again),
            ("uninstall: done as soon as the platform can be asked again", self.late_uninstall),
        ]

    def load_too_early(self):
        expect_refusal(self.local.get(self.local.load()), 403, "forbidden")

    def balance_too_early(self):
        expect_refusal(self.local.balance(self.local.shopper()), 403, "forbidden")

    def forged_code(self):
        target = self.local.code().replace("code=", "code=x")
        reply = self.local.get(target)
        if reply.status < 400:
            raise AssertionError(f"the status is {reply.status}")
        self.load_too_early()

    def install(self):
        self.code = self.local.code()
        page = self.owner.open(self.code)
        expect("the status", page.status, 200)
        self.see(page, "Store owner", "mara@harbour.example.com", "store_v2_information_read_only")
        policy = page.headers.get_all("Content-Security-Policy")
        ancestors = f"frame-ancestors http://cp.localhost:{self.local.platform.port}"
        if ancestors not in policy:
            raise AssertionError("the control panel may not frame the page")

    def see(self, page, *words):
        for each in words:
            if each not in page.text:
                raise AssertionError(f"the page does not show {each!r}")

    def code_again(self):
        reply = self.local.get(self.code)
        if reply.status < 400:
            raise AssertionError(f"the status is {reply.status}")

    def load_owner(self):
        page = self.owner.open(self.local.load())
        expect("the status", page.status, 200)
        self.see(page, "Store owner", str(OWNER))

    def load_second(self):
        page = self.second.open(self.local.load(user=MANAGER))
        expect("the status", page.status, 200)
        self.see(page, "Member of staff", "idris@harbour.example.com")

    def forge(self, door):
        expect_refusal(self.local.get(forged(self.local.load(door=door))), 401, "unauthenticated")
        expect("the owner's page", self.owner.send("GET", "/").status, 200)

    def page_doors(self):
        expect_refusal(Visitor(self.local).send("GET", "/"), 401, "unauthenticated")
        expect_refusal(Visitor(self.local).give(ADA, 10), 401, "unauthenticated")
        expect_refusal(self.owner.give(ADA, 10, csrf=""), 403, "forbidden")
        expect_refusal(self.owner.give(ADA, 10, csrf=self.second.csrf), 403, "forbidden")

    def give(self):
        reply = self.owner.give(ADA, 120)
        expect("the status", reply.status, 303)
        page = self.owner.send("GET", reply.headers["Location"])
        self.see(page, "The points were given", f'data-customer="{ADA}"', ">120<")

    def points(self, token, **more):
        reply = self.local.balance(token, **more)
        expect("the status", reply.status, 200)
        return reply.json()["points"]

    def balance(self):
        for algorithm in ("HS512", "HS256"):
            expect("the balance", self.points(self.local.shopper(algorithm=algorithm)), 120)
        origin = f"http://shop.localhost:{self.local.platform.port}"
        token = self.local.shopper()
        for sent, wanted in ((origin, origin), ("http://elsewhere.localhost", None)):
            reply = self.local.balance(token, Origin=sent)
            expect("the allowed origin", reply.headers["Access-Control-Allow-Origin"], wanted)

    def other_balance(self):
        expect("Noel's balance", self.points(self.local.shopper(customer=NOEL)), 0)
        elsewhere = self.local.shopper(store=BIKES, customer=ADA)
        expect_refusal(self.local.balance(elsewhere), 403, "forbidden")
        expect_refusal(self.local.balance(elsewhere, store=BIKES), 403, "forbidden")

    def balance_doors(self):
        token = self.local.shopper()
        merchant = self.local.load().split("=", 1)[1]
        for bad in (None, forged(token), self.local.shopper(age=3600), merchant):
            expect_refusal(self.local.balance(bad), 401, "unauthenticated")
        expect_refusal(self.local.balance(token, store="%2e%2e"), 400, "malformed")

    def redeem(self):
        for points, status in ((50, 200), (71, 409), (70, 200)):
            reply = call("the app", self.local.app.port, "POST", f"/api/redeem?store={COFFEE}",
                         f"points={points}", {"Authorization": "Bearer " + self.local.shopper()})
            expect(f"the status for {points}", reply.status, status)
        expect("the balance", self.points(self.local.shopper()), 0)

    def remove_user(self):
        expect("the second person's page", self.second.send("GET", "/").status, 200)
        self.change_user(False, MANAGER)
        expect_refusal(self.second.send("GET", "/"), 403, "forbidden")
        expect("the owner's page", self.owner.send("GET", "/").status, 200)

    def change_user(self, allowed, user):
        self.local.admin("users", store=COFFEE, client_id=CLIENT_ID,
                         user=user, allowed=allowed)

    def stale_uninstall(self):
        old = self.old_load.replace("/load", "/uninstall")
        expect_refusal(self.local.get(old), 401, "unauthenticated")
        expect("the owner's page", self.owner.send("GET", "/").status, 200)
        self.owner.give(ADA, 30)

    def expect_told(self, told, target, status, condition):
        """A refusal of a genuine token: the status for the caller, the rule for the log."""
        expect_refusal(self.local.get(target), status, condition)
        expect("the log's last line", self.local.app_log().splitlines()[-1],
               f"{told} store={COFFEE}")

    def replay(self, door, visitor, user):
        seen = self.local.load(user=user)
        expect("the status of the load", visitor.open(seen).status, 200)
        self.expect_told(f"{door} refused: replayed", seen.replace("/load?", f"/{door}?"),
                         401, "unauthenticated")
        expect("the page", visitor.send("GET", "/").status, 200)

    def unseen(self):
        fresh = self.local.load(user=CLERK).replace("/load?", "/uninstall?")
        self.expect_told("uninstall refused: still_installed", fresh, 403, "forbidden")
        expect("the owner's page", self.owner.send("GET", "/").status, 200)
        expect("the status of a load", self.owner.open(self.local.load()).status, 200)
        expect("the balance", self.points(self.local.shopper()), 30)

    def put_aside(self):
        self.expect_told("load refused: uninstall_pending", self.local.load(), 503, "unavailable")

    def doubt(self):
        self.local.admin("api", status=503)
        self.expect_told("uninstall refused: uninstall_pending",
                         self.local.load(user=CLERK, door="uninstall"), 503, "unavailable")
        self.put_aside()
        self.local.admin("api")
        expect("the status of a load", self.owner.open(self.local.load()).status, 200)

    def uninstall(self):
        came = self.local.admin("uninstall", store=COFFEE, client_id=CLIENT_ID)["callback"]
        expect("what came of it", came, "The uninstall callback was answered with 200.")
        self.expect_gone()

    def late_uninstall(self):
        self.local.admin("api", status=503)
        came = self.local.admin("uninstall", store=COFFEE, client_id=CLIENT_ID)["callback"]
        expect("what came of it", came, "The uninstall callback was answered with 503.")
        self.put_aside()
        self.local.admin("api")
        self.load_too_early()
        self.expect_gone()

    def expect_gone(self):
        expect_refusal(self.owner.send("GET", "/"), 403, "forbidden")
        expect_refusal(self.local.balance(self.local.shopper()), 403, "forbidden")
        self.load_too_early()

    def install_again(self):
        expect("the status", self.owner.open(self.local.code()).status, 200)
        expect("the balance", self.points(self.local.shopper()), 0)


def run(local, before_step=lambda number: None, out=sys.stdout):
    """Goes through the steps; the exit code."""
    steps, name = [], "begin"
    try:
        steps = Life(local).steps()
        for number, (name, step) in enumerate(steps, 1):
            before_step(number)
            step()
            print(f"  {number:2} of {len(steps)}  ok      {name}", file=out, flush=True)
    except (AssertionError, Gone, KeyError, TypeError, ValueError) as error:
        print(f"          FAILED  {name}: {error}", file=out, flush=True)
        return 1
    print(f"all {len(steps)} steps as they should be", file=out, flush=True)
    return 0


def main():
    parser = argparse.ArgumentParser(description="Drives an app's life over HTTP.")
    parser.add_argument("platform")
    parser.add_argument("loyalty")
    parser.add_argument("--pause", type=float, default=0, help="seconds before each step")
    chosen = parser.parse_args()
    try:
        local = Local(chosen.platform, chosen.loyalty)
    except Gone as error:
        print(f"          FAILED  start: {error}")
        return 1
    print(f"platform: process {local.platform.process.pid}, port {local.platform.port}; "
          f"app: process {local.app.process.pid}, port {local.app.port}", flush=True)
    code = 1
    try:
        code = run(local, lambda number: time.sleep(chosen.pause))
    finally:
        codes = local.stop()
    if code == 0 and codes != [0, 0]:
        print(f"          FAILED  stop: the processes ended with {codes}")
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
