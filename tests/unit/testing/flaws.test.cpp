// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/flaws.hpp>
// the doors that judge what it makes
#include <bcauth/app_config.hpp>
#include <bcauth/callback.hpp>
#include <bcauth/current_customer.hpp>
#include <bcauth/testing/fixed_clock.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ostream>
#include <set>
#include <string>
#include <string_view>

namespace bcauth::inline v0::testing {

// so that a test is not named by a byte
static void PrintTo(token_kind kind, std::ostream* to) {
    *to << name(kind);
}

}  // namespace bcauth::inline v0::testing

namespace {

using namespace bcauth::testing;
using bcauth::errc;
using bcauth::error_code;
using bcauth::mac_algorithm;
using bcauth::received_token;
using bcauth::strict_policy;

// the strict doors at one time, as one answer: `errc{}` is yes
class doors {
public:
    explicit doors(mint_options const& options, std::chrono::seconds later = {})
        : x_app(bcauth::app_config::make(
                    {.client_id = options.client_id,
                     .client_secrets =
                         bcauth::key_ring::make({options.client_secret.expose()}).value()})
                    .value()),
          x_clock(options.at + later),
          x_store(bcauth::store_hash::make(options.store).value()) {}

    [[nodiscard]] error_code answer(token_kind kind, received_token token) const {
        if (kind == token_kind::current_customer) {
            bcauth::current_customer_verifier<strict_policy, fixed_clock> const door(x_app, {},
                                                                                     x_clock);
            auto const who = door(token, x_store);
            return who ? error_code{} : who.error();
        }
        bcauth::load_verifier<strict_policy, fixed_clock> const door(x_app, {}, x_clock);
        auto const who =
            kind == token_kind::load_jwt ? door.verify_jwt(token) : door.verify_payload(token);
        return who ? error_code{} : who.error();
    }

private:
    bcauth::app_config x_app;
    fixed_clock x_clock;
    bcauth::store_hash x_store;
};

mint_options with(mac_algorithm algorithm) {
    mint_options options;
    options.algorithm = algorithm;
    return options;
}

bool is_kebab_case(std::string_view text) {
    bool const letters =
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
    return letters && !text.empty() && text.front() != '-' && text.back() != '-' &&
           text.find("--") == std::string_view::npos;
}

TEST(Flaws, HaveUniqueNamesInKebabCase) {
    std::set<std::string_view> names;
    for (auto const& each : all_flaws) {
        EXPECT_TRUE(is_kebab_case(each.name)) << each.name;
        EXPECT_TRUE(names.insert(each.name).second) << each.name << " comes twice";
        EXPECT_EQ(find_flaw(each.name), &each);
    }
    EXPECT_EQ(find_flaw("nothing-wrong"), nullptr);
    EXPECT_EQ(find_flaw(""), nullptr);
}

TEST(Flaws, ApplyToAtLeastOneKindAndAreToldInOneLine) {
    for (auto const& each : all_flaws) {
        EXPECT_TRUE(std::any_of(every_kind.begin(), every_kind.end(), [&](auto kind) {
            return each.applies_to(kind);
        })) << each.name;
        EXPECT_FALSE(each.about.empty()) << each.name;
        EXPECT_EQ(each.about.find('\n'), std::string_view::npos) << each.name;
    }
}

class FlawsOfAKind : public ::testing::TestWithParam<token_kind> {};

TEST_P(FlawsOfAKind, AreRefusedAsTheTableSays) {
    std::size_t count = 0;
    for (auto const algorithm : {mac_algorithm::hs256, mac_algorithm::hs512}) {
        auto const options = with(algorithm);
        doors const strict(options);
        auto const valid = mint(GetParam(), options).value();
        ASSERT_EQ(strict.answer(GetParam(), valid.expose()), error_code{});
        for (auto const& each : all_flaws) {
            if (!each.applies_to(GetParam())) {
                continue;
            }
            auto const token = mint_flawed(GetParam(), each, options);
            ASSERT_TRUE(token) << each.name;
            EXPECT_EQ(strict.answer(GetParam(), token->expose()), each.answer(GetParam()))
                << each.name;
            EXPECT_NE(token->expose(), valid.expose()) << each.name;
            ++count;
        }
    }
    EXPECT_GT(count, 150U);
}

TEST_P(FlawsOfAKind, AreStillRefusedSoAMinuteLater) {
    mint_options const options;
    doors const strict(options, std::chrono::seconds{60});
    for (auto const& each : all_flaws) {
        if (each.applies_to(GetParam())) {
            auto const token = mint_flawed(GetParam(), each, options).value();
            EXPECT_EQ(strict.answer(GetParam(), token.expose()), each.answer(GetParam()))
                << each.name;
        }
    }
}

TEST_P(FlawsOfAKind, AreTheSameForTheSameOptions) {
    for (auto const& each : all_flaws) {
        if (each.applies_to(GetParam())) {
            auto const first = mint_flawed(GetParam(), each).value();
            auto const second = mint_flawed(GetParam(), each).value();
            EXPECT_EQ(first.expose(), second.expose()) << each.name;
        }
    }
}

TEST_P(FlawsOfAKind, AreNotMadeWhereTheyCannotBe) {
    for (auto const& each : all_flaws) {
        if (!each.applies_to(GetParam())) {
            EXPECT_EQ(mint_flawed(GetParam(), each).error(), errc::invalid_parameter) << each.name;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Each, FlawsOfAKind, ::testing::ValuesIn(token_kinds),
                         [](auto const& each) {
                             std::string text(name(each.param));
                             std::replace(text.begin(), text.end(), '-', '_');
                             return text;
                         });

TEST(Flaws, AreAllSignedWithTheRightSecretButForThoseOfTheSignature) {
    // what no secret protects against is the test's worth: only these may end at the signature
    constexpr std::array of_signatures{errc::signature_mismatch, errc::invalid_base64,
                                       errc::token_shape, errc::token_too_large};
    for (auto const& each : bcauth::detail::claim_flaws::rows) {
        for (auto const kind : token_kinds) {
            if (each.applies_to(kind) && each.name != "other-format") {
                EXPECT_EQ(std::count(of_signatures.begin(), of_signatures.end(), each.answer(kind)),
                          0)
                    << each.name;
            }
        }
    }
}

TEST(Flaws, SayWhichSecretMakesNoDifferenceToOverrides) {
    mint_options options;
    options.claims.push_back({"user.id", "12"});
    options.client_secret = bcauth::secret{"another"};
    auto const token = mint_flawed(token_kind::load_jwt, *find_flaw("wrong-aud"), options).value();
    EXPECT_EQ(doors(options).answer(token_kind::load_jwt, token.expose()), errc::wrong_audience);
}

}  // namespace
