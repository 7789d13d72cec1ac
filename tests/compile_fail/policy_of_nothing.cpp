// SPDX-License-Identifier: BSL-1.0
// expect: safe_leeway
#include <bcauth/callback.hpp>
#include <bcauth/policy.hpp>

// the bounds can't be left out: what is not a whole policy is none
#if defined(BCAUTH_FAIL)
struct own {};
#else
struct own : bcauth::strict_policy {};
#endif

using door = bcauth::load_verifier<own>;
