// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_VERIFIED_WEBHOOK_HPP
#define BCAUTH_VERIFIED_WEBHOOK_HPP

#include <bcauth/clock.hpp>
#include <bcauth/crypto/hmac.hpp>
#include <bcauth/detail/owned_text.hpp>
#include <bcauth/error.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store_hash.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace bcauth::inline v0 {

template <verification_policy Policy, clock_source Clock, mac_backend Backend>
class webhook_verifier;

/** A webhook as it came: the values of its three headers, and its raw body. Nothing of it is checked.

    @par Lifetime
    As long as the texts that it was made from; it owns nothing.
*/
struct webhook_delivery {
    std::string_view id;         ///< `webhook-id`
    std::string_view timestamp;  ///< `webhook-timestamp`
    received_token signature;    ///< `webhook-signature`
    std::string_view body;  ///< byte for byte: JSON that was read and written again is another text
};

/** A webhook that the platform signed for this app. Only `webhook_verifier` makes one.

    Owns its text: it may outlive the request, and be copied and moved. The platform tries a delivery that was not
    answered with a 2xx again for two days, and a copy of it passes for as long as its time is near: what a webhook
    does must do no harm when it is done twice.
*/
class verified_webhook {
public:
    /** The delivery's identifier, the same each time that it is tried: what a second delivery is known by. Visible ASCII
        without quotation marks and backslashes, at most 256 bytes. */
    [[nodiscard]] std::string_view id() const& noexcept { return x_text[0]; }
    std::string_view id() const&& = delete;

    /** When it was sent, by the platform's clock. */
    [[nodiscard]] std::chrono::sys_seconds sent_at() const noexcept { return x_sent_at; }

    /** The bytes that are signed. The `hash` in it is made without a key and proves nothing. */
    [[nodiscard]] std::string_view body() const& noexcept { return x_text[1]; }
    std::string_view body() const&& = delete;

    /** The store that the body's `producer` names, as `stores/HASH`.

        The signature is over any bytes, so a delivery is genuine whatever its body is, and this says what it isn't.

        @par Errors
        `errc::invalid_json`, `errc::duplicate_member` (of any member), `errc::missing_claim`, `errc::claim_type`,
        `errc::invalid_claim`, `errc::invalid_store_hash`
    */
    [[nodiscard]] result<store_hash> const& store() const& noexcept { return x_store; }
    [[nodiscard]] result<store_hash> store() const&& noexcept { return x_store; }

    /** Which secret of the key ring signed it: 1, 2, ... */
    [[nodiscard]] unsigned matched_secret() const noexcept { return x_matched_secret; }

private:
    template <verification_policy Policy, clock_source Clock, mac_backend Backend>
    friend class webhook_verifier;

    verified_webhook(webhook_delivery const& delivery, std::int64_t sent_at,
                     result<store_hash> store, unsigned matched_secret)
        : x_store(store),
          x_sent_at(std::chrono::seconds{sent_at}),
          x_matched_secret(matched_secret),
          x_text(std::array<std::string_view, 2>{delivery.id, delivery.body}) {}

    result<store_hash> x_store;
    std::chrono::sys_seconds x_sent_at;
    unsigned x_matched_secret;
    detail::owned_text<2> x_text;
};

/** A webhook under the policy `unsigned_webhooks`: proven or not, and it says which. Owns its text. */
class received_webhook {
public:
    /** The proven webhook; null where nobody signed it. */
    [[nodiscard]] verified_webhook const* verified() const& noexcept {
        return std::get_if<verified_webhook>(&x_what);
    }
    verified_webhook const* verified() const&& = delete;

    /** The body. Where `verified()` is null anybody may have written it: a hint to ask the platform, and no more. */
    [[nodiscard]] std::string_view body() const& noexcept {
        auto const* const proven = verified();
        return proven != nullptr ? proven->body() : std::string_view(std::get<1>(x_what));
    }
    std::string_view body() const&& = delete;

private:
    template <verification_policy Policy, clock_source Clock, mac_backend Backend>
    friend class webhook_verifier;

    explicit received_webhook(verified_webhook proven) : x_what(std::move(proven)) {}
    explicit received_webhook(std::string_view body) : x_what(std::string(body)) {}

    std::variant<verified_webhook, std::string> x_what;
};

}  // namespace bcauth::inline v0

#endif
