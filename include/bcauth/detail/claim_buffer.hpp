// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_CLAIM_BUFFER_HPP
#define BCAUTH_DETAIL_CLAIM_BUFFER_HPP

#include <bcauth/crypto/openssl.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <span>

namespace bcauth::inline v0::detail {

// Where a part of a token is decoded to, and the spare that its escaped texts need: on the stack up to a size that
// holds every ordinary token, else one allocation, which is wiped: of a query it holds the token itself.
class claim_buffer {
public:
    static constexpr std::size_t inline_bytes = 1536;

    claim_buffer() noexcept {
    }  // NOLINT(modernize-use-equals-default): the bytes stay unset until decoded into

    ~claim_buffer() { wipe(); }
    claim_buffer(claim_buffer const&) = delete;
    claim_buffer& operator=(claim_buffer const&) = delete;

    // of what was there before nothing is kept
    void reserve(std::size_t size) {
        wipe();
        x_heap = size > inline_bytes ? std::make_unique_for_overwrite<char[]>(2 * size) : nullptr;
        x_size = size;
    }

    [[nodiscard]] std::span<unsigned char> text() noexcept {
        return {reinterpret_cast<unsigned char*>(begin()), x_size};
    }
    [[nodiscard]] std::span<char> spare() noexcept { return {begin() + x_size, x_size}; }
    [[nodiscard]] char const* data() noexcept { return begin(); }

private:
    void wipe() noexcept {
        if (x_heap) {
            cleanse(x_heap.get(), 2 * x_size);
        }
    }

    [[nodiscard]] char* begin() noexcept { return x_heap ? x_heap.get() : x_inline.data(); }

    std::array<char, 2 * inline_bytes> x_inline;
    std::unique_ptr<char[]> x_heap;
    std::size_t x_size = 0;
};

}  // namespace bcauth::inline v0::detail

#endif
