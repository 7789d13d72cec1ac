// SPDX-License-Identifier: BSL-1.0
// Strict decoding of a payload of 359 letters and of a signature's 43: as the verifiers do it, by blocks where the
// processor has them; by our tables alone; by four tables made by hand; and as the limit does it.
#include "limit/base64_avx2.hpp"
#include "limit/base64_scalar.hpp"
#include "support/checks.hpp"
#include "support/program.hpp"
#include "support/samples.hpp"

#include <bcauth/codec/base64.hpp>

#include <array>
#include <bit>
#include <cstring>
#include <string>
#include <string_view>

namespace {

namespace base64_scalar = bcauth_bench::base64_scalar;

struct bytes {
    // room for what decoders write behind the end
    std::array<unsigned char, 512> data{};
};

bool by_bcauth(std::string_view text, bytes& out) {
    return bcauth::base64_decode(text, out.data, bcauth::base64_alphabet::url,
                                 bcauth::base64_padding::none)
        .has_value();
}

bool by_our_tables(std::string_view text, bytes& out) {
    return text.size() % 4 != 1 &&
           bcauth::detail::decode_base64(text.data(), text.size(), out.data.data(),
                                         bcauth::detail::base64_decode_tables[1]);
}

bool by_four_tables(std::string_view text, bytes& out) {
    return base64_scalar::decode(text, out.data.data());
}

#if defined(__x86_64__)
bool has_limit() {
    return __builtin_cpu_supports("avx2") != 0;
}
bool by_limit(std::string_view text, bytes& out) {
    namespace base64_avx2 = bcauth_bench::base64_avx2;
    return base64_avx2::decode(text, out.data.data(), base64_avx2::url);
}
#else
bool has_limit() {
    return false;
}
bool by_limit(std::string_view, bytes&) {
    return false;
}
#endif

using decoder = bool (*)(std::string_view, bytes&);

bool agree(std::string_view text, decoder other) {
    bytes expected;
    bytes seen;
    auto const accepted = by_our_tables(text, expected);
    return other(text, seen) == accepted &&
           (!accepted || std::memcmp(expected.data.data(), seen.data.data(),
                                     bcauth::base64_decoded_size(text.size())) == 0);
}

// every length of a text, and every byte at each place of it
bool agree_on(std::string const& text, decoder other) {
    for (std::size_t size = 0; size <= text.size(); ++size) {
        if (!agree(std::string_view(text).substr(0, size), other)) return false;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (unsigned byte = 0; byte < 256; ++byte) {
            auto spoiled = text;
            spoiled[at] = static_cast<char>(byte);
            if (!agree(spoiled, other)) return false;
        }
    }
    return true;
}

template <class Decode>
void add_row(std::string const& text, char const* who, Decode decode) {
    bytes out;
    bcauth_bench::require(decode(text, out) && agree_on(text, decode), who);
    auto const name = "base64/" + std::to_string(text.size()) + '/' + who;
    benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
        bytes room;
        bcauth_bench::measure(state, [&] {
            benchmark::ClobberMemory();
            return decode(text, room);
        });
    });
}

void register_all() {
    auto const token = bcauth_bench::signed_jwt(bcauth_bench::load_claims());
    auto const payload = token.find('.') + 1;
    // a last letter without spare bits
    auto const letters = token.substr(payload, 358) + 'A';
    auto const signature = token.substr(token.rfind('.') + 1);
    for (auto const& text : {letters, signature}) {
        add_row(text, "bcauth", [](std::string_view in, bytes& out) { return by_bcauth(in, out); });
        add_row(text, "bcauth_tables",
                [](std::string_view in, bytes& out) { return by_our_tables(in, out); });
        if (std::endian::native == std::endian::little) {
            add_row(text, "four_tables",
                    [](std::string_view in, bytes& out) { return by_four_tables(in, out); });
        }
        if (has_limit()) {
            add_row(text, "limit",
                    [](std::string_view in, bytes& out) { return by_limit(in, out); });
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    return bcauth_bench::run(argc, argv, register_all);
}
