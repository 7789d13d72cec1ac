// SPDX-License-Identifier: BSL-1.0
// expect: use of deleted function .*operator<<|selected deleted operator '<<'
#include <bcauth/secret.hpp>

#include <ostream>

// threats row 57
void print(std::ostream& out, bcauth::secret const& key) {
#if defined(BCAUTH_FAIL)
    out << key;
#else
    out << key.size();
#endif
}
