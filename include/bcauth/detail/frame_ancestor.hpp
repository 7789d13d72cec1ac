// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_FRAME_ANCESTOR_HPP
#define BCAUTH_DETAIL_FRAME_ANCESTOR_HPP

#include <bcauth/detail/authority.hpp>

#include <string_view>

namespace bcauth::inline v0::detail {

// A host-source of CSP 3 section 2.3.1 with its scheme and without a path. What it can't hold, `;` and `,` and spaces,
// would end the directive and begin another.
constexpr bool is_frame_ancestor(std::string_view text) noexcept {
    if (!text.starts_with("https://") && !text.starts_with("http://")) {
        return false;
    }
    if (text.find_first_of("/?#", text.find(':') + 3) != std::string_view::npos) {
        return false;
    }
    auto authority = web_authority_of(text);
    if (authority.host.starts_with("*.")) {
        authority.host.remove_prefix(2);
    }
    return is_plain_host(authority.host) && (!authority.has_port || is_port(authority.port));
}

}  // namespace bcauth::inline v0::detail

#endif
