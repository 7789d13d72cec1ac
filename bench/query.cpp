// SPDX-License-Identifier: BSL-1.0
// The query string of a load callback: checked whole, split, no parameter twice, and the token found; beside Boost.URL,
// which reads the same text by its grammar.
#include "support/checks.hpp"
#include "support/program.hpp"
#include "support/samples.hpp"

#include <bcauth/http/query.hpp>
#include <bcauth/signed_payload.hpp>

#include <boost/url/parse_query.hpp>

#include <array>
#include <string>
#include <string_view>

namespace {

using bcauth::http::plus_sign;
using bcauth::http::query;

std::string plain_query() {
    return "signed_payload_jwt=" + bcauth_bench::signed_jwt(bcauth_bench::load_claims());
}

// a legacy payload whose base64 ends in padding, which is escaped in a query
std::string escaped_query() {
    std::string text{
        bcauth::signed_payload<>::sign(
            bcauth::secret{bcauth_bench::app_secret},
            R"({"user":{"id":9128,"email":"user@mybigcommerce.com"},)"
            R"("owner":{"id":9128,"email":"user@mybigcommerce.com"},)"
            R"("context":"stores/z4zn3wo","store_hash":"z4zn3wo","timestamp":1659034900.912399})")
            ->expose()};
    for (auto at = text.find('='); at != std::string::npos; at = text.find('=')) {
        text.replace(at, 1, "%3D");
    }
    return "signed_payload=" + text;
}

// the token's size, 0 when it isn't found
std::size_t find_token(std::string_view text, std::string_view name) {
    auto const parsed = query::parse(text);
    if (!parsed) return 0;
    auto const found = parsed->find(name);
    if (!found) return 0;
    std::array<char, 1024> room;
    auto const token = found->decode(plus_sign::literal, room);
    benchmark::DoNotOptimize(token.data());
    return token.size();
}

std::size_t find_by_boost_url(std::string_view text, std::string_view name) {
    auto const parsed = boost::urls::parse_query({text.data(), text.size()});
    if (!parsed) return 0;
    for (auto const each : *parsed) {
        if (std::string_view(each.key.data(), each.key.size()) == name) return each.value.size();
    }
    return 0;
}

void register_all() {
    using bcauth_bench::measure;
    using bcauth_bench::require;
    using benchmark::RegisterBenchmark;
    auto const plain = plain_query();
    auto const escaped = escaped_query();
    auto const token_size = plain.size() - plain.find('=') - 1;
    require(find_token(plain, "signed_payload_jwt") == token_size, "a plain token");
    require(find_by_boost_url(plain, "signed_payload_jwt") == token_size, "Boost.URL's token");
    require(escaped.find('%') != std::string::npos && find_token(escaped, "signed_payload") != 0,
            "an escaped token");
    RegisterBenchmark("query/plain/bcauth", [=](benchmark::State& state) {
        measure(state, [&] { return find_token(plain, "signed_payload_jwt"); });
    });
    RegisterBenchmark("query/escaped/bcauth", [=](benchmark::State& state) {
        measure(state, [&] { return find_token(escaped, "signed_payload"); });
    });
    RegisterBenchmark("query/plain/boost_url", [=](benchmark::State& state) {
        measure(state, [&] { return find_by_boost_url(plain, "signed_payload_jwt"); });
    });
    RegisterBenchmark("query/escaped/boost_url", [=](benchmark::State& state) {
        measure(state, [&] { return find_by_boost_url(escaped, "signed_payload"); });
    });
}

}  // namespace

int main(int argc, char** argv) {
    return bcauth_bench::run(argc, argv, register_all);
}
