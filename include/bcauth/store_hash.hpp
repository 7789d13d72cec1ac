// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_STORE_HASH_HPP
#define BCAUTH_STORE_HASH_HPP

#include <bcauth/error.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace bcauth::inline v0 {

/** Names a store: one to 32 lower-case letters and digits, so that it is safe in a URL, a path and a key.

    Valid by construction: there is no empty one. Held in place, without allocation, and trivially copyable.
*/
class store_hash {
public:
    static constexpr std::size_t max_size = 32;

    /** Takes the bare hash, as in a claim `store_hash`.
        @par Errors
        `errc::invalid_store_hash` when it is not `[a-z0-9]{1,32}`.
    */
    [[nodiscard]] static constexpr result<store_hash> make(std::string_view text) noexcept {
        if (!is_valid(text)) return errc::invalid_store_hash;
        return store_hash(text);
    }

    /** Whether `make` takes it. */
    [[nodiscard]] static constexpr bool is_valid(std::string_view text) noexcept {
        if (text.empty() || text.size() > max_size) return false;
        for (auto const c : text) {
            bool const allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!allowed) return false;
        }
        return true;
    }

    /** Takes the hash out of `stores/HASH`, as in a callback's `context` and a token's `sub`.
        @par Errors
        `errc::invalid_store_hash` when it is not `stores/[a-z0-9]{1,32}` to the byte.
    */
    [[nodiscard]] static constexpr result<store_hash> from_context(std::string_view text) noexcept {
        if (!is_context(text)) return errc::invalid_store_hash;
        return store_hash(text.substr(context_prefix.size()));
    }

    /** Whether `from_context` takes it. */
    [[nodiscard]] static constexpr bool is_context(std::string_view text) noexcept {
        return text.starts_with(context_prefix) && is_valid(text.substr(context_prefix.size()));
    }

    /** The hash itself.
        @par Lifetime
        That of this object, into which it points.
    */
    [[nodiscard]] constexpr std::string_view view() const& noexcept {
        return {x_text.data(), x_size};
    }
    std::string_view view() const&& = delete;

    /** `stores/HASH`.
        @par Exception safety
        Strong; throws `std::bad_alloc`.
    */
    [[nodiscard]] std::string context() const {
        std::string made;
        made.reserve(context_prefix.size() + x_size);
        return made.append(context_prefix).append(view());
    }

    /// Equal and ordered as their texts are, bytewise.
    friend constexpr bool operator==(store_hash const& left, store_hash const& right) noexcept {
        return left.view() == right.view();
    }
    friend constexpr auto operator<=>(store_hash const& left, store_hash const& right) noexcept {
        return left.view() <=> right.view();
    }

private:
    static constexpr std::string_view context_prefix = "stores/";

    constexpr explicit store_hash(std::string_view text) noexcept
        : x_size(static_cast<unsigned char>(text.size())) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            x_text[i] = text[i];
        }
    }

    std::array<char, max_size> x_text{};
    unsigned char x_size;
};

}  // namespace bcauth::inline v0

template <>
struct std::hash<bcauth::store_hash> {
    std::size_t operator()(bcauth::store_hash const& store) const noexcept {
        return std::hash<std::string_view>{}(store.view());
    }
};

#endif
