// SPDX-License-Identifier: BSL-1.0
// A token response and an auth callback, text in, installation or grant with its own text out. Beside them what
// Boost.JSON's streaming parser takes to read the same bytes and keep nothing. A callback is a query, so its floor is a
// JSON object of its parameters, 16 bytes longer; and Boost.URL's parser, which also keeps nothing.
#include "support/checks.hpp"
#include "support/program.hpp"
#include "support/samples.hpp"

#include <bcauth/http/message.hpp>
#include <bcauth/oauth/auth_callback.hpp>
#include <bcauth/oauth/token_response.hpp>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/url/parse_query.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace {

constexpr std::string_view token_body =
    R"({"access_token":"g3y3ab5cctiu0edpy9n8gzl0p25og9u","scope":"store_v2_orders store_v2_products )"
    R"(users_basic_information","user":{"id":24654,"username":"John Smith","email":"john@success.com"},)"
    R"("owner":{"id":24655,"username":"Jane Smith","email":"jane@success.com"},)"
    R"("context":"stores/g5cd38","account_uuid":"7f5b3ba4-0000-4000-8000-000000000000"})";

constexpr std::string_view callback =
    "account_uuid=7f5b3ba4-0000-4000-8000-000000000000&code=qr6h3thvbvag2ffq&context=stores%"
    "2Fg5cd38"
    "&scope=store_v2_orders+store_v2_products+users_basic_information";

constexpr std::string_view callback_as_json =
    R"({"account_uuid":"7f5b3ba4-0000-4000-8000-000000000000","code":"qr6h3thvbvag2ffq",)"
    R"("context":"stores/g5cd38","scope":"store_v2_orders store_v2_products users_basic_information"})";

// takes every event and keeps nothing
struct empty_handler {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
    using code = boost::system::error_code;

    bool on_document_begin(code&) { return true; }
    bool on_document_end(code&) { return true; }
    bool on_object_begin(code&) { return true; }
    bool on_object_end(std::size_t, code&) { return true; }
    bool on_array_begin(code&) { return true; }
    bool on_array_end(std::size_t, code&) { return true; }
    bool on_key_part(std::string_view, std::size_t, code&) { return true; }
    bool on_key(std::string_view, std::size_t, code&) { return true; }
    bool on_string_part(std::string_view, std::size_t, code&) { return true; }
    bool on_string(std::string_view, std::size_t, code&) { return true; }
    bool on_number_part(std::string_view, code&) { return true; }
    bool on_int64(std::int64_t, std::string_view, code&) { return true; }
    bool on_uint64(std::uint64_t, std::string_view, code&) { return true; }
    bool on_double(double, std::string_view, code&) { return true; }
    bool on_bool(bool, code&) { return true; }
    bool on_null(code&) { return true; }
    bool on_comment_part(std::string_view, code&) { return true; }
    bool on_comment(std::string_view, code&) { return true; }
};

bool parse_json(std::string_view text) {
    boost::json::basic_parser<empty_handler> parser(boost::json::parse_options{});
    boost::system::error_code ec;
    return parser.write_some(false, text.data(), text.size(), ec) == text.size() && !ec;
}

std::size_t parse_by_boost_url(std::string_view text) {
    auto const parsed = boost::urls::parse_query({text.data(), text.size()});
    return parsed ? parsed->size() : 0;
}

bcauth::http::response response_of(std::string_view body) {
    bcauth::http::response made;
    made.status = 200;
    made.body = bcauth::secret(body);
    return made;
}

void register_token_response(bcauth::app_config const& app,
                             bcauth::oauth::unproven_grant const& grant) {
    auto const response = response_of(token_body);
    auto const parse = [=] { return bcauth::oauth::parse_token_response(response, app, grant); };
    bcauth_bench::require(parse().has_value() && parse()->owner.has_value(), "a token response");
    bcauth_bench::require(parse_json(token_body), "the empty parser");
    benchmark::RegisterBenchmark("token_response/parse/bcauth", [=](benchmark::State& state) {
        bcauth_bench::measure_result(state, parse);
    });
    benchmark::RegisterBenchmark(
        "token_response/parse/boost_json_streaming", [](benchmark::State& state) {
            bcauth_bench::measure(state, [] { return parse_json(token_body); });
        });
}

void register_callback(bcauth::app_config const& app) {
    auto const parse = [=] { return bcauth::oauth::parse_auth_callback(callback, app); };
    bcauth_bench::require(parse().has_value(), "an auth callback");
    bcauth_bench::require(parse_json(callback_as_json), "the empty parser");
    benchmark::RegisterBenchmark("auth_callback/parse/bcauth", [=](benchmark::State& state) {
        bcauth_bench::measure_result(state, parse);
    });
    benchmark::RegisterBenchmark(
        "auth_callback/parse/boost_json_streaming", [](benchmark::State& state) {
            bcauth_bench::measure(state, [] { return parse_json(callback_as_json); });
        });
    benchmark::RegisterBenchmark("auth_callback/parse/boost_url", [](benchmark::State& state) {
        bcauth_bench::measure(state, [] { return parse_by_boost_url(callback); });
    });
}

void register_rows() {
    auto const app = bcauth_bench::make_app();
    auto const grant = bcauth::oauth::parse_auth_callback(callback, app);
    bcauth_bench::require(grant.has_value(), "an auth callback");
    register_token_response(app, *grant);
    register_callback(app);
}

}  // namespace

int main(int argc, char** argv) {
    return bcauth_bench::run(argc, argv, register_rows);
}
