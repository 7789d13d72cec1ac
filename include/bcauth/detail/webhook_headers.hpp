// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_WEBHOOK_HEADERS_HPP
#define BCAUTH_DETAIL_WEBHOOK_HEADERS_HPP

#include <bcauth/codec/base64.hpp>
#include <bcauth/crypto/hmac.hpp>
#include <bcauth/detail/claim_types.hpp>
#include <bcauth/detail/visible_ascii.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/fields.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bcauth::inline v0::detail {

inline constexpr std::string_view webhook_id_name = "webhook-id";
inline constexpr std::string_view webhook_timestamp_name = "webhook-timestamp";
inline constexpr std::string_view webhook_signature_name = "webhook-signature";
inline constexpr std::size_t max_webhook_id_bytes = 256;

inline bool has_webhook_headers(http::fields const& all) noexcept {
    return all.count(webhook_id_name) + all.count(webhook_timestamp_name) +
               all.count(webhook_signature_name) !=
           0;
}

inline result<std::string_view> only_field(http::fields const& all,
                                           std::string_view name) noexcept {
    switch (all.count(name)) {
        case 0: return errc::missing_credentials;
        case 1: return *all.find(name);
        default: return errc::invalid_credentials;
    }
}

// A legacy payload is signed with the same secret, over its JSON alone. A person whose address is "a.1700000000.b" would
// put two dots into that JSON, and it could be read as an identifier, a time and a body; but every such JSON begins
// with a brace and a quotation mark, and an identifier has none.
constexpr bool is_webhook_id(std::string_view text) noexcept {
    return is_visible_ascii(text, max_webhook_id_bytes) &&
           text.find_first_of("\"\\") == std::string_view::npos;
}

// decimal digits in their one spelling, up to the year 9999
constexpr result<std::int64_t> webhook_seconds(std::string_view text) noexcept {
    constexpr std::size_t most_digits = 12;
    if (text.empty() || text.size() > most_digits || (text.front() == '0' && text.size() != 1)) {
        return errc::invalid_claim;
    }
    std::int64_t seconds = 0;
    for (auto const c : text) {
        if (c < '0' || c > '9') {
            return errc::invalid_claim;
        }
        seconds = seconds * 10 + (c - '0');
    }
    if (seconds > last_second) {
        return errc::invalid_claim;
    }
    return seconds;
}

// The signatures of the version "v1" in a list with spaces between them, decoded one behind the other. Other versions
// and what isn't one canonical base64 of 32 bytes can't match, and are left out.
class webhook_signatures {
public:
    static constexpr std::size_t most = 16;
    static constexpr std::size_t max_header_bytes = 2048;

    [[nodiscard]] errc read(std::string_view header) noexcept {
        if (header.size() > max_header_bytes) {
            return errc::token_too_large;
        }
        bool any = false;
        bool any_v1 = false;
        while (!header.empty()) {
            auto const entry = header.substr(0, header.find(' '));
            header.remove_prefix(std::min(entry.size() + 1, header.size()));
            any = any || !entry.empty();
            if (entry.starts_with("v1,")) {
                any_v1 = true;
                if (!add(entry.substr(3))) {
                    return errc::token_too_large;
                }
            }
        }
        return !any ? errc::token_shape : !any_v1 ? errc::algorithm_mismatch : errc{};
    }

    [[nodiscard]] unsigned char const* data() const noexcept { return x_digests.data(); }
    [[nodiscard]] std::size_t count() const noexcept { return x_count; }

private:
    static constexpr std::size_t size = digest_size(mac_algorithm::hs256);

    bool add(std::string_view text) noexcept {
        std::array<unsigned char, size> digest;
        auto const decoded =
            base64_decode(text, digest, base64_alphabet::standard, base64_padding::required);
        if (!decoded || *decoded != size) {
            return true;
        }
        if (x_count == most) {
            return false;
        }
        std::copy(digest.begin(), digest.end(),
                  x_digests.begin() + static_cast<std::ptrdiff_t>(x_count * size));
        ++x_count;
        return true;
    }

    std::array<unsigned char, most * size> x_digests;  // only the first count() are ever read
    std::size_t x_count = 0;
};

}  // namespace bcauth::inline v0::detail

#endif
