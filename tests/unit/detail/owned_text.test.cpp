// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/owned_text.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace {

using text = bcauth::detail::owned_text<3>;

text make(std::string_view a, std::string_view b, std::string_view c) {
    std::array<std::string_view, 3> const texts{a, b, c};
    return text(texts);
}

void expect(text const& made, std::string_view a, std::string_view b, std::string_view c) {
    EXPECT_EQ(made[0], a);
    EXPECT_EQ(made[1], b);
    EXPECT_EQ(made[2], c);
}

bool stands_inside(text const& made, std::string_view part) {
    auto const* const begin = reinterpret_cast<char const*>(&made);
    return part.data() >= begin && part.data() + part.size() <= begin + sizeof made;
}

TEST(OwnedText, OwnsWhatItIsMadeOf) {
    std::string given = "first";
    auto const made = make(given, "", "third");
    given = "other";
    expect(made, "first", "", "third");
    expect(make("", "", ""), "", "", "");
}

TEST(OwnedText, StandsInPlaceUpToItsSizeAndNotAbove) {
    for (auto const extra : {std::size_t{0}, std::size_t{1}}) {
        std::string const filler(text::inline_bytes - 2 + extra, 'x');
        auto const made = make("a", filler, "b");
        expect(made, "a", filler, "b");
        EXPECT_EQ(stands_inside(made, made[0]), extra == 0);
    }
}

// in place to the heap and back, each way
TEST(OwnedText, IsCopiedAndMovedWhereverItStands) {
    std::string const huge(2 * text::inline_bytes, 'h');
    for (auto const& from : {std::string("small"), huge}) {
        for (auto const& to : {std::string("tiny"), huge}) {
            auto source = make("a", from, "c");
            auto copied = make("x", to, "z");
            copied = source;
            expect(copied, "a", from, "c");
            expect(source, "a", from, "c");

            auto moved = make("x", to, "z");
            moved = std::move(source);
            expect(moved, "a", from, "c");
            expect(source, "", "", "");  // NOLINT(bugprone-use-after-move)

            text const made_by_copy(moved);
            text const made_by_move(std::move(moved));
            expect(made_by_copy, "a", from, "c");
            expect(made_by_move, "a", from, "c");
            expect(moved, "", "", "");  // NOLINT(bugprone-use-after-move)
        }
    }
}

TEST(OwnedText, IsAssignedToItself) {
    std::string const huge(2 * text::inline_bytes, 'h');
    for (auto const& filler : {std::string("small"), huge}) {
        auto made = make("a", filler, "c");
        auto& same = made;
        made = same;
        expect(made, "a", filler, "c");
        made = std::move(same);
        expect(made, "a", filler, "c");
    }
}

}  // namespace
