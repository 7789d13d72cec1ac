// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_FORGERY_FLAWS_HPP
#define BCAUTH_TESTING_DETAIL_FORGERY_FLAWS_HPP

#include <bcauth/testing/flaw.hpp>

namespace bcauth::inline v0::detail::forgery_flaws {

using enum errc;
using enum flaw_step;

// A table is read by its rows.
// clang-format off
inline constexpr testing::flaw rows[] = {
    // the signature
    {"bad-signature", every(signature_mismatch), flip_bit, "", "", "one bit of the signature is another"},
    {"other-secret", every(signature_mismatch), other_key, "", "another-secret-of-nobody", "signed with another secret"},
    {"empty-signature", {token_shape, token_shape, token_shape, signature_mismatch}, drop_signature, "", "", "nothing where the signature should be"},
    {"no-signature", {token_shape, token_shape, token_shape, missing_credentials}, drop_last_part, "", "", "neither a signature nor its place"},
    {"short-signature", every(signature_mismatch), drop_bytes, "", "1", "without its last byte"},
    {"half-signature", every(signature_mismatch), drop_bytes, "", "16", "without its last 16 bytes"},
    {"long-signature", every(signature_mismatch), add_byte, "", "", "a NUL behind the signature"},
    {"hex-signature", every(signature_mismatch), hex_signature, "", "", "hexadecimal instead of base64"},
    {"other-signature-form", tokens(signature_mismatch), other_signature_form, "", "", "base64 of digits for that of bytes, or the reverse"},
    {"hex-in-capitals", payloads(signature_mismatch), upper_hex, "", "", "the digits in capitals"},
    {"mac-of-a-part", every(signature_mismatch), mac_of_part, "", "", "the MAC of the payload alone"},
    {"cut-hs512", every(signature_mismatch), hs512_prefix, "", "", "the first 32 bytes of an HMAC-SHA512"},
    {"hs512", {signature_mismatch, signature_mismatch, errc{}, signature_mismatch}, sign_hs512, "", "", "signed with HMAC-SHA512"},
    {"spare-bits", {invalid_base64, invalid_base64, invalid_base64, signature_mismatch}, spare_bits, "", "", "another spelling of the same signature"},
    {"space-in-signature", {invalid_base64, invalid_base64, invalid_base64, signature_mismatch}, space_inside, "", "", "a space inside, as of a lost plus sign"},
    {"half-padding", payloads(invalid_base64), drop_padding, "", "", "one of two padding characters"},
    {"newline-at-the-end", {signature_mismatch, invalid_base64, errc{}, errc{}}, after_text, "", "\n", "a line feed behind the token"},
    {"key-in-header", jwts(signature_mismatch), own_key, "", "a-key-that-the-token-brings-along", "signed with a key that its header names"},
    // the shape
    {"empty-token", tokens(token_shape), nothing, "", "", "no token at all"},
    {"trailing-dot", tokens(token_shape), after_text, "", ".", "a dot behind the token"},
    {"leading-dot", tokens(token_shape), before_text, "", ".", "a dot in front of the token"},
    {"extra-part", tokens(token_shape), after_text, "", ".e30", "one part too many"},
    {"many-dots", tokens(token_shape), after_text, "", "................................", "thirty-two dots behind the token"},
    {"missing-part", jwts(token_shape), drop_payload, "", "", "without its payload"},
    {"empty-payload", tokens(token_shape), empty_payload, "", "", "an empty payload"},
    {"json-form", jwts(token_shape), json_form, "", "", "the JSON serialisation"},
    {"bearer-prefix", {invalid_base64, signature_mismatch, signature_mismatch, errc{}}, before_text, "", "Bearer ", "an HTTP scheme in front"},
    {"leading-space", {invalid_base64, signature_mismatch, signature_mismatch, errc{}}, before_text, "", " ", "a space in front"},
    {"too-large", tokens(token_too_large), fill, "", "16384", "above 16 KiB"},
    {"padded-payload", tokens(invalid_base64), pad_payload, "", "", "padding that is too much"},
    {"other-alphabet", tokens(invalid_base64), other_letters, "x", R"(">>>???")", "letters of the other base64 alphabet"},
    // the header
    {"alg-none", jwts(token_shape), unsigned_header, "", R"({"alg":"none","typ":"JWT"})", "unsigned, and it says so"},
    {"alg-none-signed", jwts(algorithm_mismatch), header, "", R"({"alg":"none","typ":"JWT"})", "signed, and it says none"},
    {"alg-of-another-case", jwts(algorithm_mismatch), header, "", R"({"alg":"hs256","typ":"JWT"})", "the algorithm in small letters"},
    {"other-alg", jwts(algorithm_mismatch), header, "", R"({"alg":"$other","typ":"JWT"})", "another algorithm than it is signed with"},
    {"alg-rs256", jwts(algorithm_mismatch), header, "", R"({"alg":"RS256","typ":"JWT"})", "a public key's algorithm"},
    {"alg-with-nul", jwts(invalid_header), header, "", R"({"alg":"$alg\u0000","typ":"JWT"})", "the algorithm and a NUL"},
    {"alg-list", jwts(invalid_header), header, "", R"({"alg":["$alg"],"typ":"JWT"})", "the algorithm in a list"},
    {"alg-null", jwts(invalid_header), header, "", R"({"alg":null,"typ":"JWT"})", "the algorithm is null"},
    {"no-alg", jwts(invalid_header), header, "", R"({"typ":"JWT"})", "no algorithm"},
    {"duplicate-alg", jwts(duplicate_member), header, "", R"({"alg":"none","alg":"$alg"})", "two algorithms"},
    {"duplicate-alg-by-escape", jwts(duplicate_member), header, "", R"({"al\u0067":"none","alg":"$alg"})", "two algorithms, one escaped"},
    {"crit", jwts(unsupported_header), header, "", R"({"alg":"$alg","crit":["exp"],"exp":1})", "an extension that must be understood"},
    {"unencoded-payload", jwts(unsupported_header), header, "", R"({"alg":"$alg","b64":false})", "b64 is false"},
    {"zip", jwts(unsupported_header), header, "", R"({"alg":"$alg","zip":"DEF"})", "a compressed payload"},
    {"nested-token", jwts(unsupported_header), header, "", R"({"alg":"$alg","cty":"JWT"})", "a token in a token"},
    {"other-typ", jwts(unsupported_header), header, "", R"({"alg":"$alg","typ":"at+jwt"})", "another type of token"},
    {"typ-number", jwts(invalid_header), header, "", R"({"alg":"$alg","typ":1})", "a type that is a number"},
    {"header-not-json", jwts(invalid_header), header, "", "alg=$alg", "a header that isn't JSON"},
    {"header-list", jwts(invalid_header), header, "", R"([{"alg":"$alg"}])", "a list for a header"},
    {"header-with-tail", jwts(invalid_header), header, "", R"({"alg":"$alg"}{})", "bytes behind the header"},
    {"padded-header", jwts(invalid_base64), pad_header, "", R"({"alg":"$alg" })", "a header with padding"},
};
// clang-format on

}  // namespace bcauth::inline v0::detail::forgery_flaws

#endif
