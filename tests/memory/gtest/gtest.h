// SPDX-License-Identifier: BSL-1.0
// As much of GoogleTest as the tests use that are run under the memory sanitizer, without the iostreams whose compiled
// half the sanitizer doesn't see into.
#ifndef BCAUTH_TESTS_MEMORY_GTEST_GTEST_H
#define BCAUTH_TESTS_MEMORY_GTEST_GTEST_H

#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

namespace testing {

class Test {
public:
    Test() = default;
    virtual ~Test() = default;
    Test(Test const&) = delete;
    Test& operator=(Test const&) = delete;

    virtual void SetUp() {}
    virtual void TearDown() {}
    virtual void TestBody() = 0;
};

struct registered {
    char const* name;
    Test* (*make)();
};

inline std::vector<registered>& all() {
    static std::vector<registered> tests;
    return tests;
}

inline bool add(char const* name, Test* (*make)()) {
    all().push_back({name, make});
    return true;
}

inline unsigned failures = 0;

// What a macro's `<<` goes to; nothing of it is kept.
struct message {
    template <class Value>
    message const& operator<<(Value const&) const {
        return *this;
    }
};

// `return told() = message() << ...` is a statement of a function that returns nothing.
struct told {
    void operator=(message const&) const {}
};

inline bool tell(char const* file, int line, char const* text) {
    ++failures;
    std::fprintf(stderr, "%s:%d: %s\n", file, line, text);
    return false;
}

template <class Body>
bool throws(Body const& body) {
    try {
        body();
    } catch (...) {
        return true;
    }
    return false;
}

inline std::string TempDir() {
    return "/tmp/";
}

inline void InitGoogleTest(int*, char**) {}

inline int run_all() {
    for (auto const& each : all()) {
        auto const before = failures;
        auto* const test = each.make();
        test->SetUp();
        test->TestBody();
        test->TearDown();
        delete test;
        if (failures != before) {
            std::fprintf(stderr, "failed: %s\n", each.name);
        }
    }
    std::printf("[ memory   ] %zu tests under the memory sanitizer, %u failures\n", all().size(),
                failures);
    return failures == 0 && !all().empty() ? 0 : 1;
}

}  // namespace testing

#define RUN_ALL_TESTS testing::run_all

#define BCAUTH_MEMORY_TEST(suite, name, base)                                                      \
    class suite##_##name : public base {                                                           \
        void TestBody() override;                                                                  \
    };                                                                                             \
    [[maybe_unused]] static bool const suite##_##name##_is_known =                                 \
        ::testing::add(#suite "." #name, []() -> ::testing::Test* { return new suite##_##name; }); \
    void suite##_##name::TestBody()
#define TEST(suite, name) BCAUTH_MEMORY_TEST(suite, name, ::testing::Test)
#define TEST_F(suite, name) BCAUTH_MEMORY_TEST(suite, name, suite)

#define BCAUTH_MEMORY_EXPECT(holds, text)                     \
    if ((holds) || ::testing::tell(__FILE__, __LINE__, text)) \
        ;                                                     \
    else                                                      \
        ::testing::told() = ::testing::message()
#define BCAUTH_MEMORY_ASSERT(holds, text)                     \
    if ((holds) || ::testing::tell(__FILE__, __LINE__, text)) \
        ;                                                     \
    else                                                      \
        return ::testing::told() = ::testing::message()

#define EXPECT_TRUE(value) BCAUTH_MEMORY_EXPECT((value) ? true : false, #value)
#define EXPECT_FALSE(value) BCAUTH_MEMORY_EXPECT((value) ? false : true, "not " #value)
#define EXPECT_EQ(left, right) BCAUTH_MEMORY_EXPECT((left) == (right), #left " == " #right)
#define EXPECT_NE(left, right) BCAUTH_MEMORY_EXPECT((left) != (right), #left " != " #right)
#define EXPECT_LT(left, right) BCAUTH_MEMORY_EXPECT((left) < (right), #left " < " #right)
#define EXPECT_LE(left, right) BCAUTH_MEMORY_EXPECT((left) <= (right), #left " <= " #right)
#define EXPECT_GT(left, right) BCAUTH_MEMORY_EXPECT((left) > (right), #left " > " #right)
#define EXPECT_GE(left, right) BCAUTH_MEMORY_EXPECT((left) >= (right), #left " >= " #right)
#define EXPECT_STREQ(left, right) \
    BCAUTH_MEMORY_EXPECT(std::strcmp(left, right) == 0, #left " == " #right)
#define EXPECT_THROW(statement, type) \
    BCAUTH_MEMORY_EXPECT(::testing::throws([&] { statement; }), #statement " throws")
#define EXPECT_NO_THROW(statement) \
    BCAUTH_MEMORY_EXPECT(!::testing::throws([&] { statement; }), #statement " doesn't throw")
#define ADD_FAILURE() BCAUTH_MEMORY_EXPECT(false, "failure")
#define ASSERT_TRUE(value) BCAUTH_MEMORY_ASSERT((value) ? true : false, #value)
#define ASSERT_FALSE(value) BCAUTH_MEMORY_ASSERT((value) ? false : true, "not " #value)
#define ASSERT_EQ(left, right) BCAUTH_MEMORY_ASSERT((left) == (right), #left " == " #right)
#define ASSERT_NE(left, right) BCAUTH_MEMORY_ASSERT((left) != (right), #left " != " #right)
#define ASSERT_LT(left, right) BCAUTH_MEMORY_ASSERT((left) < (right), #left " < " #right)
#define ASSERT_LE(left, right) BCAUTH_MEMORY_ASSERT((left) <= (right), #left " <= " #right)
#define ASSERT_GT(left, right) BCAUTH_MEMORY_ASSERT((left) > (right), #left " > " #right)
#define ASSERT_GE(left, right) BCAUTH_MEMORY_ASSERT((left) >= (right), #left " >= " #right)
#define FAIL() BCAUTH_MEMORY_ASSERT(false, "failure")
#define SCOPED_TRACE(text) static_cast<void>(text)
#define GTEST_SKIP()                                         \
    if (std::printf("%s:%d: skipped\n", __FILE__, __LINE__)) \
    return ::testing::told() = ::testing::message()

#endif
