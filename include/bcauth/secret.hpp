// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_SECRET_HPP
#define BCAUTH_SECRET_HPP

#include <bcauth/crypto/constant_time.hpp>
#include <bcauth/detail/wiping_allocator.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0 {

/** Bytes that must not be seen: a client secret, an access token, a one-time code, a body that holds them.

    Exact bytes, never trimmed, never taken for hexadecimal or base64, NULs included. Overwritten when destroyed,
    moved from or assigned to. Has no stream output and no conversion to text: `expose()` is the one way out, and
    the one word to search a program for.

    @par Exception safety
    Construction and copying throw `std::bad_alloc`; moving does not throw.
*/
class secret {
public:
    secret() = default;
    explicit secret(std::string_view bytes) : x_bytes(bytes.begin(), bytes.end()) {}

    secret(secret const&) = default;
    secret(secret&& other) noexcept : x_bytes(std::move(other.x_bytes)) {}
    secret& operator=(secret const& other) {
        secret copy(other);
        x_bytes.swap(copy.x_bytes);
        return *this;
    }
    secret& operator=(secret&& other) noexcept {
        secret taken(std::move(other));
        x_bytes.swap(taken.x_bytes);
        return *this;
    }
    ~secret() = default;

    /** Makes a secret of `size` bytes that `fill(std::span<char>)` writes: one allocation, no copy elsewhere. */
    template <std::invocable<std::span<char>> Fill>
    [[nodiscard]] static secret of_size(std::size_t size, Fill&& fill) {
        secret made;
        made.x_bytes.resize(size);
        std::forward<Fill>(fill)(std::span<char>(made.x_bytes));
        return made;
    }

    /** The bytes.
        @par Lifetime
        Until the secret is destroyed, moved from or assigned to.
    */
    [[nodiscard]] std::string_view expose() const& noexcept {
        return {x_bytes.data(), x_bytes.size()};
    }
    std::string_view expose() const&& = delete;

    [[nodiscard]] std::size_t size() const noexcept { return x_bytes.size(); }
    [[nodiscard]] bool empty() const noexcept { return x_bytes.empty(); }

    /** Equality in time that depends on the lengths only. An empty secret equals nothing. */
    friend bool operator==(secret const& left, secret const& right) noexcept {
        return constant_time_equal(left.expose(), right.expose());
    }

    template <class Stream>
    friend Stream& operator<<(Stream&, secret const&) = delete;

private:
    std::vector<char, detail::wiping_allocator<char>> x_bytes;
};

/** A token as it was received: a view that can be verified and not printed.

    @par Lifetime
    As long as the text that it was made from; it owns nothing.
*/
class received_token {
public:
    constexpr received_token() = default;
    constexpr received_token(std::string_view text) noexcept : x_text(text) {}
    template <std::convertible_to<std::string_view> Text>
    constexpr received_token(Text const& text) noexcept : x_text(text) {}

    [[nodiscard]] constexpr std::string_view expose() const noexcept { return x_text; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return x_text.size(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return x_text.empty(); }

    template <class Stream>
    friend Stream& operator<<(Stream&, received_token const&) = delete;

private:
    std::string_view x_text;
};

}  // namespace bcauth::inline v0

#endif
