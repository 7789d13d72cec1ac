// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_RELATIVE_PATH_HPP
#define BCAUTH_DETAIL_RELATIVE_PATH_HPP

#include <string_view>

namespace bcauth::inline v0::detail {

// Whether a browser that is sent to this address stays at the origin it is on: one slash in front, visible ASCII, no
// backslash (which browsers read as a slash), no empty segment, and no dot segment that could make one.
inline bool is_relative_path(std::string_view text) noexcept {
    if (text.empty() || text.front() != '/') {
        return false;
    }
    for (auto const c : text) {
        if (auto const byte = static_cast<unsigned char>(c);
            byte <= 0x20 || byte >= 0x7f || c == '\\') {
            return false;
        }
    }
    auto path = text.substr(0, text.find_first_of("?#"));
    if (path.find("//") != std::string_view::npos) {
        return false;
    }
    while (!path.empty()) {
        path.remove_prefix(1);
        auto const segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..") {
            return false;
        }
        path.remove_prefix(segment.size());
    }
    return true;
}

}  // namespace bcauth::inline v0::detail

#endif
