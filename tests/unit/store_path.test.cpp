// SPDX-License-Identifier: BSL-1.0
#include <bcauth/store_path.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using bcauth::errc;
using bcauth::store_hash;
using bcauth::store_hash_of;

static_assert(store_hash_of("stores/g5cd38").has_value());

TEST(StorePath, FindsTheHashInEachOfTheFourForms) {
    auto const expected = store_hash::make("g5cd38").value();
    for (std::string_view const text : {
             "g5cd38",
             "stores/g5cd38",
             "/stores/g5cd38/v2",
             "/stores/g5cd38/v3",
             "/stores/g5cd38/v2/",
             "/stores/g5cd38/v3/",
             "/stores/g5cd38/v3/catalog/products?limit=1#x",
             "https://api.bigcommerce.com/stores/g5cd38/v2",
             "https://api.bigcommerce.com/stores/g5cd38/v3/",
             "https://api.bigcommerce.com/stores/g5cd38/v2/orders",
             "https://api.bigcommerce.com:443/stores/g5cd38/v3/",
             "https://API.Example-1.com/stores/g5cd38/v3/",
             "https://localhost:65535/stores/g5cd38/v3",
         }) {
        auto const store = store_hash_of(text);
        ASSERT_TRUE(store) << text;
        EXPECT_EQ(*store, expected) << text;
    }
}

// a bare word is a hash, whatever it says
TEST(StorePath, TakesABareWordForAHash) {
    EXPECT_EQ(store_hash_of("stores")->view(), "stores");
    EXPECT_EQ(store_hash_of("v3")->view(), "v3");
    EXPECT_EQ(store_hash_of("stores/v3")->view(), "v3");
}

TEST(StorePath, RefusesEverythingElse) {
    for (std::string_view const text : {
             "",
             " ",
             "G5CD38",
             "g5cd38 ",
             " g5cd38",
             "g5cd38\n",
             "g5cd38/",
             "/g5cd38",
             "stores/",
             "stores/g5cd38/",
             "stores/g5cd38/v2",
             "/stores/g5cd38",
             "/stores/g5cd38/",
             "/stores//v2",
             "/stores/g5cd38/v",
             "/stores/g5cd38/v1",
             "/stores/g5cd38/v4",
             "/stores/g5cd38/v22",
             "/stores/g5cd38/v2x",
             "/stores/g5cd38/V2",
             "/stores/g5cd38/v3?x=1",
             "/stores/g5cd38/v3#x",
             "/stores/g5cd38//v3",
             "/stores/G5CD38/v3",
             "/stores/../g5cd38/v3",
             "/stores/g5cd38%2Fv3",
             "//stores/g5cd38/v3",
             "/stores/stores/g5cd38/v3",
             "https://",
             "https:///stores/g5cd38/v3",
             "https://api.bigcommerce.com",
             "https://api.bigcommerce.com/",
             "https://api.bigcommerce.com/g5cd38",
             "https://api.bigcommerce.com/stores/g5cd38",
             "https://api.bigcommerce.com/stores/g5cd38/",
             "https://api.bigcommerce.com/x/stores/g5cd38/v3",
             "https://api.bigcommerce.com//stores/g5cd38/v3",
             "https://api.bigcommerce.comstores/g5cd38/v3",
             "HTTPS://api.bigcommerce.com/stores/g5cd38/v3",
             "http://api.bigcommerce.com/stores/g5cd38/v3",
             "ftp://api.bigcommerce.com/stores/g5cd38/v3",
             "https:api.bigcommerce.com/stores/g5cd38/v3",
             "https://user@api.bigcommerce.com/stores/g5cd38/v3",
             "https://user:pass@api.bigcommerce.com/stores/g5cd38/v3",
             "https://api.bigcommerce.com:/stores/g5cd38/v3",
             "https://api.bigcommerce.com:x/stores/g5cd38/v3",
             "https://api.bigcommerce.com:123456/stores/g5cd38/v3",
             "https://api.bigcommerce.com:1:2/stores/g5cd38/v3",
             "https://:443/stores/g5cd38/v3",
             "https://.example.com/stores/g5cd38/v3",
             "https://-example.com/stores/g5cd38/v3",
             "https://[::1]/stores/g5cd38/v3",
             "https://a b/stores/g5cd38/v3",
             "https://a%41/stores/g5cd38/v3",
             "https://a_b/stores/g5cd38/v3",
             "https://a:0/stores/g5cd38/v3",
             "https://a:65536/stores/g5cd38/v3",
             "https://a?/stores/g5cd38/v3",
             "https://a#/stores/g5cd38/v3",
             "https://a\\b/stores/g5cd38/v3",
             "https://\xc3\xa9/stores/g5cd38/v3",
         }) {
        auto const store = store_hash_of(text);
        EXPECT_TRUE(store.has_error() && store.error() == errc::invalid_store_hash) << text;
    }
    EXPECT_FALSE(store_hash_of(std::string_view("g5cd38\0", 7)));
    EXPECT_FALSE(store_hash_of(std::string(10'000'000, 'a')));
    EXPECT_FALSE(store_hash_of("https://" + std::string(1'000'000, '/')));
}

}  // namespace
