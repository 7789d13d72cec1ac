// SPDX-License-Identifier: BSL-1.0
// The seven fields of a token request as a form, in storage that wipes itself.
#include "support/checks.hpp"
#include "support/program.hpp"
#include "support/samples.hpp"

#include <bcauth/codec/form.hpp>

#include <array>
#include <string_view>

namespace {

constexpr std::array<bcauth::form_field, 7> fields{
    {{"client_id", "U8RphZeDjQc4kLVSzNjePo0CMjq7yOg"},
     {"client_secret", bcauth_bench::app_secret},
     {"code", "qr6h3thvbvag2ffq"},
     {"scope", "store_v2_orders store_v2_products users_basic_information"},
     {"grant_type", "authorization_code"},
     {"redirect_uri", "https://app.example.com/oauth"},
     {"context", "stores/g5cd38"}}};

constexpr std::string_view written =
    "client_id=U8RphZeDjQc4kLVSzNjePo0CMjq7yOg"
    "&client_secret=3a2f9c1e5b7d4860918273645fedcba0a1b2c3d4e5f60718293a4b5c6d7e8f90"
    "&code=qr6h3thvbvag2ffq&scope=store_v2_orders+store_v2_products+users_basic_information"
    "&grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapp.example.com%2Foauth"
    "&context=stores%2Fg5cd38";

void register_all() {
    auto const form = bcauth::form_encode(fields);
    bcauth_bench::require(form.expose() == written, "the form");
    benchmark::RegisterBenchmark("form/seven_fields/bcauth", [](benchmark::State& state) {
        bcauth_bench::measure(state, [] { return bcauth::form_encode(fields); });
    });
}

}  // namespace

int main(int argc, char** argv) {
    return bcauth_bench::run(argc, argv, register_all);
}
