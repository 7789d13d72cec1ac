// SPDX-License-Identifier: BSL-1.0
#include <bcauth/error.hpp>

#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace {

using bcauth::condition;
using bcauth::errc;

constexpr condition conditions[] = {condition::malformed,   condition::unauthenticated,
                                    condition::forbidden,   condition::upstream,
                                    condition::unavailable, condition::misconfigured};

bcauth::result<int> refusing() {
    return errc::expired;
}

TEST(Error, EveryCodeSaysWhatItsTableRowSays) {
    for (auto const& row : bcauth::detail::error_texts) {
        bcauth::error_code const error = row.code;
        EXPECT_TRUE(error.failed()) << row.name;
        EXPECT_EQ(error.message(), row.message);
        EXPECT_EQ(bcauth::name(row.code), row.name);
        EXPECT_EQ(error, row.code);
        EXPECT_EQ(error, bcauth::make_error_code(row.code));
    }
}

TEST(Error, EveryCodeBelongsToOneConditionAndComparesWithIt) {
    for (auto const& row : bcauth::detail::error_texts) {
        bcauth::error_code const error = row.code;
        int matches = 0;
        for (auto const each : conditions) {
            EXPECT_EQ(error == each, bcauth::condition_of(error) == each) << row.name;
            matches += error == each ? 1 : 0;
        }
        EXPECT_EQ(matches, 1) << row.name;
        EXPECT_EQ(error.default_error_condition(),
                  bcauth::make_error_condition(bcauth::condition_of(error)));
    }
}

TEST(Error, EachConditionHasItsStatusAndName) {
    struct {
        errc code;
        int status;
        std::string_view name;
    } const rows[] = {
        {errc::token_shape, 400, "malformed"},
        {errc::invalid_credentials, 400, "malformed"},
        {errc::missing_credentials, 401, "unauthenticated"},
        {errc::missing_session, 401, "unauthenticated"},
        {errc::store_mismatch, 403, "forbidden"},
        {errc::authorization_refused, 403, "forbidden"},
        {errc::csrf_mismatch, 403, "forbidden"},
        {errc::exchange_refused, 502, "upstream"},
        {errc::invalid_access_token, 502, "upstream"},
        {errc::transport_failed, 503, "unavailable"},
        {errc::store_failed, 503, "unavailable"},
        {errc::empty_secret, 500, "misconfigured"},
        {errc::handler_failed, 500, "misconfigured"},
    };
    for (auto const& row : rows) {
        EXPECT_EQ(bcauth::http_status(row.code), row.status) << bcauth::name(row.code);
        EXPECT_EQ(bcauth::name(bcauth::condition_of(row.code)), row.name);
        EXPECT_EQ(bcauth::make_error_condition(bcauth::condition_of(row.code)).message(), row.name);
    }
}

TEST(Error, ACodeOfAnotherCategoryIsUnavailable) {
    bcauth::error_code const foreign(1, boost::system::system_category());
    EXPECT_EQ(bcauth::condition_of(foreign), condition::unavailable);
    EXPECT_EQ(bcauth::http_status(foreign), 503);
    EXPECT_NE(foreign, errc::token_too_large) << "the value is the same, the category is not";
}

TEST(Error, AValueThatIsNoEnumeratorIsStillDescribed) {
    auto const none = static_cast<errc>(99);
    EXPECT_EQ(bcauth::name(none), "unknown");
    EXPECT_EQ(bcauth::make_error_code(none).message(), "unknown error");
    EXPECT_TRUE(bcauth::make_error_code(none).failed());
}

TEST(Error, TheCategoryIsAConstantWithAFixedIdentity) {
    constexpr auto const& category = bcauth::detail::errc_category;
    constexpr auto const& conditions_category = bcauth::detail::condition_category;
    EXPECT_STREQ(category.name(), "bcauth");
    EXPECT_STREQ(conditions_category.name(), "bcauth.condition");
    EXPECT_EQ(&bcauth::make_error_code(errc::expired).category(), &category);

    // another copy, as a second shared library would have it, is the same category
    bcauth::detail::errc_category_type const copy;
    EXPECT_EQ(bcauth::error_code(static_cast<int>(errc::expired), copy),
              bcauth::error_code(errc::expired));
    bcauth::detail::condition_category_type const other;
    EXPECT_FALSE(copy == static_cast<boost::system::error_category const&>(other));
}

TEST(Error, NamesAndConditionsAreConstants) {
    static_assert(bcauth::name(errc::stale) == "stale");
    static_assert(bcauth::name(condition::forbidden) == "forbidden");
    static_assert(bcauth::detail::condition_of(errc::stale) == condition::unauthenticated);
}

TEST(Error, ThrowsOnlyWhereValueIsAskedOfAFailure) {
    auto const refused = refusing();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error(), errc::expired);
    EXPECT_THROW((void)refused.value(), boost::system::system_error);
}

TEST(Error, ASuccessIsNoConditionsCode) {
    bcauth::error_code const fine;
    for (auto const each : conditions) {
        EXPECT_FALSE(fine == each);
    }
}

}  // namespace
