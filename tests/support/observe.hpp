// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_OBSERVE_HPP
#define BCAUTH_TESTS_SUPPORT_OBSERVE_HPP

#include <bcauth/observe/event_text.hpp>
#include <bcauth/observe/exchange_event.hpp>

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What observers are tested with.
namespace observe_support {

// keeps the events and the fullest text of each
struct recorder {
    bool messages = true;
    std::vector<bcauth::exchange_event> events = {};
    std::string text = {};

    void on_event(bcauth::exchange_event const& event) {
        events.push_back(event);
        text += bcauth::event_text(event, 5) + '\n';
    }
    [[nodiscard]] bool wants_messages() const noexcept { return messages; }
};

// each reading is a quarter of a second after the one before
struct quarter_watch {
    using time_point = std::chrono::steady_clock::time_point;
    static time_point now() {
        static time_point at{};
        return at += std::chrono::milliseconds{250};
    }
};

inline std::string base64_of(std::string_view bytes, std::string_view alphabet) {
    std::string text;
    for (std::size_t i = 0; i + 3 <= bytes.size(); i += 3) {
        auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[i + at]); };
        auto const bits = static_cast<unsigned>(byte(0) << 16 | byte(1) << 8 | byte(2));
        for (int shift = 18; shift >= 0; shift -= 6) {
            text += alphabet[bits >> shift & 63U];
        }
    }
    return text;
}

// A secret in all the spellings that are looked for: as it is, backwards, in hexadecimal, with every byte escaped, and in
// base64 of both alphabets, whatever stands before it.
inline std::vector<std::string> spellings_of(std::string_view secret) {
    constexpr std::string_view common =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::vector<std::string> all{std::string(secret), {secret.rbegin(), secret.rend()}};
    for (std::string_view const digits : {"0123456789abcdef", "0123456789ABCDEF"}) {
        std::string hex;
        std::string escapes;
        for (char const c : secret) {
            auto const byte = static_cast<unsigned char>(c);
            auto const pair = std::string{digits[byte >> 4], digits[byte & 15]};
            hex += pair;
            escapes += '%' + pair;
        }
        all.push_back(hex);
        all.push_back(escapes);
    }
    for (std::string_view const rest : {"+/", "-_"}) {
        for (std::size_t skipped = 0; skipped < 3; ++skipped) {
            all.push_back(
                base64_of(secret.substr(skipped), std::string(common) + std::string(rest)));
        }
    }
    return all;
}

// the first run of eight characters that stands in a text and in a spelling of a secret; empty where there is none
inline std::string leak_in(std::string_view text, std::string_view secret) {
    for (auto const& spelling : spellings_of(secret)) {
        for (std::size_t at = 0; at + 8 <= spelling.size(); ++at) {
            auto const run = std::string_view(spelling).substr(at, 8);
            if (text.find(run) != std::string_view::npos) return std::string(run);
        }
    }
    return {};
}

}  // namespace observe_support

#endif
