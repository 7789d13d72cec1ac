// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_ERROR_HPP
#define BCAUTH_ERROR_HPP

#include <bcauth/detail/error_category.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/errc.hpp>

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <string_view>
#include <type_traits>

namespace bcauth::inline v0 {

/** What a function that can fail returns: a value or an `error_code`.

    `value()` throws `boost::system::system_error` when there is none; `operator*` does not check.
*/
template <class T>
using result = boost::system::result<T>;

using boost::system::error_code;

/** Makes an `error_code` of `bcauth::errc`. Found by argument-dependent lookup. */
[[nodiscard]] inline error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), detail::errc_category};
}

/** Makes an `error_condition` of `bcauth::condition`, so that `ec == condition::forbidden` works. */
[[nodiscard]] inline boost::system::error_condition make_error_condition(condition what) noexcept {
    return {static_cast<int>(what), detail::condition_category};
}

/** The condition of an error, which is all that a stranger is told.

    @par Errors
    A code of another category (an operating system's, a transport's) is `condition::unavailable`.
*/
[[nodiscard]] inline condition condition_of(error_code const& error) noexcept {
    return error.category() == detail::errc_category
               ? detail::condition_of(static_cast<errc>(error.value()))
               : condition::unavailable;
}

/** The name of a condition, as a stranger is told it: "malformed", "unauthenticated", ... */
[[nodiscard]] constexpr std::string_view name(condition what) noexcept {
    return detail::condition_name(what);
}

/** The name of an enumerator, as logs and the command's `--json` have it. */
[[nodiscard]] constexpr std::string_view name(errc code) noexcept {
    return detail::describe(code).name;
}

/** The status that answers a request which failed so: 400, 401, 403, 500, 502 or 503. */
[[nodiscard]] inline int http_status(error_code const& error) noexcept {
    return detail::http_status(condition_of(error));
}

}  // namespace bcauth::inline v0

namespace boost::system {
template <>
struct is_error_code_enum<bcauth::errc> : std::true_type {};
template <>
struct is_error_condition_enum<bcauth::condition> : std::true_type {};
}  // namespace boost::system

#endif
