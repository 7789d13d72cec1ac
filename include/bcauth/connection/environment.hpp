// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_ENVIRONMENT_HPP
#define BCAUTH_CONNECTION_ENVIRONMENT_HPP

#include <concepts>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace bcauth::inline v0 {

/** Looks a variable up by its name: nothing where it isn't set.

    An exemplar is `[](std::string_view name) -> std::optional<std::string>`; the model that ships is
    `process_environment`.
*/
template <class Lookup>
concept environment = requires(Lookup& lookup, std::string_view name) {
    { lookup(name) } -> std::convertible_to<std::optional<std::string>>;
};

/** The variables of this process.
    @par Exception safety
    Strong; throws `std::bad_alloc`.
    @par Thread safety
    As `std::getenv`: safe as long as nobody changes the environment meanwhile.
*/
struct process_environment {
    std::optional<std::string> operator()(std::string_view name) const {
        std::string const terminated(name);
        auto const* const value = std::getenv(terminated.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    }
};

static_assert(environment<process_environment const>);

}  // namespace bcauth::inline v0

#endif
