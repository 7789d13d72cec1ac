// SPDX-License-Identifier: BSL-1.0
#include <bcauth/codec/form.hpp>
#include <bcauth/http/query.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/oauth/token_request.hpp>
#include <bcauth/oauth/token_response.hpp>
#include <bcauth/testing/scripted_client.hpp>
#include "support/oauth.hpp"
#include "support/vectors.hpp"

#include <boost/json.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace http = bcauth::http;
namespace json = boost::json;
namespace oauth = bcauth::oauth;
using bcauth::errc;

std::string callback_of(json::object const& input) {
    std::vector<std::pair<std::string, std::string>> parts;
    for (auto const* name : {"code", "scope", "context", "account_uuid"}) {
        if (auto const* value = input.if_contains(name)) {
            parts.emplace_back(name, value->as_string());
        }
    }
    std::vector<bcauth::form_field> form;
    form.reserve(parts.size());
    for (auto const& [name, value] : parts) {
        form.push_back({name, value});
    }
    auto const text = bcauth::form_encode(form);
    return std::string(text.expose());
}

// http at localhost is in the rows, as a developer's address
bcauth::app_config app_of(json::value const& row, json::object const& input) {
    auto options = oauth_support::options({});
    if (auto const* id = input.if_contains("client_id")) {
        options.client_id = std::string(id->as_string());
    }
    if (auto const* uri = input.if_contains("redirect_uri")) {
        options.redirect_uri = std::string(uri->as_string());
    }
    if (auto const* host = input.if_contains("login_host")) {
        options.login_url = "https://" + std::string(host->as_string());
    }
    if (auto const secret = vectors::text(row, "secret"); !secret.empty()) {
        options.client_secrets = *bcauth::key_ring::make({secret});
    }
    return bcauth::app_config::make<bcauth::loopback_http<>>(std::move(options)).value();
}

json::object decoded(std::string_view body, bool is_json) {
    if (is_json) {
        return json::parse(std::string(body)).as_object();
    }
    json::object read;
    auto const form = http::query::parse(body).value();
    form.for_each([&](http::parameter const& each) {
        auto const value = each.text(http::plus_sign::space);
        read[std::string(each.raw_name())] = std::string(value.expose());
    });
    return read;
}

std::vector<json::value> peers(std::string_view kind) {
    std::vector<json::value> rows;
    if (auto const file = vectors::load("peers_verbatim.json")) {
        for (auto const& row : file->as_array()) {
            if (vectors::text(row, "kind") == kind) {
                rows.push_back(row);
            }
        }
    }
    return rows;
}

TEST(OAuthVectors, TokenResponse) {
    auto const file = vectors::load("oauth_token_response.json");
    if (!file) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("oauth_token_response.json");
    auto const app = oauth_support::app({});
    auto const grant =
        oauth_support::grant("code=qr6h3thvbvag2ffq&scope=store_v2_orders&context=stores/g5cd38");
    for (auto const& row : file->at("tests").as_array()) {
        auto const body = vectors::from_hex(vectors::text(row, "body_hex"));
        auto const status = static_cast<int>(row.at("status").as_int64());
        bcauth::diagnostics why;
        auto const read = oauth::parse_token_response(bcauth::testing::make_response(status, body),
                                                      app, grant, why);
        bool right = read.has_value() == (vectors::text(row, "expect") == "accept");
        right = right && why.status() == status;
        auto const longer = bcauth::testing::make_response(status, body + std::string(65536, ' '));
        right = right && oauth::parse_token_response(longer, app, grant).has_error();
        // "the error text must not contain client_secret, code or access_token"
        auto const shown =
            oauth_support::all_words(read ? bcauth::error_code() : read.error(), why);
        for (auto const hidden :
             {oauth_support::client_secret, std::string_view("qr6h3thvbvag2ffq"),
              std::string_view("g3y3ab5cctiu0edpy9n8gzl0p25og9u")}) {
            right = right && !oauth_support::shows_a_part(shown, hidden);
        }
        tally.judge(right, vectors::text(row, "id"));
    }
    EXPECT_EQ(tally.rows(), 25U);
}

// What the file calls the reason, in our words. `scope: null` is policy there: it recommends to take the token with
// its scopes unknown. We refuse it: such a token is answered with 403 everywhere, and a merchant who is told so at
// once can begin anew.
errc expected_error(json::object const& expect) {
    auto const category =
        expect.contains("category") ? std::string(expect.at("category").as_string()) : "";
    if (category == "context_mismatch") {
        return errc::context_mismatch;
    }
    if (category == "http_status") {
        auto const* status = expect.if_contains("status");
        return status != nullptr && status->as_int64() == 401 ? errc::exchange_refused
                                                              : errc::unexpected_redirect;
    }
    return expect.at("result").as_string() == "policy" ? errc::unknown_scopes
                                                       : errc::invalid_response;
}

TEST(OAuthVectors, PeersTokenResponse) {
    auto const rows = peers("token_exchange_response");
    if (rows.empty()) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("peers_verbatim.json, token_exchange_response");
    for (auto const& row : rows) {
        auto const& input = row.at("input").as_object();
        auto const& expect = row.at("expect").as_object();
        auto const* context = row.as_object().if_contains("context");
        auto const* expected = context != nullptr && context->is_object()
                                   ? context->as_object().if_contains("expected_context")
                                   : nullptr;
        auto const store =
            expected != nullptr ? std::string(expected->as_string()) : std::string("stores/abc");
        auto const grant = oauth_support::grant("code=x&scope=a&context=" + store);
        auto const response =
            bcauth::testing::make_response(static_cast<int>(input.at("status").as_int64()),
                                           std::string_view(input.at("body").as_string()));
        auto const read = oauth::parse_token_response(response, oauth_support::app({}), grant);
        bool const accept = expect.at("result").as_string() == "accept";
        bool right =
            accept ? read.has_value() : read.has_error() && read.error() == expected_error(expect);
        if (accept && read) {
            auto const body = json::parse(input.at("body").as_string()).as_object();
            right = read->access_token.expose() ==
                        std::string_view(body.at("access_token").as_string()) &&
                    read->user.id == body.at("user").at("id").as_int64() && !read->owner;
        }
        tally.judge(right, vectors::text(row, "name"));
    }
    EXPECT_EQ(tally.rows(), 11U);
}

TEST(OAuthVectors, PeersTokenRequest) {
    auto const rows = peers("token_exchange_request");
    if (rows.empty()) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("peers_verbatim.json, token_exchange_request");
    for (auto const& row : rows) {
        auto const& expect = row.at("expect").as_object();
        auto input = row.at("input").as_object();
        // a recorded body is an input as the fields that it holds; other rows leave out what they don't look at
        auto const recorded =
            input.contains("body") ? std::string(input.at("body").as_string()) : std::string();
        if (!recorded.empty()) {
            input = decoded(recorded, false);
        }
        for (auto const& [name, value] :
             {std::pair{"code", "the-code"}, {"scope", "a"}, {"context", "stores/abc"}}) {
            input.emplace(name, value);
        }
        auto const* type = expect.if_contains("content_type");
        bool const as_json = type != nullptr && type->as_string() == "application/json";
        auto const request =
            oauth::token_request(app_of(row, input), oauth_support::grant(callback_of(input)),
                                 as_json ? oauth::body_format::json : oauth::body_format::form);
        ASSERT_TRUE(request) << vectors::text(row, "name");
        auto const sent = decoded(request->body.expose(), as_json);
        bool right = request->verb == http::method::post && !request->fields.find("Authorization");
        if (auto const* url = expect.if_contains("url")) {
            right = right && request->url == url->as_string();
        }
        if (type != nullptr) {
            right = right &&
                    request->fields.find("Content-Type") == std::string_view(type->as_string());
        }
        if (auto const* all = expect.if_contains("fields")) {
            right = right && sent == all->as_object();
        }
        if (auto const* some = expect.if_contains("fields_subset")) {
            for (auto const& each : some->as_object()) {
                right = right && sent.contains(each.key()) && sent.at(each.key()) == each.value();
            }
        }
        if (auto const* length = expect.if_contains("content_length")) {
            right = right && request->body.size() == static_cast<std::size_t>(length->as_int64());
        }
        tally.judge(right, vectors::text(row, "name"));
    }
    EXPECT_EQ(tally.rows(), 6U);
}

TEST(OAuthVectors, PeersInstallCallback) {
    auto const rows = peers("install_callback");
    if (rows.empty()) {
        GTEST_SKIP() << vectors::skipped;
    }
    vectors::tally tally("peers_verbatim.json, install_callback");
    for (auto const& row : rows) {
        auto const& input = row.at("input").as_object();
        bcauth::diagnostics why;
        auto const read = oauth::parse_auth_callback(callback_of(input), app_of(row, input), why);
        auto const& expect = row.at("expect").as_object();
        tally.judge(expect.at("category").as_string() == "missing_parameter" && read.has_error() &&
                        read.error() == errc::missing_parameter &&
                        why.subject() == std::string_view(expect.at("parameter").as_string()),
                    vectors::text(row, "name"));
    }
    EXPECT_EQ(tally.rows(), 3U);
}

}  // namespace
