// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_LIMIT_CLAIMS_HPP
#define BCAUTH_BENCH_LIMIT_CLAIMS_HPP

#if defined(__x86_64__)

#include "json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// The members of the three kinds of token in one struct, and a reader that knows their names by heart.
namespace bcauth_bench::claims {

inline constexpr std::int64_t last_second = 253'402'300'799;

struct moment {
    std::int64_t second = 0;
    bool fraction = false;
    [[nodiscard]] std::int64_t rounded_up() const noexcept { return second + (fraction ? 1 : 0); }
};

struct person {
    std::int64_t id = 0;
    std::string_view email;
    std::string_view locale;
    std::string_view group;
};

enum member : unsigned {
    no_member,
    m_iss,
    m_aud,
    m_sub,
    m_jti,
    m_url,
    m_operation,
    m_store_hash,
    m_context,
    m_iat,
    m_nbf,
    m_exp,
    m_timestamp,
    m_channel_id,
    m_user,
    m_owner,
    m_customer,
    m_version,
    m_application_id,
    m_id,
    m_email,
    m_locale,
    m_group_id
};

constexpr unsigned bit(member which) noexcept {
    return 1U << which;
}

// which members a kind of token has; another one's are skipped like any unknown one
inline constexpr unsigned customer_members =
    bit(m_iss) | bit(m_aud) | bit(m_sub) | bit(m_operation) | bit(m_store_hash) | bit(m_iat) |
    bit(m_nbf) | bit(m_exp) | bit(m_customer) | bit(m_version) | bit(m_application_id);
inline constexpr unsigned load_members =
    bit(m_iss) | bit(m_aud) | bit(m_sub) | bit(m_jti) | bit(m_url) | bit(m_operation) | bit(m_iat) |
    bit(m_nbf) | bit(m_exp) | bit(m_channel_id) | bit(m_user) | bit(m_owner);
inline constexpr unsigned payload_members = bit(m_user) | bit(m_owner) | bit(m_context) |
                                            bit(m_store_hash) | bit(m_timestamp) |
                                            bit(m_channel_id);
inline constexpr unsigned customer_person = bit(m_id) | bit(m_email) | bit(m_group_id);
inline constexpr unsigned user_person = bit(m_id) | bit(m_email) | bit(m_locale);
inline constexpr unsigned owner_person = bit(m_id) | bit(m_email);

struct read {
    unsigned seen = 0;
    std::string_view iss, aud, sub, jti, url, operation, store_hash, context;
    moment iat, nbf, exp, timestamp;
    std::int64_t channel_id = 0;
    person user, owner, customer;
    unsigned user_seen = 0, owner_seen = 0, customer_seen = 0;
};

inline bool is(std::string_view name, char const* word) noexcept {
    return std::memcmp(name.data(), word, name.size()) == 0;
}

inline member name_of_top(std::string_view name) noexcept {
    switch (name.size()) {
        case 3:
            return is(name, "aud")   ? m_aud
                   : is(name, "iss") ? m_iss
                   : is(name, "iat") ? m_iat
                   : is(name, "nbf") ? m_nbf
                   : is(name, "exp") ? m_exp
                   : is(name, "jti") ? m_jti
                   : is(name, "sub") ? m_sub
                   : is(name, "url") ? m_url
                                     : no_member;
        case 4: return is(name, "user") ? m_user : no_member;
        case 5: return is(name, "owner") ? m_owner : no_member;
        case 7:
            return is(name, "version") ? m_version : is(name, "context") ? m_context : no_member;
        case 8: return is(name, "customer") ? m_customer : no_member;
        case 9:
            return is(name, "operation")   ? m_operation
                   : is(name, "timestamp") ? m_timestamp
                                           : no_member;
        case 10:
            return is(name, "store_hash")   ? m_store_hash
                   : is(name, "channel_id") ? m_channel_id
                                            : no_member;
        case 14: return is(name, "application_id") ? m_application_id : no_member;
        default: return no_member;
    }
}

inline member name_in_person(std::string_view name) noexcept {
    switch (name.size()) {
        case 2: return is(name, "id") ? m_id : no_member;
        case 5: return is(name, "email") ? m_email : no_member;
        case 6: return is(name, "locale") ? m_locale : no_member;
        case 8: return is(name, "group_id") ? m_group_id : no_member;
        default: return no_member;
    }
}

// The names that no claim has, so that none comes twice in an object.
struct other_names {
    static constexpr std::size_t most = 256;
    std::string_view* names;
    std::size_t count = 0;

    bool add(std::string_view name, std::size_t begin) noexcept {
        for (auto i = begin; i < count; ++i) {
            if (names[i] == name) return false;
        }
        if (count == most) return false;
        names[count++] = name;
        return true;
    }
};

struct document {
    json::reader in;
    other_names others;
    std::string_view client_id;
};

inline bool read_text(document& from, std::string_view& into) noexcept {
    json::text text;
    if (!json::take(from.in, '"') || !json::read_text(from.in, text) || text.has_control) {
        return false;
    }
    into = text.view;
    return true;
}

inline bool read_integer(document& from, std::int64_t& into) noexcept {
    json::number number;
    json::skip_space(from.in);
    if (!json::read_number(from.in, number) || !number.is_integer || !number.fits) return false;
    into = number.whole;
    return true;
}

inline bool read_moment(document& from, moment& into) noexcept {
    json::number number;
    json::skip_space(from.in);
    if (!json::read_number(from.in, number) || !number.fits || number.whole < 0 ||
        number.whole > last_second) {
        return false;
    }
    into = {number.whole, number.fraction};
    return true;
}

inline constexpr unsigned max_depth = 32;

inline bool skip_value(document& from, unsigned depth) noexcept;

// the members of an object or the values of a list, behind its opening; `one` reads each
template <class One>
bool read_all(document& from, char closing, One one) noexcept {
    if (json::take(from.in, closing)) return true;
    do {
        if (!one()) return false;
    } while (json::take(from.in, ','));
    return json::take(from.in, closing);
}

inline bool read_name(document& from, std::string_view& name) noexcept {
    json::text text;
    if (!json::take(from.in, '"') || !json::read_text(from.in, text)) return false;
    name = text.view;
    return json::take(from.in, ':');
}

inline bool skip_object(document& from, unsigned depth) noexcept {
    auto const begin = from.others.count;
    ++from.in.at;
    bool const read = depth < max_depth && read_all(from, '}', [&] {
                          std::string_view name;
                          return read_name(from, name) && from.others.add(name, begin) &&
                                 skip_value(from, depth + 1);
                      });
    from.others.count = begin;
    return read;
}

inline bool skip_value(document& from, unsigned depth) noexcept {
    json::text text;
    json::number number;
    switch (json::next(from.in)) {
        case '{': return skip_object(from, depth);
        case '[':
            ++from.in.at;
            return depth < max_depth &&
                   read_all(from, ']', [&] { return skip_value(from, depth + 1); });
        case '"': ++from.in.at; return json::read_text(from.in, text);
        case 't': return json::read_word(from.in, "true");
        case 'f': return json::read_word(from.in, "false");
        case 'n': return json::read_word(from.in, "null");
        default: return json::read_number(from.in, number);
    }
}

// of a list of audiences the expected one
inline bool read_audience(document& from, std::string_view& into) noexcept {
    if (json::next(from.in) != '[') return read_text(from, into);
    ++from.in.at;
    return read_all(from, ']', [&] {
        std::string_view each;
        bool const read = read_text(from, each);
        into = each == from.client_id ? each : into;
        return read;
    });
}

inline bool read_group(document& from, std::string_view& into) noexcept {
    auto const first = json::next(from.in);
    if (first == '"') return read_text(from, into);
    if (first == 'n') return json::read_word(from.in, "null");
    auto const* const begin = from.in.at;
    std::int64_t number = 0;
    bool const read = read_integer(from, number) && number >= 0;
    into = {begin, static_cast<std::size_t>(from.in.at - begin)};
    return read;
}

inline bool read_person(document& from, person& into, unsigned& seen, unsigned wanted) noexcept {
    auto const begin = from.others.count;
    if (!json::take(from.in, '{')) return false;
    bool const read = read_all(from, '}', [&] {
        std::string_view name;
        if (!read_name(from, name)) return false;
        auto const which = name_in_person(name);
        if ((bit(which) & wanted) == 0) {
            return from.others.add(name, begin) && skip_value(from, 2);
        }
        if ((seen & bit(which)) != 0) return false;
        seen |= bit(which);
        switch (which) {
            case m_id: return read_integer(from, into.id);
            case m_email: return read_text(from, into.email);
            case m_locale:
                return json::next(from.in) == 'n' ? json::read_word(from.in, "null")
                                                  : read_text(from, into.locale);
            default: return read_group(from, into.group);
        }
    });
    from.others.count = begin;
    return read;
}

inline bool read_member(document& from, read& into, member which) noexcept {
    switch (which) {
        case m_iss: return read_text(from, into.iss);
        case m_aud: return read_audience(from, into.aud);
        case m_sub: return read_text(from, into.sub);
        case m_jti: return read_text(from, into.jti);
        case m_url: return read_text(from, into.url);
        case m_operation: return read_text(from, into.operation);
        case m_store_hash: return read_text(from, into.store_hash);
        case m_context: return read_text(from, into.context);
        case m_iat: return read_moment(from, into.iat);
        case m_nbf: return read_moment(from, into.nbf);
        case m_exp: return read_moment(from, into.exp);
        case m_timestamp: return read_moment(from, into.timestamp);
        case m_channel_id:
            return json::next(from.in) == 'n' ? json::read_word(from.in, "null")
                                              : read_integer(from, into.channel_id);
        case m_user: return read_person(from, into.user, into.user_seen, user_person);
        case m_owner: return read_person(from, into.owner, into.owner_seen, owner_person);
        case m_customer:
            return read_person(from, into.customer, into.customer_seen, customer_person);
        default: return skip_value(from, 1);
    }
}

inline bool read_document(document& from, read& into, unsigned wanted) noexcept {
    if (!json::take(from.in, '{')) return false;
    bool const read = read_all(from, '}', [&] {
        std::string_view name;
        if (!read_name(from, name)) return false;
        auto const which = name_of_top(name);
        if ((bit(which) & wanted) == 0) {
            return from.others.add(name, 0) && skip_value(from, 1);
        }
        if ((into.seen & bit(which)) != 0) return false;
        into.seen |= bit(which);
        return read_member(from, into, which);
    });
    json::skip_space(from.in);
    return read && from.in.at == from.in.end;
}

}  // namespace bcauth_bench::claims

#endif

#endif
