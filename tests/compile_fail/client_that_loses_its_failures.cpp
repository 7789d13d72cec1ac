// SPDX-License-Identifier: BSL-1.0
// expect: does not satisfy 'same_as|same_as.* was not satisfied|does not satisfy return-type-requirement|does not satisfy 'client'
#include <bcauth/op/run.hpp>
#include <bcauth/op/uninstall_check.hpp>

#include <utility>

struct my_client {
#if defined(BCAUTH_FAIL)
    bcauth::http::response send(bcauth::http::request);
#else
    bcauth::result<bcauth::http::response> send(bcauth::http::request);
#endif
};

bool ask(my_client& http, bcauth::op::uninstall_check check) {
    return bcauth::run(http, std::move(check)).has_value();
}
