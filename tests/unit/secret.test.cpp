// SPDX-License-Identifier: BSL-1.0
#include <bcauth/secret.hpp>

#include "support/heap_watch.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <concepts>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using bcauth::received_token;
using bcauth::secret;

template <class T>
concept streamable = requires(std::ostream& out, T const& value) {
    out << value;
};
template <class T>
concept exposable = requires(T&& value) {
    std::forward<T>(value).expose();
};
template <class T>
concept comparable_with_text = requires(T const& value, std::string_view text) {
    value == text;
};

// threats row 57
static_assert(streamable<std::string>);
static_assert(!streamable<secret> && !streamable<received_token>);
static_assert(!std::is_convertible_v<secret, std::string>);
static_assert(!std::is_convertible_v<secret, std::string_view>);
static_assert(!std::is_constructible_v<std::string, secret const&>);
static_assert(!std::is_constructible_v<std::string_view, secret const&>);
static_assert(!std::is_convertible_v<received_token, std::string_view>);
static_assert(!std::is_constructible_v<std::string, received_token const&>);
static_assert(!std::is_convertible_v<std::string, secret>, "a text becomes a secret by name only");
static_assert(std::is_constructible_v<secret, std::string>);
static_assert(!comparable_with_text<secret>, "it would not be seen which side is the secret");
static_assert(std::equality_comparable<secret>);

// threats row 66
static_assert(exposable<secret const&> && exposable<secret&>);
static_assert(!exposable<secret> && !exposable<secret const>);

static_assert(std::is_nothrow_move_constructible_v<secret>);
static_assert(std::is_nothrow_move_assignable_v<secret>);
static_assert(std::is_nothrow_default_constructible_v<secret>);
static_assert(std::is_trivially_copyable_v<received_token>, "a view, to be passed by value");
static_assert(std::is_convertible_v<std::string const&, received_token>);

constexpr std::string_view first = "6f1c-first-secret-of-the-heap-watch-tests-0001";
constexpr std::string_view second = "a93e.SECOND.SECRET.OF.THE.HEAP.WATCH.TESTS.0002";
constexpr std::string_view long_first =
    "b1:first secret that is replaced in place, long enough for any small buffer there may be:1b";

int leaks_of(std::string_view marker, auto&& use) {
    heap_watch::watch const watch(marker);
    use();
    return watch.leaked();
}

// threats row 60; SECURITY.md, "What is left": a forked child has copies of its own, which it wipes itself
TEST(Secret, InAForkedChildIsTheChildsToWipe) {
    secret key("a secret that both processes have");
    auto const child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        bool const copied = key.expose() == "a secret that both processes have";
        key = secret();
        _exit(copied && key.empty() ? 0 : 1);
    }
    int status = 1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_EQ(key.expose(), "a secret that both processes have");
}

// -- threats row 58: nothing of a secret is left in freed memory

TEST(Secret, TheWatchSeesWhatAPlainStringLeaves) {
    EXPECT_GE(leaks_of(first, [] { std::string const plain(first); }), 1);
    EXPECT_GE(leaks_of(first,
                       [] {
                           std::string plain(first);
                           plain.reserve(500);
                       }),
              2);
    EXPECT_GE(leaks_of(first, [] { std::vector<char> const v(first.begin(), first.end()); }), 1);
}

TEST(Secret, IsWipedWhenDestroyed) {
    EXPECT_EQ(leaks_of(first, [] { secret const gone{first}; }), 0);
}

TEST(Secret, IsWipedWhenCopiesAndMovedObjectsAreDestroyed) {
    EXPECT_EQ(leaks_of(first,
                       [] {
                           secret one{first};
                           secret const copy{one};
                           secret const moved{std::move(one)};
                       }),
              0);
}

TEST(Secret, IsWipedWhenAssignedTo) {
    auto const copied_over = [] {
        secret target{first};
        secret const other{second};
        target = other;
    };
    auto const moved_over = [] {
        secret target{first};
        target = secret{second};
    };
    EXPECT_EQ(leaks_of(first, copied_over), 0);
    EXPECT_EQ(leaks_of(second, copied_over), 0);
    EXPECT_EQ(leaks_of(first, moved_over), 0);
    EXPECT_EQ(leaks_of(second, moved_over), 0);
}

TEST(Secret, IsWipedAtOnceWhenAShorterOneTakesItsPlace) {
    secret target{long_first};
    secret const shorter{"x"};
    char const* const old = target.expose().data();
    ASSERT_EQ(std::string_view(old, long_first.size()), long_first);
    heap_watch::watch const watch(long_first);
    target = shorter;
    EXPECT_EQ(watch.leaked(), 0);
    EXPECT_NE(target.expose().data(), old) << "the tail of the old bytes would stay in use";
}

TEST(Secret, MoveAssignmentLeavesNothingOfTheTargetAlive) {
    secret source{second};
    secret target{first};
    target = std::move(source);
    EXPECT_EQ(target.expose(), second);
    EXPECT_TRUE(source.empty()) << "the old bytes must not live on in the source";  // NOLINT
}

TEST(Secret, IsWipedWhenAVectorOfThemGrows) {
    EXPECT_EQ(leaks_of(first,
                       [] {
                           std::vector<secret> many;
                           for (int i = 0; i < 20; ++i) {
                               many.emplace_back(first);
                           }
                           many.erase(many.begin(), many.begin() + 7);
                       }),
              0);
}

TEST(Secret, IsWipedWhenFilledInPlace) {
    EXPECT_EQ(leaks_of(first,
                       [] {
                           auto const made = secret::of_size(first.size(), [](std::span<char> to) {
                               std::copy(first.begin(), first.end(), to.begin());
                           });
                           ASSERT_EQ(made.expose(), first);
                       }),
              0);
}

TEST(Secret, IsWipedWhenTheFillerThrows) {
    EXPECT_EQ(leaks_of(first,
                       [] {
                           auto const filler = [](std::span<char> to) {
                               std::copy(first.begin(), first.end(), to.begin());
                               throw 1;
                           };
                           EXPECT_THROW((void)secret::of_size(first.size(), filler), int);
                       }),
              0);
}

// threats row 69
TEST(Secret, ACopyAssignmentThatFailsChangesNothing) {
    secret target{first};
    secret const other{second};
    {
        heap_watch::failing_allocation const fails(0);
        EXPECT_THROW(target = other, std::bad_alloc);
    }
    EXPECT_EQ(target.expose(), first);
    EXPECT_EQ(other.expose(), second);
}

// -- values

// threats rows 8 and 9
TEST(Secret, KeepsExactBytes) {
    std::string_view const rows[] = {
        std::string_view("a\0b", 3),
        std::string_view("\0", 1),
        "line\n",
        "\r\n",
        " leading",
        "trailing ",
        "\tx",
        "\xff\xfe\x80",
        "deadbeef",
        "c2VjcmV0",
        "-----BEGIN PUBLIC KEY-----",
    };
    for (auto const row : rows) {
        EXPECT_EQ(secret{row}.size(), row.size());
        secret const kept{row};
        EXPECT_EQ(kept.expose(), row);
        EXPECT_FALSE(kept.empty());
    }
}

TEST(Secret, MovedFromIsEmpty) {
    secret one{first};
    secret const two{std::move(one)};
    EXPECT_TRUE(one.empty());  // NOLINT
    EXPECT_EQ(one.size(), 0U);
    EXPECT_EQ(two.expose(), first);
}

TEST(Secret, SurvivesAssignmentToItself) {
    secret one{first};
    auto& same = one;
    one = same;
    EXPECT_EQ(one.expose(), first);
    one = std::move(same);
    EXPECT_EQ(one.expose(), first);
}

TEST(Secret, CopiesAreIndependent) {
    secret one{first};
    secret const copy = one;
    one = secret{second};
    EXPECT_EQ(copy.expose(), first);
    EXPECT_EQ(one.expose(), second);
}

TEST(Secret, EqualsTheSameBytesAndNoOthers) {
    EXPECT_TRUE(secret{first} == secret{first});
    EXPECT_FALSE(secret{first} == secret{second});
    EXPECT_FALSE(secret{first} == secret{first.substr(1)});
    EXPECT_FALSE(secret{first} == secret{first.substr(0, first.size() - 1)});
    EXPECT_TRUE(secret{first} != secret{second});
    EXPECT_FALSE(secret{std::string_view("a\0b", 3)} == secret{std::string_view("a\0c", 3)});
}

TEST(Secret, AnEmptyOneEqualsNothing) {
    EXPECT_FALSE(secret{} == secret{});
    EXPECT_FALSE(secret{} == secret{first});
    EXPECT_FALSE(secret{first} == secret{});
}

RC_GTEST_PROP(Secret, EqualityIsThatOfTheBytesWhereTheyAreNotEmpty,
              (std::string a, std::string b)) {
    RC_ASSERT((secret{a} == secret{b}) == (!a.empty() && a == b));
    RC_ASSERT((secret{a} == secret{a}) == !a.empty());
}

TEST(ReceivedToken, IsAViewOfTheTextItWasMadeFrom) {
    std::string const text = "a.b.c";
    received_token const token = text;
    EXPECT_EQ(token.expose().data(), text.data());
    EXPECT_EQ(token.size(), 5U);
    EXPECT_FALSE(token.empty());
    EXPECT_TRUE(received_token{}.empty());
    EXPECT_EQ(received_token{"a.b"}.expose(), "a.b");
}

}  // namespace
