// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_TOKEN_CLAIMS_HPP
#define BCAUTH_DETAIL_TOKEN_CLAIMS_HPP

#include <bcauth/crypto/openssl.hpp>
#include <bcauth/detail/claim_reader.hpp>
#include <bcauth/detail/tell.hpp>
#include <bcauth/detail/wiping_allocator.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/jwt/claims.hpp>
#include <bcauth/key_ring.hpp>
#include <bcauth/secret.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <system_error>
#include <vector>

namespace bcauth::inline v0::detail {

enum class token_member : std::size_t {
    access_token,
    scope,
    context,
    account_uuid,
    user_id,
    user_name,
    user_email,
    owner_id,
    owner_name,
    owner_email,
    error,
    errors,
    error_description,
    title,
};
inline constexpr std::size_t token_member_count = 14;

struct token_members {
    token_member id;
    token_member username;
    token_member email;
};
inline constexpr token_members user_members{token_member::user_id, token_member::user_name,
                                            token_member::user_email};
inline constexpr token_members owner_members{token_member::owner_id, token_member::owner_name,
                                             token_member::owner_email};

consteval jwt::claim_rule token_rule(std::string_view object, std::string_view name,
                                     token_member member, jwt::claim_type type,
                                     jwt::presence need = jwt::presence::optional) noexcept {
    return {.object = object,
            .name = name,
            .member = static_cast<std::size_t>(member),
            .type = type,
            .need = need};
}

// An answer of the token endpoint, in the order in which the platform writes it, since a name is looked for behind the
// one before. All members are optional to the reader, since an answer that says `error` is to be seen as one whatever
// it lacks.
inline constexpr std::array token_table{
    token_rule("", "access_token", token_member::access_token, jwt::claim_type::text),
    token_rule("", "scope", token_member::scope, jwt::claim_type::nullable_text),
    token_rule("user", "id", token_member::user_id, jwt::claim_type::text_or_integer),
    token_rule("user", "username", token_member::user_name, jwt::claim_type::nullable_text),
    token_rule("user", "email", token_member::user_email, jwt::claim_type::nullable_text),
    token_rule("owner", "id", token_member::owner_id, jwt::claim_type::text_or_integer,
               jwt::presence::required_in_object),
    token_rule("owner", "username", token_member::owner_name, jwt::claim_type::nullable_text),
    token_rule("owner", "email", token_member::owner_email, jwt::claim_type::nullable_text),
    token_rule("", "context", token_member::context, jwt::claim_type::text),
    token_rule("", "account_uuid", token_member::account_uuid, jwt::claim_type::nullable_text),
    token_rule("", "error", token_member::error, jwt::claim_type::anything),
    token_rule("", "errors", token_member::errors, jwt::claim_type::anything),
};

// The words of an answer that refuses. A member of another type leaves the answer without words.
inline constexpr std::array token_error_table{
    token_rule("", "error", token_member::error, jwt::claim_type::text),
    token_rule("", "error_description", token_member::error_description,
               jwt::claim_type::nullable_text),
    token_rule("", "title", token_member::title, jwt::claim_type::nullable_text),
    token_rule("", "access_token", token_member::access_token, jwt::claim_type::nullable_text),
};

// the first row of token_table with any value: tells a control in the token from one elsewhere
inline constexpr auto token_table_of_any_token = [] {
    auto table = token_table;
    table[0].type = jwt::claim_type::anything;
    return table;
}();

// Bytes that are wiped: within the object up to what an ordinary answer has.
class wiped_spare {
public:
    wiped_spare() noexcept {
    }  // NOLINT(modernize-use-equals-default): the bytes stay unset until written to
    ~wiped_spare() { cleanse(x_inline.data(), x_used); }
    wiped_spare(wiped_spare const&) = delete;
    wiped_spare& operator=(wiped_spare const&) = delete;

    [[nodiscard]] std::span<char> of_size(std::size_t size) {
        if (size > x_inline.size()) {
            x_heap.resize(size);
            return x_heap;
        }
        x_used = std::max(x_used, size);
        return {x_inline.data(), size};
    }

private:
    std::array<char, 1024> x_inline;
    std::size_t x_used = 0;
    std::vector<char, wiping_allocator<char>> x_heap;
};

// The members of an answer, as views of the body and of a wiped spare. They live as long as both.
class token_claims {
public:
    [[nodiscard]] errc read(std::string_view body) {
        auto const wrong = read_as(token_table, body);
        if (wrong == errc::invalid_claim) {
            x_values.fill({});
            if (read_as(token_table_of_any_token, body) != errc::invalid_claim) {
                return errc::invalid_access_token;
            }
        }
        return wrong == errc{} ? errc{} : errc::invalid_response;
    }

    // into an object that has read nothing yet
    [[nodiscard]] errc read_as(jwt::claim_table table, std::string_view body) {
        constexpr std::size_t max_depth = 32;
        return read_claims(body, table, {}, max_depth, x_values, x_spare.of_size(body.size()));
    }

    [[nodiscard]] jwt::claim_value const& operator[](token_member member) const noexcept {
        return x_values[static_cast<std::size_t>(member)];
    }

    [[nodiscard]] bool has(token_member member) const noexcept {
        return (*this)[member].is != jwt::claim_value::kind::absent;
    }

    // null counts: a platform that speaks of an error has not simply answered
    [[nodiscard]] bool has_error() const noexcept {
        return has(token_member::error) || has(token_member::errors);
    }

private:
    std::array<jwt::claim_value, token_member_count> x_values;
    wiped_spare x_spare;
};

// a number above 0, or its decimal text in the one usual spelling; 0 when it is neither
inline std::int64_t positive_id(jwt::claim_value const& value) noexcept {
    if (value.is != jwt::claim_value::kind::text) {
        return value.number > 0 ? value.number : 0;
    }
    std::int64_t number = 0;
    auto const* end = value.text.data() + value.text.size();
    auto const read = std::from_chars(value.text.data(), end, number);
    bool const usual =
        !value.text.empty() && value.text.front() >= '1' && value.text.front() <= '9';
    return usual && read.ec == std::errc{} && read.ptr == end ? number : 0;
}

// the platform's own words out of an answer that refuses, when it has any
inline void tell_token_error(std::string_view body, secret const& code, key_ring const& ring,
                             diagnostics& why) {
    token_claims claims;
    if (claims.read_as(token_error_table, body) != errc{}) {
        return;
    }
    wiped_text words;
    for (auto const member :
         {token_member::error, token_member::error_description, token_member::title}) {
        append_words(words, claims[member].text);
    }
    tell(why, words, code, ring, claims[token_member::access_token].text);
}

}  // namespace bcauth::inline v0::detail

#endif
