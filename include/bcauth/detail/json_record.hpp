// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_JSON_RECORD_HPP
#define BCAUTH_DETAIL_JSON_RECORD_HPP

#include <bcauth/detail/claim_reader.hpp>
#include <bcauth/detail/wiping_allocator.hpp>
#include <bcauth/error.hpp>
#include <bcauth/jwt/claims.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

namespace bcauth::inline v0::detail {

// The members of one JSON object of an API's answer, by a table. They are views of the text and of a spare of its own,
// and live as long as both.
template <std::size_t Count>
class json_record {
public:
    // the limit of depth is the whole answer's, `levels_above` of which are around this text
    [[nodiscard]] errc read(std::string_view text, jwt::claim_table table,
                            std::size_t levels_above = 0) {
        constexpr std::size_t max_depth = 32;
        x_values = {};
        x_spare.resize(text.size());
        return read_claims(text, table, {}, max_depth - levels_above, x_values, x_spare);
    }

    [[nodiscard]] jwt::claim_value const& operator[](std::size_t member) const noexcept {
        return x_values[member];
    }

private:
    std::array<jwt::claim_value, Count> x_values{};
    std::vector<char, wiping_allocator<char>> x_spare;
};

// a whole number, or its decimal text; none where it is neither, which null and absent aren't either
inline std::optional<std::int64_t> whole_number(jwt::claim_value const& value) noexcept {
    if (value.is != jwt::claim_value::kind::text) {
        return value.is == jwt::claim_value::kind::number ? std::optional(value.number)
                                                          : std::nullopt;
    }
    std::int64_t number = 0;
    auto const* end = value.text.data() + value.text.size();
    auto const read = std::from_chars(value.text.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end ? std::optional(number) : std::nullopt;
}

}  // namespace bcauth::inline v0::detail

#endif
