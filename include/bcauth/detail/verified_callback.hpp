// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_VERIFIED_CALLBACK_HPP
#define BCAUTH_DETAIL_VERIFIED_CALLBACK_HPP

#include <bcauth/detail/callback_claims.hpp>
#include <bcauth/detail/owned_text.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/store_hash.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bcauth::inline v0 {

template <class Verified, class Policy, class Clock, class Backend>
class callback_verifier;

namespace detail {

// What the verified types of the signed callbacks share. Only a verifier makes one.
class verified_callback {
public:
    /** The store that the callback is about. */
    [[nodiscard]] store_hash const& store() const& noexcept { return x_store; }
    [[nodiscard]] store_hash store() const&& noexcept { return x_store; }

    /** Who acts: the person at the control panel, who need not be the owner. */
    [[nodiscard]] user_ref user() const& noexcept {
        return {x_user_id, x_text[text_user_email], x_text[text_user_locale]};
    }
    user_ref user() const&& = delete;

    /** The store's owner; empty where an old payload has none. */
    [[nodiscard]] std::optional<user_ref> owner() const& noexcept {
        return x_owner_id == 0
                   ? std::nullopt
                   : std::optional<user_ref>({x_owner_id, x_text[text_owner_email], {}});
    }
    std::optional<user_ref> owner() const&& = delete;

    /** Whether the one who acts is the owner; false where the payload has no owner. */
    [[nodiscard]] bool is_owner() const noexcept {
        return x_owner_id != 0 && x_owner_id == x_user_id;
    }

    /** The sales channel from which the app was opened; empty from the list of apps. */
    [[nodiscard]] std::optional<std::int64_t> channel_id() const noexcept { return x_channel_id; }

    /** The page of the app to open: a path of the app's own origin; "/" where the token has none. */
    [[nodiscard]] std::string_view url() const& noexcept {
        return x_text[text_url].empty() ? std::string_view("/") : x_text[text_url];
    }
    std::string_view url() const&& = delete;

    /** When it was issued, rounded down; empty where a load token doesn't say. */
    [[nodiscard]] std::optional<std::chrono::sys_seconds> issued_at() const noexcept {
        return x_issued_at;
    }

    /** When it expires; empty for a legacy payload, whose age is limited instead. */
    [[nodiscard]] std::optional<std::chrono::sys_seconds> expires_at() const noexcept {
        return x_expires_at;
    }

    /** The token's identifier (`jti`); empty for a legacy payload. */
    [[nodiscard]] std::string_view token_id() const& noexcept { return x_text[text_token_id]; }
    std::string_view token_id() const&& = delete;

    /** What tells this callback from every other, for a `replay_guard`: by the `jti`, or by store, person and second of
        a legacy payload. Empty for a load token without a `jti` or with one that no destructive door takes. */
    [[nodiscard]] std::string replay_id() const {
        if (!x_expires_at) {
            return "payload:" + std::string(x_store.view()) + ':' + std::to_string(x_user_id) +
                   ':' + std::to_string(x_issued_at->time_since_epoch().count());
        }
        auto const id = x_text[text_token_id];
        return id.empty() || id.size() > max_token_id_bytes ? std::string()
                                                            : "jti:" + std::string(id);
    }

    /** Which secret of the key ring signed it: 1, 2, ... */
    [[nodiscard]] unsigned matched_secret() const noexcept { return x_matched_secret; }

protected:
    ~verified_callback() = default;
    verified_callback(verified_callback const&) = default;
    verified_callback(verified_callback&&) = default;
    verified_callback& operator=(verified_callback const&) = default;
    verified_callback& operator=(verified_callback&&) = default;

private:
    template <class Verified, class Policy, class Clock, class Backend>
    friend class bcauth::v0::callback_verifier;

    enum text : std::size_t {
        text_user_email,
        text_user_locale,
        text_owner_email,
        text_url,
        text_token_id,
        texts
    };

    verified_callback(store_hash store, callback_values const& values, unsigned matched_secret)
        : x_store(store),
          x_user_id(values[cb_user_id].number),
          x_owner_id(values[cb_owner_id].number),
          x_issued_at(time_of(values[cb_issued_at])),
          x_expires_at(time_of(values[cb_expires_at])),
          x_matched_secret(matched_secret),
          x_text(std::array<std::string_view, texts>{
              values[cb_user_email].text, values[cb_user_locale].text, values[cb_owner_email].text,
              values[cb_url].text, values[cb_token_id].text}) {
        if (values[cb_channel_id].present()) {
            x_channel_id = values[cb_channel_id].number;
        }
    }

    static std::optional<std::chrono::sys_seconds> time_of(jwt::claim_value const& value) noexcept {
        return value.present()
                   ? std::optional(std::chrono::sys_seconds{std::chrono::seconds{value.number}})
                   : std::nullopt;
    }

    store_hash x_store;
    std::int64_t x_user_id;
    std::int64_t x_owner_id;  // 0 is none
    std::optional<std::int64_t> x_channel_id;
    std::optional<std::chrono::sys_seconds> x_issued_at;
    std::optional<std::chrono::sys_seconds> x_expires_at;
    unsigned x_matched_secret;
    owned_text<texts> x_text;
};

}  // namespace detail
}  // namespace bcauth::inline v0

#endif
