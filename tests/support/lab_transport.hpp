// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_LAB_TRANSPORT_HPP
#define BCAUTH_TESTS_SUPPORT_LAB_TRANSPORT_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/connection/proxy.hpp>
#include <bcauth/connection/tls.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/secret.hpp>

#include "support/lab.hpp"
#include "support/lab_events.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

// What the tests of every blocking transport do with a client of theirs.
namespace lab {

inline tls_server::action const answer_fine = [](server_connection& to, seen_request const&) {
    return to.write(http_answer(200, "fine"));
};

// a query and a body, one behind the other
inline bool answer_query_and_body(server_connection& to, seen_request const& seen) {
    auto const query = seen.target.substr(std::min(seen.target.find('?'), seen.target.size()));
    return to.write(http_answer(200, query + seen.body));
}

// The lab's authority is the machine's for as long as the object is there, to whoever asks OpenSSL for its own.
class trusting_machine {
    temporary_folder x_folder;
    environment_variable x_variable{"SSL_CERT_FILE", written(x_folder / "ca.pem")};

    static std::string written(std::string path) {
        write_bytes(path, authority().pem());
        return path;
    }
};

// What a rule of `client_battery` says of a client, at a server of its own: over TLS with that certificate, or in plain.
template <class Rule, class Client>
std::string judge(Rule const& rule, Client& client, test_certificate const* certificate,
                  std::string const& host = "127.0.0.1") {
    std::atomic<int> visits{0};
    auto const dead = dead_port();
    tls_server const server(battery_actions(visits), certificate);
    auto const start = (certificate != nullptr ? "https://" : "http://") + host + ":";
    return rule.judge(client, {start + server.port(), start + dead});
}

// A TLS server whose "/" does what the test says, and one client that trusts it.
template <class Client>
class on_tls : public testing::Test {
protected:
    template <class Options>
    explicit on_tls(Options options) {
        options.on_event = x_events.listener();
        x_client.emplace(std::move(options));
    }

    void serve(tls_server::action action) {
        x_server.emplace(actions{{"/", std::move(action)}}, &x_certificate);
    }
    // the rest of an answer is what the server does after these bytes
    void serve_bytes(std::string bytes) {
        serve([bytes = std::move(bytes)](server_connection& to, seen_request const&) {
            to.write(bytes);
            return false;
        });
    }

    [[nodiscard]] std::string url() const { return x_server->origin() + "/"; }
    [[nodiscard]] tls_server& server() { return *x_server; }
    [[nodiscard]] Client& client() { return *x_client; }
    [[nodiscard]] bcauth::connection_event seen() const { return x_events.last(); }
    [[nodiscard]] test_certificate const& certificate() const { return x_certificate; }

    bcauth::error_code failure(bcauth::http::request message) {
        auto const reply = x_client->send(std::move(message));
        return reply ? bcauth::error_code{} : reply.error();
    }

private:
    test_certificate x_certificate = authority().good();
    std::optional<tls_server> x_server;
    event_log x_events;
    std::optional<Client> x_client;
};

inline std::uint16_t number(std::string const& port) {
    return static_cast<std::uint16_t>(std::stoi(port));
}

inline bcauth::proxy through(bcauth::proxy_kind kind, std::uint16_t port) {
    bcauth::proxy made;
    made.kind = kind;
    made.host = "127.0.0.1";
    made.port = port;
    return made;
}

inline bcauth::proxy with(bcauth::proxy made, bcauth::proxy_auth auth, std::string_view user,
                          std::string_view password) {
    made.auth = auth;
    made.user = user;
    made.password = bcauth::secret(password);
    return made;
}

template <class Options>
Options by_way_of(bcauth::proxy via) {
    Options options;
    options.trust = bcauth::tls_trust::only_pem(authority().pem());
    options.via = std::move(via);
    return options;
}

// how many of eight threads' requests got their own answer, and none else's; a tenth goes on fresh connections
template <class Client>
int served_in_eight_threads(Client& client, std::string const& url, int each) {
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < each; ++i) {
                auto const mine = "?" + std::to_string(t * 1000 + i);
                auto message = post(url + mine, mine);
                message.idempotent = i % 10 != 0;
                auto const reply = client.send(std::move(message));
                if (reply && reply->body.expose() == mine + mine) ++right;
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    return right;
}

// A TLS server, and clients that reach it by way of something.
template <class Client, class Options>
class on_the_way : public testing::Test {
protected:
    // the status that came, or "STAGE TROUBLE"
    std::string outcome_of(bcauth::proxy via, std::string const& host = lab::host(),
                           std::chrono::milliseconds limit = std::chrono::seconds{10}) {
        return outcome_with(watched(std::move(via)), host, limit);
    }
    std::string outcome_with(Options options, std::string const& host = lab::host(),
                             std::chrono::milliseconds limit = std::chrono::seconds{10}) {
        Client client(std::move(options));
        auto message = post("https://" + host + ":" + x_server.port() + "/", "code=once");
        EXPECT_TRUE(message.fields.add("X-Auth-Token", "none of the proxy's"));
        message.limits.timeout = limit;
        auto const before = x_server.requests();
        auto const reply = client.send(std::move(message));
        EXPECT_EQ(x_server.requests(), before + (reply ? 1 : 0));
        EXPECT_EQ(event().error, reply ? bcauth::error_code{} : bcauth::errc::transport_failed);
        if (reply) return std::to_string(reply->status);
        EXPECT_EQ(reply.error(), bcauth::errc::transport_failed);
        auto words = std::string(name(event().stage)) + " ";
        return words.append(name(event().trouble));
    }
    // of a proxy that does the same to everybody
    std::string outcome_at(tls_server::action action,
                           bcauth::proxy_kind kind = bcauth::proxy_kind::http) {
        tls_server const made_up({{"*", std::move(action)}});
        return outcome_of(through(kind, number(made_up.port())), lab::host(),
                          std::chrono::milliseconds{400});
    }

    [[nodiscard]] Options watched(bcauth::proxy via) {
        return watched(by_way_of<Options>(std::move(via)));
    }
    [[nodiscard]] Options watched(Options options) {
        options.on_event = x_events.listener();
        return options;
    }
    [[nodiscard]] bcauth::connection_event event() const { return x_events.last(); }
    [[nodiscard]] tls_server const& server() const { return x_server; }

private:
    test_certificate x_certificate = authority().good();
    tls_server x_server{{{"/", answer_fine}, {"/echo", answer_query_and_body}}, &x_certificate};
    event_log x_events;
};

}  // namespace lab

#endif
