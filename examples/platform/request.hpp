// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_REQUEST_HPP
#define EXAMPLES_PLATFORM_REQUEST_HPP

#include <bcauth/http/incoming.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/http/query.hpp>

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platform {

using response = bcauth::http::response;

/** A request taken apart once, strictly. Views live as long as the incoming request. */
class request {
public:
    /** None when the target or the host is not what it should be. */
    [[nodiscard]] static std::optional<request> of(bcauth::http::incoming const& from);

    [[nodiscard]] std::string_view method() const noexcept { return x_from->method; }
    [[nodiscard]] bool reads() const noexcept { return method() == "GET" || method() == "HEAD"; }
    /** Without its port, in lower case. */
    [[nodiscard]] std::string const& host() const& noexcept { return x_host; }
    [[nodiscard]] std::string_view path() const noexcept { return x_path; }
    /** The parts of the path between its slashes: two for `/apps/x`. */
    [[nodiscard]] std::vector<std::string_view> const& parts() const& noexcept { return x_parts; }
    [[nodiscard]] std::string query(std::string_view name) const;
    [[nodiscard]] std::string field(std::string_view name) const;
    [[nodiscard]] bool has_field(std::string_view name) const noexcept;
    /** The value of the cookie of that name, if there is exactly one. */
    [[nodiscard]] std::string cookie(std::string_view name) const;
    /** Of a posted form; empty when it is malformed or of another type. */
    [[nodiscard]] std::string form(std::string_view name) const;
    /** Without its parameters, in lower case. */
    [[nodiscard]] std::string content_type() const;
    [[nodiscard]] std::string_view body() const noexcept { return x_from->body; }

private:
    bcauth::http::incoming const* x_from = nullptr;
    std::string x_host;
    std::string_view x_path;
    std::vector<std::string_view> x_parts;
    bcauth::http::query x_query;
    bcauth::http::query x_form;
};

[[nodiscard]] response text_response(int status, std::string_view text,
                                     std::string_view type = "text/plain; charset=utf-8");
[[nodiscard]] response html_response(int status, std::string_view page);
[[nodiscard]] response json_response(int status, boost::json::value const& value);
[[nodiscard]] response redirect_to(std::string_view location);
void add_field(response& to, std::string_view name, std::string_view value);
[[nodiscard]] response method_not_allowed(std::string_view allowed);

}  // namespace platform

#endif
