// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/app_store.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace {

using bcauth::installation;
using bcauth::store_hash;
using bcauth::user;

// the smallest model there is: it never has anything
struct empty_store {
    bcauth::result<void> put_installation(installation const&) { return {}; }
    bcauth::result<std::optional<installation>> find_installation(store_hash const&) {
        return std::optional<installation>();
    }
    bcauth::result<void> erase_installation(store_hash const&) { return {}; }
    bcauth::result<void> put_user(store_hash const&, user const&) {
        return bcauth::errc::not_installed;
    }
    bcauth::result<std::optional<user>> find_user(store_hash const&, std::int64_t) {
        return std::optional<user>();
    }
    bcauth::result<void> erase_user(store_hash const&, std::int64_t) { return {}; }
    bcauth::result<std::vector<store_hash>> list_installations(std::optional<store_hash>,
                                                               std::size_t) {
        return std::vector<store_hash>();
    }
};

template <bcauth::app_store Store>
bcauth::error_code use(Store& store) {
    auto const name = *store_hash::make("z4zn3wo");
    auto const put = store.put_user(name, {1, {}, "a@example.com"});
    return put ? bcauth::error_code{} : put.error();
}

TEST(AppStore, IsWhatHasTheSevenCalls) {
    empty_store store;
    EXPECT_EQ(use(store), bcauth::errc::not_installed);
}

TEST(AppStore, FailsAsForbiddenOrUnavailable) {
    EXPECT_EQ(bcauth::http_status(bcauth::errc::not_installed), 403);
    EXPECT_EQ(bcauth::http_status(bcauth::errc::store_failed), 503);
}

}  // namespace
