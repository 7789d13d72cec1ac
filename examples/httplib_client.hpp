// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_EXAMPLES_HTTPLIB_CLIENT_HPP
#define BCAUTH_EXAMPLES_HTTPLIB_CLIENT_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <httplib.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

// cpp-httplib as an http::client, blocking, a connection for each request. It knows neither SOCKS nor `no_proxy`, and
// Debian 12's (0.11) must not be given a proxy at all: it takes any answer of one but 407 for success. That one also
// decodes "%2F" and the like in an answer's fields.
class httplib_client {
public:
    // it writes to connections that are gone; its server does the same about that
    httplib_client() { std::signal(SIGPIPE, SIG_IGN); }

    bcauth::result<bcauth::http::response> send(bcauth::http::request const& message) {
        auto const url = boost::urls::parse_uri(message.url);
        auto const limit = message.limits.timeout;
        if (!url || limit.count() < 0) return bcauth::errc::transport_failed;
        httplib::Client http(std::string(url->scheme()) + "://" +
                             std::string(url->encoded_authority()));
        http.set_url_encode(false);
        auto const usual = limit.count() > 0 ? limit : std::chrono::hours{24};
        http.set_connection_timeout(usual);
        http.set_read_timeout(usual);
        http.set_write_timeout(usual);

        progress seen;
        auto const begin = std::chrono::steady_clock::now();
        auto const answer = [&] {
            std::jthread const watch = watch_over(http, limit);
            return http.send(request_of(*url, message, seen));
        }();
        bool const late = limit.count() > 0 && std::chrono::steady_clock::now() - begin >= limit;
        bool const large = seen.received.size() > message.limits.response_bytes;
        if (!answer) return error_of(answer.error(), large, late);

        bcauth::http::response reply;
        reply.status = answer->status;
        reply.body = bcauth::secret(seen.received);
        for (auto const& [name, value] : answer->headers) {
            static_cast<void>(reply.fields.add(name, value));
        }
        return reply;
    }

private:
    struct progress {
        bool sent = false;
        std::string received;
    };

    // The body of the answer comes piece by piece, so that one over the limit is not read to its end. That of the request
    // is handed out once: the library would add a type to a text, and from 0.12 on it sends again where TLS is ended early.
    static httplib::Request request_of(boost::urls::url_view const& url,
                                       bcauth::http::request const& message, progress& seen) {
        httplib::Request made;
        made.method = std::string(bcauth::http::name(message.verb));
        made.path = std::string(url.encoded_target());
        for (auto const& each : message.fields) {
            made.headers.emplace(each.name, each.value.expose());
        }
        if (auto const bytes = message.body.expose(); !bytes.empty()) {
            made.content_length_ = bytes.size();
            made.content_provider_ = [&seen, bytes](auto, auto, httplib::DataSink& to) {
                return !std::exchange(seen.sent, true) && to.write(bytes.data(), bytes.size());
            };
        }
        made.content_receiver = [&seen, most = message.limits.response_bytes](
                                    char const* data, std::size_t size, auto, auto) {
            seen.received.append(data, size);
            return seen.received.size() <= most;
        };
        return made;
    }

    // the library's own limits are for each read, and a trickle has many
    static std::jthread watch_over(httplib::Client& http, std::chrono::milliseconds limit) {
        if (limit.count() == 0) return {};
        return std::jthread([&http, limit](std::stop_token const& answered) {
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable_any time;
            time.wait_for(lock, answered, limit, [] { return false; });
            if (!answered.stop_requested()) http.stop();
        });
    }

    // whatever happened once something was sent is not `transport_failed`: a code may have been used up
    static bcauth::errc error_of(httplib::Error why, bool large, bool late) {
        switch (why) {
            case httplib::Error::Connection:
            case httplib::Error::ConnectionTimeout:
            case httplib::Error::SSLConnection:
            case httplib::Error::SSLLoadingCerts:
            case httplib::Error::SSLServerVerification: return bcauth::errc::transport_failed;
            default: break;
        }
        if (large) return bcauth::errc::response_too_large;
        return late ? bcauth::errc::timed_out : bcauth::errc::outcome_unknown;
    }
};

#endif
