// SPDX-License-Identifier: BSL-1.0
// expect: deleted
#include <bcauth/customer_login.hpp>

#include <iostream>

void log(bcauth::customer_login<> const& logins, bcauth::customer_login_options const& who) {
    if (auto const url = logins.url("https://shop.example.com", who)) {
#if defined(BCAUTH_FAIL)
        std::cout << *url;
#else
        std::cout << url->size();
#endif
    }
}
