// SPDX-License-Identifier: BSL-1.0
#include <bcauth/webhook.hpp>
#include "support/app.hpp"
#include "support/base64_oracle.hpp"
#include "support/json_mutator.hpp"
#include "support/json_oracle.hpp"
#include "support/oauth_oracle.hpp"
#include "support/require.hpp"
#include "support/token_oracle.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using fuzz::require;

using strict_door = bcauth::webhook_verifier<bcauth::strict_policy, fuzz::still_clock>;
using lenient_door = bcauth::webhook_verifier<bcauth::unsigned_webhooks<>, fuzz::still_clock>;

strict_door const& door() {
    static auto const made = strict_door::make(fuzz::app()).value();
    return made;
}

lenient_door const& lenient() {
    static auto const made = lenient_door::make(fuzz::app()).value();
    return made;
}

std::string signed_text(bcauth::webhook_delivery const& delivery) {
    return std::string(delivery.id) + '.' + std::string(delivery.timestamp) + '.' +
           std::string(delivery.body);
}

// -- what has to be said, by the specification of Standard Webhooks

std::optional<std::int64_t> seconds_of(std::string_view text) {
    bool const digits = !text.empty() && text.size() <= 15 &&
                        text.find_first_not_of("0123456789") == std::string_view::npos;
    auto const number = digits ? std::stoll(std::string(text)) : -1;
    bool const usual = digits && std::to_string(number) == text && number <= 253402300799;
    return usual ? std::optional<std::int64_t>(number) : std::nullopt;
}

struct signatures {
    bool any = false;
    bool any_v1 = false;
    std::vector<std::string> macs;
};

signatures read_signatures(std::string_view header) {
    signatures made;
    while (!header.empty()) {
        auto const entry = fuzz::take_until(header, ' ');
        bool const v1 = entry.substr(0, 3) == "v1,";
        made.any = made.any || !entry.empty();
        made.any_v1 = made.any_v1 || v1;
        auto const mac =
            v1 ? fuzz::openssl_decode(entry.substr(3), bcauth::base64_alphabet::standard,
                                      bcauth::base64_padding::required)
               : std::nullopt;
        if (mac && mac->size() == 32) {
            made.macs.push_back(*mac);
        }
    }
    return made;
}

// the first secret that made one of them
unsigned secret_of_any(signatures const& all, std::string_view message) {
    unsigned first = 0;
    for (auto const& mac : all.macs) {
        auto const secret = fuzz::secret_of(EVP_sha256(), message, mac);
        first = first == 0 || (secret != 0 && secret < first) ? secret : first;
    }
    return first;
}

struct verdict {
    errc why{};
    unsigned secret = 0;
};

verdict judge(bcauth::webhook_delivery const& delivery) {
    auto const sent_at = seconds_of(delivery.timestamp);
    bool const good_id = fuzz::is_visible(delivery.id, 256) &&
                         delivery.id.find_first_of("\"\\") == std::string_view::npos;
    if (!good_id || !sent_at) return {errc::invalid_claim};
    if (delivery.signature.size() > 2048) return {errc::token_too_large};
    auto const all = read_signatures(delivery.signature.expose());
    if (all.macs.size() > 16) return {errc::token_too_large};
    if (!all.any) return {errc::token_shape};
    if (!all.any_v1) return {errc::algorithm_mismatch};
    auto const secret = secret_of_any(all, signed_text(delivery));
    if (secret == 0) return {errc::signature_mismatch};
    if (fuzz::now - *sent_at > 300) return {errc::stale};
    if (*sent_at - fuzz::now > 300) return {errc::not_yet_valid};
    return {errc{}, secret};
}

std::optional<std::string> store_of(std::string_view body) {
    constexpr std::array<std::string_view, 1> names{"producer"};
    auto const document = fuzz::read_document(body, names);
    if (!document.good()) {
        return std::nullopt;
    }
    fuzz::claims all(document.members);
    auto const producer = all.text("producer");
    return all.good() && fuzz::is_context(producer) ? std::optional(producer) : std::nullopt;
}

// -- what is said

void check_values(bcauth::verified_webhook const& got, bcauth::webhook_delivery const& delivery,
                  verdict const& expected) {
    require(got.id() == delivery.id, "the identifier");
    require(got.body() == delivery.body, "the body, byte for byte");
    require(std::to_string(got.sent_at().time_since_epoch().count()) == delivery.timestamp,
            "when it was sent");
    require(got.matched_secret() == expected.secret, "which secret matched");
    auto const store = store_of(delivery.body);
    require(got.store().has_value() == store.has_value(), "whose it is", got.store());
    require(!store || got.store()->context() == *store, "the store");
}

template <class T>
void check_same(bcauth::result<T> const& answer,
                bcauth::result<bcauth::verified_webhook> const& direct, char const* rule) {
    require(answer.has_value() == direct.has_value(), rule, answer);
    require(answer || answer.error() == direct.error(), rule, answer);
}

void check_in_fields(bcauth::webhook_delivery const& delivery,
                     bcauth::result<bcauth::verified_webhook> const& direct) {
    bcauth::http::fields fields;
    bool const carried = fields.add("Webhook-Id", delivery.id) &&
                         fields.add("webhook-timestamp", delivery.timestamp) &&
                         fields.add("WEBHOOK-SIGNATURE", delivery.signature.expose());
    if (!carried) {
        auto const partly = lenient().judge(fields, delivery.body);
        require(partly.has_value() == fields.empty(), "a part of the headers is no absence",
                partly);
        require(!partly || partly->verified() == nullptr, "unsigned is unproven");
        return;
    }
    check_same(door()(fields, delivery.body), direct, "header fields bring the same");
    auto const judged = lenient().judge(fields, delivery.body);
    check_same(judged, direct, "what is signed is verified under the relaxation too");
    require(!judged || judged->verified() != nullptr, "and proven");
    static_cast<void>(fields.add("webhook-id", delivery.id));
    auto const twice = door()(fields, delivery.body);
    require(fuzz::refused_with(twice, {errc::invalid_credentials}), "a header twice", twice);
}

// `@` is the right signature, `#` its base64 and `~` its hexadecimal digits
std::string fill_in(std::string_view pattern, std::string_view mac) {
    auto const base64 = fuzz::openssl_encode(mac, bcauth::base64_alphabet::standard);
    std::string made;
    for (auto const c : pattern) {
        made += c == '@'   ? "v1," + base64
                : c == '#' ? base64
                : c == '~' ? fuzz::lower_hex(mac)
                           : std::string(1, c);
    }
    return made;
}

}  // namespace

// choice: the other secret; then three lines, the identifier, the time and the signatures, and the body
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto input = fuzz::text_of(data, size);
    fuzz::choice chosen(input);
    auto const key = fuzz::secrets[chosen.take(2)];
    bcauth::webhook_delivery delivery;
    delivery.id = fuzz::take_until(input, '\n');
    delivery.timestamp = fuzz::take_until(input, '\n');
    auto const pattern = fuzz::take_until(input, '\n');
    fuzz::exact_copy const body(input);
    delivery.body = body.view();
    auto const mac = fuzz::hmac(EVP_sha256(), key, signed_text(delivery));
    fuzz::exact_copy const signature(fill_in(pattern, mac));
    delivery.signature = signature.view();
    auto const expected = judge(delivery);
    auto const answer = door()(delivery);
    require(answer.has_value() == (expected.why == errc{}), "what the rules take", answer);
    require(answer || answer.error() == expected.why, "the error that the rules give", answer);
    if (answer) {
        check_values(*answer, delivery, expected);
        auto copy = *answer;
        auto const moved = std::move(copy);
        check_values(moved, delivery, expected);
    }
    check_in_fields(delivery, answer);
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return fuzz::mutate_json(data, size, max_size, seed, 3);
}
