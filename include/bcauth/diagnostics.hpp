// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DIAGNOSTICS_HPP
#define BCAUTH_DIAGNOSTICS_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0 {

/** What a person needs to know beyond the code of a failure. An argument, never part of an error.

    Nothing secret reaches it: texts from outside are cut to `max_message_bytes`, have their controls and
    non-ASCII bytes escaped, and lose every run of eight bytes that also stands in a secret.
*/
class diagnostics {
public:
    static constexpr std::size_t max_message_bytes = 256;

    /** The status of the last response, 0 where there was none. */
    [[nodiscard]] int status() const noexcept { return x_status; }
    void status(int value) noexcept { x_status = value; }

    /** The platform's own words: printable ASCII, may be empty. */
    [[nodiscard]] std::string const& message() const& noexcept { return x_message; }
    std::string const& message() const&& = delete;

    /** Takes the platform's words.
        @param text what came, in full
        @param secrets what must not be in it
    */
    void message(std::string_view text, std::initializer_list<std::string_view> secrets) {
        x_message.clear();
        if (repeats_a_secret(text, secrets)) {
            append_redacted(text, secrets);
        } else {
            append_printable(text);
        }
    }

    /** The scopes that the app requires and the merchant did not grant, in canonical form. */
    [[nodiscard]] std::string const& missing_scopes() const& noexcept { return x_missing_scopes; }
    std::string const& missing_scopes() const&& = delete;
    void missing_scopes(std::string canonical) noexcept { x_missing_scopes = std::move(canonical); }

    /** Which parameter or claim it was: a name of the library's own, never text from outside. */
    [[nodiscard]] std::string_view subject() const noexcept { return x_subject; }
    void subject(std::string_view literal) noexcept { x_subject = literal; }

private:
    static constexpr std::size_t least_run = 8;

    // shorter secrets must match whole
    static std::size_t run_of(std::string_view secret) noexcept {
        return secret.size() < least_run ? secret.size() : least_run;
    }

    // up to eight bytes as a number
    static std::uint64_t word_of(std::string_view bytes) noexcept {
        std::uint64_t word = 0;
        for (auto const byte : bytes) {
            word = word << 8 | static_cast<unsigned char>(byte);
        }
        return word;
    }

    // Whether anything of a secret stands in what is shown of the text. Who sends the text may measure this, so all of
    // both is looked at without a branch: time tells nothing before eight bytes of a secret are right.
    static bool repeats_a_secret(std::string_view text,
                                 std::initializer_list<std::string_view> secrets) noexcept {
        std::uint64_t found = 0;
        for (auto const secret : secrets) {
            auto const least = run_of(secret);
            if (least == 0 || text.size() < least) {
                continue;
            }
            std::array<std::uint64_t, max_message_bytes> words;
            auto const count = std::min(text.size() - least + 1, words.size());
            for (std::size_t i = 0; i < count; ++i) {
                words[i] = word_of(text.substr(i, least));
            }
            for (std::size_t at = 0; at + least <= secret.size(); ++at) {
                auto const sought = word_of(secret.substr(at, least));
                for (std::size_t i = 0; i < count; ++i) {
                    auto const differ = words[i] ^ sought;
                    found |= ~(differ | (0 - differ)) >> 63;
                }
            }
        }
        return found != 0;
    }

    // the length of the text's beginning that also stands in a secret
    static std::size_t secret_run(std::string_view text,
                                  std::initializer_list<std::string_view> secrets) noexcept {
        std::size_t longest = 0;
        for (auto const secret : secrets) {
            auto const least = run_of(secret);
            if (least == 0 || text.size() < least) {
                continue;
            }
            for (auto at = secret.find(text.substr(0, least)); at != std::string_view::npos;
                 at = secret.find(text.substr(0, least), at + 1)) {
                auto run = least;
                while (run < text.size() && at + run < secret.size() &&
                       text[run] == secret[at + run]) {
                    ++run;
                }
                longest = run > longest ? run : longest;
            }
        }
        return longest;
    }

    // a piece goes in whole or not at all, so that no escape is cut in two
    bool append(std::string_view piece) {
        if (x_message.size() + piece.size() > max_message_bytes) {
            return false;
        }
        x_message += piece;
        return true;
    }

    void append_printable(std::string_view text) {
        for (auto const each : text) {
            if (!append_printable(static_cast<unsigned char>(each))) {
                return;
            }
        }
    }

    void append_redacted(std::string_view text, std::initializer_list<std::string_view> secrets) {
        for (std::size_t i = 0; i < text.size();) {
            auto const run = secret_run(text.substr(i), secrets);
            bool const fits = run != 0 ? append("[redacted]")
                                       : append_printable(static_cast<unsigned char>(text[i]));
            if (!fits) {
                return;
            }
            i += run != 0 ? run : 1;
        }
    }

    bool append_printable(unsigned char byte) {
        constexpr char digits[] = "0123456789abcdef";
        if (byte >= 0x20 && byte < 0x7f && byte != '\\') {
            auto const c = static_cast<char>(byte);
            return append({&c, 1});
        }
        char const escape[] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        return append({escape, sizeof(escape)});
    }

    int x_status = 0;
    std::string x_message;
    std::string x_missing_scopes;
    std::string_view x_subject;
};

}  // namespace bcauth::inline v0

#endif
