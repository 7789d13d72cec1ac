// SPDX-License-Identifier: BSL-1.0
#include <bcauth/crypto/openssl.hpp>
#include "support/vectors.hpp"

#include <openssl/hmac.h>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::mac_algorithm;
using bcauth::openssl_mac;
using vectors::from_hex;

constexpr mac_algorithm algorithms[] = {mac_algorithm::hs256, mac_algorithm::hs512};

static_assert(!std::is_copy_constructible_v<openssl_mac::key>);
static_assert(std::is_nothrow_move_constructible_v<openssl_mac::key>);

std::optional<std::string> signed_with(openssl_mac::key const& key, mac_algorithm algorithm,
                                       bcauth::mac_message parts) {
    bcauth::mac_digest out{};
    if (!openssl_mac::sign(key, parts, out)) {
        return std::nullopt;
    }
    return std::string(out.begin(), out.begin() + bcauth::digest_size(algorithm));
}

std::optional<std::string> mac(mac_algorithm algorithm, std::string_view secret,
                               std::string_view message) {
    auto const key = openssl_mac::make_key(algorithm, secret);
    if (!key) {
        return std::nullopt;
    }
    std::array const parts{message};
    return signed_with(*key, algorithm, parts);
}

// the one-shot function is another path through OpenSSL
std::string one_shot(mac_algorithm algorithm, std::string_view secret, std::string_view message) {
    std::array<unsigned char, 64> out{};
    unsigned size = 0;
    HMAC(algorithm == mac_algorithm::hs256 ? EVP_sha256() : EVP_sha512(), secret.data(),
         static_cast<int>(secret.size()), reinterpret_cast<unsigned char const*>(message.data()),
         message.size(), out.data(), &size);
    return {out.begin(), out.begin() + size};
}

struct rfc_4231_case {
    std::string key;
    std::string message;
    std::string_view sha256;
    std::string_view sha512;
};

// RFC 4231 sections 4.2 to 4.8; case 5 is truncated there to 128 bits
std::vector<rfc_4231_case> const& rfc_4231() {
    static std::vector<rfc_4231_case> const cases = {
        {std::string(20, '\x0b'), "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
         "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
         "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"},
        {"Jefe", "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
         "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
         "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"},
        {std::string(20, '\xaa'), std::string(50, '\xdd'),
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
         "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39"
         "bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"},
        {from_hex("0102030405060708090a0b0c0d0e0f10111213141516171819"), std::string(50, '\xcd'),
         "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
         "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db"
         "a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd"},
        {std::string(20, '\x0c'), "Test With Truncation", "a3b6167473100ee06e0c796c2955552b",
         "415fad6271580a531d4179bc891d87a6"},
        {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
         "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
         "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"},
        {std::string(131, '\xaa'),
         "This is a test using a larger than block-size key and a larger than block-size data. "
         "The key needs to be hashed before being used by the HMAC algorithm.",
         "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
         "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944"
         "b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58"},
    };
    return cases;
}

TEST(OpensslMac, GivesTheDigestsOfRfc4231) {
    for (auto const& each : rfc_4231()) {
        auto const sha256 = mac(mac_algorithm::hs256, each.key, each.message);
        auto const sha512 = mac(mac_algorithm::hs512, each.key, each.message);
        ASSERT_TRUE(sha256 && sha512);
        EXPECT_EQ(sha256->substr(0, each.sha256.size() / 2), from_hex(each.sha256)) << each.message;
        EXPECT_EQ(sha512->substr(0, each.sha512.size() / 2), from_hex(each.sha512)) << each.message;
    }
}

TEST(OpensslMac, IsRightAroundTheBlockSizes) {
    for (auto const algorithm : algorithms) {
        for (std::size_t const key : {1U, 31U, 32U, 63U, 64U, 65U, 127U, 128U, 129U, 200U, 4096U}) {
            for (std::size_t const text :
                 {0U, 1U, 55U, 56U, 63U, 64U, 65U, 111U, 112U, 128U, 9999U}) {
                std::string const secret(key, 's');
                std::string const message(text, 'm');
                EXPECT_EQ(mac(algorithm, secret, message), one_shot(algorithm, secret, message))
                    << key << ' ' << text;
            }
        }
    }
}

// threats rows 8 and 9
TEST(OpensslMac, TakesTheSecretsExactBytes) {
    std::string_view const rows[] = {std::string_view("a\0b", 3),
                                     std::string_view("a\0c", 3),
                                     "a",
                                     " a",
                                     "a ",
                                     "a\n",
                                     "\xff\x80",
                                     "61",
                                     "YQ=="};
    for (auto const one : rows) {
        for (auto const other : rows) {
            EXPECT_EQ(mac(mac_algorithm::hs256, one, "m") == mac(mac_algorithm::hs256, other, "m"),
                      one == other);
        }
        EXPECT_EQ(mac(mac_algorithm::hs256, one, "m"), one_shot(mac_algorithm::hs256, one, "m"));
    }
}

RC_GTEST_PROP(OpensslMac, PartsAreOneText, ()) {
    auto const secret = *rc::gen::nonEmpty<std::string>();
    auto const texts = *rc::gen::arbitrary<std::vector<std::string>>();
    auto const algorithm = *rc::gen::element(mac_algorithm::hs256, mac_algorithm::hs512);
    auto const key = openssl_mac::make_key(algorithm, secret);
    RC_ASSERT(key.has_value());
    std::string whole;
    std::vector<std::string_view> parts;
    for (auto const& text : texts) {
        whole += text;
        parts.emplace_back(text);
    }
    RC_ASSERT(signed_with(*key, algorithm, parts) == one_shot(algorithm, secret, whole));
}

TEST(OpensslMac, OneKeySignsManyMessagesInAnyOrder) {
    auto const small = openssl_mac::make_key(mac_algorithm::hs256, "one");
    auto const large = openssl_mac::make_key(mac_algorithm::hs512, "two");
    ASSERT_TRUE(small && large);
    for (int round = 0; round < 3; ++round) {
        for (std::string_view const message : {"", "x", "longer than that"}) {
            std::array const parts{message};
            EXPECT_EQ(signed_with(*small, mac_algorithm::hs256, parts),
                      one_shot(mac_algorithm::hs256, "one", message));
            EXPECT_EQ(signed_with(*large, mac_algorithm::hs512, parts),
                      one_shot(mac_algorithm::hs512, "two", message));
        }
    }
}

// threats row 6
TEST(OpensslMac, RefusesAnEmptySecret) {
    for (auto const algorithm : algorithms) {
        EXPECT_EQ(openssl_mac::make_key(algorithm, "").error(), errc::empty_secret);
        EXPECT_EQ(openssl_mac::make_key(algorithm, {}).error(), errc::empty_secret);
    }
}

// threats row 67
TEST(OpensslMac, AMovedFromOrEmptyKeyRefusesAndLeavesZeros) {
    auto made = openssl_mac::make_key(mac_algorithm::hs256, "secret");
    ASSERT_TRUE(made);
    openssl_mac::key from = std::move(*made);
    openssl_mac::key const to = std::move(from);
    openssl_mac::key const never;
    std::array<std::string_view, 1> const parts{"m"};
    for (openssl_mac::key const* const key : std::array{&std::as_const(from), &never}) {
        bcauth::mac_digest out;
        out.fill(0xaa);
        auto const refused = openssl_mac::sign(*key, parts, out);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error(), errc::crypto_failure);
        EXPECT_EQ(out, bcauth::mac_digest{});
    }
    EXPECT_EQ(signed_with(to, mac_algorithm::hs256, parts),
              one_shot(mac_algorithm::hs256, "secret", "m"));
}

TEST(OpensslMac, WritesNoMoreThanTheDigest) {
    auto const key = openssl_mac::make_key(mac_algorithm::hs256, "secret");
    bcauth::mac_digest out;
    out.fill(0xaa);
    ASSERT_TRUE(openssl_mac::sign(*key, {}, out));
    for (std::size_t i = 32; i < out.size(); ++i) {
        EXPECT_EQ(out[i], 0xaa) << i;
    }
}

// -- threats row 61: what stands in the caller's error queue stays, and nothing is added

std::vector<unsigned long> error_queue() {
    std::vector<unsigned long> errors;
    while (auto const error = ERR_get_error()) {
        errors.push_back(error);
    }
    return errors;
}

void expect_queue_kept(auto&& use) {
    ERR_clear_error();
    use();
    EXPECT_TRUE(error_queue().empty());

    ERR_raise(ERR_LIB_USER, 11);
    ERR_raise(ERR_LIB_USER, 12);
    use();
    auto const left = error_queue();
    ASSERT_EQ(left.size(), 2U);
    EXPECT_EQ(ERR_GET_REASON(left[0]), 11);
    EXPECT_EQ(ERR_GET_REASON(left[1]), 12);
}

TEST(OpensslMac, LeavesTheErrorQueueAloneOnSuccessAndRefusal) {
    expect_queue_kept([] {
        EXPECT_EQ(mac(mac_algorithm::hs256, "k", "m"), one_shot(mac_algorithm::hs256, "k", "m"));
        EXPECT_FALSE(mac(mac_algorithm::hs256, "", "m"));
        bcauth::mac_digest out;
        EXPECT_FALSE(openssl_mac::sign({}, {}, out));
    });
}

// a provider may lack something, tell of it, do without and succeed
TEST(ErrorQueueGuard, ForgetsWhatASuccessTellsOf) {
    using bcauth::detail::error_queue_guard;
    expect_queue_kept([] {
        error_queue_guard guard(error_queue_guard::success::may_add);
        ERR_raise(ERR_LIB_USER, 13);
        EXPECT_TRUE(guard.check(true));
    });
}

// threats row 62
TEST(OpensslMac, FailsWhereTheProviderHasNoSuchDigest) {
    ASSERT_EQ(EVP_set_default_properties(nullptr, "provider=nobody"), 1);
    expect_queue_kept([] {
        for (auto const algorithm : algorithms) {
            auto const key = openssl_mac::make_key(algorithm, "k");
            EXPECT_FALSE(key);
            EXPECT_EQ(key.error(), errc::crypto_failure);
        }
    });
    ASSERT_EQ(EVP_set_default_properties(nullptr, ""), 1);
    EXPECT_TRUE(mac(mac_algorithm::hs256, "k", "m"));
}

// -- threats rows 63 to 65: threads, fork, the end of a thread and of the process

TEST(OpensslMac, OneKeyServesEightThreads) {
    auto const key = openssl_mac::make_key(mac_algorithm::hs256, "shared");
    ASSERT_TRUE(key);
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> threads;
        for (int id = 0; id < 8; ++id) {
            threads.emplace_back([&, id] {
                auto const message = "message of thread " + std::to_string(id);
                std::array<std::string_view, 1> const parts{message};
                auto const expected = one_shot(mac_algorithm::hs256, "shared", message);
                for (int round = 0; round < 2000; ++round) {
                    wrong += signed_with(*key, mac_algorithm::hs256, parts) != expected;
                }
            });
        }
    }
    EXPECT_EQ(wrong, 0);
}

// a context of its own for each message would cost an allocation and a lock
TEST(MdScratch, IsOneContextAThreadAndAlgorithm) {
    using bcauth::detail::md_scratch;
    bcauth::detail::md_ctx fallback;
    auto* const small = md_scratch::get(mac_algorithm::hs256, fallback);
    auto* const large = md_scratch::get(mac_algorithm::hs512, fallback);
    EXPECT_NE(small, nullptr);
    EXPECT_NE(large, nullptr);
    EXPECT_NE(small, large);
    EXPECT_EQ(md_scratch::get(mac_algorithm::hs256, fallback), small);
    EXPECT_EQ(md_scratch::get(mac_algorithm::hs512, fallback), large);
    std::jthread([&] { EXPECT_NE(md_scratch::get(mac_algorithm::hs256, fallback), small); }).join();
    EXPECT_EQ(fallback, nullptr);
}

openssl_mac::key& lasting_key() {
    static auto* const key =
        new openssl_mac::key(openssl_mac::make_key(mac_algorithm::hs256, "lasting").value());
    return *key;
}

bool lasting_key_signs() {
    std::array<std::string_view, 1> const parts{"m"};
    return signed_with(lasting_key(), mac_algorithm::hs256, parts) ==
           one_shot(mac_algorithm::hs256, "lasting", "m");
}

TEST(OpensslMac, SignsInAForkedChild) {
    ASSERT_TRUE(lasting_key_signs());
    auto const child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        _exit(lasting_key_signs() ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    EXPECT_TRUE(lasting_key_signs());
}

TEST(OpensslMac, SignsWhileAThreadEnds) {
    struct at_end {
        std::atomic<int>* right = nullptr;
        ~at_end() { *right += lasting_key_signs() ? 1 : 0; }
    };
    static std::atomic<int> right = 0;
    std::jthread([] {
        // made before the library's own thread_local, so destroyed after it
        thread_local at_end late;
        late.right = &right;
        right += lasting_key_signs() ? 1 : 0;
    }).join();
    EXPECT_EQ(right, 2);
}

TEST(OpensslMac, SignsInAnExitHandler) {
    ASSERT_TRUE(lasting_key_signs());
    auto const child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        std::atexit([] { _exit(lasting_key_signs() ? 42 : 1); });
        std::exit(1);
    }
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 42);
}

}  // namespace
