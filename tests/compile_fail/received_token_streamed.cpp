// SPDX-License-Identifier: BSL-1.0
// expect: use of deleted function .*operator<<|selected deleted operator '<<'
#include <bcauth/secret.hpp>

#include <ostream>

// threats row 57
void print(std::ostream& out, bcauth::received_token token) {
#if defined(BCAUTH_FAIL)
    out << token;
#else
    out << token.size();
#endif
}
