// SPDX-License-Identifier: BSL-1.0
// libcrypto isn't compiled with the sanitizer: what it does inside isn't judged, and what it writes for us is told here.
// Each function stands in for the one of its name (--wrap; CMakeLists.txt reads the names from the lines below).
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <sanitizer/msan_interface.h>

#include <cstddef>

namespace {

struct unjudged {
    unjudged() { __msan_scoped_disable_interceptor_checks(); }
    ~unjudged() { __msan_scoped_enable_interceptor_checks(); }
    unjudged(unjudged const&) = delete;
    unjudged& operator=(unjudged const&) = delete;
};

void written(void* data, std::size_t size) {
    if (data != nullptr) {
        __msan_unpoison(data, size);
    }
}

}  // namespace

// clang-format off
// WRAP(name, result, declared parameters, arguments, what it wrote)
#define WRAP(name, result, parameters, arguments, after) \
    extern "C" result __real_##name parameters;          \
    extern "C" result __wrap_##name parameters;          \
    result __wrap_##name parameters {                    \
        unjudged const guard;                            \
        auto const answer = __real_##name arguments;     \
        after;                                           \
        return answer;                                   \
    }

WRAP(EVP_MD_fetch, EVP_MD*, (OSSL_LIB_CTX* lib, char const* name, char const* how), (lib, name, how), )
WRAP(EVP_MD_CTX_new, EVP_MD_CTX*, (), (), )
WRAP(EVP_MD_CTX_copy_ex, int, (EVP_MD_CTX* to, EVP_MD_CTX const* from), (to, from), )
WRAP(EVP_DigestInit_ex2, int, (EVP_MD_CTX* ctx, EVP_MD const* md, OSSL_PARAM const* how), (ctx, md, how), )
WRAP(EVP_DigestUpdate, int, (EVP_MD_CTX* ctx, void const* data, std::size_t size), (ctx, data, size), )
WRAP(EVP_DigestFinal_ex, int, (EVP_MD_CTX* ctx, unsigned char* out, unsigned* size), (ctx, out, size), written(out, static_cast<std::size_t>(EVP_MD_CTX_get_size(ctx))); written(size, sizeof *size))
WRAP(EVP_Digest, int, (void const* data, std::size_t count, unsigned char* out, unsigned* size, EVP_MD const* md, ENGINE* engine), (data, count, out, size, md, engine), written(out, static_cast<std::size_t>(EVP_MD_get_size(md))); written(size, sizeof *size))
WRAP(HMAC, unsigned char*, (EVP_MD const* md, void const* key, int key_size, unsigned char const* data, std::size_t count, unsigned char* out, unsigned* size), (md, key, key_size, data, count, out, size), written(out, static_cast<std::size_t>(EVP_MD_get_size(md))); written(size, sizeof *size))
WRAP(RAND_bytes, int, (unsigned char* out, int size), (out, size), written(out, static_cast<std::size_t>(size)))
// clang-format on
