// SPDX-License-Identifier: BSL-1.0
#include <bcauth/errc.hpp>
#include <bcauth/error.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace {

struct enumerator {
    std::string name;
    int value = 0;
    std::string comment;
};

// The enumerators as errc.hpp spells them: C++20 can't list them, and a list kept here would be a
// second truth.
std::vector<enumerator> enumerators_of(std::string const& type) {
    std::ifstream file(std::string(BCAUTH_SOURCE_DIR) + "/include/bcauth/errc.hpp");
    std::vector<enumerator> found;
    bool inside = false;
    int next = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.find("enum class " + type + " {") != std::string::npos) {
            inside = true;
        } else if (inside && line == "};") {
            break;
        } else if (auto const start = line.find_first_not_of(' ');
                   inside && start != std::string::npos && line.compare(start, 2, "//") != 0) {
            auto const comma = line.find(',');
            auto const comment = line.find("///< ");
            auto const name = line.substr(start, line.find_first_of(" ,", start) - start);
            auto const equals = line.find(" = ");
            next = equals < comma ? std::stoi(line.substr(equals + 3)) : next;
            found.push_back(
                {name, next, comment == std::string::npos ? "" : line.substr(comment + 5)});
            ++next;
        }
    }
    return found;
}

TEST(Errc, HasOneTextForEachEnumeratorAndNoOther) {
    auto const all = enumerators_of("errc");
    ASSERT_GT(all.size(), 50U);
    ASSERT_EQ(all.size(), std::size(bcauth::detail::error_texts));
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(static_cast<int>(bcauth::detail::error_texts[i].code), all[i].value)
            << all[i].name;
        EXPECT_EQ(bcauth::detail::error_texts[i].name, all[i].name);
    }
}

TEST(Errc, HasOneCommentForEachEnumerator) {
    for (auto const& each : enumerators_of("errc")) {
        EXPECT_GT(each.comment.size(), 10U) << each.name;
        EXPECT_EQ(each.comment.back(), '.') << each.name;
    }
    for (auto const& each : enumerators_of("condition")) {
        EXPECT_GT(each.comment.size(), 10U) << each.name;
    }
}

TEST(Errc, HasNoValueAndNoTextTwice) {
    std::set<int> values;
    std::set<std::string> names;
    std::set<std::string> messages;
    for (auto const& row : bcauth::detail::error_texts) {
        EXPECT_TRUE(values.insert(static_cast<int>(row.code)).second) << row.name;
        EXPECT_TRUE(names.insert(std::string(row.name)).second) << row.name;
        EXPECT_TRUE(messages.insert(std::string(row.message)).second) << row.name;
        EXPECT_NE(static_cast<int>(row.code), 0) << row.name << " would be success";
    }
}

TEST(Errc, StaysInTheHundredOfItsCondition) {
    using bcauth::condition;
    condition const by_hundred[] = {condition::malformed,   condition::unauthenticated,
                                    condition::forbidden,   condition::upstream,
                                    condition::unavailable, condition::misconfigured};
    for (auto const& row : bcauth::detail::error_texts) {
        auto const hundred = static_cast<std::size_t>(row.code) / 100;
        ASSERT_LT(hundred, std::size(by_hundred)) << row.name;
        EXPECT_EQ(bcauth::detail::condition_of(row.code), by_hundred[hundred]) << row.name;
    }
}

}  // namespace
