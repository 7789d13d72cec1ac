// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_TELL_HPP
#define BCAUTH_DETAIL_TELL_HPP

#include <bcauth/detail/wiping_allocator.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/key_ring.hpp>
#include <bcauth/secret.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace bcauth::inline v0::detail {

// joins words from outside, which may repeat a secret
using wiped_text = std::basic_string<char, std::char_traits<char>, wiping_allocator<char>>;

inline void append_words(wiped_text& words, std::string_view more) {
    words += words.empty() || more.empty() ? "" : ": ";
    words += more;
}

// puts words from outside into diagnostics, without anything of the code, the token or any secret of the key ring
inline void tell(diagnostics& why, std::string_view words, secret const& code, key_ring const& ring,
                 std::string_view token = {}) {
    static_assert(key_ring::max_secrets == 8, "the list below has all of them");
    auto const key = [&](std::size_t i) {
        return i < ring.size() ? (ring.begin() + static_cast<std::ptrdiff_t>(i))->expose()
                               : std::string_view{};
    };
    why.message(words, {code.expose(), token, key(0), key(1), key(2), key(3), key(4), key(5),
                        key(6), key(7)});
}

}  // namespace bcauth::inline v0::detail

#endif
