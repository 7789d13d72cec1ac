// SPDX-License-Identifier: BSL-1.0
// expect: could not convert|no viable conversion|no matching function|cannot convert|invalid initialization
#include <bcauth/callback.hpp>

void show(bcauth::verified_load const& who);

void handle(bcauth::http::query const& query, bcauth::load_verifier<> const& verify) {
#if defined(BCAUTH_FAIL)
    static_cast<void>(verify);
    show(query);
#else
    if (auto const who = verify(query)) show(*who);
#endif
}
