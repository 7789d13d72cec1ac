// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/beast.hpp>
#include <bcauth/transport/curl.hpp>
#include "support/lab.hpp"
#include "support/lab_proxies.hpp"
#include "support/lab_transport.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <utility>

// What every transport goes through alike, against real proxies and against made-up ones that misbehave. What one of
// them alone does, or does otherwise, is in curl_proxy.test.cpp and beast_proxy.test.cpp.
namespace {

using bcauth::proxy;
using bcauth::proxy_auth;
using bcauth::proxy_kind;
using lab::environment_variable;
using lab::number;
using lab::real_proxy;
using lab::through;
using lab::with;

bool const environment_is_clean = lab::forget_proxies();

struct curl {
    using client = bcauth::curl_client;
    using options = bcauth::curl_options;
};

struct beast {
    using client = bcauth::blocking_beast_client;
    using options = bcauth::beast_options;
};

template <class Transport>
class ByProxy : public lab::on_the_way<typename Transport::client, typename Transport::options> {};

struct names {
    template <class Transport>
    static std::string GetName(int) {
        return std::is_same_v<Transport, curl> ? "Curl" : "Beast";
    }
};
using transports = testing::Types<curl, beast>;
TYPED_TEST_SUITE(ByProxy, transports, names);

// ---- real ones

TYPED_TEST(ByProxy, GoesThroughTinyproxyWithBasic) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const via = through(proxy_kind::http, real.port());
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::basic, real.plain_user, real.plain_password)),
              "200");
    EXPECT_EQ(this->event().via, proxy_kind::http);
    EXPECT_EQ(this->event().host, lab::host());
    EXPECT_GT(this->event().times.proxy.count(), 0);
    EXPECT_LT(this->event().times.proxy, this->event().times.tls);
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::basic, real.plain_user, "wrong")),
              "proxy proxy_authentication");
    EXPECT_EQ(this->event().status, 401) << "as tinyproxy has it";
    EXPECT_EQ(this->outcome_of(via), "proxy proxy_authentication");
    EXPECT_EQ(this->event().status, 407);
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, real.plain_user, real.plain_password)),
              "proxy proxy_authentication")
        << "credentials aren't shown where the scheme is none";
}

TYPED_TEST(ByProxy, GoesThroughMicrosocksWithAUser) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const via = through(proxy_kind::socks5, real.port());
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, real.user, real.password)), "200");
    EXPECT_EQ(this->event().via, proxy_kind::socks5);
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, real.user, real.password), "127.0.0.1"),
              "200");
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, real.user, "wrong")),
              "proxy proxy_authentication");
    EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, "somebody", real.password)),
              "proxy proxy_authentication");
    EXPECT_EQ(this->outcome_of(via), "proxy proxy_authentication");
    // nobody has that name: it is the proxy that says so
    EXPECT_EQ(
        this->outcome_of(with(via, proxy_auth::none, real.user, real.password), "nowhere.invalid"),
        "proxy proxy_refused");
}

TYPED_TEST(ByProxy, GoesThroughSshAsSocks4) {
    auto const real = real_proxy::ssh();
    if (!real) GTEST_SKIP() << real.why_not();
    for (auto const kind : {proxy_kind::socks4, proxy_kind::socks5}) {
        auto const via = through(kind, real.port());
        EXPECT_EQ(this->outcome_of(via), "200");
        EXPECT_EQ(this->event().via, kind);
        EXPECT_EQ(this->outcome_of(with(via, proxy_auth::none, "user", "")), "200");
        EXPECT_EQ(this->outcome_of(via, "127.0.0.1"), "200");
    }
}

TYPED_TEST(ByProxy, KeepsATunnel) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    typename TypeParam::client client(
        this->watched(with(through(proxy_kind::http, real.port()), proxy_auth::basic,
                           real.plain_user, real.plain_password)));
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(
            client.send(lab::get("https://" + lab::host() + ":" + this->server().port() + "/")));
    EXPECT_EQ(this->server().connections(), 1);
    EXPECT_TRUE(this->event().reused);
    EXPECT_EQ(this->event().via, proxy_kind::http);
}

TYPED_TEST(ByProxy, ServesEightThreadsThroughAProxy) {
    auto const real = real_proxy::microsocks();
    if (!real) GTEST_SKIP() << real.why_not();
    typename TypeParam::client client(this->watched(with(
        through(proxy_kind::socks5, real.port()), proxy_auth::none, real.user, real.password)));
    auto const url = "https://" + lab::host() + ":" + this->server().port() + "/echo";
    EXPECT_EQ(lab::served_in_eight_threads(client, url, 20), 160);
}

// ---- none there

TYPED_TEST(ByProxy, TellsADeadProxy) {
    auto const dead = number(lab::dead_port());
    for (auto const kind : {proxy_kind::http, proxy_kind::socks4, proxy_kind::socks5}) {
        EXPECT_EQ(this->outcome_of(through(kind, dead)), "connect refused");
        EXPECT_EQ(this->event().via, kind);
        auto nowhere = through(kind, 1080);
        nowhere.host = "nowhere.invalid";
        EXPECT_EQ(this->outcome_of(nowhere), "resolve name_not_found");
    }
}

TYPED_TEST(ByProxy, ReachesExceptionsDirectly) {
    auto dead = through(proxy_kind::http, number(lab::dead_port()));
    dead.exceptions = {"elsewhere.example", "LOCALHOST"};
    EXPECT_EQ(this->outcome_of(dead, "localhost"), "200");
    EXPECT_EQ(this->event().via, proxy_kind::none);
    EXPECT_EQ(this->outcome_of(dead, "127.0.0.1"), "connect refused");
    dead.exceptions = {"127.0.0.0/8"};
    EXPECT_EQ(this->outcome_of(dead, "127.0.0.1"), "200");
    EXPECT_EQ(this->outcome_of(dead, "localhost"), "connect refused");
}

// ---- the environment's

TYPED_TEST(ByProxy, AsksTheEnvironmentUnlessTold) {
    auto const real = real_proxy::tinyproxy();
    if (!real) GTEST_SKIP() << real.why_not();
    auto const origin = "127.0.0.1:" + std::to_string(real.port());
    auto const credentials = std::string(real.plain_user) + ":" + real.plain_password + "@";
    {
        environment_variable const variable("https_proxy", "http://" + credentials + origin);
        EXPECT_EQ(this->outcome_of({}), "200");
        EXPECT_EQ(this->event().via, proxy_kind::http);
        environment_variable const exceptions("no_proxy", lab::host());
        EXPECT_EQ(this->outcome_of({}), "200");
        EXPECT_EQ(this->event().via, proxy_kind::none);
    }
    environment_variable const variable("ALL_PROXY", origin);
    EXPECT_EQ(this->outcome_of({}), "proxy proxy_authentication");
    proxy none;
    none.kind = proxy_kind::none;
    EXPECT_EQ(this->outcome_of(none), "200");
    EXPECT_EQ(this->event().via, proxy_kind::none);
    proxy excepted;
    excepted.exceptions = {lab::host()};
    EXPECT_EQ(this->outcome_of(excepted), "200");
    auto const dead = through(proxy_kind::socks5, number(lab::dead_port()));
    EXPECT_EQ(this->outcome_of(dead), "connect refused");
    environment_variable const exceptions("no_proxy", "*");
    EXPECT_EQ(this->outcome_of(dead), "connect refused")
        << "no_proxy is for the environment's proxies";
}

TYPED_TEST(ByProxy, SendsPlainHttpToNoProxy) {
    tls_server const made_up(lab::actions{});
    tls_server const plain({{"/", lab::answer_fine}});
    environment_variable const http_proxy("http_proxy", made_up.origin());
    environment_variable const all_proxy("all_proxy", made_up.origin());
    for (auto const& via : {proxy{}, through(proxy_kind::http, number(made_up.port()))}) {
        typename TypeParam::options options;
        options.via = via;
        options.allow_loopback_http = true;
        typename TypeParam::client client(options);
        auto const reply = client.send(lab::post(plain.origin() + "/", "code=1"));
        ASSERT_TRUE(reply) << reply.error().message();
        EXPECT_EQ(reply->status, 200);
    }
    EXPECT_EQ(made_up.connections(), 0);
}

// ---- made-up ones

TYPED_TEST(ByProxy, TellsWhatTheProxyAnswered) {
    for (auto const& [status, wanted] :
         {std::pair{403, "proxy proxy_refused"}, std::pair{407, "proxy proxy_authentication"},
          std::pair{502, "proxy proxy_refused"}, std::pair{302, "proxy proxy_refused"}}) {
        EXPECT_EQ(this->outcome_at([answered = status](server_connection& to, seen_request const&) {
            return to.write(http_answer(answered, "no", "Location: /\r\n"));
        }),
                  wanted);
        EXPECT_EQ(this->event().status, status);
    }
}

TYPED_TEST(ByProxy, GivesUpOnAProxyThatSaysNothing) {
    auto const silent = [](server_connection& to, seen_request const&) {
        to.wait_for_end();
        return false;
    };
    for (auto const kind : {proxy_kind::http, proxy_kind::socks4, proxy_kind::socks5})
        EXPECT_EQ(this->outcome_at(silent, kind), "proxy timed_out");
}

}  // namespace
