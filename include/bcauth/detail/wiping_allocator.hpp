// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_WIPING_ALLOCATOR_HPP
#define BCAUTH_DETAIL_WIPING_ALLOCATOR_HPP

#include <bcauth/crypto/openssl.hpp>

#include <cstddef>
#include <memory>

namespace bcauth::inline v0::detail {

// std::allocator that overwrites what it frees; a vector with it has no small buffer that could keep a copy
template <class T>
struct wiping_allocator {
    using value_type = T;

    wiping_allocator() = default;
    template <class U>
    constexpr wiping_allocator(wiping_allocator<U> const&) noexcept {}

    T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
    void deallocate(T* data, std::size_t count) noexcept {
        cleanse(data, count * sizeof(T));
        std::allocator<T>{}.deallocate(data, count);
    }

    friend bool operator==(wiping_allocator const&, wiping_allocator const&) noexcept {
        return true;
    }
};

}  // namespace bcauth::inline v0::detail

#endif
