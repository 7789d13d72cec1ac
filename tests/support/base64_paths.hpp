// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_BASE64_PATHS_HPP
#define BCAUTH_TESTS_SUPPORT_BASE64_PATHS_HPP

#include <bcauth/codec/base64.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The two ways in which base64 is decoded, each forced: by tables alone, and by blocks as far as they go, where the
// processor can.
namespace base64_paths {

using bytes = std::optional<std::vector<unsigned char>>;

// text and result stand in memory of exactly their size, so that a sanitizer sees a step too far
template <class Decode>
bytes decode_exactly(std::string_view text, Decode decode) {
    std::vector<char> const copy(text.begin(), text.end());
    std::vector<unsigned char> out(bcauth::base64_decoded_size(copy.size()));
    bool const right = decode(copy.data(), copy.size(), out.data());
    return right ? bytes(std::move(out)) : std::nullopt;
}

inline bytes by_tables(std::string_view text, std::size_t alphabet) {
    return decode_exactly(text, [alphabet](auto const* data, std::size_t size, auto* out) {
        return bcauth::detail::decode_base64(data, size, out,
                                             bcauth::detail::base64_decode_tables[alphabet]);
    });
}

inline bytes by_blocks(std::string_view text, std::size_t alphabet) {
    return decode_exactly(text, [alphabet](auto const* data, std::size_t size, auto* out) {
        namespace detail = bcauth::detail;
        auto const done =
            detail::decode_base64_blocks(data, size, out, detail::base64_vector_tables[alphabet]);
        return detail::decode_base64(data + done, size - done, out + done / 4 * 3,
                                     detail::base64_decode_tables[alphabet]);
    });
}

// Whether both decode a text to the same bytes or refuse it, in either alphabet, wherever it stands among blocks.
inline bool agree(std::string_view text) {
    if (!bcauth::detail::has_base64_blocks()) {
        return true;
    }
    std::string const letters(text.substr(0, text.find_last_not_of('=') + 1));
    bool same = true;
    for (std::size_t const before : {0U, 4U, 13U, 16U, 32U}) {
        for (std::size_t const behind : {0U, 16U, 22U, 24U}) {
            auto const whole = std::string(before, 'A') + letters + std::string(behind, 'A');
            for (std::size_t const alphabet : {0U, 1U}) {
                same = same && (whole.size() % 4 == 1 ||
                                by_tables(whole, alphabet) == by_blocks(whole, alphabet));
            }
        }
    }
    return same;
}

}  // namespace base64_paths

#endif
