// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_MEMBER_NAMES_HPP
#define BCAUTH_DETAIL_MEMBER_NAMES_HPP

#include <bcauth/detail/swar.hpp>
#include <bcauth/errc.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bcauth::inline v0::detail {

// The names of the members that no claim holds, of every open JSON object, so that one that comes twice is seen at any
// depth (RFC 8259 section 4 leaves it open; two readers that take different ones are two truths). Names are unescaped.
// Most are known to be new by a bit of theirs that nobody has set, so that the cost grows with their number, not its
// square.
class member_names {
public:
    static constexpr std::size_t max_members =
        256;  // in all of a text, so that the search stays short
    static constexpr std::size_t max_depth = 32;

    // only what lies below x_count and x_depth was written, the bits with the first name, and only that is read: zeroing
    // 4 KiB a token costs more than the search
    member_names() noexcept {}  // NOLINT(modernize-use-equals-default)

    // never called deeper than the parser's depth limit, which is at most max_depth
    void open() noexcept { x_begins[x_depth++] = x_count; }
    void close() noexcept { x_count = x_begins[--x_depth]; }

    errc add(std::string_view name) noexcept {
        if (x_total == max_members) {
            return errc::invalid_json;
        }
        if (x_total == 0) {
            x_bits = {};
        }
        auto const mark = mark_of(name);
        bool const first = set(mark >> 53);
        bool const second = set(mark >> 42);
        if (!first && !second && is_open(name)) {
            return errc::duplicate_member;
        }
        ++x_total;
        x_data[x_count] = name.data();
        x_size[x_count++] = name.size();
        return errc{};
    }

    // of all letters of a name, eight at a time; its high bits are the mixed ones
    static std::uint64_t mark_of(std::string_view name) noexcept {
        auto const mix = [](std::uint64_t mark, std::uint64_t word) {
            auto const product = (mark ^ word) * 0x9e3779b97f4a7c15;
            return product ^ product >> 32;
        };
        std::uint64_t mark = name.size();
        for (; name.size() >= 8; name.remove_prefix(8)) {
            mark = mix(mark, load_eight(name.data()));
        }
        std::uint64_t rest = 0;
        for (char const letter : name) {
            rest = rest << 8 | static_cast<unsigned char>(letter);
        }
        return mix(mark, rest);
    }

private:
    // whether it was not set
    bool set(std::uint64_t place) noexcept {
        auto& bits = x_bits[place / 64 % x_bits.size()];
        auto const bit = std::uint64_t{1} << (place % 64);
        bool const is_new = (bits & bit) == 0;
        bits |= bit;
        return is_new;
    }

    [[nodiscard]] bool is_open(std::string_view name) const noexcept {
        for (auto i = x_begins[x_depth - 1]; i < x_count; ++i) {
            if (std::string_view(x_data[i], x_size[i]) == name) {
                return true;
            }
        }
        return false;
    }

    std::array<std::uint64_t, 32> x_bits;
    std::array<char const*, max_members> x_data;
    std::array<std::size_t, max_members> x_size;
    std::array<std::size_t, max_depth + 1> x_begins;
    std::size_t x_count = 0;
    std::size_t x_total = 0;
    std::size_t x_depth = 0;
};

}  // namespace bcauth::inline v0::detail

#endif
