// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_STORE_DETAIL_SQLITE_ROWS_HPP
#define BCAUTH_STORE_DETAIL_SQLITE_ROWS_HPP

#include <bcauth/identity.hpp>
#include <bcauth/scope_set.hpp>
#include <bcauth/secret.hpp>
#include <bcauth/store/detail/sqlite_statement.hpp>
#include <bcauth/store_hash.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// How people and installations stand in the columns of `sqlite_schema.hpp`.

inline void write_names(sqlite_call& call, user const& person) noexcept {
    if (person.username) {
        call.text(*person.username);
    } else {
        call.null();
    }
    call.text(person.email);
}

inline user read_person(sqlite_call const& call, int column) {
    user made{call.integer_at(column), {}, std::string(call.bytes_at(column + 2))};
    if (!call.is_null(column + 1)) made.username = call.bytes_at(column + 1);
    return made;
}

// one column has the token, another whether it is out of use
inline void write_installation(sqlite_call& call, installation const& from,
                               std::string_view scopes) noexcept {
    bool const withheld = from.is_withheld();
    call.text(from.store.view())
        .bytes((withheld ? from.withheld_token : from.access_token).expose())
        .text(scopes)
        .integer(from.user.id);
    write_names(call, from.user);
    if (from.owner) {
        write_names(call.integer(from.owner->id), *from.owner);
    } else {
        call.null().null().null();
    }
    call.text(from.account_uuid).integer(withheld ? 1 : 0);
}

// nothing where the row has what no store has put there
inline std::optional<installation> read_installation(sqlite_call const& call,
                                                     store_hash const& store) {
    auto scopes = scope_set::parse(call.bytes_at(1));
    if (!scopes) return std::nullopt;
    std::optional<user> owner;
    if (!call.is_null(5)) owner = read_person(call, 5);
    installation made{store,
                      secret(call.bytes_at(0)),
                      std::move(*scopes),
                      read_person(call, 2),
                      std::move(owner),
                      std::string(call.bytes_at(8))};
    if (call.integer_at(9) != 0) made.withhold();
    return made;
}

}  // namespace bcauth::inline v0::detail

#endif
