// SPDX-License-Identifier: BSL-1.0
#include <bcauth/signed_payload.hpp>
#include "support/failing_mac.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace {

using bcauth::base64_alphabet;
using bcauth::base64_padding;
using bcauth::errc;
using bcauth::signed_payload;

constexpr std::string_view client_secret = "the client secret of the tests";

// the example of the platform's page "Processing the Signed Payload", section "User Information"
constexpr std::string_view documented_json = R"({
  "user": {
    "id": 9128,
    "email": "user@mybigcommerce.com"
  },
  "owner": {
    "id": 9128,
    "email": "user@mybigcommerce.com"
  },
  "context": "stores/z4zn3wo",
  "store_hash": "z4zn3wo",
  "timestamp": 1469823892.9123988
})";

struct judged {
    bcauth::error_code why;
    std::string json;
    unsigned matched_secret = 0;
};

judged judge(std::string_view text, std::size_t limit = 16384,
             std::initializer_list<std::string_view> secrets = {client_secret}) {
    auto const format = signed_payload<>::make(bcauth::key_ring::make(secrets).value()).value();
    signed_payload<>::buffer decoded;
    auto const got = format.authenticate(text, limit, decoded);
    if (!got) {
        return {got.error(), {}, 0};
    }
    return {{}, std::string(got->json), got->matched_secret};
}

std::string hex_mac(std::string_view json) {
    auto const key = bcauth::openssl_mac::make_key(bcauth::mac_algorithm::hs256, client_secret);
    std::array const parts{json};
    bcauth::mac_digest digest;
    EXPECT_TRUE(bcauth::openssl_mac::sign(*key, parts, digest));
    return bcauth::hex_encode({reinterpret_cast<char const*>(digest.data()), 32});
}

std::string encoded(std::string_view bytes, base64_alphabet alphabet, base64_padding padding) {
    return bcauth::base64_encode(bytes, alphabet, padding);
}

std::string standard(std::string_view bytes) {
    return encoded(bytes, base64_alphabet::standard, base64_padding::required);
}

TEST(SignedPayload, TakesWhatItSignsItself) {
    auto const text = signed_payload<>::sign(bcauth::secret(client_secret), documented_json);
    ASSERT_TRUE(text);
    EXPECT_EQ(text->expose(), standard(documented_json) + '.' + standard(hex_mac(documented_json)));
    auto const got = judge(text->expose());
    EXPECT_FALSE(got.why) << got.why.message();
    EXPECT_EQ(got.json, documented_json);
    EXPECT_EQ(got.matched_secret, 1U);
}

// "GET /load?signed_payload=hw9fhkx2ureq.t73sk8y80jx9": the page shows the shape, not a signature
TEST(SignedPayload, RefusesThePlaceholderOfTheDocumentation) {
    EXPECT_EQ(judge("hw9fhkx2ureq.t73sk8y80jx9").why, errc::signature_mismatch);
}

// the page's text says base64url, its PHP and Ruby samples decode the standard alphabet
TEST(SignedPayload, TakesEitherAlphabetAndPaddingAllOrNone) {
    std::string const json = R"({"a":"???>>>~~~"})";
    auto const hex = hex_mac(json);
    ASSERT_NE(standard(json).find_first_of("+/"), std::string::npos);
    for (auto const alphabet : {base64_alphabet::standard, base64_alphabet::url}) {
        for (auto const padding : {base64_padding::required, base64_padding::none}) {
            auto const text =
                encoded(json, alphabet, padding) + '.' + encoded(hex, alphabet, padding);
            EXPECT_EQ(judge(text).json, json) << text;
        }
    }
}

TEST(SignedPayload, RefusesAMixOfAlphabets) {
    std::string const json = "{\"a\":\"\xfb\xef\xbe\xfb\xff\xbf\"}";
    auto text = standard(json);
    auto const plus = text.find('+');
    ASSERT_NE(plus, std::string::npos);
    ASSERT_NE(text.find('/'), std::string::npos);
    text[plus] = '-';
    EXPECT_EQ(judge(text + '.' + standard(hex_mac(json))).why, errc::invalid_base64);
}

// threats rows 10 and 18
TEST(SignedPayload, RefusesAnyOtherNumberOfParts) {
    for (auto const* const text : {"", ".", "a", "YQ==", ".YQ==", "YQ==.", "YQ==.YQ==.", "..",
                                   ".YQ==.", "YQ==.YQ==.YQ==", "YQ==..YQ=="}) {
        EXPECT_EQ(judge(text).why, errc::token_shape) << text;
    }
    EXPECT_EQ(judge(std::string(10000, '.')).why, errc::token_shape);
}

// threats rows 11 and 13
TEST(SignedPayload, RefusesASignatureInAnyOtherForm) {
    std::string const json = "{}";
    auto const hex = hex_mac(json);
    auto const raw = vectors::from_hex(hex);
    auto upper = hex;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
    ASSERT_NE(upper, hex);
    for (auto const& signature :
         {standard(raw), standard(upper), standard(hex.substr(1)), standard(hex + '0'),
          standard(hex.substr(0, 62)), standard(hex + "00"), standard(' ' + hex.substr(1)),
          standard(std::string(64, '0')), standard(standard(raw)), standard(hex + '\n'),
          standard(hex + hex)}) {
        EXPECT_EQ(judge(standard(json) + '.' + signature).why, errc::signature_mismatch);
    }
    EXPECT_EQ(judge(standard(json) + '.' + hex).why, errc::signature_mismatch)
        << "64 hexadecimal digits are base64 of 48 bytes";
    for (std::size_t const letters : {88U, 89U, 90U, 91U, 92U}) {
        EXPECT_EQ(judge(standard(json) + '.' + std::string(letters, 'A')).why,
                  errc::signature_mismatch)
            << letters;
    }
    EXPECT_FALSE(judge(standard(json) + '.' + standard(hex)).why);
}

// threats row 13
TEST(SignedPayload, TheMacIsOverTheDecodedBytes) {
    std::string const json = R"({"context":"stores\/abc"})";
    EXPECT_FALSE(judge(standard(json) + '.' + standard(hex_mac(json))).why);
    EXPECT_EQ(judge(standard(json) + '.' + standard(hex_mac(standard(json)))).why,
              errc::signature_mismatch);
    EXPECT_EQ(judge(standard(json + ' ') + '.' + standard(hex_mac(json))).why,
              errc::signature_mismatch);
}

// threats rows 14 to 16
TEST(SignedPayload, RefusesABase64ThatIsNotCanonical) {
    auto const signature = standard(hex_mac("{}"));
    for (auto const* const text : {"e30", "e30="}) {
        EXPECT_FALSE(judge(std::string(text) + '.' + signature).why) << text;
    }
    for (auto const* const text :
         {"e31", "e31=", "e30==", "e30=e30=", "e3=0", "e 30", "e30 ", "e30\n", "e3%30", "e"}) {
        EXPECT_EQ(judge(std::string(text) + '.' + signature).why, errc::invalid_base64) << text;
    }
}

TEST(SignedPayload, HoldsItsSizeLimitToTheByte) {
    std::string const json = "{}" + std::string(3000, ' ');
    auto const text = standard(json) + '.' + standard(hex_mac(json));
    EXPECT_EQ(judge(text, text.size()).json, json);
    EXPECT_EQ(judge(text, text.size() - 1).why, errc::token_too_large);
    EXPECT_EQ(judge(std::string(10'000'000, 'A')).why, errc::token_too_large);
}

TEST(SignedPayload, TriesEverySecretAndSaysWhichMatched) {
    auto const text = standard("{}") + '.' + standard(hex_mac("{}"));
    EXPECT_EQ(judge(text, 16384, {client_secret, "b", "c"}).matched_secret, 1U);
    EXPECT_EQ(judge(text, 16384, {"a", client_secret, "c"}).matched_secret, 2U);
    EXPECT_EQ(judge(text, 16384, {"a", "b", client_secret}).matched_secret, 3U);
    EXPECT_EQ(judge(text, 16384, {"a", "b", "c"}).why, errc::signature_mismatch);
}

// threats row 67
TEST(SignedPayload, WithoutKeysOrMovedFromRefuses) {
    auto const text = standard("{}") + '.' + standard(hex_mac("{}"));
    auto format = signed_payload<>::make(bcauth::key_ring::make({client_secret}).value()).value();
    auto const taken = std::move(format);
    signed_payload<>::buffer decoded;
    EXPECT_TRUE(taken.authenticate(text, 16384, decoded));
    EXPECT_EQ(format.authenticate(text, 16384, decoded).error(), errc::empty_secret);  // NOLINT
    EXPECT_EQ(signed_payload<>().authenticate(text, 16384, decoded).error(), errc::empty_secret);
    EXPECT_EQ(signed_payload<>::make({}).error(), errc::empty_secret);
    EXPECT_EQ(signed_payload<>::sign(bcauth::secret(), "{}").error(), errc::empty_secret);
}

// threats row 61
TEST(SignedPayload, SignsNothingWhereTheBackendFails) {
    using support::failing_mac;
    bcauth::secret const key(client_secret);
    for (int call = 0; call < 2; ++call) {
        failing_mac::fail_at(call);
        EXPECT_EQ(signed_payload<failing_mac>::sign(key, "{}").error(), errc::crypto_failure)
            << call;
        EXPECT_TRUE(failing_mac::failed());
    }
    failing_mac::fail_at(2);
    EXPECT_TRUE(signed_payload<failing_mac>::sign(key, "{}"));
    EXPECT_FALSE(failing_mac::failed());
}

}  // namespace
