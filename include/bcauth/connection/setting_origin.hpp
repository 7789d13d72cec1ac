// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_SETTING_ORIGIN_HPP
#define BCAUTH_CONNECTION_SETTING_ORIGIN_HPP

#include <bcauth/connection/setting.hpp>

#include <cstddef>
#include <string>

namespace bcauth::inline v0 {

/** What kind of text a setting came from. */
enum class origin_kind : unsigned char { program, connection_string, file, environment };

/** Where a setting came from. */
struct setting_origin {
    origin_kind kind = origin_kind::program;
    /// The number of the setting in a connection string, or of the line in a file, from 1; 0 where there is none.
    std::size_t place = 0;

    friend bool operator==(setting_origin const&, setting_origin const&) = default;
};

/** The variable of a setting: `BCAUTH_` and its name in capitals. */
[[nodiscard]] inline std::string variable_of(setting which) {
    std::string made = "BCAUTH_";
    for (auto const c : name(which)) {
        made += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    return made;
}

/** Where it came from, in words: "in the file, line 7". */
[[nodiscard]] inline std::string describe(setting_origin const& origin) {
    auto const number = origin.place == 0 ? "" : " " + std::to_string(origin.place);
    switch (origin.kind) {
        case origin_kind::environment: return "in the environment";
        case origin_kind::connection_string:
            return "in the connection string" + (number.empty() ? "" : ", setting" + number);
        case origin_kind::file: return "in the file" + (number.empty() ? "" : ", line" + number);
        case origin_kind::program: break;
    }
    return "in the program";
}

}  // namespace bcauth::inline v0

#endif
