// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/query.hpp>
#include "support/query_oracle.hpp"
#include "support/require.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::http::plus_sign;
using bcauth::http::query;
using fuzz::require;

void check_refusal(bcauth::result<query> const& all, fuzz::query_reading const& expected) {
    if (expected.malformed) {
        // a text above the limit is not even read
        require(fuzz::refused_with(all, {errc::invalid_query}) || expected.too_many, "malformed",
                all);
    } else {
        require((expected.repeats && fuzz::refused_with(all, {errc::duplicate_parameter})) ||
                    (expected.too_many && fuzz::refused_with(all, {errc::too_many_parameters})),
                "twice, or too many", all);
    }
}

std::string decoded(std::string_view raw) {
    std::vector<char> out(raw.size());
    return std::string(bcauth::form_decode(raw, plus_sign::space, out));
}

void check_pairs(query const& all, fuzz::query_reading const& expected) {
    auto next = expected.pairs.begin();
    all.for_each([&](bcauth::http::parameter const& each) {
        require(next != expected.pairs.end(), "no parameter that Boost.URL has not");
        require(decoded(each.raw_name()) == next->name, "its name");
        auto const value = each.text(plus_sign::space);
        require(value.expose() == next->value, "its value");
        auto const literal = each.text(plus_sign::literal);
        require(literal.expose() == next->literal, "its value with plus signs");
        std::vector<char> out(each.raw().size());
        require(each.decode(plus_sign::literal, out) == next->literal, "both ways out agree");
        // a search goes through all names before it, so of many only the first and the last are looked for
        bool const looked_for =
            next - expected.pairs.begin() < 20 || next + 1 == expected.pairs.end();
        auto const found = looked_for ? all.find(next->name) : std::optional(each);
        require(found && found->raw().data() == each.raw().data(), "it is found by its name");
        ++next;
    });
    require(next == expected.pairs.end(), "all that Boost.URL has");
    for (std::string const name : {"", "code", "a", "p3", "p33"}) {
        require(all.find(name).has_value() == expected.value(name).has_value(),
                "a name is found whole");
    }
}

}  // namespace

// a query as a stranger sends it
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::exact_copy const copy(fuzz::text_of(data, size));
    auto const text = copy.view();
    auto const expected = fuzz::read_query(text);
    auto const all = query::parse(text);
    require(all.has_value() == expected.good(), "what Boost.URL takes under the strict rules", all);
    require(bcauth::form_check(text).has_value() == !expected.malformed,
            "form_check is the first half");
    if (all) {
        check_pairs(*all, expected);
    } else {
        check_refusal(all, expected);
    }
    auto const target = query::of_target("/load?" + std::string(text));
    bool const fragment = text.find('#') != std::string_view::npos;
    require(target.has_value() == (all.has_value() && !fragment), "a request target's query",
            target);
    return 0;
}
