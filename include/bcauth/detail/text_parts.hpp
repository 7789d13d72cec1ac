// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_TEXT_PARTS_HPP
#define BCAUTH_DETAIL_TEXT_PARTS_HPP

#include <cstddef>
#include <cstring>
#include <functional>
#include <span>
#include <string_view>

namespace bcauth::inline v0::detail {

// Joins the parts in which a streaming parser hands out a text with escapes. A text without them comes in one part
// that stands in the parsed bytes, and is not copied. One that begins with an escape may come in one part too, but
// that stands in the parser's own buffer and is gone with it. All texts together are never longer than what was
// parsed, so a spare of that length is always enough; should it not be, `add` says so.
class text_parts {
public:
    text_parts(std::string_view parsed, std::span<char> spare) noexcept
        : x_parsed(parsed),
          x_spare(spare) {}

    bool add(std::string_view part) noexcept {
        if (part.size() > x_spare.size() - x_used) {
            return false;
        }
        if (!part.empty()) {
            std::memcpy(x_spare.data() + x_used, part.data(), part.size());
        }
        x_used += part.size();
        return true;
    }

    // the last part of a text of `total` bytes
    bool finish(std::string_view part, std::size_t total) noexcept {
        if (part.size() == total && is_parsed(part)) {
            x_text = part;
            return true;
        }
        return finish_copy(part, total);
    }

    [[nodiscard]] std::string_view text() const noexcept { return x_text; }

private:
    // rare, so out of the way of what mostly happens
    [[gnu::noinline]] bool finish_copy(std::string_view part, std::size_t total) noexcept {
        if (!add(part)) {
            return false;
        }
        x_text = {x_spare.data() + x_used - total, total};
        return true;
    }

    [[nodiscard]] bool is_parsed(std::string_view part) const noexcept {
        std::less_equal<char const*> const not_after;
        return not_after(x_parsed.data(), part.data()) &&
               not_after(part.data() + part.size(), x_parsed.data() + x_parsed.size());
    }

    std::string_view x_parsed;
    std::span<char> x_spare;
    std::size_t x_used = 0;
    std::string_view x_text;
};

}  // namespace bcauth::inline v0::detail

#endif
