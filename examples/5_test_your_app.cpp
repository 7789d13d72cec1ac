// SPDX-License-Identifier: BSL-1.0
// Tests of your own program: tokens that are valid, and tokens with one thing wrong, made without the platform.
// With RapidCheck, <bcauth/testing/rapidcheck.hpp> makes them of any store, person, secret and time.
#include <bcauth/app_config.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/testing/fixed_clock.hpp>
#include <bcauth/testing/flaws.hpp>
#include <bcauth/testing/mint.hpp>

#include <iostream>
#include <string_view>

namespace {

using bcauth::testing::fixed_clock;
using bcauth::testing::token_kind;

// What is tested: whom your program lets in. Yours would ask its store, too.
class my_program {
public:
    explicit my_program(bcauth::testing::mint_options const& world)
        : x_load(*bcauth::app_config::make(
                     {.client_id = world.client_id,
                      .client_secrets = *bcauth::key_ring::make({world.client_secret.expose()})}),
                 {}, fixed_clock(world.at)) {}

    [[nodiscard]] bool lets_in(std::string_view query) const {
        auto const who = x_load(query);
        return who && who->is_owner();
    }

private:
    bcauth::load_verifier<bcauth::strict_policy, fixed_clock> x_load;
};

}  // namespace

int main() {
    bcauth::testing::mint_options world;  // an app, a store, a time, people of nobody
    world.user_id = world.owner_id;
    my_program const program(world);

    auto const owner = bcauth::testing::mint_query(token_kind::load_jwt, world);
    bool as_expected = owner && program.lets_in(owner->expose());
    auto staff = world;
    staff.user_id += 1;
    auto const another = bcauth::testing::mint_query(token_kind::load_jwt, staff);
    as_expected = as_expected && another && !program.lets_in(another->expose());

    int refused = 0;
    for (auto const kind : {token_kind::load_jwt, token_kind::signed_payload}) {
        for (auto const& flaw : bcauth::testing::all_flaws) {
            if (!flaw.applies_to(kind)) {
                continue;
            }
            auto const token = bcauth::testing::mint_flawed(kind, flaw, world);
            auto const query = token ? bcauth::testing::as_query(kind, token->expose()) : token;
            if (!query || program.lets_in(query->expose())) {
                std::cout << "let in with the flaw " << flaw.name << ": " << flaw.about << '\n';
                as_expected = false;
            }
            ++refused;
        }
    }
    std::cout << "the owner came in, a colleague and " << refused << " flawed tokens did not\n";
    return as_expected && refused > 100 ? 0 : 1;
}
