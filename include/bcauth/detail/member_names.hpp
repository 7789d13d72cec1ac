// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_MEMBER_NAMES_HPP
#define BCAUTH_DETAIL_MEMBER_NAMES_HPP

#include <bcauth/errc.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace bcauth::inline v0::detail {

// The names of the members that no claim holds, of every open JSON object, so that one that comes twice is seen at any
// depth (RFC 8259 section 4 leaves it open; two readers that take different ones are two truths). Names are unescaped.
class member_names {
public:
    static constexpr std::size_t max_members =
        256;  // in all of a text, so that the search stays short
    static constexpr std::size_t max_depth = 32;

    // only what lies below x_count and x_depth was written, and only that is read: zeroing 4 KiB a token costs more
    // than the search
    member_names() noexcept {}  // NOLINT(modernize-use-equals-default)

    // never called deeper than the parser's depth limit, which is at most max_depth
    void open() noexcept { x_begins[x_depth++] = x_count; }
    void close() noexcept { x_count = x_begins[--x_depth]; }

    errc add(std::string_view name) noexcept {
        if (x_total == max_members) {
            return errc::invalid_json;
        }
        for (auto i = x_begins[x_depth - 1]; i < x_count; ++i) {
            if (std::string_view(x_data[i], x_size[i]) == name) {
                return errc::duplicate_member;
            }
        }
        ++x_total;
        x_data[x_count] = name.data();
        x_size[x_count++] = name.size();
        return errc{};
    }

private:
    std::array<char const*, max_members> x_data;
    std::array<std::size_t, max_members> x_size;
    std::array<std::size_t, max_depth + 1> x_begins;
    std::size_t x_count = 0;
    std::size_t x_total = 0;
    std::size_t x_depth = 0;
};

}  // namespace bcauth::inline v0::detail

#endif
