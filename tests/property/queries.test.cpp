// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/query.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using bcauth::errc;
using bcauth::plus_sign;
using bcauth::http::query;

rc::Gen<std::string> visible_text() {
    return rc::gen::container<std::string>(rc::gen::inRange<char>(0x20, 0x7f));
}

std::string form(std::vector<std::pair<std::string, std::string>> const& pairs) {
    std::vector<bcauth::form_field> fields;
    for (auto const& [name, value] : pairs) {
        fields.push_back({name, value});
    }
    auto const body = bcauth::form_encode(fields);
    return std::string(body.expose());
}

RC_GTEST_PROP(Queries, WhatAFormWritesAQueryFinds, ()) {
    auto const pairs = *rc::gen::container<std::vector<std::pair<std::string, std::string>>>(
        rc::gen::pair(visible_text(), visible_text()));
    std::set<std::string> names;
    bool repeated = false;
    for (auto const& each : pairs) {
        repeated = !names.insert(each.first).second || repeated;
    }
    auto const text = form(pairs);
    auto const all = query::parse(text);
    RC_ASSERT(all.has_value() == !repeated);
    if (!all) {
        RC_ASSERT(all.error() == errc::duplicate_parameter);
        return;
    }
    for (auto const& [name, value] : pairs) {
        auto const found = all->find(name).value().text(plus_sign::space);
        RC_ASSERT(found.expose() == value);
    }
    RC_ASSERT(query::parse(all->raw()).has_value());
}

// one escape in place of any character of a name changes nothing
RC_GTEST_PROP(Queries, ANameIsTheSameHoweverItIsEscaped, ()) {
    auto const name =
        *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange<char>('a', 'z' + 1)));
    auto const at = *rc::gen::inRange<std::size_t>(0, name.size());
    constexpr char digits[] = "0123456789abcdef";
    auto const byte = static_cast<unsigned char>(name[at]);
    auto escaped = name;
    escaped.replace(at, 1, std::string{'%', digits[byte >> 4], digits[byte & 15]});
    auto const text = "before=1&" + escaped + "=2";
    auto const all = query::parse(text);
    if (name == "before") {
        RC_ASSERT(all.error() == errc::duplicate_parameter);
    } else {
        RC_ASSERT(all.value().find(name).value().raw() == "2");
        RC_ASSERT(query::parse(text + "&" + name).error() == errc::duplicate_parameter);
    }
}

// any bytes: no crash, and what is accepted was plain from the start
RC_GTEST_PROP(Queries, AcceptedBytesAreVisible, (std::string const& text)) {
    auto const all = query::parse(text);
    for (auto const c : text) {
        if (c < 0x21 || c > 0x7e) RC_ASSERT(!all.has_value());
    }
    if (all) {
        all->for_each([](bcauth::http::parameter const& each) {
            RC_ASSERT(each.text(plus_sign::space).size() <= each.raw().size());
        });
    }
}

RC_GTEST_PROP(Queries, APlaceOutsideIsRefusedAtAnyLengthAndPlace, ()) {
    auto text = std::string(*rc::gen::inRange<std::size_t>(1, 200), 'x');
    auto const at = *rc::gen::inRange<std::size_t>(0, text.size());
    text[at] = *rc::gen::elementOf(std::string("\x01\x1f \x7f\x80\xff%\n", 8));
    RC_ASSERT(query::parse(text).error() == errc::invalid_query);
}

// a decoded value is at most a third shorter for each escape, and the same by both ways out
RC_GTEST_PROP(Queries, DecodeAndTextAgree, ()) {
    auto const value = *visible_text();
    auto const text = form({{"v", value}});
    auto const found = query::parse(text).value().find("v").value();
    for (auto const plus : {plus_sign::space, plus_sign::literal}) {
        std::string out(found.raw().size(), '?');
        auto const owned = found.text(plus);
        RC_ASSERT(found.decode(plus, out) == owned.expose());
    }
}

}  // namespace
