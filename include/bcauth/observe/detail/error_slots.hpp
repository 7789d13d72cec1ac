// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_DETAIL_ERROR_SLOTS_HPP
#define BCAUTH_OBSERVE_DETAIL_ERROR_SLOTS_HPP

#include <bcauth/detail/error_category.hpp>
#include <bcauth/error.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace bcauth::inline v0::detail {

// A number for each error that is told apart: 0 is none, then come the library's own, then one for all others.
struct error_slots {
    static constexpr std::size_t count = std::size(error_texts) + 2;

    static std::size_t of(error_code const& error) noexcept {
        if (!error.failed()) return 0;
        if (error.category() != errc_category) return count - 1;
        auto const* const found = std::find_if(
            std::begin(error_texts), std::end(error_texts),
            [&](auto const& each) { return static_cast<int>(each.code) == error.value(); });
        return static_cast<std::size_t>(found - std::begin(error_texts)) + 1;
    }

    static std::string_view name(std::size_t slot) noexcept {
        if (slot == 0) return "none";
        return slot < count - 1 ? error_texts[slot - 1].name : "other";
    }
};

}  // namespace bcauth::inline v0::detail

#endif
