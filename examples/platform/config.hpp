// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_CONFIG_HPP
#define EXAMPLES_PLATFORM_CONFIG_HPP

#include "model.hpp"

#include <string>
#include <string_view>

namespace platform {

/** The stores, people and shoppers that are always there. */
[[nodiscard]] std::vector<store> seeded_stores();

/** Reads the apps of a configuration file; README.md has an example.
    @throws std::runtime_error with what is wrong with it, never with what is in it
*/
[[nodiscard]] std::vector<app> read_apps(std::string const& path);

/** Checks what pages and addresses are made of.
    @throws std::runtime_error with the member's name
*/
void check_app(app const& from);

/** The developer account of every app here. */
inline constexpr std::string_view developer_account = "12345678-90ab-cdef-1234-567890abcdef";

}  // namespace platform

#endif
