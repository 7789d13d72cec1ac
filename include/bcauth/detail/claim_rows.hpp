// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_CLAIM_ROWS_HPP
#define BCAUTH_DETAIL_CLAIM_ROWS_HPP

#include <bcauth/detail/swar.hpp>
#include <bcauth/jwt/claims.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// The rows of a table, found by the names of a token's members. Names mostly come in the table's order, so the row behind
// the last one found is tried first.
class claim_rows {
public:
    enum class found : unsigned char { nothing, claim, object };

    explicit claim_rows(jwt::claim_table table) noexcept : x_table(table) {}

    // what the table has of that name: in the object that is open, else at the top level
    found find(std::string_view name) noexcept {
        return x_next < x_table.size() && is_claim(x_table[x_next], name) ? take(x_next)
                                                                          : search(name);
    }

    // of the claim that was found last
    [[nodiscard]] jwt::claim_rule const& rule() const noexcept { return *x_rule; }

    // whether the object that was found last is the first of its name
    bool note_object() noexcept {
        if (x_row >= max_objects) {
            return false;
        }
        auto const bit = std::uint64_t{1} << x_row;
        return (std::exchange(x_objects, x_objects | bit) & bit) == 0;
    }

    void open_object() noexcept { x_object = x_table[x_row].object; }
    void close_object() noexcept { x_object = {}; }

    [[nodiscard]] bool saw_object(std::string_view name) const noexcept {
        std::size_t row = 0;
        while (row < x_table.size() && x_table[row].object != name) {
            ++row;
        }
        return row < std::min(x_table.size(), max_objects) && (x_objects >> row & 1U) != 0;
    }

private:
    static constexpr std::size_t max_objects = 64;  // as many as x_objects has bits

    // the open object's name is of the table itself, where equal texts mostly are one
    [[nodiscard]] bool is_claim(jwt::claim_rule const& each, std::string_view name) const noexcept {
        return each.name.size() == name.size() && each.object.size() == x_object.size() &&
               same_bytes(each.name.data(), name.data(), name.size()) &&
               (each.object.data() == x_object.data() || each.object == x_object);
    }

    found take(std::size_t row) noexcept {
        x_rule = &x_table[row];
        x_next = row + 1;
        return found::claim;
    }

    [[gnu::noinline]] found search(std::string_view name) noexcept {
        for (std::size_t row = 0; row < x_table.size(); ++row) {
            if (is_claim(x_table[row], name)) {
                return take(row);
            }
            if (x_object.empty() && x_table[row].object == name && !name.empty()) {
                x_row = row;
                x_next = row;
                return found::object;
            }
        }
        return found::nothing;
    }

    jwt::claim_table x_table;
    std::string_view x_object;
    jwt::claim_rule const* x_rule = nullptr;
    std::size_t x_row = 0;   // the first of the object that was found last
    std::size_t x_next = 0;  // tried first
    std::uint64_t x_objects = 0;
};

}  // namespace bcauth::inline v0::detail

#endif
