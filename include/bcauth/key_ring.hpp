// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_KEY_RING_HPP
#define BCAUTH_KEY_RING_HPP

#include <bcauth/error.hpp>
#include <bcauth/secret.hpp>

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0 {

/** The client secrets of an app: one, or several while it is rotated.

    The first is the current one, with which codes are exchanged and tokens are minted. Verifiers try all of them,
    in time that does not depend on which matches, and report the match as 1, 2, ...

    A moved-from key ring is empty: what is made of it refuses with `errc::empty_secret`.
*/
class key_ring {
public:
    static constexpr std::size_t max_secrets = 8;

    key_ring() = default;

    /** Takes the secrets, the current one first.

        @par Errors
        `errc::empty_secret` when there is none or one is empty; `errc::too_many_secrets` above `max_secrets`.
    */
    [[nodiscard]] static result<key_ring> make(std::vector<secret> secrets) {
        if (secrets.empty()) {
            return errc::empty_secret;
        }
        if (secrets.size() > max_secrets) {
            return errc::too_many_secrets;
        }
        for (auto const& each : secrets) {
            if (each.empty()) {
                return errc::empty_secret;
            }
        }
        key_ring made;
        made.x_secrets = std::move(secrets);
        return result<key_ring>(std::move(made));
    }

    /** The same from texts, whose exact bytes count. */
    [[nodiscard]] static result<key_ring> make(std::initializer_list<std::string_view> texts) {
        std::vector<secret> secrets;
        secrets.reserve(texts.size());
        for (auto const text : texts) {
            secrets.emplace_back(text);
        }
        return make(std::move(secrets));
    }

    [[nodiscard]] std::size_t size() const noexcept { return x_secrets.size(); }
    [[nodiscard]] bool empty() const noexcept { return x_secrets.empty(); }

    /** The current secret.
        @par Preconditions
        Not empty.
    */
    [[nodiscard]] secret const& current() const& noexcept { return x_secrets.front(); }
    secret const& current() const&& = delete;

    [[nodiscard]] auto begin() const& noexcept { return x_secrets.begin(); }
    [[nodiscard]] auto end() const& noexcept { return x_secrets.end(); }
    void begin() const&& = delete;
    void end() const&& = delete;

private:
    std::vector<secret> x_secrets;
};

}  // namespace bcauth::inline v0

#endif
