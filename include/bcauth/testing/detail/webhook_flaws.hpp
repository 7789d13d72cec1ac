// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_WEBHOOK_FLAWS_HPP
#define BCAUTH_TESTING_DETAIL_WEBHOOK_FLAWS_HPP

#include <bcauth/testing/flaw.hpp>

namespace bcauth::inline v0::detail::webhook_flaws {

using enum errc;
using enum flaw_step;

// What only a delivery can have; some of its other flaws are those of tokens too. A table is read by its rows.
// clang-format off
inline constexpr testing::flaw rows[] = {
    // the signature
    {"encoded-secret", webhooks(signature_mismatch), encoded_key, "", "", "signed with base64 of the secret for a key"},
    {"v1a-only", webhooks(algorithm_mismatch), version, "", "v1a,", "the version of public keys, with the right MAC"},
    {"v2-only", webhooks(algorithm_mismatch), version, "", "v2,", "a version to come"},
    {"version-in-capitals", webhooks(algorithm_mismatch), version, "", "V1,", "the version in capitals"},
    {"no-version", webhooks(algorithm_mismatch), version, "", "", "a signature without its version"},
    {"third-part", webhooks(signature_mismatch), after_text, "", ",x", "a second comma, and more behind it"},
    {"unpadded-signature", webhooks(signature_mismatch), drop_padding, "", "", "without its padding"},
    {"no-signatures", webhooks(token_shape), no_signatures, "", "", "a list of signatures with nothing in it"},
    {"many-signatures", webhooks(token_too_large), many_signatures, "", "17", "sixteen wrong signatures and the right one"},
    {"two-signature-headers", webhooks(invalid_credentials), repeat, "webhook-signature", "", "two headers of signatures"},
    // the identifier
    {"altered-delivery-id", webhooks(signature_mismatch), alter, "id", "x", "another identifier than was signed"},
    {"no-delivery-id", webhooks(missing_credentials), remove, "id", "", "the identifier is missing"},
    {"two-delivery-ids", webhooks(invalid_credentials), repeat, "webhook-id", "", "the identifier comes twice"},
    {"delivery-id-empty", webhooks(invalid_claim), set, "id", "", "an empty identifier"},
    {"delivery-id-with-space", webhooks(invalid_claim), set, "id", "msg 1", "a space in the identifier"},
    {"delivery-id-with-quote", webhooks(invalid_claim), set, "id", R"(msg"1)", "a quotation mark in the identifier"},
    {"delivery-id-too-long", webhooks(invalid_claim), set, "id", "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678", "259 characters"},
    {"payload-as-delivery", webhooks(invalid_claim), payload_as_webhook, "", "", "a legacy payload with dots in an address, cut in three"},
    // the time
    {"altered-time", webhooks(signature_mismatch), alter, "timestamp", "", "another time than was signed"},
    {"two-times", webhooks(invalid_credentials), repeat, "webhook-timestamp", "", "the time comes twice"},
    {"shifted-dot", webhooks(invalid_claim), shift_dot, "", "", "a dot of the identifier moved into the time"},
    {"time-empty", webhooks(invalid_claim), set, "timestamp", "", "an empty time"},
    {"time-with-zero", webhooks(invalid_claim), set, "timestamp", "0$at", "a zero in front of the time"},
    {"time-with-plus", webhooks(invalid_claim), set, "timestamp", "+$at", "a plus sign in front of the time"},
    {"time-with-fraction", webhooks(invalid_claim), set, "timestamp", "$at.0", "a time with a fraction"},
    {"time-with-letters", webhooks(invalid_claim), set, "timestamp", "$atabc", "letters behind the time"},
    {"time-in-hex", webhooks(invalid_claim), set, "timestamp", "0x62e41bfa", "a time in hexadecimal digits"},
    {"time-with-exponent", webhooks(invalid_claim), set, "timestamp", "1.7e9", "a time with an exponent"},
    // the body
    {"altered-body", webhooks(signature_mismatch), alter, "body", " ", "one space more than was signed"},
    {"large-body", webhooks(token_too_large), fill, "", "262145", "above 256 KiB"},
};
// clang-format on

}  // namespace bcauth::inline v0::detail::webhook_flaws

#endif
