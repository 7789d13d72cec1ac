// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_EXAMPLES_HTTPLIB_CLIENT_HPP
#define BCAUTH_EXAMPLES_HTTPLIB_CLIENT_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <httplib.h>

#include <chrono>
#include <cstdint>
#include <string>

// cpp-httplib as an http::client. It knows neither SOCKS nor `no_proxy`, and Debian 12's (0.11) must not be given a
// proxy at all: it takes any answer of one but 407 for success.
class httplib_client {
public:
    bcauth::result<bcauth::http::response> send(bcauth::http::request const& message) {
        auto const url = boost::urls::parse_uri(message.url);
        if (!url) return bcauth::errc::transport_failed;
        std::string body;
        auto outgoing = request_of(*url, message, body);
        httplib::Client http(std::string(url->scheme()) + "://" +
                             std::string(url->encoded_authority()));
        http.set_url_encode(false);
        if (auto const limit = message.limits.timeout; limit.count() > 0) {
            http.set_connection_timeout(limit);
            http.set_read_timeout(limit);
            http.set_write_timeout(limit);
        }
        auto const answer = http.send(outgoing);
        if (!answer) return error_of(answer.error(), body.size() > message.limits.response_bytes);

        bcauth::http::response reply;
        reply.status = answer->status;
        reply.body = bcauth::secret(body);
        for (auto const& [name, value] : answer->headers) {
            static_cast<void>(reply.fields.add(name, value));
        }
        return reply;
    }

private:
    // the body of the answer comes piece by piece, so that one over the limit is not read to its end
    static httplib::Request request_of(boost::urls::url_view const& url,
                                       bcauth::http::request const& message, std::string& body) {
        httplib::Request made;
        made.method = std::string(bcauth::http::name(message.verb));
        made.path = std::string(url.encoded_target());
        made.body = message.body.expose();
        for (auto const& each : message.fields) {
            made.headers.emplace(each.name, each.value.expose());
        }
        made.content_receiver = [&body, most = message.limits.response_bytes](
                                    char const* data, std::size_t size, std::uint64_t,
                                    std::uint64_t) {
            body.append(data, size);
            return body.size() <= most;
        };
        return made;
    }

    // whatever happened once something was sent is not `transport_failed`: a code may have been used up
    static bcauth::errc error_of(httplib::Error why, bool too_large) {
        switch (why) {
            case httplib::Error::Connection:
            case httplib::Error::ConnectionTimeout:
            case httplib::Error::SSLConnection:
            case httplib::Error::SSLLoadingCerts:
            case httplib::Error::SSLServerVerification: return bcauth::errc::transport_failed;
            default: break;
        }
        return too_large ? bcauth::errc::response_too_large : bcauth::errc::outcome_unknown;
    }
};

#endif
