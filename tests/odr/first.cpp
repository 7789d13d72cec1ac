// SPDX-License-Identifier: BSL-1.0
#include "second.hpp"

#include <cstdio>
#include <string>

namespace {

// made here, and judged in both units
std::string query() {
    auto const signer = bcauth::jwt::signer<>::make(bcauth::secret("a secret of the app"));
    auto const token = signer->sign(R"({"iss":"bc","aud":"client","sub":"stores/g5cd38",)"
                                    R"("exp":1700000100,"user":{"id":7,"email":"e"}})");
    return "signed_payload_jwt=" + std::string(token->expose());
}

}  // namespace

// threats row 90
int main() {
    auto const text = query();
    auto const here = look(text);
    auto const there = see_from_second_unit(text);

    bool const one_object = here.errors == there.errors && here.conditions == there.conditions;
    if (!one_object) {
        std::puts("the error categories differ between two units");
    }
    bool const comparable = make_error_code(bcauth::errc::expired) ==
                            make_error_condition(bcauth::condition::unauthenticated);
    if (!comparable) {
        std::puts("an error does not equal its condition");
    }
    bool const judged = here.user == 7 && there.user == 7;
    if (!judged) {
        std::puts("the token is not taken in both units");
    }
    return one_object && comparable && judged ? 0 : 1;
}
