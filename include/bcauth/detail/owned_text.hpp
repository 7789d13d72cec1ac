// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_OWNED_TEXT_HPP
#define BCAUTH_DETAIL_OWNED_TEXT_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// The texts of a verified object, one behind the other, told apart by number: in place up to a size that every token
// of 1 KiB stays below, else in one allocation. Nothing points into it, so it moves and copies without care.
template <std::size_t Count>
class owned_text {
public:
    static constexpr std::size_t inline_bytes = 768;

    explicit owned_text(std::span<std::string_view const, Count> texts) {
        std::size_t total = 0;
        for (std::size_t i = 0; i < Count; ++i) {
            total += texts[i].size();
            x_ends[i] = static_cast<std::uint32_t>(total);
        }
        auto* out = make_room();
        for (auto const text : texts) {
            if (!text.empty()) {
                std::memcpy(out, text.data(), text.size());
            }
            out += text.size();
        }
    }

    owned_text(owned_text const& other) : x_ends(other.x_ends) {
        std::memcpy(make_room(), other.data(), size());
    }
    owned_text(owned_text&& other) noexcept
        : x_heap(std::move(other.x_heap)),
          x_ends(other.x_ends) {
        if (!x_heap) {
            std::memcpy(x_inline.data(), other.x_inline.data(), size());
        }
        other.x_ends = {};
    }
    owned_text& operator=(owned_text const& other) {
        owned_text copy(other);
        return *this = std::move(copy);
    }
    owned_text& operator=(owned_text&& other) noexcept {
        if (this != &other) {
            x_heap = std::move(other.x_heap);
            x_ends = std::exchange(other.x_ends, {});
            if (!x_heap) {
                std::memcpy(x_inline.data(), other.x_inline.data(), size());
            }
        }
        return *this;
    }
    ~owned_text() = default;

    [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept {
        auto const begin = index == 0 ? 0U : x_ends[index - 1];
        return {data() + begin, x_ends[index] - begin};
    }

private:
    [[nodiscard]] std::size_t size() const noexcept { return x_ends.back(); }
    [[nodiscard]] char const* data() const noexcept {
        return x_heap ? x_heap.get() : x_inline.data();
    }

    char* make_room() {
        if (size() > inline_bytes) {
            x_heap = std::make_unique_for_overwrite<char[]>(size());
            return x_heap.get();
        }
        return x_inline.data();
    }

    std::unique_ptr<char[]> x_heap;
    std::array<std::uint32_t, Count> x_ends{};
    std::array<char, inline_bytes> x_inline;  // only the first size() bytes are ever read
};

}  // namespace bcauth::inline v0::detail

#endif
