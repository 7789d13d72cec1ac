// SPDX-License-Identifier: BSL-1.0
// How the cost of a load token grows with its length: as one long text that nobody asked for, as many small members,
// and above the limit, where nothing of it is read.
#include "support/checks.hpp"
#include "support/program.hpp"
#include "support/samples.hpp"

#include <bcauth/callback.hpp>
#include <bcauth/policy.hpp>

#include <string>

namespace {

using verifier = bcauth::load_verifier<>;

// a token of at most `size` characters and hardly less; base64 makes four of three
std::string token_of(std::size_t size) {
    auto const base = bcauth_bench::signed_jwt(bcauth_bench::load_claims(0, R"(,"more":"")"));
    auto const missing = (size - base.size()) / 4 * 3;
    return bcauth_bench::signed_jwt(
        bcauth_bench::load_claims(0, R"(,"more":")" + std::string(missing, 'x') + '"'));
}

std::string token_of_members(std::size_t count) {
    std::string members;
    for (std::size_t i = 0; i < count; ++i) {
        members += ",\"m" + std::to_string(1000 + i) + "\":1";
    }
    return bcauth_bench::signed_jwt(bcauth_bench::load_claims(0, members));
}

void register_token(std::string const& name, verifier const& verify, std::string token,
                    bool accepted) {
    bcauth_bench::require(verify.verify_jwt(token).has_value() == accepted, name.c_str());
    benchmark::RegisterBenchmark(name.c_str(), [=, &verify](benchmark::State& state) {
        bcauth_bench::measure(state, [&] { return verify.verify_jwt(token); });
        state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(token.size()));
    });
}

void register_rows() {
    static verifier const verify(bcauth_bench::make_app());
    for (std::size_t const kib : {1U, 2U, 4U, 8U, 16U}) {
        register_token("growth/" + std::to_string(kib * 1024) + "/bcauth", verify,
                       token_of(kib * 1024), true);
    }
    for (std::size_t const count : {25U, 50U, 100U, 200U}) {
        register_token("growth/" + std::to_string(count) + "_members/bcauth", verify,
                       token_of_members(count), true);
    }
    auto const limit = bcauth::strict_policy::token_bytes;
    register_token("growth/above_limit/bcauth", verify, std::string(limit + 1024, 'x'), false);
    register_token("growth/1_mib/bcauth", verify, std::string(std::size_t{1024} * 1024, 'x'),
                   false);
}

}  // namespace

int main(int argc, char** argv) {
    return bcauth_bench::run(argc, argv, register_rows);
}
