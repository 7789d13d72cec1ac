// SPDX-License-Identifier: BSL-1.0
#include <bcauth/detail/callback_parameters.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::detail::callback_parameters;
using bcauth::detail::parameter_text;
using bcauth::http::query;

callback_parameters::name name_at(std::size_t index) {
    return static_cast<callback_parameters::name>(index);
}

std::string with_escape(std::string_view name, std::size_t at) {
    auto const digits = "0123456789abcdef";
    auto const byte = static_cast<unsigned char>(name[at]);
    auto text = std::string(name.substr(0, at)) + '%' + digits[byte >> 4] + digits[byte & 15];
    return text.append(name.substr(at + 1));
}

// what is found of a query that has one parameter of that raw name, with the value `v%2B+`
void expect_found(std::string const& raw_name, std::size_t index) {
    auto const text = "x=1&" + raw_name + "=v%2B+";
    callback_parameters const found(query::parse(text).value());
    for (std::size_t i = 0; i < callback_parameters::names.size(); ++i) {
        auto const which = name_at(i);
        bool const due = i == index;
        EXPECT_EQ(found[which].has_value(), due) << text << ' ' << i;
        EXPECT_EQ(found.raw(which), due ? "v%2B+" : "") << text << ' ' << i;
        auto const value = found.text(which);
        EXPECT_EQ(value.expose(), due ? "v+ " : "") << text << ' ' << i;
        parameter_text const looked_at(found[which]);
        EXPECT_EQ(looked_at.text(), value.expose()) << text << ' ' << i;
    }
}

TEST(CallbackParameters, EachNameIsFoundHoweverItIsEscaped) {
    for (std::size_t i = 0; i < callback_parameters::names.size(); ++i) {
        auto const name = callback_parameters::names[i];
        expect_found(std::string(name), i);
        for (std::size_t at = 0; at < name.size(); ++at) {
            expect_found(with_escape(name, at), i);
        }
    }
}

TEST(CallbackParameters, AnotherNameIsPassedOver) {
    for (auto const name : callback_parameters::names) {
        auto const text = std::string(name);
        for (auto const& other :
             {text + "s", text + "[]", text + "+", text + "%20", "+" + text, text.substr(1),
              text.substr(0, text.size() - 1), "%25" + with_escape(text, 0).substr(1),
              std::string(1, static_cast<char>(text[0] - 0x20)) + text.substr(1)}) {
            expect_found(other, callback_parameters::names.size());
        }
    }
}

TEST(CallbackParameters, NamesAreToldByTheirNames) {
    EXPECT_EQ(callback_parameters::names[callback_parameters::error], "error");
    EXPECT_EQ(callback_parameters::names[callback_parameters::error_description],
              "error_description");
    EXPECT_EQ(callback_parameters::names[callback_parameters::code], "code");
    EXPECT_EQ(callback_parameters::names[callback_parameters::scope], "scope");
    EXPECT_EQ(callback_parameters::names[callback_parameters::context], "context");
    EXPECT_EQ(callback_parameters::names[callback_parameters::account_uuid], "account_uuid");
    EXPECT_EQ(callback_parameters::names[callback_parameters::external_install],
              "external_install");
}

TEST(CallbackParameters, AValueIsDecodedWholeHoweverLongItIs) {
    for (std::size_t const size : {1U, 511U, 512U, 513U, 2000U}) {
        auto const text = "scope=" + std::string(size - 1, 'a') + '+';
        callback_parameters const found(query::parse(text).value());
        parameter_text const value(found[callback_parameters::scope]);
        EXPECT_EQ(value.text(), std::string(size - 1, 'a') + ' ');
    }
}

// one walk finds what a search for each name finds
RC_GTEST_PROP(CallbackParameters, AreThoseThatAQueryFinds, ()) {
    auto const parts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "error", "err%6fr=1", "error_description=a+b", "code", "code=x", "%63ode=y", "Code=z",
        "scope=", "scope=a+b", "sc%6Fpe=c", "context=stores%2Fa", "account_uuid", "accountuuid=1",
        "external_install=", "external%5Finstall", "=code", "", "code[]=1", "x=code", "a=code=b"));
    std::string text;
    for (auto const& part : parts) {
        auto const longer = text + part + '&';
        text = query::parse(longer) ? longer : text;
    }
    auto const all = query::parse(text);
    callback_parameters const found(*all);
    for (std::size_t i = 0; i < callback_parameters::names.size(); ++i) {
        auto const expected = all->find(callback_parameters::names[i]);
        auto const& given = found[name_at(i)];
        RC_ASSERT(given.has_value() == expected.has_value());
        if (given) {
            RC_ASSERT(given->raw().data() == expected->raw().data());
            RC_ASSERT(given->raw_name() == expected->raw_name());
        }
    }
}

}  // namespace
