// SPDX-License-Identifier: BSL-1.0
// Every call of OpenSSL's that can fail is made to fail in turn. The executable is linked with --wrap for each of them.
#include "unit/faults/doors_under_fault.hpp"
#include "unit/faults/error_queue.hpp"
#include "unit/faults/tally.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

// -- the calls

namespace {

// which call fails, and how
struct fault {
    long calls_before = 0;
    bool lasts = false;        // all later calls fail too
    bool works_first = false;  // it does what it is asked for, and then says that it failed
    int answer = 0;
    bool tells = true;  // leaves errors in the queue
};

fault planned;
long calls_left = -1;
bool armed = false;
std::string_view first_failed;

void plan(fault const& which) {
    planned = which;
    calls_left = which.calls_before;
    first_failed = {};
    armed = true;
}

bool disarm() {
    armed = false;
    return !first_failed.empty();
}

bool fails(std::string_view name) {
    if (!armed || (!first_failed.empty() && !planned.lasts)) {
        return false;
    }
    if (calls_left-- > 0) {
        return false;
    }
    calls_left = 0;
    if (first_failed.empty()) {
        first_failed = name;
    }
    if (planned.tells) {
        ERR_raise(ERR_LIB_EVP, ERR_R_INTERNAL_ERROR);
        ERR_raise(ERR_LIB_PROV, ERR_R_MALLOC_FAILURE);
    }
    return true;
}

template <class Call>
int unless_it_fails(std::string_view name, Call const& call) {
    if (!fails(name)) {
        return call();
    }
    if (planned.works_first) {
        call();
    }
    return planned.answer;
}

}  // namespace

extern "C" {
EVP_MD* __real_EVP_MD_fetch(OSSL_LIB_CTX* context, char const* name, char const* properties);
EVP_MD* __wrap_EVP_MD_fetch(OSSL_LIB_CTX* context, char const* name, char const* properties) {
    return fails("EVP_MD_fetch") ? nullptr : __real_EVP_MD_fetch(context, name, properties);
}

EVP_MD_CTX* __real_EVP_MD_CTX_new();
EVP_MD_CTX* __wrap_EVP_MD_CTX_new() {
    return fails("EVP_MD_CTX_new") ? nullptr : __real_EVP_MD_CTX_new();
}

int __real_EVP_Digest(void const* data, std::size_t count, unsigned char* out, unsigned* size,
                      EVP_MD const* type, ENGINE* engine);
int __wrap_EVP_Digest(void const* data, std::size_t count, unsigned char* out, unsigned* size,
                      EVP_MD const* type, ENGINE* engine) {
    return unless_it_fails("EVP_Digest",
                           [&] { return __real_EVP_Digest(data, count, out, size, type, engine); });
}

int __real_EVP_DigestInit_ex2(EVP_MD_CTX* ctx, EVP_MD const* type, OSSL_PARAM const* params);
int __wrap_EVP_DigestInit_ex2(EVP_MD_CTX* ctx, EVP_MD const* type, OSSL_PARAM const* params) {
    return unless_it_fails("EVP_DigestInit_ex2",
                           [&] { return __real_EVP_DigestInit_ex2(ctx, type, params); });
}

int __real_EVP_DigestUpdate(EVP_MD_CTX* ctx, void const* data, std::size_t count);
int __wrap_EVP_DigestUpdate(EVP_MD_CTX* ctx, void const* data, std::size_t count) {
    return unless_it_fails("EVP_DigestUpdate",
                           [&] { return __real_EVP_DigestUpdate(ctx, data, count); });
}

int __real_EVP_DigestFinal_ex(EVP_MD_CTX* ctx, unsigned char* out, unsigned* size);
int __wrap_EVP_DigestFinal_ex(EVP_MD_CTX* ctx, unsigned char* out, unsigned* size) {
    return unless_it_fails("EVP_DigestFinal_ex",
                           [&] { return __real_EVP_DigestFinal_ex(ctx, out, size); });
}

int __real_EVP_MD_CTX_copy_ex(EVP_MD_CTX* out, EVP_MD_CTX const* in);
int __wrap_EVP_MD_CTX_copy_ex(EVP_MD_CTX* out, EVP_MD_CTX const* in) {
    return unless_it_fails("EVP_MD_CTX_copy_ex",
                           [&] { return __real_EVP_MD_CTX_copy_ex(out, in); });
}

int __real_RAND_bytes(unsigned char* out, int count);
int __wrap_RAND_bytes(unsigned char* out, int count) {
    return unless_it_fails("RAND_bytes", [&] { return __real_RAND_bytes(out, count); });
}
}

namespace {

using namespace under_fault;
using backend = bcauth::openssl_mac;

constexpr fault kinds[] = {
    {.answer = 0},
    {.answer = -1, .tells = false},
    {.works_first = true, .answer = 0},
    {.lasts = true, .answer = 0},
    {.lasts = true, .works_first = true, .answer = -1},
};

errc expected_of(std::string_view failed) {
    return failed == "RAND_bytes" ? errc::random_failure : errc::crypto_failure;
}

// one run with the call number `call` failing; false where there are not so many calls
template <class Use>
bool inject(fault kind, long call, std::size_t stale, tally& all, Use const& use) {
    kind.calls_before = call;
    error_queue const queue(stale);
    plan(kind);
    error_code const why = use();
    if (!disarm()) {
        return false;
    }
    all.count(!why);
    EXPECT_EQ(why, expected_of(first_failed)) << "call " << call << ", " << first_failed;
    EXPECT_TRUE(queue.is_unchanged()) << "call " << call << ", " << first_failed;
    return true;
}

// `use` with each of its calls failing in turn, in every way
template <class Use>
void each_call_fails(tally& all, Use const& use) {
    for (auto const& kind : kinds) {
        for (std::size_t const stale : {0U, 2U}) {
            for (long call = 0; inject(kind, call, stale, all, use); ++call) {
            }
        }
    }
}

// threats rows 61 and 62: neither while keys are prepared, nor while a token is judged
TEST(OpensslFaults, NoDoorAcceptsWhileACallFails) {
    tally all("OpenSSL's calls, doors");
    each_door<backend>([&]<class Under>(Under) {
        SCOPED_TRACE(Under::name);
        auto const& [right, forged] = Under::inputs();
        auto const door = Under::make().value();
        for (auto const* const input : {&right, &forged}) {
            each_call_fails(all, [&] { return make_and_judge(Under{}, *input); });
            each_call_fails(all, [&] { return Under::judge(door, *input); });
        }
        EXPECT_EQ(Under::judge(door, right), error_code{}) << "and afterwards it judges as before";
        EXPECT_EQ(Under::judge(door, forged), errc::signature_mismatch);
    });
}

// a thread's first judgement makes the context that keys are copied into
TEST(OpensslFaults, NoDoorAcceptsWhileTheFirstCallOfAThreadFails) {
    tally all("OpenSSL's calls, new threads");
    each_door<backend>([&]<class Under>(Under) {
        SCOPED_TRACE(Under::name);
        auto const& [right, forged] = Under::inputs();
        auto const door = Under::make().value();
        for (auto const* const input : {&right, &forged}) {
            auto const usual = Under::judge(door, *input);
            for (auto const& kind : kinds) {
                bool more = true;
                long call = 0;
                while (more) {
                    in_a_new_thread([&] {
                        auto const judge = [&] { return Under::judge(door, *input); };
                        more = inject(kind, call++, 1, all, judge);
                        EXPECT_EQ(Under::judge(door, *input), usual);
                    });
                }
            }
        }
    });
}

// threats row 88 for the login: without random bytes there is no token, and no weaker ones take their place
TEST(OpensslFaults, NothingIsMintedWhileACallFails) {
    tally all("OpenSSL's calls, minting");
    each_mint<backend>([&]<class Under>(Under) {
        SCOPED_TRACE(Under::name);
        auto const mint = Under::make().value();
        each_call_fails(all, [&] { return make_and_judge(Under{}, {}); });
        each_call_fails(all, [&] { return Under::judge(mint, {}); });
        EXPECT_EQ(Under::judge(mint, {}), error_code{});
    });
}

// a caller's own mark stands in the queue where it stood
TEST(OpensslFaults, TheMarkOfACallerStays) {
    auto const door = load_jwt<backend>::make().value();
    auto const& right = load_jwt<backend>::inputs().right;
    for (auto const& kind : kinds) {
        error_queue const queue(1);
        ASSERT_EQ(ERR_set_mark(), 1);
        plan(kind);
        EXPECT_EQ(load_jwt<backend>::judge(door, right), errc::crypto_failure);
        EXPECT_TRUE(disarm());
        ERR_raise(ERR_LIB_USER, 99);
        EXPECT_EQ(ERR_pop_to_mark(), 1);
        EXPECT_TRUE(queue.is_unchanged());
    }
}

TEST(OpensslFaults, EveryCallIsReached) {
    for (std::string_view const name :
         {"EVP_MD_fetch", "EVP_MD_CTX_new", "EVP_Digest", "EVP_DigestInit_ex2", "EVP_DigestUpdate",
          "EVP_DigestFinal_ex", "EVP_MD_CTX_copy_ex", "RAND_bytes"}) {
        bool reached = false;
        auto const look = [&]<class Under>(Under) {
            auto const& right = Under::inputs().right;
            for (long call = 0; !reached; ++call) {
                plan({.calls_before = call});
                (void)make_and_judge(Under{}, right);
                if (!disarm()) {
                    break;
                }
                reached = first_failed == name;
            }
        };
        each_door<backend>(look);
        each_mint<backend>(look);
        EXPECT_TRUE(reached) << name;
    }
}

}  // namespace
