// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_LOGIN_CLAIMS_HPP
#define BCAUTH_DETAIL_LOGIN_CLAIMS_HPP

#include <bcauth/codec/hex.hpp>
#include <bcauth/detail/json_text.hpp>
#include <bcauth/error.hpp>
#include <bcauth/random.hpp>

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bcauth::inline v0::detail {

// an IPv4 or IPv6 address as text: no port, brackets, zone or prefix length
inline bool is_ip_address(std::string_view text) noexcept {
    return boost::urls::parse_ipv4_address(text).has_value() ||
           boost::urls::parse_ipv6_address(text).has_value();
}

// 128 bits in hexadecimal digits
template <random_source Source>
result<std::string> random_token_id(Source& source) {
    std::array<unsigned char, 16> bytes{};
    if (auto const filled = source.fill(std::span<unsigned char>(bytes)); !filled) {
        return filled.error();
    }
    return hex_encode({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

// Writes a JSON object member by member. The names are literals that need no escaping.
class json_object_writer {
public:
    void text(std::string_view name, std::string_view value) {
        begin(name);
        auto const at = x_text.size();
        x_text.resize(at + json_size(value));
        json_write(value, x_text.data() + at);
    }

    void number(std::string_view name, std::int64_t value) {
        begin(name);
        x_text += std::to_string(value);
    }

    void yes(std::string_view name) {
        begin(name);
        x_text += "true";
    }

    [[nodiscard]] std::string finish() && { return std::move(x_text += '}'); }

private:
    void begin(std::string_view name) {
        x_text += x_text.empty() ? "{\"" : ",\"";
        x_text.append(name).append("\":");
    }

    std::string x_text;
};

}  // namespace bcauth::inline v0::detail

#endif
