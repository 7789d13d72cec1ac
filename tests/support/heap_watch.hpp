// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_HEAP_WATCH_HPP
#define BCAUTH_TESTS_SUPPORT_HEAP_WATCH_HPP

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <new>
#include <string_view>

// Replaces the global operators new and delete, so one file of an executable may include it. While
// a watch stands, every block that is freed is searched for the bytes that should have been wiped.
namespace heap_watch {

inline std::string_view marker;
inline int leaks = 0;
inline long allocations_until_failure = -1;
inline std::atomic<long> blocks = 0;  // that were allocated and are not yet freed

inline bool holds_a_part_of_marker(std::string_view block) noexcept {
    for (std::size_t at = 0; at + 8 <= marker.size(); ++at) {
        if (block.find(marker.substr(at, 8)) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

inline void before_free(void* block) noexcept {
    blocks.fetch_sub(block != nullptr ? 1 : 0, std::memory_order_relaxed);
    if (block != nullptr && !marker.empty()) {
        leaks += holds_a_part_of_marker({static_cast<char*>(block), malloc_usable_size(block)});
    }
}

inline void* allocate(std::size_t size) {
    if (allocations_until_failure >= 0 && allocations_until_failure-- == 0) {
        throw std::bad_alloc{};
    }
    if (void* const block = std::malloc(size == 0 ? 1 : size)) {
        blocks.fetch_add(1, std::memory_order_relaxed);
        // what an earlier owner of the block left is not this one's
        if (!marker.empty()) std::memset(block, 0, malloc_usable_size(block));
        return block;
    }
    throw std::bad_alloc{};
}

inline void* allocate_or_not(std::size_t size) noexcept {
    try {
        return allocate(size);
    } catch (std::bad_alloc const&) {
        return nullptr;
    }
}

// counts the freed blocks in which eight bytes in a row of `bytes` are left
class watch {
public:
    explicit watch(std::string_view bytes) noexcept {
        marker = bytes;
        leaks = 0;
    }
    ~watch() { marker = {}; }
    watch(watch const&) = delete;
    watch& operator=(watch const&) = delete;

    [[nodiscard]] int leaked() const noexcept { return leaks; }
};

// makes the allocation fail that comes after `count` more
class failing_allocation {
public:
    explicit failing_allocation(long count) noexcept { allocations_until_failure = count; }
    ~failing_allocation() { allocations_until_failure = -1; }
    failing_allocation(failing_allocation const&) = delete;
    failing_allocation& operator=(failing_allocation const&) = delete;
};

}  // namespace heap_watch

void* operator new(std::size_t size) {
    return heap_watch::allocate(size);
}
void* operator new[](std::size_t size) {
    return heap_watch::allocate(size);
}
void* operator new(std::size_t size, std::nothrow_t const&) noexcept {
    return heap_watch::allocate_or_not(size);
}
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept {
    return heap_watch::allocate_or_not(size);
}
void operator delete(void* block) noexcept {
    heap_watch::before_free(block);
    std::free(block);
}
void operator delete[](void* block) noexcept {
    heap_watch::before_free(block);
    std::free(block);
}
void operator delete(void* block, std::size_t) noexcept {
    heap_watch::before_free(block);
    std::free(block);
}
void operator delete[](void* block, std::size_t) noexcept {
    heap_watch::before_free(block);
    std::free(block);
}

#endif
