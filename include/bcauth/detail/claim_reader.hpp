// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_CLAIM_READER_HPP
#define BCAUTH_DETAIL_CLAIM_READER_HPP

#include <bcauth/detail/claim_handler.hpp>
#include <bcauth/jwt/claims.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace bcauth::inline v0::detail {

// Judges a claim that was read, or was not there.
inline errc judge_claim(jwt::claim_rule const& rule, jwt::claim_value const& value,
                        jwt::claim_context const& context, claim_handler const& handler) noexcept {
    if (value.is == jwt::claim_value::kind::absent) {
        bool const missing =
            rule.need == jwt::presence::required ||
            (rule.need == jwt::presence::required_in_object && handler.saw_object(rule.object));
        return missing ? errc::missing_claim : errc{};
    }
    if (rule.need == jwt::presence::forbidden) {
        return rule.otherwise;
    }
    return rule.check != nullptr && value.present() ? rule.check(rule, value, context) : errc{};
}

// Reads one JSON object into the values of a table, then judges them in the table's order: the first rule that does
// not hold is the answer. JSON, types and duplicates are checked here and nowhere else. `spare` is at least as long
// as the text and takes what had escapes; the values' texts are views of both.
inline errc read_claims(std::string_view json, jwt::claim_table table,
                        jwt::claim_context const& context, std::size_t max_depth,
                        std::span<jwt::claim_value> values, std::span<char> spare) {
    boost::json::parse_options options;
    options.max_depth = max_depth;
    boost::json::basic_parser<claim_handler> parser(options, table, values, context.audience, json,
                                                    spare);
    boost::system::error_code ec;
    auto const used = parser.write_some(false, json.data(), json.size(), ec);
    auto const& handler = parser.handler();
    if (handler.why() != errc{}) {
        return handler.why();
    }
    if (ec.failed() || used != json.size()) {
        return errc::invalid_json;
    }
    for (auto const& rule : table) {
        if (auto const why = judge_claim(rule, values[rule.member], context, handler);
            why != errc{}) {
            return why;
        }
    }
    return errc{};
}

}  // namespace bcauth::inline v0::detail

#endif
