// SPDX-License-Identifier: BSL-1.0
// The control: must be stopped by the sanitizer.
#include <bcauth/codec/base64.hpp>

#include <array>
#include <cstdio>
#include <string_view>

int main() {
    std::array<char, 8> text;  // never written
    std::array<unsigned char, 8> bytes{};
    auto const size =
        bcauth::base64_decode(std::string_view(text.data(), text.size()), bytes,
                              bcauth::base64_alphabet::url, bcauth::base64_padding::none);
    std::puts(size ? "decoded" : "refused");
    return 0;
}
