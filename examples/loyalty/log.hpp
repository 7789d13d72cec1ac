// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_LOYALTY_LOG_HPP
#define EXAMPLES_LOYALTY_LOG_HPP

#include <bcauth/error.hpp>
#include <bcauth/store_hash.hpp>

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace loyalty {

/** The name of an error for the log, where a stranger's bytes never get. */
inline std::string_view error_name(bcauth::error_code const& error) {
    return error.category() == bcauth::make_error_code(bcauth::errc{}).category()
               ? name(static_cast<bcauth::errc>(error.value()))
               : std::string_view("system_error");
}

/** One line: where, what became of it, and the store where it is proven. */
inline void log(std::string_view where, bcauth::error_code const& error,
                std::optional<bcauth::store_hash> const& store = {}) {
    std::string line(where);
    line += error ? " refused: " : " answered";
    if (error) line += error_name(error);
    if (store) {
        line += " store=";
        line += store->view();
    }
    line += '\n';
    std::fputs(line.c_str(), stderr);
}

}  // namespace loyalty

#endif
