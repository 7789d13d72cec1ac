// SPDX-License-Identifier: BSL-1.0
#include <bcauth/callback.hpp>
#include "support/doors.hpp"
#include "support/require.hpp"

#include <cstddef>
#include <cstdint>

// a token as a stranger sends it: what no secret signed must not get beyond its MAC
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::exact_copy const token(fuzz::text_of(data, size));
    auto const text = token.view();
    auto const& door = fuzz::open<fuzz::load_door>();
    auto const jwt = door.verify_jwt(text);
    auto const payload = door.verify_payload(text);
    fuzz::check(jwt, fuzz::judge_jwt(text, fuzz::door::load));
    fuzz::check(payload, fuzz::judge_signed_payload(text));
    fuzz::check_callback_door<fuzz::uninstall_door>(text);
    fuzz::check_customer_door(text);
    fuzz::check_in_query("signed_payload_jwt", text, jwt);
    fuzz::check_in_query("signed_payload", text, payload);
    return 0;
}
