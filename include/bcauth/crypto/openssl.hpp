// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CRYPTO_OPENSSL_HPP
#define BCAUTH_CRYPTO_OPENSSL_HPP

#include <bcauth/crypto/hmac.hpp>
#include <bcauth/error.hpp>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <climits>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {
namespace detail {

inline void cleanse(void* data, std::size_t size) noexcept {
    OPENSSL_cleanse(data, size);
}

// the caller has checked that both are of this size and that it is not zero: CRYPTO_memcmp calls nothing equal
inline bool equal_in_constant_time(void const* left, void const* right, std::size_t size) noexcept {
    return CRYPTO_memcmp(left, right, size) == 0;
}

// What OpenSSL leaves in the caller's error queue goes with this guard; what was there stays. A queue that was empty is
// restored by emptying it, which spares a mark, 20 ns a message. Where OpenSSL fetches or seeds, it may lack something,
// tell of it, do without and succeed; elsewhere a call that succeeds adds nothing.
class error_queue_guard {
public:
    enum class success : bool { adds_nothing, may_add };

    explicit error_queue_guard(success on_success) noexcept
        : x_was_empty(ERR_peek_error() == 0),
          x_may_be_filled(on_success == success::may_add) {
        if (!x_was_empty) {
            ERR_set_mark();
        }
    }
    ~error_queue_guard() {
        if (!x_was_empty) {
            ERR_pop_to_mark();
        } else if (x_may_be_filled) {
            ERR_clear_error();
        }
    }
    error_queue_guard(error_queue_guard const&) = delete;
    error_queue_guard& operator=(error_queue_guard const&) = delete;

    bool check(bool ok) noexcept {
        x_may_be_filled = x_may_be_filled || !ok;
        return ok;
    }

private:
    bool x_was_empty;
    bool x_may_be_filled;
};

inline bool fill_random(unsigned char* data, std::size_t size) noexcept {
    error_queue_guard guard(error_queue_guard::success::may_add);
    return guard.check(size <= INT_MAX && RAND_bytes(data, static_cast<int>(size)) == 1);
}

struct md_ctx_free {
    void operator()(EVP_MD_CTX* ctx) const noexcept { EVP_MD_CTX_free(ctx); }
};
using md_ctx = std::unique_ptr<EVP_MD_CTX, md_ctx_free>;

struct md_free {
    void operator()(EVP_MD* md) const noexcept { EVP_MD_free(md); }
};
using md_ptr = std::unique_ptr<EVP_MD, md_free>;

// The one piece of hidden state in the library: a context a thread and algorithm that templates are copied into,
// since a copy into a context of the same digest takes no lock. It may be asked for while the thread ends.
class md_scratch {
public:
    md_scratch() = default;
    ~md_scratch() { gone() = true; }
    md_scratch(md_scratch const&) = delete;
    md_scratch& operator=(md_scratch const&) = delete;

    static EVP_MD_CTX* get(mac_algorithm algorithm, md_ctx& fallback) noexcept {
        if (gone()) {
            fallback.reset(EVP_MD_CTX_new());
            return fallback.get();
        }
        thread_local md_scratch scratch;
        auto& ctx = scratch.x_ctx[static_cast<std::size_t>(algorithm)];
        if (!ctx) {
            ctx.reset(EVP_MD_CTX_new());
        }
        return ctx.get();
    }

private:
    static bool& gone() noexcept {
        thread_local bool value = false;
        return value;
    }
    std::array<md_ctx, 2> x_ctx;
};

}  // namespace detail

/** HMAC on OpenSSL's supported interface: `mac_backend` of every verifier unless another one is named.

    A key is prepared once: two contexts with the inner and the outer pad absorbed (RFC 2104), copied for each
    message. OpenSSL 3.0 makes two allocations a message of its own; this class makes none.

    @par Thread safety
    `sign` may be called from any number of threads with one key: a key is never written to.
*/
class openssl_mac {
public:
    /** A prepared secret. A moved-from key refuses to sign. */
    class key {
    public:
        key() = default;

    private:
        friend class openssl_mac;
        mac_algorithm x_algorithm = mac_algorithm::hs256;
        detail::md_ctx x_inner;
        detail::md_ctx x_outer;
    };

    /** Prepares a secret's exact bytes.

        @par Errors
        `errc::empty_secret`; `errc::crypto_failure` when OpenSSL has not the digest or no memory.
    */
    static result<key> make_key(mac_algorithm algorithm, std::string_view secret) noexcept {
        if (secret.empty()) {
            return errc::empty_secret;
        }
        detail::error_queue_guard guard(detail::error_queue_guard::success::may_add);
        detail::md_ptr const md{EVP_MD_fetch(
            nullptr, algorithm == mac_algorithm::hs256 ? "SHA256" : "SHA512", nullptr)};
        std::array<unsigned char, max_block> block{};
        key made;
        made.x_algorithm = algorithm;
        auto const used = block_size(algorithm);
        bool const ok = md && fit_block(md.get(), secret, block, used) &&
                        (made.x_inner = padded(md.get(), block, used, 0x36)) &&
                        (made.x_outer = padded(md.get(), block, used, 0x5c));
        detail::cleanse(block.data(), block.size());
        if (!guard.check(ok)) {
            return errc::crypto_failure;
        }
        return result<key>(std::move(made));
    }

    /** The digest of the parts, one after the other.

        @par Errors
        `errc::crypto_failure` when an OpenSSL call fails or the key is moved-from; then nothing is in `out`.
    */
    static result<void> sign(key const& with, mac_message parts, mac_digest& out) noexcept {
        detail::error_queue_guard guard(detail::error_queue_guard::success::adds_nothing);
        detail::md_ctx fallback;
        auto* const ctx = detail::md_scratch::get(with.x_algorithm, fallback);
        bool ok =
            ctx != nullptr && with.x_inner && EVP_MD_CTX_copy_ex(ctx, with.x_inner.get()) == 1;
        for (auto const part : parts) {
            ok = ok && EVP_DigestUpdate(ctx, part.data(), part.size()) == 1;
        }
        // the inner digest stands where the outer one is written over it, so that none is left to be wiped
        ok = ok && EVP_DigestFinal_ex(ctx, out.data(), nullptr) == 1 &&
             EVP_MD_CTX_copy_ex(ctx, with.x_outer.get()) == 1 &&
             EVP_DigestUpdate(ctx, out.data(), digest_size(with.x_algorithm)) == 1 &&
             EVP_DigestFinal_ex(ctx, out.data(), nullptr) == 1;
        if (!guard.check(ok)) {
            detail::cleanse(out.data(), out.size());
            return errc::crypto_failure;
        }
        return {};
    }

private:
    // FIPS 180-4 section 1: OpenSSL would answer -1 where it fails
    static constexpr std::size_t block_size(mac_algorithm algorithm) noexcept {
        return algorithm == mac_algorithm::hs256 ? 64 : 128;
    }
    static constexpr std::size_t max_block = 128;

    // RFC 2104 section 2: a secret longer than a block is replaced by its digest
    static bool fit_block(EVP_MD* md, std::string_view secret,
                          std::array<unsigned char, max_block>& block, std::size_t used) noexcept {
        if (secret.size() > used) {
            return EVP_Digest(secret.data(), secret.size(), block.data(), nullptr, md, nullptr) ==
                   1;
        }
        for (std::size_t i = 0; i < secret.size(); ++i) {
            block[i] = static_cast<unsigned char>(secret[i]);
        }
        return true;
    }

    static detail::md_ctx padded(EVP_MD* md, std::array<unsigned char, max_block> const& block,
                                 std::size_t used, unsigned char pad) noexcept {
        std::array<unsigned char, max_block> bytes{};
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<unsigned char>(block[i] ^ pad);
        }
        detail::md_ctx ctx{EVP_MD_CTX_new()};
        bool const ok = ctx && EVP_DigestInit_ex2(ctx.get(), md, nullptr) == 1 &&
                        EVP_DigestUpdate(ctx.get(), bytes.data(), used) == 1;
        detail::cleanse(bytes.data(), bytes.size());
        if (!ok) {
            ctx.reset();
        }
        return ctx;
    }
};

static_assert(mac_backend<openssl_mac>);

}  // namespace bcauth::inline v0

#endif
