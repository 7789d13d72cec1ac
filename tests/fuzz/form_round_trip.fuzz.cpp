// SPDX-License-Identifier: BSL-1.0
#include <bcauth/codec/form.hpp>
#include <bcauth/http/query.hpp>
#include "support/query_oracle.hpp"
#include "support/require.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/grammar/alnum_chars.hpp>
#include <boost/url/grammar/lut_chars.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bcauth::form_field;
using bcauth::plus_sign;
using fuzz::require;

// what the WHATWG serialiser leaves as it is
constexpr auto kept = boost::urls::grammar::alnum_chars + boost::urls::grammar::lut_chars("*-._");

std::string boost_encode(std::vector<form_field> const& fields) {
    boost::urls::encoding_opts plus;
    plus.space_as_plus = true;
    std::string text;
    for (auto const& each : fields) {
        text += text.empty() ? "" : "&";
        text += boost::urls::encode(each.name, kept, plus);
        text += '=';
        text += boost::urls::encode(each.value, kept, plus);
    }
    return text;
}

// whether a query may have these fields at all
bool may_be_sent(std::vector<form_field> const& fields, std::string_view text) {
    std::set<std::string_view> names;
    bool good = fields.size() <= bcauth::http::query::max_parameters &&
                text.size() <= bcauth::http::query::max_bytes;
    for (auto const& each : fields) {
        good = good && names.insert(each.name).second && fuzz::is_plain_text(each.name) &&
               fuzz::is_plain_text(each.value);
    }
    return good;
}

void check_parsed(bcauth::http::query const& all, std::vector<form_field> const& fields,
                  std::string_view text) {
    for (auto const& each : fields) {
        auto const found = all.find(each.name);
        require(found.has_value(), "each field is found");
        auto const value = found->text(plus_sign::space);
        require(value.expose() == each.value, "with its value");
    }
    std::vector<std::string> texts;
    all.for_each([&](bcauth::http::parameter const& each) {
        for (auto const raw : {each.raw_name(), each.raw()}) {
            std::vector<char> out(raw.size());
            texts.emplace_back(bcauth::form_decode(raw, plus_sign::space, out));
        }
    });
    std::vector<form_field> again;
    for (std::size_t i = 0; i + 1 < texts.size(); i += 2) {
        again.push_back({texts[i], texts[i + 1]});
    }
    auto const rewritten = bcauth::form_encode(again);
    require(rewritten.expose() == text, "what is read is written the same again");
}

}  // namespace

// one byte, which stands between what follows: name, value, name, value, ...
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto input = fuzz::text_of(data, size);
    std::vector<form_field> fields;
    auto const between = input.empty() ? '\0' : input.front();
    input.remove_prefix(std::min<std::size_t>(1, input.size()));
    while (!input.empty()) {
        auto const name = fuzz::take_until(input, between);
        fields.push_back({name, fuzz::take_until(input, between)});
    }
    auto const written = bcauth::form_encode(fields);
    require(written.expose() == boost_encode(fields), "Boost.URL writes the same");
    auto const all = bcauth::http::query::parse(written.expose());
    require(all.has_value() == may_be_sent(fields, written.expose()), "what may be sent is read",
            all);
    if (all) {
        check_parsed(*all, fields, written.expose());
    }
    return 0;
}
