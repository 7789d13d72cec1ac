// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_API_FAILURE_HPP
#define BCAUTH_DETAIL_API_FAILURE_HPP

#include <bcauth/error.hpp>

#include <boost/system/errc.hpp>

namespace bcauth::inline v0::detail {

// a 5xx that another try may not meet: not "not implemented", and not the limit of the merchant's plan
constexpr bool is_passing_status(int status) noexcept {
    return status >= 500 && status <= 599 && status != 501 && status != 507;
}

// a failure of the client that another try may not meet; of other codes than the library's, all but a cancellation
inline bool is_passing_failure(error_code const& error) noexcept {
    for (auto const code : {errc::transport_failed, errc::timed_out, errc::outcome_unknown}) {
        if (error == make_error_code(code)) return true;
    }
    return error.category() != make_error_code(errc::transport_failed).category() &&
           error != boost::system::errc::operation_canceled;
}

// what a failure of the client comes to; the first three say enough of what became of the request
inline errc failure_of_call(error_code const& error, bool idempotent) noexcept {
    for (auto const code : {errc::transport_failed, errc::response_too_large, errc::cancelled}) {
        if (error == make_error_code(code)) return code;
    }
    if (!idempotent) return errc::outcome_unknown;
    return error == make_error_code(errc::timed_out) ? errc::timed_out : errc::transport_failed;
}

}  // namespace bcauth::inline v0::detail

#endif
