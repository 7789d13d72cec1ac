// SPDX-License-Identifier: BSL-1.0
#include <bcauth/scope_set.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace {

using bcauth::scope_set;

// few stems, so that names meet: listed and unlisted ones, with the suffixes that mean something
rc::Gen<std::string> name() {
    return rc::gen::map(
        rc::gen::pair(rc::gen::element<std::string>("store_sites", "store_themes", "store_logs",
                                                    "account_read", "new", "x_read_only", "y"),
                      rc::gen::element<std::string>("", "_read_only", "_manage", "_write",
                                                    "_read_only_read_only", "_manage_read_only")),
        [](std::pair<std::string, std::string> const& parts) {
            return parts.first + parts.second;
        });
}

using name_list = std::vector<std::string>;

// as many as fit into the limit of a text when they come twice
constexpr std::size_t longest_name = 32;
constexpr std::size_t most_names = scope_set::max_bytes / 2 / (longest_name + 1);

rc::Gen<name_list> names() {
    return rc::gen::map(rc::gen::container<name_list>(name()), [](name_list all) {
        all.resize(std::min(all.size(), most_names));
        return all;
    });
}

std::string join(name_list const& all, std::string const& separator) {
    std::string text;
    for (auto const& each : all) {
        text += each + separator;
    }
    return text;
}

scope_set set_of(name_list const& all) {
    return scope_set::parse(join(all, " ")).value();
}

RC_GTEST_PROP(Scopes, OrderRepetitionAndSeparatorsDoNotMatter, ()) {
    auto all = *names();
    auto const set = set_of(all);
    std::reverse(all.begin(), all.end());
    auto twice = all;
    twice.insert(twice.end(), all.begin(), all.end());
    RC_ASSERT(set_of(twice) == set);
    RC_ASSERT(scope_set::parse(join(all, " , ")).value() == set);
}

RC_GTEST_PROP(Scopes, TextComesBack, ()) {
    auto const set = set_of(*names());
    RC_ASSERT(scope_set::parse(set.to_string()).value() == set);
}

RC_GTEST_PROP(Scopes, CanonicalFormIsItsOwnCanonicalForm, ()) {
    auto const set = set_of(*names());
    auto const again = scope_set::parse(set.canonical()).value();
    RC_ASSERT(again.canonical() == set.canonical());
    RC_ASSERT(again == set.minimal());
    RC_ASSERT(again.covers(set));
    RC_ASSERT(set.covers(again));
}

RC_GTEST_PROP(Scopes, EqualCanonicalFormIsMutualCoverage, ()) {
    auto const left = set_of(*names());
    auto const right = set_of(*names());
    RC_ASSERT((left.canonical() == right.canonical()) ==
              (left.covers(right) && right.covers(left)));
}

RC_GTEST_PROP(Scopes, AMemberMoreThatIsImpliedChangesNoCanonicalForm, ()) {
    auto all = *names();
    auto const set = set_of(all);
    auto const extra = *name();
    auto more = all;
    more.push_back(extra);
    auto const larger = set_of(more);
    RC_ASSERT((larger.canonical() == set.canonical()) == set.covers(set_of({extra})));
}

RC_GTEST_PROP(Scopes, CoverageIsReflexiveAndTransitive, ()) {
    auto const one = set_of(*names());
    auto const two = set_of(*names());
    auto const three = set_of(*names());
    RC_ASSERT(one.covers(one));
    if (one.covers(two) && two.covers(three)) {
        RC_ASSERT(one.covers(three));
    }
}

// single names meet far more often than sets do
RC_GTEST_PROP(Scopes, CoverageOfSingleNamesIsTransitiveAndAntisymmetric, ()) {
    auto const one = set_of({*name()});
    auto const two = set_of({*name()});
    auto const three = set_of({*name()});
    RC_ASSERT(!(one.covers(two) && two.covers(three)) || one.covers(three));
    RC_ASSERT(!(one.covers(two) && two.covers(one)) || one == two);
}

RC_GTEST_PROP(Scopes, MissingIsEmptyExactlyWhenCovered, ()) {
    auto const required = set_of(*names());
    auto const granted = set_of(*names());
    auto const missing = required.missing_from(granted);
    RC_ASSERT(missing.empty() == granted.covers(required));
    RC_ASSERT((granted | missing).covers(required));
    RC_ASSERT(missing.missing_from(granted) == missing);
    for (auto const each : missing.names()) {
        RC_ASSERT(required.contains(each));
        RC_ASSERT(!granted.covers(set_of({std::string(each)})));
    }
}

RC_GTEST_PROP(Scopes, AUnionCoversWhatEachOfItsPartsCovers, ()) {
    auto const one = set_of(*names());
    auto const two = set_of(*names());
    auto const both = one | two;
    RC_ASSERT(both.covers(one));
    RC_ASSERT(both.covers(two));
    RC_ASSERT(both == (two | one));
    RC_ASSERT((both | one) == both);
}

// a union is the least set that covers both, whichever are joined first
RC_GTEST_PROP(Scopes, AUnionIsTheLeastThatCoversBoth, ()) {
    auto const one = set_of(*names());
    auto const two = set_of(*names());
    auto const three = set_of(*names());
    RC_ASSERT(((one | two) | three) == (one | (two | three)));
    RC_ASSERT((one | scope_set()) == one);
    bool const both = three.covers(one) && three.covers(two);
    RC_ASSERT(three.covers(one | two) == both);
}

// what is granted more never takes anything away, and what is required less is never missed
RC_GTEST_PROP(Scopes, CoverageIsMonotone, ()) {
    auto const granted = set_of(*names());
    auto const required = set_of(*names());
    auto const more = set_of(*names());
    RC_ASSERT(!granted.covers(required) || (granted | more).covers(required));
    RC_ASSERT(!granted.covers(required | more) || granted.covers(required));
    RC_ASSERT(!granted.covers(required) || (granted | more).covers(required | more));
    auto const missing = required.missing_from(granted);
    RC_ASSERT(missing.covers(required.missing_from(granted | more)));
    RC_ASSERT(granted.covers(scope_set()));
}

RC_GTEST_PROP(Scopes, TheMinimalSetIsItsOwnMinimalSet, ()) {
    auto const set = set_of(*names());
    auto const least = set.minimal();
    RC_ASSERT(least.minimal() == least);
    RC_ASSERT(least.covers(set) && set.covers(least));
    // and none of it can be left out
    for (auto const left_out : least.names()) {
        name_list rest;
        for (auto const each : least.names()) {
            if (each != left_out) {
                rest.emplace_back(each);
            }
        }
        RC_ASSERT(!set_of(rest).covers(set));
    }
}

RC_GTEST_PROP(Scopes, NoTextIsTakenInTwoWays, (std::string const& text)) {
    auto const set = scope_set::parse(text);
    if (set) {
        RC_ASSERT(scope_set::parse(set->to_string()).value() == *set);
    }
}

}  // namespace
