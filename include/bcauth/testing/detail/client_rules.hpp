// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_CLIENT_RULES_HPP
#define BCAUTH_TESTING_DETAIL_CLIENT_RULES_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/http/message.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::testing {

/** Where `client_battery` sends its requests.

    The server at `origin` answers these paths, with every method:
    - `/echo`: 200 with the request's body, and the fields `X-Method`, `X-Seen` (the value of the request's `X-Sent`) and
      `X-Type` (its `Content-Type`, or `none`)
    - `/target`: 200 with the target of the request's first line as body, query and all
    - `/status/404` and so on, for 200, 201, 400, 401, 404, 429, 500 and 503: that status, with the number as body
    - `/redirect`: 302 with `Location: /echo`
    - `/bytes/1000`: 200 with 1000 bytes
    - `/chunks/1000`: the same in chunks, so without `Content-Length`
    - `/silence`: nothing, and the connection stays open
    - `/trickle`: 200 with `Content-Length: 10000`, of which a byte comes every 20 ms or so
    - `/cut`: nothing, and the connection is closed when the request was read
    - `/visits`: 200 with the number of requests that came, this one included, in decimal
*/
struct client_lab {
    std::string origin;       ///< scheme, host and port
    std::string dead_origin;  ///< the same where nobody listens
};

}  // namespace bcauth::inline v0::testing

namespace bcauth::inline v0::detail::battery {

// The rules of `client_battery`. Each gives the first thing that was wrong.
template <http::client Client>
struct client_rules {
    using lab = testing::client_lab;

    static std::string gives_any_status(Client& client, lab const& at) {
        for (int const status : {200, 201, 400, 401, 404, 429, 500, 503}) {
            auto const number = std::to_string(status);
            auto const reply = client.send(get(at, "/status/" + number));
            if (!reply) return number + " was made an error: " + reply.error().message();
            if (reply->status != status) return number + " became another status";
            if (reply->body.expose() != number) return "the body of " + number + " was lost";
        }
        return {};
    }

    static std::string follows_no_redirect(Client& client, lab const& at) {
        auto const before = visits(client, at);
        auto const reply = client.send(get(at, "/redirect"));
        if (!reply || reply->status != 302) return "302 is not the answer";
        if (reply->fields.find("Location") != "/echo") return "Location was lost";
        return visits(client, at) == before + 2 ? "" : "another request followed";
    }

    static std::string sends_the_request(Client& client, lab const& at) {
        using namespace std::string_view_literals;
        for (auto const verb :
             {http::method::get, http::method::post, http::method::put, http::method::del}) {
            auto message = get(at, "/echo?a=1");
            message.verb = verb;
            auto const body = verb == http::method::get ? ""sv : "one\0two\r\n\xff"sv;
            message.body = secret(body);
            if (!message.fields.add("X-Sent", "a, b;  c")) return "the field was not taken";
            auto const reply = client.send(message);
            if (!reply) return reply.error().message();
            auto const& fields = reply->fields;
            if (fields.find("X-Method") != http::name(verb)) return "another method arrived";
            if (fields.find("X-Seen") != "a, b;  c") return "another field arrived";
            if (reply->body.expose() != body) return "another body arrived";
            constexpr auto target = "/target?a=%2F&b=+"sv;
            message.url = at.origin + std::string(target);
            auto const seen = client.send(std::move(message));
            if (!seen) return seen.error().message();
            if (seen->body.expose() != target) return "another address arrived";
        }
        return {};
    }

    static std::string adds_no_type(Client& client, lab const& at) {
        for (auto const* const type : {"", "application/json"}) {
            auto message = get(at, "/echo");
            message.verb = http::method::post;
            message.body = secret("{}");
            if (*type != 0 && !message.fields.add("Content-Type", type)) return "not taken";
            auto const reply = client.send(std::move(message));
            if (!reply) return reply.error().message();
            auto const seen = reply->fields.find("X-Type");
            if (seen != (*type != 0 ? type : "none")) return "another Content-Type arrived";
        }
        return {};
    }

    static std::string gives_fields(Client& client, lab const& at) {
        auto const reply = client.send(get(at, "/echo"));
        if (!reply) return reply.error().message();
        if (reply->fields.count("x-method") != 1) return "a field is not there once";
        return reply->fields.find("x-method") == "GET" ? "" : "a field has another value";
    }

    static std::string holds_the_limit_of_bytes(Client& client, lab const& at) {
        for (auto const* target : {"/bytes/1000", "/chunks/1000"}) {
            auto message = get(at, target);
            message.limits.response_bytes = 1000;
            auto const exact = client.send(message);
            if (!exact || exact->body.size() != 1000) {
                return "a body of exactly the limit was refused";
            }
            message.limits.response_bytes = 999;
            auto const longer = client.send(std::move(message));
            if (!fails_with(longer, errc::response_too_large)) {
                return "one byte more is not refused";
            }
        }
        return {};
    }

    // a limit for each read would never run out on a trickle
    static std::string holds_the_limit_of_time(Client& client, lab const& at) {
        for (auto const* target : {"/silence", "/trickle"}) {
            auto message = get(at, target);
            message.limits.timeout = std::chrono::milliseconds{300};
            auto const begin = std::chrono::steady_clock::now();
            auto const reply = client.send(std::move(message));
            auto const took = std::chrono::steady_clock::now() - begin;
            if (reply) return "an answer came from silence";
            if (took < std::chrono::milliseconds{250}) return "it gave up too early";
            if (took > std::chrono::seconds{5}) return "it gave up too late";
            if (!fails_with(reply, errc::timed_out)) return "not errc::timed_out";
        }
        return {};
    }

    static std::string tells_that_nothing_was_sent(Client& client, lab const& at) {
        auto message = get(at, "/");
        message.url = at.dead_origin + "/echo";
        auto const reply = client.send(std::move(message));
        return fails_with(reply, errc::transport_failed) ? "" : "not errc::transport_failed";
    }

    static std::string tells_that_it_may_have_arrived(Client& client, lab const& at) {
        auto const reply = client.send(post(at, "/cut"));
        if (reply) return "an answer came from a closed connection";
        return fails_with(reply, errc::transport_failed) ? "errc::transport_failed" : "";
    }

    // the answer before it leaves a connection that could be used again
    static std::string sends_once(Client& client, lab const& at) {
        auto const before = visits(client, at);
        if (client.send(post(at, "/cut"))) return "an answer came from a closed connection";
        auto const after = visits(client, at);
        return after == before + 2 ? "" : "it was sent another number of times than once";
    }

private:
    static http::request get(lab const& at, std::string const& target) {
        http::request made;
        made.url = at.origin + target;
        return made;
    }

    static http::request post(lab const& at, std::string const& target) {
        auto made = get(at, target);
        made.verb = http::method::post;
        made.body = secret("code=once");
        return made;
    }

    static bool fails_with(result<http::response> const& reply, errc code) {
        return !reply && reply.error() == make_error_code(code);
    }

    // a number that no count of requests reaches stands for "no answer"
    static long visits(Client& client, lab const& at) {
        auto message = get(at, "/visits");
        message.idempotent = true;
        auto const reply = client.send(std::move(message));
        long count = 0;
        if (!reply) return -1'000'000;
        for (char const c : reply->body.expose()) {
            if (c < '0' || c > '9' || count > 1'000'000) return -1'000'000;
            count = count * 10 + (c - '0');
        }
        return count;
    }
};

}  // namespace bcauth::inline v0::detail::battery

#endif
