// SPDX-License-Identifier: BSL-1.0
#include <bcauth/oauth/token_response.hpp>
#include "support/json_mutator.hpp"
#include "support/json_oracle.hpp"
#include "support/oauth_oracle.hpp"
#include "support/require.hpp"
#include "support/token_oracle.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace {

using bcauth::errc;
using fuzz::require;

constexpr std::array statuses{200, 400, 401, 403, 302, 500, 204, 429};
constexpr std::string_view code = "qr6h3thvbvag2ffq0123456789abcdef";
constexpr std::array<std::string_view, 12> names{
    "access_token", "scope",    "context",        "account_uuid", "user.id", "user.username",
    "user.email",   "owner.id", "owner.username", "owner.email",  "error",   "errors"};

bcauth::oauth::unproven_grant const& grant() {
    static auto const made =
        bcauth::oauth::parse_auth_callback(
            "code=" + std::string(code) +
                "&scope=store_v2_orders+store_v2_products&context=stores/z4zn3wo",
            fuzz::app())
            .value();
    return made;
}

struct person {
    bool present = false;  // with an ID
    std::int64_t id = 0;   // 0 where it is no good
    std::optional<std::string> username;
    std::string email;
};

// above 0, or the usual decimal text of that
std::int64_t id_of(boost::json::value const& value) {
    std::int64_t number = value.is_int64() ? value.as_int64() : 0;
    if (value.is_string()) {
        std::string_view const text = value.as_string();
        auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
        number = read.ec == std::errc{} && std::to_string(number) == text ? number : 0;
    }
    return number > 0 ? number : 0;
}

person read_person(fuzz::claims& all, std::string_view name, bool needs_id) {
    person made;
    auto object = all.object(name, false);
    if (!object) {
        return made;
    }
    auto const* const id = object->find("id");
    made.present = id != nullptr;
    if (made.present && id->is_string()) {
        static_cast<void>(object->text("id"));
    }
    object->require(made.present ? id->is_string() || id->is_int64() || id->is_null() : !needs_id);
    made.id = made.present ? id_of(*id) : 0;
    made.username = object->nullable_text("username");
    made.email = object->nullable_text("email").value_or("");
    all.require(object->good());
    return made;
}

struct reading {
    bool typed = false;  // one object without repetition, of the right types
    bool says_error = false;
    std::string token;
    std::string context;
    std::string uuid;
    std::optional<fuzz::scope_names> scopes;
    person user;
    person owner;
};

reading read(std::string_view body) {
    reading made;
    auto const document = fuzz::read_document(body, names);
    if (!document.good()) {
        return made;
    }
    fuzz::claims all(document.members);
    made.token = all.optional_text("access_token").value_or("");
    made.context = all.optional_text("context").value_or("");
    made.scopes = fuzz::read_scopes(all.nullable_text("scope").value_or(""));
    made.uuid = all.nullable_text("account_uuid").value_or("");
    made.user = read_person(all, "user", false);
    made.owner = read_person(all, "owner", true);
    made.says_error = all.has("error") || all.has("errors");
    // an empty one is refused where null isn't
    auto const* const uuid = all.find("account_uuid");
    made.uuid = made.uuid.empty() && uuid != nullptr && uuid->is_string() ? "-" : made.uuid;
    made.typed = all.good();
    return made;
}

errc judge(reading const& body) {
    if (body.says_error) return errc::exchange_refused;
    if (body.token.empty() || !fuzz::is_context(body.context)) return errc::invalid_response;
    if (body.context != "stores/z4zn3wo") return errc::context_mismatch;
    if (!fuzz::is_visible(body.token, 1024)) return errc::invalid_access_token;
    if (!body.scopes) return errc::invalid_response;
    if (body.scopes->empty()) return errc::unknown_scopes;
    if (!fuzz::missing_scopes(*body.scopes).empty()) return errc::missing_scopes;
    bool const people = body.user.id != 0 && (!body.owner.present || body.owner.id != 0);
    bool const account = body.uuid.empty() || fuzz::is_uuid(body.uuid);
    return people && account ? errc{} : errc::invalid_response;
}

errc judge_status(int status) {
    switch (status) {
        case 400:
        case 401: return errc::exchange_refused;
        case 302: return errc::unexpected_redirect;
        default: return errc::unexpected_status;
    }
}

void check_installation(bcauth::installation const& made, reading const& body) {
    require(made.store.context() == body.context, "the store");
    require(made.access_token.expose() == body.token, "the token");
    auto const scopes = made.scopes.names();
    require(fuzz::scope_names(scopes.begin(), scopes.end()) == body.scopes, "the scopes");
    require(made.user.id == body.user.id && made.user.username == body.user.username &&
                made.user.email == body.user.email,
            "who installed");
    require(made.owner.has_value() == body.owner.present, "whether there is an owner");
    require(!made.owner ||
                (made.owner->id == body.owner.id && made.owner->username == body.owner.username &&
                 made.owner->email == body.owner.email),
            "the owner");
    require(made.account_uuid == body.uuid, "the account");
}

// the token that a body names, if it is a body that names one
std::string token_in(std::string_view body) {
    auto const document = fuzz::read_document(body, names);
    auto const* const token = document.members.if_contains("access_token");
    return token != nullptr && token->is_string() ? std::string(token->as_string()) : "";
}

}  // namespace

// choice: the status; then the body
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto input = fuzz::text_of(data, size);
    fuzz::choice chosen(input);
    auto const status = statuses[chosen.take(statuses.size())];
    bcauth::http::response const response{.status = status, .body = bcauth::secret(input)};
    bcauth::diagnostics why;
    auto const made = bcauth::oauth::parse_token_response(response, fuzz::app(), grant(), why);
    auto const body = status == 200 ? read(input) : reading{};
    bool const oversize = input.size() > bcauth::oauth::max_token_response_bytes;
    auto const expected = status != 200 ? judge_status(status)
                          : oversize    ? errc::response_too_large
                          : body.typed  ? judge(body)
                                        : errc::invalid_response;
    require(made.has_value() == (expected == errc{}), "what the rules take", made);
    require(made || made.error() == expected ||
                (!body.typed && expected == errc::invalid_response &&
                 made.error() == errc::invalid_access_token),
            "the error that the rules give", made);
    require(why.status() == status, "the status is told");
    fuzz::check_words(why, {code, token_in(input)});
    bool const short_of = expected == errc::missing_scopes;
    require(why.missing_scopes() == (short_of ? fuzz::missing_scopes(*body.scopes) : ""),
            "what is missing");
    if (made) {
        check_installation(*made, body);
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return fuzz::mutate_json(data, size, max_size, seed, 0);
}
