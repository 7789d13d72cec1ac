// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/beast.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// What needs no answer from a server. The rest is in tests/integration/beast.test.cpp.
namespace {

namespace asio = boost::asio;
namespace http = bcauth::http;
using bcauth::beast_client;
using bcauth::beast_options;
using bcauth::blocking_beast_client;
using bcauth::connection_event;
using bcauth::connection_stage;
using bcauth::connection_trouble;
using bcauth::connection_warning;
using bcauth::errc;
using bcauth::proxy;
using bcauth::proxy_auth;
using bcauth::proxy_kind;
using bcauth::tls_trust;
using reply_type = bcauth::result<http::response>;

static_assert(std::is_nothrow_move_constructible_v<blocking_beast_client>);
static_assert(std::is_nothrow_move_assignable_v<blocking_beast_client>);
static_assert(!std::is_copy_constructible_v<blocking_beast_client>);
static_assert(std::is_nothrow_copy_constructible_v<beast_client>);
static_assert(!http::client<beast_client> && !http::async_client<blocking_beast_client>);

// A port of this machine that knows whether somebody came.
class watched_port {
public:
    watched_port() : x_acceptor(x_context, {asio::ip::tcp::v4(), 0}) {
        x_acceptor.non_blocking(true);
    }
    [[nodiscard]] std::string text() const {
        return std::to_string(x_acceptor.local_endpoint().port());
    }
    [[nodiscard]] bool was_called() {
        boost::system::error_code code;
        auto const caller = x_acceptor.accept(code);
        return !code;
    }

private:
    asio::io_context x_context;
    asio::ip::tcp::acceptor x_acceptor;
};

http::request get(std::string url) {
    http::request made;
    made.url = std::move(url);
    made.limits.timeout = std::chrono::milliseconds{300};
    return made;
}

bcauth::error_code failure(blocking_beast_client& client, http::request message) {
    auto const reply = client.send(std::move(message));
    return reply ? bcauth::error_code{} : reply.error();
}

beast_options loopback() {
    beast_options options;
    options.allow_loopback_http = true;
    return options;
}

proxy via(proxy_kind kind) {
    proxy made;
    made.kind = kind;
    made.host = "127.0.0.1";
    made.port = 9;
    return made;
}

bcauth::error_code fault_of(proxy route) {
    beast_options options;
    options.via = std::move(route);
    auto const made = blocking_beast_client::make(options);
    asio::io_context context;
    auto const other = beast_client::make(context.get_executor(), options);
    EXPECT_EQ(made.has_value(), other.has_value());
    return made ? bcauth::error_code{} : made.error();
}

TEST(BeastClient, TakesNoPlainHttpUnlessTold) {
    watched_port port;
    blocking_beast_client careful;
    EXPECT_EQ(failure(careful, get("http://127.0.0.1:" + port.text() + "/")),
              errc::transport_failed);
    EXPECT_FALSE(port.was_called());
    blocking_beast_client local(loopback());
    EXPECT_EQ(failure(local, get("http://127.0.0.1:" + port.text() + "/")), errc::timed_out);
    EXPECT_TRUE(port.was_called());
}

TEST(BeastClient, TakesNoOtherAddress) {
    watched_port port;
    blocking_beast_client local(loopback());
    auto const at = port.text();
    for (auto const& url : {"http://127.0.0.2:" + at + "/", "http://user@127.0.0.1:" + at + "/",
                            "https://user:pass@127.0.0.1:" + at + "/", "127.0.0.1:" + at + "/",
                            std::string(), "http://127.0.0.1:" + at + "/\r\nX-Other: 1"}) {
        EXPECT_EQ(failure(local, get(url)), errc::transport_failed) << url;
        EXPECT_FALSE(port.was_called()) << url;
    }
}

TEST(BeastClient, TellsTheLengthOfABodyItself) {
    watched_port port;
    blocking_beast_client local(loopback());
    auto message = get("http://127.0.0.1:" + port.text() + "/");
    ASSERT_TRUE(message.fields.add("Content-Length", "1"));
    EXPECT_EQ(failure(local, std::move(message)), errc::transport_failed);
    EXPECT_FALSE(port.was_called());
}

TEST(BeastClient, SendsNothingOnceMovedFrom) {
    watched_port port;
    blocking_beast_client first(loopback());
    blocking_beast_client second(std::move(first));
    // NOLINTNEXTLINE(bugprone-use-after-move): this is what the test is about
    EXPECT_EQ(failure(first, get("http://127.0.0.1:" + port.text() + "/")), errc::transport_failed);
    EXPECT_EQ(failure(second, get("http://127.0.0.1:" + port.text() + "/")), errc::timed_out);
}

TEST(BeastClient, SaysWhatItDoesNotDo) {
    for (auto const auth : {proxy_auth::digest, proxy_auth::negotiate, proxy_auth::ntlm}) {
        auto route = via(proxy_kind::http);
        route.auth = auth;
        EXPECT_EQ(fault_of(std::move(route)), errc::unsupported_setting);
    }
    auto secure = via(proxy_kind::http);
    secure.tls = true;
    EXPECT_EQ(fault_of(std::move(secure)), errc::unsupported_setting);
    auto basic = via(proxy_kind::http);
    basic.auth = proxy_auth::basic;
    basic.user = "me";
    EXPECT_EQ(fault_of(std::move(basic)), bcauth::error_code{});
    for (auto const kind :
         {proxy_kind::none, proxy_kind::http, proxy_kind::socks4, proxy_kind::socks5})
        EXPECT_EQ(fault_of(via(kind)), bcauth::error_code{});
}

TEST(BeastClient, SaysWhatNoProxyCanBeTold) {
    auto const changed = [](proxy_kind kind, auto change) {
        auto route = via(kind);
        change(route);
        return fault_of(std::move(route));
    };
    std::string const nul(1, '\0');
    EXPECT_EQ(changed(proxy_kind::http, [](proxy& p) { p.host.clear(); }),
              errc::unsupported_setting);
    EXPECT_EQ(changed(proxy_kind::socks5, [](proxy& p) { p.port = 0; }), errc::unsupported_setting);
    EXPECT_EQ(changed(proxy_kind::http,
                      [](proxy& p) {
                          p.auth = proxy_auth::basic;
                          p.user = "a:b";
                      }),
              errc::unsupported_setting);
    EXPECT_EQ(changed(proxy_kind::socks4, [&](proxy& p) { p.user = nul; }),
              errc::unsupported_setting);
    EXPECT_EQ(changed(proxy_kind::socks4, [](proxy& p) { p.password = bcauth::secret("x"); }),
              errc::unsupported_setting);
    EXPECT_EQ(changed(proxy_kind::socks5, [](proxy& p) { p.password = bcauth::secret("x"); }),
              errc::unsupported_setting);
    for (std::size_t const size : {255U, 256U}) {
        auto const expected =
            size == 255 ? bcauth::error_code{} : make_error_code(errc::unsupported_setting);
        EXPECT_EQ(changed(proxy_kind::socks5, [=](proxy& p) { p.user = std::string(size, 'u'); }),
                  expected);
        EXPECT_EQ(changed(proxy_kind::socks5,
                          [=](proxy& p) {
                              p.user = "u";
                              p.password = bcauth::secret(std::string(size, 'p'));
                          }),
                  expected);
    }
}

TEST(BeastClient, SendsNothingThroughAProxyThatItDoesNotDo) {
    watched_port port;
    connection_event told;
    beast_options options;
    options.via = via(proxy_kind::http);
    options.via.port = static_cast<std::uint16_t>(std::stoi(port.text()));
    options.via.auth = proxy_auth::ntlm;
    options.on_event = [&](connection_event const& event) {
        told = event;
        told.host = {};
    };
    blocking_beast_client client(options);
    EXPECT_EQ(failure(client, get("https://a.example/")), errc::transport_failed);
    EXPECT_EQ(told.trouble, connection_trouble::unsupported);
    EXPECT_EQ(told.stage, connection_stage::setup);
    EXPECT_EQ(told.error, errc::transport_failed);
    EXPECT_FALSE(port.was_called());
}

TEST(BeastClient, SaysThatItCannotTrust) {
    using bcauth::certificate_pin;
    using bcauth::pin_kind;
    for (auto const& trust :
         {tls_trust::only_pem("not a certificate"),
          tls_trust::also_pem("-----BEGIN CERTIFICATE-----\n"),
          tls_trust::only_file("/nonexistent/ca.pem"), tls_trust::also_file("/"),
          tls_trust::only_pem(""),
          tls_trust::pinned(certificate_pin{pin_kind::certificate_sha256, std::string(20, 'x')}),
          tls_trust::pinned(certificate_pin{pin_kind::certificate_sha1, std::string(32, 'x')}),
          tls_trust::pinned(certificate_pin{pin_kind::public_key, ""})}) {
        std::vector<connection_trouble> troubles;
        beast_options options;
        options.trust = trust;
        options.connect_timeout = std::chrono::milliseconds{200};
        EXPECT_EQ(blocking_beast_client::make(options).error(), errc::invalid_setting);
        options.on_event = [&](connection_event const& event) {
            if (event.warning == connection_warning::none) troubles.push_back(event.trouble);
        };
        blocking_beast_client client(options);
        EXPECT_EQ(failure(client, get("https://127.0.0.1:9/")), errc::transport_failed);
        EXPECT_EQ(troubles, std::vector{connection_trouble::trust_unreadable});
    }
}

TEST(BeastClient, WarnsOfWeakTrustWhenItIsMade) {
    auto const warnings = [](tls_trust trust) {
        std::vector<connection_warning> told;
        beast_options options;
        options.trust = std::move(trust);
        options.on_event = [&](connection_event const& event) { told.push_back(event.warning); };
        EXPECT_TRUE(blocking_beast_client::make(options));
        return told;
    };
    using pin = bcauth::certificate_pin;
    using bcauth::pin_kind;
    EXPECT_EQ(warnings(tls_trust::machine()), std::vector<connection_warning>{});
    EXPECT_EQ(warnings(tls_trust::pinned(pin{pin_kind::certificate_sha256, std::string(32, 'x')})),
              std::vector<connection_warning>{});
    EXPECT_EQ(warnings(tls_trust::unsafe_anything()),
              std::vector{connection_warning::anything_trusted});
    EXPECT_EQ(warnings(tls_trust::pinned(pin{pin_kind::certificate_sha1, std::string(20, 'x')})),
              std::vector{connection_warning::sha1_pin});
}

TEST(BeastClient, GoesOnWhenAnObserverThrows) {
    auto options = loopback();
    options.trust = tls_trust::unsafe_anything();
    options.on_event = [](connection_event const&) { throw 1; };
    blocking_beast_client client(options);
    EXPECT_EQ(failure(client, get("ftp://a.example/")), errc::transport_failed);
}

// ---- completion

TEST(BeastClient, TellsNobodyWithinTheInitiation) {
    asio::io_context context;
    beast_client client(context);
    std::optional<reply_type> told;
    client.async_send(get("no address"), [&](reply_type reply) { told.emplace(std::move(reply)); });
    EXPECT_FALSE(told);
    context.run();
    ASSERT_TRUE(told);
    EXPECT_EQ(told->error(), errc::transport_failed);
}

TEST(BeastClient, TakesAHandlerThatMovesOnly) {
    asio::io_context context;
    beast_client client(context);
    auto owned = std::make_unique<int>(0);
    int* const calls = owned.get();
    int seen = 0;
    client.async_send(get(""), [owned = std::move(owned), &seen](reply_type) { seen = ++*owned; });
    EXPECT_EQ(*calls, 0);
    context.run();
    EXPECT_EQ(seen, 1);
}

TEST(BeastClient, TellsThroughTheHandlersExecutor) {
    asio::io_context io;
    asio::io_context home;
    beast_client client(io);
    EXPECT_EQ(client.get_executor(), io.get_executor());
    int told = 0;
    client.async_send(get(""),
                      asio::bind_executor(home.get_executor(), [&](reply_type) { ++told; }));
    EXPECT_EQ(home.run_for(std::chrono::milliseconds{0}), 0U);
    EXPECT_FALSE(home.stopped()) << "it has something to wait for";
    io.run();
    EXPECT_EQ(told, 0);
    home.run();
    EXPECT_EQ(told, 1);
}

TEST(BeastClient, GivesUpBeforeItBegan) {
    watched_port port;
    asio::io_context context;
    beast_client client(context, loopback());
    asio::cancellation_signal signal;
    std::optional<reply_type> told;
    client.async_send(get("http://127.0.0.1:" + port.text() + "/"),
                      asio::bind_cancellation_slot(signal.slot(), [&](reply_type reply) {
                          told.emplace(std::move(reply));
                      }));
    signal.emit(asio::cancellation_type::terminal);
    EXPECT_FALSE(told);
    context.run();
    ASSERT_TRUE(told);
    EXPECT_EQ(told->error(), errc::transport_failed);
    signal.emit(asio::cancellation_type::terminal);
}

// what is on its way goes with the context, and tells nobody
TEST(BeastClient, ForgetsWhoWaitsWhenTheContextEnds) {
    watched_port port;
    auto const alive = std::make_shared<int>(0);
    {
        asio::io_context context;
        beast_client client(context, loopback());
        client.async_send(get("http://127.0.0.1:" + port.text() + "/"),
                          [alive](reply_type) { ++*alive; });
        context.run_for(std::chrono::milliseconds{50});
        EXPECT_EQ(alive.use_count(), 2);
    }
    EXPECT_EQ(alive.use_count(), 1);
    EXPECT_EQ(*alive, 0);
}

TEST(BeastClient, OutlivedByItsRequests) {
    watched_port port;
    asio::io_context context;
    std::optional<reply_type> told;
    {
        beast_client client(context, loopback());
        beast_client const copy(client);
        client.async_send(get("http://127.0.0.1:" + port.text() + "/"),
                          [&](reply_type reply) { told.emplace(std::move(reply)); });
    }
    context.run();
    ASSERT_TRUE(told);
    EXPECT_EQ(told->error(), errc::timed_out);
}

}  // namespace
