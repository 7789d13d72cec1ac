// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_APP_IFRAME_HPP
#define BCAUTH_APP_IFRAME_HPP

#include <bcauth/detail/frame_ancestor.hpp>
#include <bcauth/detail/own_fields.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0 {

/** What lets a page of the app show in the control panel's frame, and nowhere else.

    Each response gets
    - `Content-Security-Policy: frame-ancestors ...`, and no `X-Frame-Options`, which would forbid the frame;
    - `Referrer-Policy: no-referrer` and `Cache-Control: no-store`, since tokens come in the query;
    - `X-Content-Type-Options: nosniff`.

    @par Thread safety
    Const calls may be made from any number of threads.
    @par Specification
    Content Security Policy Level 3, section 6.4.2; the platform's page on the app's user interface
*/
class iframe {
public:
    /** Where the control panel and the platform's login are. */
    [[nodiscard]] static std::vector<std::string> default_ancestors() {
        return {"https://*.mybigcommerce.com", "https://*.bigcommerce.com",
                "https://login.bigcommerce.com"};
    }

    /** For the default ancestors. */
    iframe() : x_policy(policy_of(default_ancestors())) {}

    /** Takes origins such as `https://cp.example.com` or `http://cp.localhost:8080`; none is `'none'`.
        @par Errors
        `errc::invalid_frame_ancestor` when one isn't http or https with a host, in front of which may stand `*.`,
        and perhaps a port, and nothing else; or when together they are longer than 4,096 bytes.
    */
    [[nodiscard]] static result<iframe> make(std::span<std::string const> ancestors) {
        for (auto const& each : ancestors) {
            if (!detail::is_frame_ancestor(each)) {
                return errc::invalid_frame_ancestor;
            }
        }
        iframe made;
        made.x_policy = policy_of(ancestors);
        if (made.x_policy.size() > max_policy_bytes) {
            return errc::invalid_frame_ancestor;
        }
        return result<iframe>(std::move(made));
    }

    /** The value of the `Content-Security-Policy` field that is added. */
    [[nodiscard]] std::string_view policy() const& noexcept { return x_policy; }
    std::string_view policy() const&& = delete;

    /** Gives a response its fields.

        What it has stays, another `Content-Security-Policy` included, since browsers hold to all of them; but fields
        that would undo the above, and those that are the server's to write (`Content-Length`, `Transfer-Encoding`,
        `Connection` and the like), are left out.

        @par Exception safety
        Basic; throws `std::bad_alloc`.
    */
    void dress(http::response& page) const {
        auto const& all = page.fields;
        if (std::any_of(all.begin(), all.end(),
                        [](auto const& each) { return detail::is_own_field(each.name); })) {
            page.fields = without_own(page.fields);
        }
        static_cast<void>(page.fields.add("Content-Security-Policy", x_policy));
        static_cast<void>(page.fields.add("Referrer-Policy", "no-referrer"));
        static_cast<void>(page.fields.add("Cache-Control", "no-store"));
        static_cast<void>(page.fields.add("X-Content-Type-Options", "nosniff"));
    }

private:
    static constexpr std::size_t max_policy_bytes = 4096;

    static http::fields without_own(http::fields const& all) {
        http::fields kept;
        for (auto const& [name, value] : all) {
            if (!detail::is_own_field(name)) {
                static_cast<void>(kept.add(name, value.expose()));
            }
        }
        return kept;
    }

    static std::string policy_of(std::span<std::string const> ancestors) {
        std::string policy = "frame-ancestors";
        for (auto const& each : ancestors) {
            policy += ' ';
            policy += each;
        }
        return ancestors.empty() ? policy + " 'none'" : policy;
    }

    std::string x_policy;
};

}  // namespace bcauth::inline v0

#endif
