// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/client_battery.hpp>
#include <bcauth/transport/beast.hpp>
#include "support/lab.hpp"
#include "support/lab_events.hpp"
#include "support/lab_leaks.hpp"
#include "support/lab_transport.hpp"
#include "support/temporary_folder.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace http = bcauth::http;
using asio::ip::tcp;
using bcauth::beast_client;
using bcauth::beast_options;
using bcauth::blocking_beast_client;
using bcauth::certificate_pin;
using bcauth::connection_stage;
using bcauth::connection_trouble;
using bcauth::errc;
using bcauth::pin_kind;
using bcauth::tls_trust;
using bcauth::trust_basis;
using lab::answer_fine;
using reply_type = bcauth::result<http::response>;
using rule = bcauth::testing::client_rule<blocking_beast_client>;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

bool const environment_is_clean = lab::forget_proxies();

beast_options trusting() {
    beast_options options;
    options.trust = tls_trust::only_pem(lab::authority().pem());
    options.allow_loopback_http = true;
    return options;
}

// ---- what every client does

class BeastBattery : public testing::TestWithParam<rule> {
protected:
    static std::string judge(test_certificate const* certificate) {
        blocking_beast_client client(trusting());
        return lab::judge(GetParam(), client, certificate);
    }
};

TEST_P(BeastBattery, KeepsTheRuleOverTls) {
    auto const certificate = lab::authority().good();
    EXPECT_EQ(judge(&certificate), "");
}
TEST_P(BeastBattery, KeepsTheRuleInPlainHttp) {
    EXPECT_EQ(judge(nullptr), "");
}

INSTANTIATE_TEST_SUITE_P(
    Battery, BeastBattery,
    testing::ValuesIn(bcauth::testing::client_battery<blocking_beast_client>()),
    [](auto const& test) { return std::string(test.param.name); });

// ---- certificates

// what an exchange with such a server comes to: none where it was answered
connection_trouble trouble_with(test_certificate const& certificate, tls_trust trust,
                                std::string const& host = "127.0.0.1") {
    tls_server const server({{"/", answer_fine}}, &certificate);
    lab::event_log events;
    beast_options options;
    options.trust = std::move(trust);
    options.on_event = events.listener();
    blocking_beast_client client(std::move(options));
    auto const reply =
        client.send(lab::post("https://" + host + ":" + server.port() + "/", "code=1"));
    EXPECT_EQ(server.requests(), reply ? 1 : 0) << "a byte went to a stranger";
    EXPECT_EQ(events.last().stage, reply ? connection_stage::done : connection_stage::tls);
    EXPECT_NE(events.last().certificate.subject, "") << "the certificate is told, trusted or not";
    if (!reply) {
        EXPECT_EQ(reply.error(), errc::transport_failed);
    }
    return events.last().trouble;
}

constexpr auto none = connection_trouble::none;
constexpr auto untrusted = connection_trouble::certificate_untrusted;
constexpr auto wrong_name = connection_trouble::certificate_name;
constexpr auto expired = connection_trouble::certificate_expired;

TEST(BeastTrust, TakesAPrivateAuthorityAsTextAndAsAFile) {
    auto const good = lab::authority().good();
    auto const pem = lab::authority().pem();
    temporary_folder const folder;
    write_bytes(folder / "ca.pem", pem);
    EXPECT_EQ(trouble_with(good, tls_trust::only_pem(pem)), none);
    EXPECT_EQ(trouble_with(good, tls_trust::also_pem(pem)), none);
    EXPECT_EQ(trouble_with(good, tls_trust::only_file(folder / "ca.pem")), none);
    EXPECT_EQ(trouble_with(good, tls_trust::also_file(folder / "ca.pem")), none);
    EXPECT_EQ(trouble_with(good, tls_trust::only_pem(test_authority().pem() + pem)), none);
}

TEST(BeastTrust, TakesTheServersOwnCertificateForAnAnchor) {
    auto const leaf = lab::authority().good();
    auto const alone = test_authority::self_signed();
    EXPECT_EQ(trouble_with(leaf, tls_trust::only_pem(leaf.pem())), none);
    EXPECT_EQ(trouble_with(alone, tls_trust::only_pem(alone.pem())), none);
    EXPECT_EQ(trouble_with(alone, tls_trust::also_pem(alone.pem())), none);
    EXPECT_EQ(trouble_with(leaf, tls_trust::only_pem(alone.pem())), untrusted);
}

TEST(BeastTrust, TakesANameThatTheCertificateHas) {
    auto const trust = tls_trust::only_pem(lab::authority().pem());
    EXPECT_EQ(trouble_with(lab::authority().good(), trust, "localhost"), none);
    EXPECT_EQ(trouble_with(lab::authority().good(), trust, "LocalHost"), none);
}

TEST(BeastTrust, RefusesAnUnknownAuthority) {
    EXPECT_EQ(trouble_with(lab::authority().good(), tls_trust::machine()), untrusted);
    EXPECT_EQ(trouble_with(lab::authority().good(), tls_trust::only_pem(test_authority().pem())),
              untrusted);
    EXPECT_EQ(
        trouble_with(test_authority::self_signed(), tls_trust::only_pem(lab::authority().pem())),
        untrusted);
}

TEST(BeastTrust, LeavesTheMachinesAuthoritiesOutWhereItIsTold) {
    lab::trusting_machine const machine;
    auto const good = lab::authority().good();
    auto const other = test_authority().pem();
    auto const pin = certificate_pin{pin_kind::certificate_sha256, std::string(32, 'x')};
    EXPECT_EQ(trouble_with(good, tls_trust::machine()), none);
    EXPECT_EQ(trouble_with(good, tls_trust::also_pem(other)), none);
    EXPECT_EQ(trouble_with(good, tls_trust::pinned(pin, trust_basis::machine)), none);
    EXPECT_EQ(trouble_with(good, tls_trust::only_pem(other)), untrusted);
    EXPECT_EQ(trouble_with(good, tls_trust::pinned(pin)), untrusted);
}

TEST(BeastTrust, RefusesAnotherName) {
    auto const other = lab::authority().of_another_name();
    auto const trust = tls_trust::only_pem(lab::authority().pem());
    EXPECT_EQ(trouble_with(other, trust), wrong_name);
    EXPECT_EQ(trouble_with(other, trust, "localhost"), wrong_name);
    EXPECT_EQ(trouble_with(other, tls_trust::only_pem(other.pem()), "localhost"), wrong_name);
}

TEST(BeastTrust, RefusesAnExpiredCertificate) {
    auto const old = lab::authority().expired();
    EXPECT_EQ(trouble_with(old, tls_trust::only_pem(lab::authority().pem())), expired);
    EXPECT_EQ(trouble_with(old, tls_trust::only_pem(old.pem())), expired);
}

std::vector<certificate_pin> pins_of(test_certificate const& certificate) {
    return {{pin_kind::certificate_sha256, certificate.sha256()},
            {pin_kind::certificate_sha1, certificate.sha1()},
            {pin_kind::public_key, certificate.public_key_der()}};
}

TEST(BeastTrust, TakesAPinnedCertificateWithoutAChain) {
    auto const leaf = lab::authority().good();
    auto const alone = test_authority::self_signed();
    for (auto const* shown : {&leaf, &alone}) {
        for (auto const& pin : pins_of(*shown)) {
            EXPECT_EQ(trouble_with(*shown, tls_trust::pinned(pin)), none);
            EXPECT_EQ(trouble_with(*shown, tls_trust::pinned(pin, trust_basis::machine)), none);
            EXPECT_EQ(trouble_with(*shown, tls_trust::pinned(pin), "localhost"), none);
        }
    }
}

TEST(BeastTrust, RefusesAnotherThanThePinnedCertificate) {
    auto const good = lab::authority().good();
    for (auto pin : pins_of(test_authority::self_signed())) {
        EXPECT_EQ(trouble_with(good, tls_trust::pinned(pin)), untrusted);
        EXPECT_EQ(trouble_with(good, tls_trust::pinned(pin, trust_basis::machine)), untrusted);
        auto both = tls_trust::only_pem(lab::authority().pem());
        both.pin = pin;
        EXPECT_EQ(trouble_with(good, both), none) << "the basis decides of any other";
    }
    for (auto pin : pins_of(good)) {
        pin.bytes.back() = static_cast<char>(pin.bytes.back() ^ 1);
        EXPECT_EQ(trouble_with(good, tls_trust::pinned(pin)), untrusted);
    }
}

TEST(BeastTrust, LooksAtNameAndTimeOfAPinnedCertificate) {
    auto const other = test_authority::self_signed("DNS:other.example");
    auto const old = test_authority::self_signed("IP:127.0.0.1", -2);
    for (auto const& pin : pins_of(other)) {
        EXPECT_EQ(trouble_with(other, tls_trust::pinned(pin)), wrong_name);
        EXPECT_EQ(trouble_with(other, tls_trust::pinned(pin), "localhost"), wrong_name);
    }
    for (auto const& pin : pins_of(old))
        EXPECT_EQ(trouble_with(old, tls_trust::pinned(pin)), expired);
}

TEST(BeastTrust, TakesAnythingOnlyWhenToldSo) {
    for (auto const& certificate :
         {test_authority::self_signed("DNS:other.example", -2), lab::authority().expired()}) {
        EXPECT_EQ(trouble_with(certificate, tls_trust::unsafe_anything()), none);
        EXPECT_EQ(trouble_with(certificate, tls_trust::unsafe_anything(), "localhost"), none);
    }
}

TEST(BeastTrust, SpeaksNoOldTls) {
    auto const certificate = lab::authority().good();
    tls_server const server({{"/", answer_fine}}, &certificate, TLS1_1_VERSION);
    lab::event_log events;
    auto options = trusting();
    options.on_event = events.listener();
    blocking_beast_client client(std::move(options));
    EXPECT_FALSE(client.send(lab::get(server.origin() + "/")));
    EXPECT_EQ(events.last().trouble, connection_trouble::tls_failed);
    tls_server const newer({{"/", answer_fine}}, &certificate, TLS1_2_VERSION);
    EXPECT_TRUE(client.send(lab::get(newer.origin() + "/")));
    EXPECT_EQ(events.last().tls_version, "TLSv1.2");
}

TEST(BeastTrust, SpeaksNoPlainHttpToATlsAddress) {
    tls_server const server({{"/", answer_fine}});
    auto options = trusting();
    options.connect_timeout = milliseconds{300};
    blocking_beast_client client(std::move(options));
    auto const reply = client.send(lab::get("https://127.0.0.1:" + server.port() + "/"));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error(), errc::transport_failed);
    EXPECT_EQ(server.requests(), 0);
}

// ---- a port of which only the kernel knows

class silent_port {
public:
    silent_port() : x_acceptor(x_context, {tcp::v4(), 0}) {}

    [[nodiscard]] std::uint16_t number() const { return x_acceptor.local_endpoint().port(); }
    [[nodiscard]] std::string text() const { return std::to_string(number()); }

    // what the next caller says first, within five seconds
    std::string heard() {
        std::string bytes(4096, '\0');
        std::size_t size = 0;
        tcp::socket caller(x_context);
        x_acceptor.async_accept(caller, [&](boost::system::error_code code) {
            if (code) return;
            caller.async_read_some(asio::buffer(bytes),
                                   [&](boost::system::error_code, std::size_t got) { size = got; });
        });
        x_context.run_for(std::chrono::seconds{5});
        bytes.resize(size);
        return bytes;
    }

private:
    asio::io_context x_context;
    tcp::acceptor x_acceptor;
};

// A port whose queue is full: whoever connects waits.
class full_port {
public:
    full_port() : x_acceptor(x_context) {
        x_acceptor.open(tcp::v4());
        x_acceptor.bind({asio::ip::address_v4::loopback(), 0});
        x_acceptor.listen(0);
        for (int i = 0; i < 4; ++i) {
            auto& caller = x_callers.emplace_back(x_context);
            // that it is begun is enough
            caller.async_connect(x_acceptor.local_endpoint(), [](auto) {});
        }
    }
    [[nodiscard]] std::string text() const {
        return std::to_string(x_acceptor.local_endpoint().port());
    }

private:
    asio::io_context x_context;
    tcp::acceptor x_acceptor;
    std::vector<tcp::socket> x_callers;
};

TEST(BeastTrust, NamesTheServerThatItWants) {
    silent_port port;
    auto options = trusting();
    options.connect_timeout = milliseconds{2000};
    blocking_beast_client client(std::move(options));
    auto hello = std::async(std::launch::async, [&] { return port.heard(); });
    auto named = std::async(std::launch::async, [&] {
        return client.send(lab::get("https://LocalHost:" + port.text() + "/"));
    });
    auto const text = hello.get();
    // RFC 6066 section 3: the length stands before the name
    using namespace std::string_view_literals;
    EXPECT_NE(text.find("\0\x09localhost"sv), std::string::npos);
    EXPECT_NE(text.find("\x08http/1.1"), std::string::npos);
    EXPECT_FALSE(named.get());
}

// ---- what is sent and what comes back

class BeastOnTls : public lab::on_tls<blocking_beast_client> {
protected:
    BeastOnTls() : on_tls(trusting()) {}
};

TEST_F(BeastOnTls, SendsNothingOfItsOwnButAName) {
    serve(answer_fine);
    ASSERT_TRUE(client().send(lab::post(url(), "a=b")));
    EXPECT_EQ(server().last().head, "POST / HTTP/1.1\r\nHost: 127.0.0.1:" + server().port() +
                                        "\r\nUser-Agent: bcauth/" + std::string(bcauth::version) +
                                        "\r\nContent-Length: 3\r\n\r\n");
}

TEST_F(BeastOnTls, CarriesAMebibyteWithNuls) {
    serve([](server_connection& to, seen_request const& seen) {
        return to.write(http_answer(200, seen.body));
    });
    std::string body(1024 * 1024, '\0');
    for (std::size_t i = 0; i < body.size(); i += 3)
        body[i] = static_cast<char>(i % 251);
    auto const reply = client().send(lab::post(url(), body));
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_TRUE(reply->body.expose() == body);
    EXPECT_EQ(server().last().field("Expect"), "");
}

TEST_F(BeastOnTls, GivesTheLastAnswerAfterInterimOnes) {
    serve_bytes("HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\n" +
                http_answer(201, "b", "X-Late: 2\r\n"));
    auto const reply = client().send(lab::get(url()));
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->status, 201);
    EXPECT_FALSE(reply->fields.find("X-Early"));
    EXPECT_EQ(reply->fields.find("x-late"), "2");
}

TEST_F(BeastOnTls, RefusesAnAnswerThatDoesNotTellItsEnd) {
    for (bool const in_order : {true, false}) {
        serve([=](server_connection& to, seen_request const&) {
            to.write("HTTP/1.1 200 OK\r\n\r\nhalf");
            if (in_order) to.end();
            return false;
        });
        EXPECT_EQ(failure(lab::get(url())), errc::outcome_unknown);
    }
    serve_bytes("HTTP/1.1 204 No Content\r\n\r\n");
    EXPECT_EQ(failure(lab::get(url())), bcauth::error_code{});
}

TEST(Beast, TakesAnAnswerToTheEndOfAPlainConnection) {
    tls_server const server({{"/", [](server_connection& to, seen_request const&) {
                                  to.write("HTTP/1.0 200 OK\r\n\r\nwhole");
                                  return false;
                              }}});
    blocking_beast_client client(trusting());
    auto const reply = client.send(lab::get(server.origin() + "/"));
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->body.expose(), "whole");
}

TEST_F(BeastOnTls, RefusesAHeadThatIsCut) {
    for (auto const* bytes : {"", "HTTP/1.1 204 No Content\r\n", "HTTP/1.1 103 Early\r\n\r\n"}) {
        serve_bytes(bytes);
        EXPECT_EQ(failure(lab::post(url(), "x")), errc::outcome_unknown) << bytes;
        EXPECT_EQ(seen().trouble, connection_trouble::closed);
    }
}

TEST(Beast, NamesEveryTroubleOfAServer) {
    std::atomic<std::size_t> written{0};
    auto const certificate = lab::authority().good();
    tls_server const server(lab::trouble_actions(written), &certificate);
    lab::event_log events;
    auto options = trusting();
    options.on_event = events.listener();
    blocking_beast_client client(std::move(options));
    int asked = 0;
    for (auto const& each : lab::troubles) {
        auto message = lab::post(server.origin() + std::string(each.path), "x");
        message.limits.timeout = milliseconds{500};
        message.limits.response_bytes = std::size_t{64} * 1024;
        auto const begin = steady_clock::now();
        auto const reply = client.send(std::move(message));
        ASSERT_FALSE(reply) << each.path;
        EXPECT_EQ(reply.error(), each.error) << each.path;
        EXPECT_LT(steady_clock::now() - begin, milliseconds{10'000}) << each.path;
        EXPECT_EQ(events.last().error, each.error) << each.path;
        EXPECT_EQ(events.last().stage, connection_stage::receive) << each.path;
        EXPECT_EQ(server.requests(), ++asked) << each.path << " was sent again";
    }
    EXPECT_LT(written, 20U * 1024 * 1024);
    EXPECT_TRUE(client.send(lab::post(server.origin() + "/fine", "x")));
}

TEST(Beast, SurvivesAServerThatLeavesWhileABodyIsSent) {
    for (bool const tls : {true, false}) {
        auto const certificate = lab::authority().good();
        tls_server const server({}, tls ? &certificate : nullptr);
        blocking_beast_client client(trusting());
        auto const reply =
            client.send(lab::post(server.origin() + "/", std::string(16U << 20U, 'x')));
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error(), errc::outcome_unknown);
    }
}

TEST_F(BeastOnTls, TellsWhatCameOfAnExchange) {
    serve(answer_fine);
    ASSERT_TRUE(client().send(lab::get(url())));
    EXPECT_EQ(seen().stage, connection_stage::done);
    EXPECT_EQ(seen().trouble, none);
    EXPECT_FALSE(seen().error);
    EXPECT_EQ(seen().host, "127.0.0.1");
    EXPECT_EQ(std::to_string(seen().port), server().port());
    EXPECT_FALSE(seen().reused);
    EXPECT_EQ(seen().tls_version, "TLSv1.3");
    EXPECT_EQ(seen().certificate.subject, "CN=bcauth test server");
    EXPECT_EQ(seen().certificate.issuer.find("CN=bcauth test authority"), 0U)
        << seen().certificate.issuer;
    std::string hex;
    for (char const each : certificate().sha256()) {
        auto const byte = static_cast<unsigned char>(each);
        hex += "0123456789abcdef"[byte / 16];
        hex += "0123456789abcdef"[byte % 16];
    }
    EXPECT_EQ(seen().certificate.sha256, hex);
    auto const days = std::chrono::duration_cast<std::chrono::hours>(
                          seen().certificate.not_after - std::chrono::system_clock::now())
                          .count() /
                      24;
    EXPECT_GE(days, 28);
    EXPECT_LE(days, 30);
    EXPECT_EQ(seen().status, 200);
    EXPECT_EQ(seen().bytes_sent, server().last().head.size());
    EXPECT_EQ(seen().bytes_received, http_answer(200, "fine").size());
    auto const times = seen().times;
    EXPECT_LE(times.resolve, times.connect);
    EXPECT_LT(times.connect, times.tls);
    EXPECT_LT(times.tls, times.first_byte);
    EXPECT_LE(times.first_byte, times.total);
    EXPECT_EQ(times.proxy.count(), 0);

    ASSERT_TRUE(client().send(lab::get(url())));
    EXPECT_TRUE(seen().reused);
    EXPECT_EQ(seen().times.tls.count(), 0);
    EXPECT_EQ(seen().certificate.subject, "CN=bcauth test server");
}

// ---- connections

TEST_F(BeastOnTls, UsesAConnectionAgain) {
    serve(answer_fine);
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(client().send(lab::get(url())));
    EXPECT_EQ(server().connections(), 1);
    EXPECT_EQ(server().requests(), 20);
}

TEST_F(BeastOnTls, SendsWhatMayNotArriveTwiceOnAFreshConnection) {
    serve(answer_fine);
    for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(client().send(lab::post(url(), "x")));
    EXPECT_EQ(server().connections(), 3);
    ASSERT_TRUE(client().send(lab::get(url())));
    EXPECT_EQ(server().connections(), 3) << "and keeps it for what may";
}

TEST_F(BeastOnTls, KeepsNoConnectionThatIsToBeClosed) {
    serve([](server_connection& to, seen_request const&) {
        return to.write(http_answer(200, "", "Connection: close\r\n"));
    });
    for (int i = 0; i < 2; ++i)
        ASSERT_TRUE(client().send(lab::get(url())));
    EXPECT_EQ(server().connections(), 2);
}

TEST_F(BeastOnTls, KeepsNoConnectionThatWentBad) {
    serve(answer_fine);
    ASSERT_TRUE(client().send(lab::get(url())));
    server().hang_up();
    std::this_thread::sleep_for(milliseconds{50});
    ASSERT_TRUE(client().send(lab::get(url())));
    EXPECT_FALSE(seen().reused) << "it was seen before it was used";
    EXPECT_EQ(seen().bytes_sent, server().last().head.size()) << "and nothing was written to it";
    EXPECT_EQ(server().requests(), 2);
}

TEST_F(BeastOnTls, KeepsTheConnectionsOfServersApart) {
    serve(answer_fine);
    ASSERT_TRUE(client().send(lab::get(url())));
    ASSERT_TRUE(client().send(lab::get("https://localhost:" + server().port() + "/")));
    EXPECT_EQ(server().connections(), 2) << "the certificate was judged for another name";
    ASSERT_TRUE(client().send(lab::get(url())));
    EXPECT_EQ(server().connections(), 2);
}

// the server closes a kept connection when the next request is already on it
TEST_F(BeastOnTls, SendsAgainOnlyWhatMayArriveTwice) {
    std::atomic<int> asked{0};
    serve([&](server_connection& to, seen_request const&) {
        return ++asked % 2 == 1 && to.write(http_answer(200, "fine"));
    });
    ASSERT_TRUE(client().send(lab::get(url())));
    EXPECT_TRUE(client().send(lab::get(url())));
    EXPECT_EQ(asked, 3) << "asked, asked on the kept connection that closed, asked again";
    EXPECT_EQ(failure(lab::post(url(), "x")), errc::outcome_unknown);
    EXPECT_EQ(asked, 4);
}

TEST_F(BeastOnTls, SendsNothingAgainThatWasHalfAnswered) {
    std::atomic<int> asked{0};
    serve([&](server_connection& to, seen_request const&) {
        return ++asked == 1 ? to.write(http_answer(200, "fine")) : (to.write("HTTP/1.1 2"), false);
    });
    ASSERT_TRUE(client().send(lab::get(url())));
    EXPECT_EQ(failure(lab::get(url())), errc::outcome_unknown);
    EXPECT_EQ(asked, 2);
}

TEST_F(BeastOnTls, KeepsAsManyConnectionsAsItMay) {
    serve(answer_fine);
    for (std::size_t const most : {0U, 1U}) {
        auto options = trusting();
        options.kept_connections = most;
        blocking_beast_client some(std::move(options));
        auto const before = server().connections();
        for (int i = 0; i < 2; ++i)
            ASSERT_TRUE(some.send(lab::get(url())));
        EXPECT_EQ(server().connections() - before, most == 0 ? 2 : 1);
    }
}

TEST_F(BeastOnTls, LeaksNoFileInManyRequests) {
    serve(answer_fine);
    auto const before = lab::open_files();
    {
        blocking_beast_client passing(trusting());
        for (int i = 0; i < 1000; ++i)
            ASSERT_TRUE(passing.send(lab::get(url(), i % 20 != 0)));
        EXPECT_LT(lab::open_files(), before + 24);
    }
    // the server's half of the last connections goes a moment later
    for (int i = 0; i < 200 && lab::open_files() > before; ++i)
        std::this_thread::sleep_for(milliseconds{10});
    EXPECT_EQ(lab::open_files(), before);
}

TEST(BeastLeaks, NothingInAThousandExchanges) {
    lab::expect_no_leak<blocking_beast_client>(trusting());
}

// ---- every stage can be the last

struct stage_row {
    connection_stage stage;
    std::string url;
    bcauth::proxy via;
    std::size_t body;
};

// an exchange that gets stuck in each stage
class BeastStages : public testing::Test {
protected:
    std::vector<stage_row> rows() {
        bcauth::proxy direct;
        auto silent = direct;
        silent.kind = bcauth::proxy_kind::socks5;
        silent.host = "127.0.0.1";
        silent.port = x_silent.number();
        auto tunnel = silent;
        tunnel.kind = bcauth::proxy_kind::http;
        auto const plain = "http://127.0.0.1:";
        auto const tls = "https://127.0.0.1:";
        return {{connection_stage::connect, tls + x_full.text() + "/", direct, 0},
                {connection_stage::proxy, "https://a.example/", silent, 0},
                {connection_stage::proxy, "https://a.example/", tunnel, 0},
                {connection_stage::tls, tls + x_silent.text() + "/", direct, 0},
                {connection_stage::send, plain + x_silent.text() + "/", direct, 32U << 20U},
                {connection_stage::receive, x_server.origin() + "/", direct, 0},
                {connection_stage::receive, plain + x_silent.text() + "/", direct, 0}};
    }

    static bool may_have_arrived(connection_stage stage) { return stage >= connection_stage::send; }

private:
    full_port x_full;
    silent_port x_silent;
    test_certificate x_certificate = lab::authority().good();
    tls_server x_server{{{"/",
                          [](server_connection& to, seen_request const&) {
                              to.wait_for_end();
                              return false;
                          }}},
                        &x_certificate};
};

TEST_F(BeastStages, EndWhenTheLimitRunsOut) {
    for (auto const& row : rows()) {
        for (bool const by_connect_limit : {false, true}) {
            if (by_connect_limit && may_have_arrived(row.stage)) continue;
            lab::event_log events;
            auto options = trusting();
            options.via = row.via;
            options.connect_timeout = milliseconds{by_connect_limit ? 150 : 0};
            options.on_event = events.listener();
            blocking_beast_client client(std::move(options));
            auto message = lab::post(row.url, std::string(row.body, 'x'));
            message.limits.timeout = milliseconds{by_connect_limit ? 0 : 150};
            auto const begin = steady_clock::now();
            auto const reply = client.send(std::move(message));
            auto const took = steady_clock::now() - begin;
            ASSERT_FALSE(reply);
            EXPECT_EQ(reply.error(),
                      may_have_arrived(row.stage) ? errc::timed_out : errc::transport_failed);
            EXPECT_EQ(events.last().stage, row.stage);
            EXPECT_EQ(events.last().trouble, connection_trouble::timed_out);
            EXPECT_GE(took, milliseconds{145});
            EXPECT_LT(took, milliseconds{10'000});
        }
    }
}

TEST_F(BeastStages, EndWhenTheCallerGivesUp) {
    for (auto const& row : rows()) {
        for (auto const type : {asio::cancellation_type::terminal, asio::cancellation_type::partial,
                                asio::cancellation_type::total}) {
            asio::io_context context;
            lab::event_log events;
            auto options = trusting();
            options.via = row.via;
            options.on_event = events.listener();
            beast_client client(context, std::move(options));
            asio::cancellation_signal signal;
            std::optional<reply_type> answer;
            client.async_send(lab::post(row.url, std::string(row.body, 'x')),
                              asio::bind_cancellation_slot(signal.slot(), [&](reply_type reply) {
                                  answer.emplace(std::move(reply));
                              }));
            asio::steady_timer patience(context, milliseconds{80});
            patience.async_wait([&](auto) { signal.emit(type); });
            auto const begin = steady_clock::now();
            context.run();
            EXPECT_LT(steady_clock::now() - begin, milliseconds{10'000})
                << "nothing is left behind";
            ASSERT_TRUE(answer);
            EXPECT_EQ(answer->error(),
                      may_have_arrived(row.stage) ? errc::cancelled : errc::transport_failed);
            EXPECT_EQ(events.last().stage, row.stage);
            EXPECT_EQ(events.last().trouble, connection_trouble::cancelled);
        }
    }
}

TEST(Beast, EndsALookUpWhenTheCallerGivesUp) {
    asio::io_context context;
    lab::event_log events;
    auto options = trusting();
    options.on_event = events.listener();
    beast_client client(context, std::move(options));
    asio::cancellation_signal signal;
    std::optional<reply_type> answer;
    client.async_send(lab::get("https://name.invalid/"),
                      asio::bind_cancellation_slot(signal.slot(), [&](reply_type reply) {
                          answer.emplace(std::move(reply));
                      }));
    // one step, which begins the look-up
    context.run_one();
    signal.emit(asio::cancellation_type::terminal);
    while (!answer)
        context.run_one();
    EXPECT_EQ(answer->error(), errc::transport_failed);
    EXPECT_EQ(events.last().stage, connection_stage::resolve);
    EXPECT_TRUE(events.last().trouble == connection_trouble::cancelled ||
                events.last().trouble == connection_trouble::name_not_found);
}

TEST(Beast, TellsANameThatIsNotThereFromAPortThatIsNot) {
    lab::event_log events;
    auto options = trusting();
    options.on_event = events.listener();
    blocking_beast_client client(std::move(options));
    EXPECT_FALSE(client.send(lab::get("https://name.invalid/")));
    EXPECT_EQ(events.last().stage, connection_stage::resolve);
    EXPECT_EQ(events.last().trouble, connection_trouble::name_not_found);
    EXPECT_FALSE(client.send(lab::get("https://127.0.0.1:" + lab::dead_port() + "/")));
    EXPECT_EQ(events.last().stage, connection_stage::connect);
    EXPECT_EQ(events.last().trouble, connection_trouble::refused);
}

TEST(Beast, GivesUpOnANegativeLimit) {
    silent_port const port;
    blocking_beast_client client(trusting());
    auto message = lab::get("http://127.0.0.1:" + port.text() + "/");
    message.limits.timeout = milliseconds{-5};
    EXPECT_FALSE(client.send(std::move(message)));
}

TEST(Beast, HoldsItsOwnLimitInsteadOfTheRequests) {
    silent_port const port;
    auto options = trusting();
    options.timeout = milliseconds{150};
    blocking_beast_client client(std::move(options));
    auto const begin = steady_clock::now();
    auto const reply = client.send(lab::get("http://127.0.0.1:" + port.text() + "/"));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error(), errc::timed_out);
    EXPECT_LT(steady_clock::now() - begin, milliseconds{10'000});
}

TEST(Beast, HoldsNoLimitWhereItsOwnIsNone) {
    tls_server const server({{"/", [](server_connection& to, seen_request const&) {
                                  std::this_thread::sleep_for(milliseconds{400});
                                  return to.write(http_answer(200, "late"));
                              }}});
    auto const is_answered = [&](std::optional<milliseconds> clients) {
        auto options = trusting();
        options.timeout = clients;
        blocking_beast_client client(std::move(options));
        auto message = lab::get(server.origin() + "/");
        message.limits.timeout = milliseconds{150};
        return client.send(std::move(message)).has_value();
    };
    EXPECT_FALSE(is_answered(std::nullopt)) << "the request's holds";
    EXPECT_TRUE(is_answered(milliseconds{0}));
    EXPECT_TRUE(is_answered(milliseconds{20'000}));
}

TEST(Beast, LimitsConnectingAlone) {
    auto const certificate = lab::authority().good();
    tls_server const server({{"/",
                              [](server_connection& to, seen_request const&) {
                                  std::this_thread::sleep_for(milliseconds{700});
                                  return to.write(http_answer(200, "late"));
                              }}},
                            &certificate);
    auto options = trusting();
    options.connect_timeout = milliseconds{500};
    blocking_beast_client client(std::move(options));
    EXPECT_TRUE(client.send(lab::get(server.origin() + "/")));
}

}  // namespace
