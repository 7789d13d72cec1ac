// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/curl.hpp>
#include "support/child_process.hpp"
#include "support/lab.hpp"
#include "support/lab_events.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <sched.h>
#include <string>
#include <string_view>
#include <sys/mount.h>
#include <utility>

// Whom curl_client takes for the server. Every refusal is one before a byte of the request is sent.
namespace {

using bcauth::certificate_pin;
using bcauth::connection_stage;
using bcauth::connection_trouble;
using bcauth::connection_warning;
using bcauth::curl_client;
using bcauth::curl_options;
using bcauth::errc;
using bcauth::pin_kind;
using bcauth::tls_trust;
using bcauth::trust_basis;
using lab::authority;

bool const environment_is_clean = lab::forget_proxies();

lab::actions answering() {
    return {{"/", [](server_connection& to, seen_request const&) {
                 return to.write(http_answer(200, "fine"));
             }}};
}

// What came of one request to a server with that certificate; `none` where it was answered.
connection_trouble trouble(test_certificate const& certificate, tls_trust trust,
                           std::string const& host = "127.0.0.1") {
    tls_server const server(answering(), &certificate);
    lab::event_log events;
    curl_client client({.trust = std::move(trust), .on_event = events.listener()});
    auto const reply =
        client.send(lab::post("https://" + host + ":" + server.port() + "/", "code=1"));
    auto const event = events.last();
    EXPECT_EQ(server.requests(), reply ? 1 : 0) << "a byte went to a stranger";
    EXPECT_EQ(event.error, reply ? bcauth::error_code{} : errc::transport_failed);
    EXPECT_EQ(event.stage, reply ? connection_stage::done : connection_stage::tls);
    EXPECT_EQ(event.certificate.sha256.size(), 64U) << "whose certificate it was is told";
    return event.trouble;
}

constexpr auto taken = connection_trouble::none;
constexpr auto untrusted = connection_trouble::certificate_untrusted;
constexpr auto wrong_name = connection_trouble::certificate_name;
constexpr auto expired = connection_trouble::certificate_expired;

TEST(CurlTrust, TakesAPrivateAuthorityAsTextAndAsAFile) {
    temporary_folder const folder;
    write_bytes(folder / "ca.pem", authority().pem());
    auto const good = authority().good();
    EXPECT_EQ(trouble(good, tls_trust::only_pem(authority().pem())), taken);
    EXPECT_EQ(trouble(good, tls_trust::also_pem(authority().pem())), taken);
    EXPECT_EQ(trouble(good, tls_trust::only_file(folder / "ca.pem")), taken);
    EXPECT_EQ(trouble(good, tls_trust::also_file(folder / "ca.pem")), taken);
    EXPECT_EQ(trouble(good, tls_trust::only_pem(authority().pem()), "localhost"), taken);
}

TEST(CurlTrust, TakesTheTextAndTheFileTogether) {
    temporary_folder const folder;
    write_bytes(folder / "ca.pem", authority().pem());
    auto trust = tls_trust::only_pem(test_authority().pem());
    trust.file = folder / "ca.pem";
    EXPECT_EQ(trouble(authority().good(), trust), taken);
}

TEST(CurlTrust, TakesOneOfSeveralCertificates) {
    auto const several = test_authority().pem() + "a remark\n" + authority().pem();
    EXPECT_EQ(trouble(authority().good(), tls_trust::only_pem(several)), taken);
}

TEST(CurlTrust, TakesAServersOwnCertificateAsTheEndOfAChain) {
    auto const good = authority().good();
    EXPECT_EQ(trouble(good, tls_trust::only_pem(good.pem())), taken);
    EXPECT_EQ(trouble(good, tls_trust::also_pem(good.pem())), taken);
    auto const itself = test_authority::self_signed();
    EXPECT_EQ(trouble(itself, tls_trust::only_pem(itself.pem())), taken);
    EXPECT_EQ(trouble(itself, tls_trust::also_pem(itself.pem())), taken);
}

TEST(CurlTrust, RefusesAnUnknownAuthority) {
    auto const good = authority().good();
    EXPECT_EQ(trouble(good, tls_trust::machine()), untrusted);
    EXPECT_EQ(trouble(good, tls_trust::only_pem(test_authority().pem())), untrusted);
    EXPECT_EQ(trouble(good, tls_trust::also_pem(test_authority().pem())), untrusted);
    EXPECT_EQ(trouble(test_authority::self_signed(), tls_trust::only_pem(authority().pem())),
              untrusted);
}

TEST(CurlTrust, RefusesAnotherName) {
    auto const other = authority().of_another_name();
    EXPECT_EQ(trouble(other, tls_trust::only_pem(authority().pem())), wrong_name);
    EXPECT_EQ(trouble(other, tls_trust::also_pem(authority().pem())), wrong_name);
    EXPECT_EQ(trouble(other, tls_trust::only_pem(other.pem()), "localhost"), wrong_name);
}

TEST(CurlTrust, RefusesAnExpiredCertificate) {
    auto const old = authority().expired();
    EXPECT_EQ(trouble(old, tls_trust::only_pem(authority().pem())), expired);
    EXPECT_EQ(trouble(old, tls_trust::also_pem(old.pem())), expired);
}

TEST(CurlTrust, TakesAPinnedCertificateWithoutAChain) {
    for (auto const& shown : {authority().good(), test_authority::self_signed()}) {
        for (auto const& pin : {certificate_pin{pin_kind::certificate_sha256, shown.sha256()},
                                certificate_pin{pin_kind::certificate_sha1, shown.sha1()},
                                certificate_pin{pin_kind::public_key, shown.public_key_der()}}) {
            EXPECT_EQ(trouble(shown, tls_trust::pinned(pin)), taken);
            EXPECT_EQ(trouble(shown, tls_trust::pinned(pin, trust_basis::machine)), taken);
        }
    }
}

TEST(CurlTrust, RefusesWhatIsNotPinned) {
    auto const shown = authority().good();
    auto const other = authority().good();
    for (auto const& pin : {certificate_pin{pin_kind::certificate_sha256, other.sha256()},
                            certificate_pin{pin_kind::certificate_sha1, other.sha1()},
                            certificate_pin{pin_kind::public_key, other.public_key_der()}}) {
        EXPECT_EQ(trouble(shown, tls_trust::pinned(pin)), untrusted);
        EXPECT_EQ(trouble(shown, tls_trust::pinned(pin, trust_basis::machine)), untrusted);
        auto beside = tls_trust::only_pem(authority().pem());
        beside.pin = pin;
        EXPECT_EQ(trouble(shown, beside), taken) << "the authority is trusted as well";
    }
}

TEST(CurlTrust, HoldsAPinnedCertificateToItsNameAndTime) {
    auto const pin = [](test_certificate const& each) {
        return tls_trust::pinned({pin_kind::certificate_sha256, each.sha256()});
    };
    auto const key = [](test_certificate const& each) {
        return tls_trust::pinned({pin_kind::public_key, each.public_key_der()});
    };
    auto const other = authority().of_another_name();
    EXPECT_EQ(trouble(other, pin(other)), wrong_name);
    EXPECT_EQ(trouble(other, key(other), "localhost"), wrong_name);
    auto const old = authority().expired();
    EXPECT_EQ(trouble(old, pin(old)), expired);
    EXPECT_EQ(trouble(old, key(old)), expired);
}

TEST(CurlTrust, TakesAnythingOnlyWhereThatIsAskedFor) {
    for (auto const& shown : {authority().of_another_name(), authority().expired(),
                              test_authority::self_signed("DNS:other.example", -2)}) {
        EXPECT_EQ(trouble(shown, tls_trust::unsafe_anything()), taken);
    }
}

TEST(CurlTrust, WarnsAtEachConstruction) {
    lab::event_log events;
    for (std::size_t i = 1; i <= 2; ++i) {
        curl_client const client(
            {.trust = tls_trust::unsafe_anything(), .on_event = events.listener()});
        EXPECT_EQ(events.size(), i);
        EXPECT_EQ(events.last().warning, connection_warning::anything_trusted);
    }
    auto const weak = tls_trust::pinned({pin_kind::certificate_sha1, std::string(20, 'x')});
    ASSERT_TRUE(curl_client::make({.trust = weak, .on_event = events.listener()}));
    EXPECT_EQ(events.size(), 3U);
    EXPECT_EQ(events.last().warning, connection_warning::sha1_pin);

    auto const strong = tls_trust::pinned({pin_kind::certificate_sha256, std::string(32, 'x')});
    ASSERT_TRUE(curl_client::make({.trust = strong, .on_event = events.listener()}));
    ASSERT_TRUE(curl_client::make({.on_event = events.listener()}));
    EXPECT_EQ(events.size(), 3U);
}

TEST(CurlTrust, RefusesCertificatesThatCannotBeRead) {
    auto const certificate = authority().good();
    tls_server const server(answering(), &certificate);
    temporary_folder const folder;
    auto const pem = authority().pem();
    auto const cut = pem.substr(0, pem.size() / 2);
    write_bytes(folder / "empty.pem", "");
    auto mixed = tls_trust::only_pem(pem);
    mixed.file = folder / "absent.pem";
    for (auto const& trust :
         {tls_trust::only_file(folder / "absent.pem"), tls_trust::only_file(folder / "empty.pem"),
          tls_trust::also_file(folder.path()), tls_trust::only_pem("not a certificate"),
          tls_trust::also_pem(cut), tls_trust::only_pem(pem + cut),
          tls_trust::only_pem(certificate.key_pem()), tls_trust::only_pem(""), mixed,
          tls_trust::pinned({pin_kind::certificate_sha256, std::string(31, 'x')}),
          tls_trust::pinned({pin_kind::certificate_sha1, std::string(32, 'x')}),
          tls_trust::pinned({pin_kind::public_key, ""})}) {
        auto const made = curl_client::make({.trust = trust});
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error(), errc::invalid_setting);

        lab::event_log events;
        curl_client client({.trust = trust, .on_event = events.listener()});
        auto const reply = client.send(lab::get(server.origin() + "/"));
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error(), errc::transport_failed);
        EXPECT_EQ(events.last().stage, connection_stage::setup);
        EXPECT_EQ(events.last().trouble, connection_trouble::trust_unreadable);
    }
    EXPECT_EQ(server.connections(), 0);
}

TEST(CurlTrust, TellsWhatTheServerShowed) {
    auto const certificate = authority().good();
    tls_server const server(answering(), &certificate);
    lab::event_log events;
    curl_client client(
        {.trust = tls_trust::only_pem(authority().pem()), .on_event = events.listener()});
    ASSERT_TRUE(client.send(lab::get(server.origin() + "/")));
    auto const first = events.last();
    EXPECT_EQ(first.tls_version, "TLSv1.3");
    EXPECT_TRUE(first.tls_cipher.starts_with("TLS_")) << first.tls_cipher;
    EXPECT_EQ(first.certificate.subject, "CN=bcauth test server");
    EXPECT_TRUE(first.certificate.issuer.starts_with("CN=bcauth test authority "));
    auto const now = std::chrono::system_clock::now();
    EXPECT_LT(first.certificate.not_before, now);
    EXPECT_GT(first.certificate.not_after, now + std::chrono::hours{29 * 24});
    EXPECT_LT(first.certificate.not_after, now + std::chrono::hours{31 * 24});
    EXPECT_FALSE(first.reused);
    EXPECT_GT(first.times.tls, first.times.connect);

    ASSERT_TRUE(client.send(lab::get(server.origin() + "/")));
    EXPECT_TRUE(events.last().reused);
    EXPECT_EQ(events.last().certificate.sha256, first.certificate.sha256);
    EXPECT_EQ(events.last().times.tls.count(), 0);
}

TEST(CurlTrust, SpeaksTls12AndNothingOlder) {
    auto const certificate = authority().good();
    for (int const version : {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION}) {
        tls_server const server(answering(), &certificate, version);
        lab::event_log events;
        curl_client client(
            {.trust = tls_trust::only_pem(authority().pem()), .on_event = events.listener()});
        bool const answered = client.send(lab::get(server.origin() + "/")).has_value();
        EXPECT_EQ(answered, version >= TLS1_2_VERSION) << version;
        auto const wanted = answered ? taken : connection_trouble::tls_failed;
        EXPECT_EQ(events.last().trouble, wanted) << version;
    }
}

// Only what the child sees of the machine changes: its own certificates are the lab's.
int with_the_lab_as_the_machines_authority(auto const& run) {
    temporary_folder const folder;
    write_bytes(folder / "ca-certificates.crt", authority().pem());
    if (::unshare(CLONE_NEWNS) != 0 ||
        ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount(folder.path().c_str(), "/etc/ssl/certs", nullptr, MS_BIND, nullptr) != 0) {
        return 77;
    }
    return run();
}

TEST(CurlTrust, LeavesTheMachinesAuthoritiesOutWhereItIsTold) {
    child_process child([](auto const&) {
        return with_the_lab_as_the_machines_authority([] {
            auto const good = authority().good();
            auto const other = test_authority().pem();
            auto const pin = certificate_pin{pin_kind::certificate_sha256, std::string(32, 'x')};
            int wrong = 0;
            wrong += trouble(good, tls_trust::machine()) == taken ? 0 : 1;
            wrong += trouble(good, tls_trust::also_pem(other)) == taken ? 0 : 2;
            wrong += trouble(good, tls_trust::pinned(pin, trust_basis::machine)) == taken ? 0 : 4;
            wrong += trouble(good, tls_trust::only_pem(other)) == untrusted ? 0 : 8;
            wrong += trouble(good, tls_trust::pinned(pin)) == untrusted ? 0 : 16;
            return wrong;
        });
    });
    auto const wrong = child.wait();
    if (wrong == 77) GTEST_SKIP() << "skipped: this account can't change what it sees of files";
    EXPECT_EQ(wrong, 0);
}

}  // namespace
