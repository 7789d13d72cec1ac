// SPDX-License-Identifier: BSL-1.0
#include <bcauth/policy.hpp>

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using namespace std::chrono_literals;
using bcauth::mac_algorithm;
using bcauth::strict_policy;
using bcauth::verification_policy;

TEST(Policy, StrictHasTheDocumentedDefaults) {
    EXPECT_EQ(strict_policy::leeway, 10s);
    EXPECT_EQ(strict_policy::max_leeway, 600s);
    EXPECT_EQ(strict_policy::payload_max_age, 300s);
    EXPECT_EQ(strict_policy::payload_max_ahead, 60s);
    EXPECT_EQ(strict_policy::destructive_max_age, 300s);
    EXPECT_EQ(strict_policy::max_age_ceiling, 24h);
    EXPECT_TRUE(strict_policy::requires_fresh_payload);
    EXPECT_EQ(strict_policy::webhook_tolerance, 300s);
    EXPECT_EQ(strict_policy::max_webhook_tolerance, 600s);
    EXPECT_TRUE(strict_policy::requires_signed_webhooks);
    EXPECT_EQ(strict_policy::webhook_bytes, 256U * 1024U);
    EXPECT_EQ(strict_policy::token_bytes, 16U * 1024U);
    EXPECT_EQ(strict_policy::json_depth, 32U);
    EXPECT_EQ(strict_policy::min_secret_bytes, 1U);
    EXPECT_FALSE(strict_policy::allows_loopback_http);
    EXPECT_EQ(strict_policy::callback_algorithms, (std::array{mac_algorithm::hs256}));
    EXPECT_EQ(strict_policy::customer_algorithms,
              (std::array{mac_algorithm::hs256, mac_algorithm::hs512}));
}

// every value of a policy, each by a number of its own kind
template <class Policy>
std::map<std::string_view, std::vector<long long>> values_of() {
    auto const numbers = [](auto const& algorithms) {
        std::vector<long long> all;
        for (auto const each : algorithms) {
            all.push_back(static_cast<long long>(each));
        }
        return all;
    };
    auto const number = [](auto value) { return std::vector{static_cast<long long>(value)}; };
    return {
        {"leeway", number(Policy::leeway.count())},
        {"max_leeway", number(Policy::max_leeway.count())},
        {"payload_max_age", number(Policy::payload_max_age.count())},
        {"payload_max_ahead", number(Policy::payload_max_ahead.count())},
        {"destructive_max_age", number(Policy::destructive_max_age.count())},
        {"checks_uninstalls", number(Policy::checks_uninstalls)},
        {"max_age_ceiling", number(Policy::max_age_ceiling.count())},
        {"requires_fresh_payload", number(Policy::requires_fresh_payload)},
        {"webhook_tolerance", number(Policy::webhook_tolerance.count())},
        {"max_webhook_tolerance", number(Policy::max_webhook_tolerance.count())},
        {"requires_signed_webhooks", number(Policy::requires_signed_webhooks)},
        {"token_bytes", number(Policy::token_bytes)},
        {"webhook_bytes", number(Policy::webhook_bytes)},
        {"json_depth", number(Policy::json_depth)},
        {"min_secret_bytes", number(Policy::min_secret_bytes)},
        {"callback_algorithms", numbers(Policy::callback_algorithms)},
        {"customer_algorithms", numbers(Policy::customer_algorithms)},
        {"allows_loopback_http", number(Policy::allows_loopback_http)},
    };
}

// the names of the values in which a policy is not the strict one
template <class Policy>
std::vector<std::string_view> differences() {
    std::vector<std::string_view> names;
    for (auto const& [name, value] : values_of<strict_policy>()) {
        if (values_of<Policy>().at(name) != value) {
            names.push_back(name);
        }
    }
    return names;
}

std::size_t count_of(std::string_view what, std::string_view text) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

TEST(Policy, EachRelaxationChangesItsOneValue) {
    using names = std::vector<std::string_view>;
    EXPECT_EQ(differences<bcauth::loopback_http<>>(), names{"allows_loopback_http"});
    EXPECT_EQ(differences<bcauth::allow_stale_payload<>>(), names{"requires_fresh_payload"});
    EXPECT_EQ(differences<bcauth::trust_uninstalls<>>(), names{"checks_uninstalls"});
    EXPECT_EQ(differences<bcauth::unsigned_webhooks<>>(), names{"requires_signed_webhooks"});
    EXPECT_EQ(differences<bcauth::long_secrets<>>(), names{"min_secret_bytes"});
    EXPECT_EQ(bcauth::long_secrets<>::min_secret_bytes, 32U);
    EXPECT_EQ(differences<strict_policy>(), names{});

    // neither a value nor a relaxation was added without standing above
    std::ifstream file(BCAUTH_SOURCE_DIR "/include/bcauth/policy.hpp");
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    auto const strict = text.substr(text.find("struct strict_policy"));
    EXPECT_EQ(count_of("static constexpr", strict.substr(0, strict.find("\n};"))),
              values_of<strict_policy>().size());
    EXPECT_EQ(count_of("/** Relaxation:", text) + count_of("/** Tightening:", text), 5U);
}

TEST(Policy, RelaxationsWrapEachOther) {
    using all = bcauth::loopback_http<bcauth::allow_stale_payload<bcauth::long_secrets<48>>>;
    static_assert(verification_policy<all>);
    EXPECT_TRUE(all::allows_loopback_http);
    EXPECT_FALSE(all::requires_fresh_payload);
    EXPECT_EQ(all::min_secret_bytes, 48U);
    EXPECT_EQ(all::leeway, strict_policy::leeway);
}

static_assert(verification_policy<strict_policy>);
static_assert(verification_policy<bcauth::loopback_http<>>);
static_assert(verification_policy<bcauth::allow_stale_payload<>>);
static_assert(verification_policy<bcauth::unsigned_webhooks<>>);
static_assert(verification_policy<bcauth::long_secrets<>>);
static_assert(!verification_policy<bcauth::long_secrets<0>>);

// each bound from both sides: the last value that is safe, and the first that is not
template <auto Value>
struct leeway_of : strict_policy {
    static constexpr std::chrono::seconds leeway{Value};
};
static_assert(verification_policy<leeway_of<0>> && !verification_policy<leeway_of<-1>>);
static_assert(verification_policy<leeway_of<600>> && !verification_policy<leeway_of<601>>);

template <auto Value>
struct max_leeway_of : strict_policy {
    static constexpr std::chrono::seconds max_leeway{Value};
};
static_assert(verification_policy<max_leeway_of<600>> && !verification_policy<max_leeway_of<601>>);
static_assert(verification_policy<max_leeway_of<10>> && !verification_policy<max_leeway_of<9>>,
              "the default leeway is within its own ceiling");

template <auto Value>
struct payload_age_of : strict_policy {
    static constexpr std::chrono::seconds payload_max_age{Value};
};
static_assert(verification_policy<payload_age_of<1>> && !verification_policy<payload_age_of<0>>);
static_assert(verification_policy<payload_age_of<86400>> &&
              !verification_policy<payload_age_of<86401>>);

template <auto Value>
struct payload_ahead_of : strict_policy {
    static constexpr std::chrono::seconds payload_max_ahead{Value};
};
static_assert(verification_policy<payload_ahead_of<0>> &&
              !verification_policy<payload_ahead_of<-1>>);
static_assert(verification_policy<payload_ahead_of<600>> &&
              !verification_policy<payload_ahead_of<601>>);

template <auto Value>
struct destructive_age_of : strict_policy {
    static constexpr std::chrono::seconds destructive_max_age{Value};
};
static_assert(verification_policy<destructive_age_of<1>> &&
              !verification_policy<destructive_age_of<0>>);
static_assert(verification_policy<destructive_age_of<300>> &&
              !verification_policy<destructive_age_of<301>>);

template <auto Value>
struct age_ceiling_of : strict_policy {
    static constexpr std::chrono::seconds max_age_ceiling{Value};
};
static_assert(verification_policy<age_ceiling_of<86400>> &&
              !verification_policy<age_ceiling_of<86401>>);
static_assert(verification_policy<age_ceiling_of<300>> &&
              !verification_policy<age_ceiling_of<299>>);

template <auto Value>
struct webhook_tolerance_of : strict_policy {
    static constexpr std::chrono::seconds webhook_tolerance{Value};
};
static_assert(verification_policy<webhook_tolerance_of<1>> &&
              !verification_policy<webhook_tolerance_of<0>>);
static_assert(verification_policy<webhook_tolerance_of<600>> &&
              !verification_policy<webhook_tolerance_of<601>>);

template <auto Value>
struct max_webhook_tolerance_of : strict_policy {
    static constexpr std::chrono::seconds max_webhook_tolerance{Value};
};
static_assert(verification_policy<max_webhook_tolerance_of<600>> &&
              !verification_policy<max_webhook_tolerance_of<601>>);
static_assert(verification_policy<max_webhook_tolerance_of<300>> &&
              !verification_policy<max_webhook_tolerance_of<299>>);

template <std::size_t Value>
struct webhook_bytes_of : strict_policy {
    static constexpr std::size_t webhook_bytes = Value;
};
static_assert(verification_policy<webhook_bytes_of<1024>> &&
              !verification_policy<webhook_bytes_of<1023>>);
static_assert(verification_policy<webhook_bytes_of<1048576>> &&
              !verification_policy<webhook_bytes_of<1048577>>);

template <std::size_t Value>
struct token_bytes_of : strict_policy {
    static constexpr std::size_t token_bytes = Value;
};
static_assert(verification_policy<token_bytes_of<1024>> &&
              !verification_policy<token_bytes_of<1023>>);
static_assert(verification_policy<token_bytes_of<1048576>> &&
              !verification_policy<token_bytes_of<1048577>>);

// threats row 28
template <std::size_t Value>
struct depth_of : strict_policy {
    static constexpr std::size_t json_depth = Value;
};
static_assert(verification_policy<depth_of<4>> && !verification_policy<depth_of<3>>);
static_assert(verification_policy<depth_of<32>> && !verification_policy<depth_of<33>>);

template <mac_algorithm... Each>
struct callbacks_by : strict_policy {
    static constexpr std::array<mac_algorithm, sizeof...(Each)> callback_algorithms{Each...};
};
static_assert(verification_policy<callbacks_by<mac_algorithm::hs256>>);
static_assert(!verification_policy<callbacks_by<>>);
static_assert(!verification_policy<callbacks_by<mac_algorithm::hs512>>);
static_assert(!verification_policy<callbacks_by<mac_algorithm::hs256, mac_algorithm::hs512>>);

template <mac_algorithm... Each>
struct customers_by : strict_policy {
    static constexpr std::array<mac_algorithm, sizeof...(Each)> customer_algorithms{Each...};
};
static_assert(verification_policy<customers_by<mac_algorithm::hs256>>);
static_assert(verification_policy<customers_by<mac_algorithm::hs512>>);
static_assert(!verification_policy<customers_by<>>);
static_assert(!verification_policy<
              customers_by<mac_algorithm::hs256, mac_algorithm::hs512, mac_algorithm::hs256>>);

}  // namespace
