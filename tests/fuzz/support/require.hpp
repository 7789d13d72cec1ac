// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_FUZZ_SUPPORT_REQUIRE_HPP
#define BCAUTH_TESTS_FUZZ_SUPPORT_REQUIRE_HPP

#include <bcauth/error.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <string_view>

// What every target is made of: rules that end the process when they are broken, and the input.
namespace fuzz {

[[noreturn]] inline void broken(char const* rule, bcauth::error_code const& error = {}) {
    auto const what = bcauth::name(static_cast<bcauth::errc>(error.value()));
    std::fprintf(stderr, "\nbroken rule: %s (error %d, %.*s)\n", rule, error.value(),
                 static_cast<int>(what.size()), what.data());
    std::abort();
}

inline void require(bool holds, char const* rule) {
    if (!holds) {
        broken(rule);
    }
}

/// The same, telling what was answered.
template <class T>
void require(bool holds, char const* rule, bcauth::result<T> const& answer) {
    if (!holds) {
        broken(rule, answer ? bcauth::error_code{} : answer.error());
    }
}

template <class T>
bool refused_with(bcauth::result<T> const& answer, std::initializer_list<bcauth::errc> codes) {
    return answer.has_error() && std::any_of(codes.begin(), codes.end(), [&](bcauth::errc code) {
               return answer.error() == code;
           });
}

/// A copy of its exact size, so that the address sanitizer sees a read too far.
class exact_copy {
public:
    explicit exact_copy(std::string_view bytes)
        : x_data(new char[bytes.size()]),
          x_size(bytes.size()) {
        std::copy(bytes.begin(), bytes.end(), x_data.get());
    }
    [[nodiscard]] std::string_view view() const& noexcept { return {x_data.get(), x_size}; }
    std::string_view view() const&& = delete;

private:
    std::unique_ptr<char[]> x_data;
    std::size_t x_size;
};

inline std::string_view text_of(std::uint8_t const* data, std::size_t size) noexcept {
    return {reinterpret_cast<char const*>(data), size};
}

/// The first byte of an input chooses the case, bit by bit from the lowest; letters do, so that a seed can be read.
class choice {
public:
    explicit choice(std::string_view& input) noexcept
        : x_bits(input.empty() ? 0U : static_cast<unsigned char>(input.front())) {
        input.remove_prefix(input.empty() ? 0 : 1);
    }
    /// one of 2, 4 or 8 cases
    unsigned take(unsigned cases) noexcept {
        auto const taken = x_bits % cases;
        x_bits /= cases;
        return taken;
    }
    bool flag() noexcept { return take(2) != 0; }

private:
    unsigned x_bits;
};

/// The text up to a byte, which is dropped.
inline std::string_view take_until(std::string_view& rest, char end) noexcept {
    auto const size = std::min(rest.find(end), rest.size());
    auto const taken = rest.substr(0, size);
    rest.remove_prefix(std::min(size + 1, rest.size()));
    return taken;
}

}  // namespace fuzz

#endif
