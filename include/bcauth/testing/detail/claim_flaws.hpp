// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_CLAIM_FLAWS_HPP
#define BCAUTH_TESTING_DETAIL_CLAIM_FLAWS_HPP

#include <bcauth/testing/flaw.hpp>

namespace bcauth::inline v0::detail::claim_flaws {

using enum errc;
using enum flaw_step;

// A table is read by its rows.
// clang-format off
inline constexpr testing::flaw rows[] = {
    // time
    {"expired", {stale, expired, expired, stale}, shift, "", "-90000", "issued more than a day ago"},
    {"from-the-future", every(not_yet_valid), shift, "", "3600", "issued an hour ahead of the clock"},
    {"expires-now", jwts(expired), set_time, "exp", "-10", "the leeway has just run out"},
    {"stale", {stale, errc{}, errc{}, stale}, set_time, "timestamp", "-301", "a second older than is allowed"},
    {"early-nbf", jwts(not_yet_valid), set_time, "nbf", "3600", "nbf lies an hour ahead"},
    {"early-iat", jwts(not_yet_valid), set_time, "iat", "3600", "iat lies an hour ahead"},
    {"no-time", {missing_claim, missing_claim, missing_claim, missing_credentials}, remove, "@time", "", "the time is missing"},
    {"no-iat", customers(missing_claim), remove, "iat", "", "iat is missing"},
    {"time-as-text", tokens(claim_type), set, "@time", R"("9999999999")", "exp, or timestamp, is a text"},
    {"time-null", tokens(claim_type), set, "@time", "null", "null is not the same as absent"},
    {"time-list", tokens(claim_type), set, "@time", "[9999999999]", "a time in a list"},
    {"time-true", tokens(claim_type), set, "@time", "true", "a time that is true"},
    {"time-negative", every(invalid_claim), set, "@time", "-1", "a time before 1970"},
    {"time-infinite", every(invalid_claim), set, "@time", "1e400", "a number that no double holds"},
    {"time-2-to-63", every(invalid_claim), set, "@time", "9223372036854775808", "a number above 64 bits"},
    {"time-after-9999", every(invalid_claim), set, "@time", "253402300800", "the first second of the year 10000"},
    {"nbf-as-text", jwts(claim_type), set, "nbf", R"("0")", "nbf is a text"},
    {"iat-as-text", jwts(claim_type), set, "iat", R"("0")", "iat is a text"},
    // whose it is
    {"wrong-aud", jwts(wrong_audience), set, "aud", R"("another-app")", "made for another app"},
    {"no-aud", jwts(missing_claim), remove, "aud", "", "made for nobody"},
    {"aud-empty", jwts(wrong_audience), set, "aud", R"("")", "an empty audience"},
    {"aud-longer", jwts(wrong_audience), set, "aud", R"("$aud.")", "the client ID and more"},
    {"aud-with-nul", jwts(invalid_claim), set, "aud", R"("$aud\u0000")", "the client ID and a NUL"},
    {"aud-list-of-others", jwts(wrong_audience), set, "aud", R"(["$aud.","$aud-"])", "a list without the client ID"},
    {"aud-empty-list", jwts(wrong_audience), set, "aud", "[]", "an empty list"},
    {"aud-mixed-list", jwts(claim_type), set, "aud", R"(["$aud",1])", "a list of the client ID and a number"},
    {"aud-nested-list", jwts(claim_type), set, "aud", R"([["$aud"]])", "a list in a list"},
    {"aud-list-in-text", jwts(wrong_audience), set, "aud", R"("[\"$aud\"]")", "a list written as a text"},
    {"aud-null", jwts(claim_type), set, "aud", "null", "an audience of null"},
    {"wrong-iss", jwts(wrong_issuer), set, "iss", R"("bc/other")", "issued for another purpose"},
    {"no-iss", jwts(missing_claim), remove, "iss", "", "issued by nobody"},
    {"iss-list", jwts(claim_type), set, "iss", R"(["bc","bc/apps"])", "issued by everybody"},
    {"iss-longer", jwts(wrong_issuer), set, "iss", R"("bc/apps ")", "the issuer and a space"},
    // which kind it is
    {"confused-kind", {missing_claim, wrong_issuer, wrong_issuer, errc{}}, other_kind, "", "", "another kind's claims"},
    {"customer-login", {missing_claim, missing_claim, wrong_issuer, errc{}}, login_claims, "", "", "a login token that the app made"},
    {"wrong-operation", jwts(wrong_operation), set, "operation", R"("customer_login")", "made for another operation"},
    {"null-operation", loads(wrong_operation), set, "operation", "null", "an operation where none belongs"},
    {"no-operation", customers(missing_claim), remove, "operation", "", "no operation where one belongs"},
    {"other-format", tokens(token_shape), other_format, "", "", "a genuine token of another format"},
    // which store it is of
    {"other-store", customers(store_mismatch), at_store, "", "another1", "a genuine token of another store"},
    {"store-conflict", {store_conflict, errc{}, store_conflict, errc{}}, set, "@second", R"("$fullother2")", "two claims name two stores"},
    {"no-store", tokens(missing_claim), remove, "@store", "", "of no store"},
    {"store-number", tokens(claim_type), set, "@store", "1", "a store that is a number"},
    {"store-empty", tokens(invalid_store_hash), set, "@store", R"("$prefix")", "an empty store hash"},
    {"store-too-long", tokens(invalid_store_hash), set, "@store", R"("$prefix012345678901234567890123456789012")", "33 characters"},
    {"store-in-capitals", tokens(invalid_store_hash), set, "@store", R"("$prefixABC")", "a store hash in capitals"},
    {"store-traversal", tokens(invalid_store_hash), set, "@store", R"("$prefix../admin")", "a store hash that climbs out of its folder"},
    {"store-with-path", tokens(invalid_store_hash), set, "@store", R"("$prefixabc/v3")", "a store hash and a path"},
    {"store-with-query", tokens(invalid_store_hash), set, "@store", R"("$prefixabc?x=1")", "a store hash and a query"},
    {"store-at-host", tokens(invalid_store_hash), set, "@store", R"("$prefixabc@evil.example")", "a store hash and a host"},
    {"store-escaped", tokens(invalid_store_hash), set, "@store", R"("$prefix%2e%2e")", "a store hash with escapes"},
    {"store-not-ascii", tokens(invalid_store_hash), set, "@store", R"("$prefix\u0430bc")", "a Cyrillic letter in it"},
    {"store-with-newline", tokens(invalid_claim), set, "@store", R"("$prefixabc\n")", "a store hash and a line feed"},
    {"store-of-another-shape", jwts(invalid_store_hash), set, "sub", R"("$shape")", "stores/ where it must not be, or not where it must"},
    // who it is
    {"no-person", tokens(missing_claim), remove, "@person", "", "nobody acts"},
    {"person-list", tokens(claim_type), set, "@person", "[]", "a list for a person"},
    {"no-id", tokens(missing_claim), remove, "@person.id", "", "somebody without an identifier"},
    {"guest", tokens(invalid_claim), set, "@person.id", "0", "the identifier 0, which is nobody"},
    {"id-negative", tokens(invalid_claim), set, "@person.id", "-1", "an identifier below zero"},
    {"id-as-text", tokens(claim_type), set, "@person.id", R"("4927")", "an identifier that is a text"},
    {"id-with-fraction", tokens(claim_type), set, "@person.id", "4927.0", "an identifier with a fraction"},
    {"id-2-to-63", tokens(invalid_claim), set, "@person.id", "9223372036854775808", "an identifier above 64 bits"},
    {"id-infinite", tokens(claim_type), set, "@person.id", "1e400", "an identifier that no double holds"},
    {"no-email", tokens(missing_claim), remove, "@person.email", "", "somebody without an address"},
    {"email-number", tokens(claim_type), set, "@person.email", "1", "an address that is a number"},
    {"email-with-nul", tokens(invalid_claim), set, "@person.email", R"("a@example.com\u0000")", "an address and a NUL"},
    {"email-with-newline", tokens(invalid_claim), set, "@person.email", R"("a@example.com\r\nX: y")", "an address that splits a header"},
    {"owner-without-id", callbacks(missing_claim), remove, "owner.id", "", "an owner without an identifier"},
    {"owner-id-as-text", callbacks(claim_type), set, "owner.id", R"("1")", "an owner's identifier that is a text"},
    {"group-not-digits", customers(invalid_claim), set, "customer.group_id", R"("6 or 1")", "a group that is no number"},
    {"channel-as-text", callbacks(claim_type), set, "channel_id", R"("1")", "a channel that is a text"},
    {"channel-negative", callbacks(invalid_claim), set, "channel_id", "-1", "a channel below zero"},
    // where it leads
    {"url-of-another-host", loads(invalid_claim), set, "url", R"("//evil.example/")", "an address without a scheme"},
    {"url-absolute", loads(invalid_claim), set, "url", R"("https://evil.example/")", "an address of another origin"},
    {"url-backslash", loads(invalid_claim), set, "url", R"("/\\evil.example")", "what browsers read as two slashes"},
    {"url-dot-segment", loads(invalid_claim), set, "url", R"("/.//evil.example")", "two slashes once the dot is gone"},
    {"url-tab", loads(invalid_claim), set, "url", R"("/\t/evil.example")", "two slashes once the tab is gone"},
    {"url-script", loads(invalid_claim), set, "url", R"j("javascript:alert(1)")j", "a script for an address"},
    // its JSON
    {"duplicate-claim", tokens(duplicate_member), first_member, "", R"("$sub":"stores/evil")", "the store twice"},
    {"duplicate-by-escape", tokens(duplicate_member), first_member, "", R"("\u0073$ub":"stores/evil")", "the store twice, once escaped"},
    {"duplicate-unknown", tokens(duplicate_member), first_member, "", R"("x":1,"x":2)", "an unknown claim twice"},
    {"duplicate-nested", tokens(duplicate_member), set, "@person", R"({"id":1,"id":2,"email":"a@example.com"})", "two persons in one"},
    {"duplicate-deep", tokens(duplicate_member), set, "x", R"([{"y":{"z":1,"z":2}}])", "a member twice, deep in an unknown claim"},
    {"not-json", tokens(invalid_json), whole_json, "", "id=1&store=abc", "signed, but not JSON"},
    {"json-list", tokens(invalid_json), whole_json, "", "[]", "a list for an object"},
    {"json-null", tokens(invalid_json), whole_json, "", "null", "null for an object"},
    {"json-text", tokens(invalid_json), whole_json, "", R"("{}")", "a text for an object"},
    {"json-cut", tokens(invalid_json), cut_json, "", "", "without its last brace"},
    {"json-with-tail", tokens(invalid_json), after_json, "", "{}", "bytes behind the object"},
    {"json-with-comment", tokens(invalid_json), before_json, "", "/**/", "a comment in front"},
    {"json-with-bom", tokens(invalid_json), before_json, "", "\xef\xbb\xbf", "a byte order mark in front"},
    {"json-utf-16", tokens(invalid_json), utf_16, "", "", "in UTF-16"},
    {"not-utf-8", tokens(invalid_json), set, "@person.email", "\"\xff@example.com\"", "a byte that UTF-8 doesn't have"},
    {"lone-surrogate", tokens(invalid_json), set, "@person.email", R"("\ud800")", "half of a character"},
    {"nul-in-json", tokens(invalid_json), nul_in_json, "", "", "a NUL between members"},
    {"nul-after-json", tokens(invalid_json), nul_after_json, "", "", "a NUL behind the object"},
    {"deep-json", tokens(invalid_json), nest, "", "40", "forty lists in each other"},
    {"unclosed-json", tokens(invalid_json), nest_open, "", "9000", "nine thousand lists, none of them closed"},
    {"many-members", tokens(invalid_json), many_members, "", "300", "three hundred claims"},
};
// clang-format on

}  // namespace bcauth::inline v0::detail::claim_flaws

#endif
