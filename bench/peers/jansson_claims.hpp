// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_PEERS_JANSSON_CLAIMS_HPP
#define BCAUTH_BENCH_PEERS_JANSSON_CLAIMS_HPP

// What the two C libraries leave to their users: claims, read with jansson, which both are built on.

#include "peer.hpp"

#include <jansson.h>

#include <cstdint>
#include <memory>
#include <string_view>

namespace bcauth_bench {

struct json_release {
    void operator()(json_t* value) const noexcept { json_decref(value); }
};
using json_value = std::unique_ptr<json_t, json_release>;

inline std::string_view text_of(json_t const* value) {
    return json_is_string(value)
               ? std::string_view(json_string_value(value), json_string_length(value))
               : std::string_view();
}

inline char const* issuer_of(token_kind kind) {
    return kind == token_kind::current_customer ? "bc/apps" : "bc";
}

inline char const* user_member(token_kind kind) {
    return kind == token_kind::current_customer ? "customer" : "user";
}

inline bool read_store(token_kind kind, std::string_view subject, facts* out) {
    std::string_view const prefix = kind == token_kind::current_customer ? "" : "stores/";
    return subject.starts_with(prefix) && copy_text(out->store, subject.substr(prefix.size()));
}

inline bool read_user(json_t const* user, facts* out) {
    out->user = static_cast<std::uint64_t>(json_integer_value(json_object_get(user, "id")));
    return copy_text(out->email, text_of(json_object_get(user, "email")));
}

}  // namespace bcauth_bench

#endif
