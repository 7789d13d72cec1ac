// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_CLIENT_BATTERY_HPP
#define BCAUTH_TESTING_CLIENT_BATTERY_HPP

#include <bcauth/http/client.hpp>
#include <bcauth/testing/detail/client_rules.hpp>

#include <array>
#include <ostream>
#include <string>
#include <string_view>

namespace bcauth::inline v0::testing {

/** One thing that every `http::client` does, and the judge of it. */
template <http::client Client>
struct client_rule {
    std::string_view name;  ///< letters only, so that it serves as the name of a test
    /// Judges a client: gives nothing where the rule holds, else what went wrong.
    std::string (*judge)(Client& client, client_lab const& lab);

    friend bool operator==(client_rule const&, client_rule const&) = default;
    friend std::ostream& operator<<(std::ostream& out, client_rule const& rule) {
        return out << rule.name;
    }
};

/** Every rule that an `http::client` keeps, judged against a server that the test starts (`client_lab`).

    No test framework is needed. With GoogleTest each rule is a test:

    @code
    using rule = bcauth::testing::client_rule<my_client>;
    class MyClient : public testing::TestWithParam<rule> {};

    TEST_P(MyClient, KeepsTheRule) {
        my_client client;
        EXPECT_EQ(GetParam().judge(client, {.origin = my_server(), .dead_origin = "http://127.0.0.1:1"}), "");
    }
    INSTANTIATE_TEST_SUITE_P(Battery, MyClient, testing::ValuesIn(bcauth::testing::client_battery<my_client>()),
                             [](auto const& test) { return std::string(test.param.name); });
    @endcode

    Certificates, proxies and damaged answers are not judged: those take the client's own tests. Nor are threads,
    since a client need not be safe with them.
*/
template <http::client Client>
[[nodiscard]] constexpr std::array<client_rule<Client>, 10> client_battery() noexcept {
    using rules = detail::battery::client_rules<Client>;
    return {{
        {"GivesAnyStatusAsAValue", rules::gives_any_status},
        {"FollowsNoRedirect", rules::follows_no_redirect},
        {"SendsTheRequestAsItIs", rules::sends_the_request},
        {"AddsNoTypeToABody", rules::adds_no_type},
        {"GivesTheFieldsOfAnAnswer", rules::gives_fields},
        {"HoldsTheLimitOfBytes", rules::holds_the_limit_of_bytes},
        {"HoldsTheLimitOfTime", rules::holds_the_limit_of_time},
        {"TellsThatNothingWasSent", rules::tells_that_nothing_was_sent},
        {"TellsThatARequestMayHaveArrived", rules::tells_that_it_may_have_arrived},
        {"SendsOnce", rules::sends_once},
    }};
}

}  // namespace bcauth::inline v0::testing

#endif
