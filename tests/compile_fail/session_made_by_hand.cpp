// SPDX-License-Identifier: BSL-1.0
// expect: private|no matching function|no matching constructor
#include <bcauth/app/session.hpp>

#include <utility>

bcauth::session begin(bcauth::detail::session_facts const& facts, bcauth::session const& who) {
#if defined(BCAUTH_FAIL)
    return bcauth::session(facts, bcauth::secret("token"));
#else
    static_cast<void>(facts);
    return who;
#endif
}
