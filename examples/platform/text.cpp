// SPDX-License-Identifier: BSL-1.0
#include "text.hpp"

#include <bcauth/codec/form.hpp>
#include <bcauth/codec/hex.hpp>
#include <bcauth/crypto/random.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

namespace platform {

namespace {

void fill_random(std::span<unsigned char> out) {
    if (!bcauth::system_random{}.fill(out)) std::abort();
}

std::string two_digits(std::int64_t number) {
    auto text = std::to_string(number);
    return text.size() < 2 ? "0" + text : text;
}

}  // namespace

std::string escape(std::string_view text) {
    std::string made;
    made.reserve(text.size() + text.size() / 8);
    for (char const c : text) {
        switch (c) {
            case '&': made += "&amp;"; break;
            case '<': made += "&lt;"; break;
            case '>': made += "&gt;"; break;
            case '"': made += "&quot;"; break;
            case '\'': made += "&#39;"; break;
            default: made += c;
        }
    }
    return made;
}

std::string fill(std::string_view form, std::initializer_list<slot> slots) {
    std::string made;
    while (!form.empty()) {
        auto const open = form.find('{');
        made += form.substr(0, open);
        if (open == std::string_view::npos) break;
        form.remove_prefix(open + 1);
        auto const close = form.find('}');
        auto name = form.substr(0, close);
        form.remove_prefix(close == std::string_view::npos ? form.size() : close + 1);
        bool const as_it_is = name.starts_with('&');
        name.remove_prefix(as_it_is ? 1 : 0);
        for (auto const& each : slots) {
            if (each.name != name) continue;
            if (as_it_is) {
                made += each.value;
            } else {
                made += escape(each.value);
            }
        }
    }
    return made;
}

std::string random_text(std::size_t size) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz012345";
    std::vector<unsigned char> bytes(size);
    fill_random(bytes);
    std::string made;
    for (auto const byte : bytes) {
        made += letters[byte % letters.size()];
    }
    return made;
}

std::string random_uuid() {
    std::array<unsigned char, 16> bytes{};
    fill_random(bytes);
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
    auto text = bcauth::hex_encode({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
    for (auto const dash : {20U, 16U, 12U, 8U}) {
        text.insert(std::size_t{dash}, 1, '-');
    }
    return text;
}

std::string form(std::initializer_list<slot> fields) {
    std::vector<bcauth::form_field> all;
    for (auto const& each : fields) {
        all.push_back({each.name, each.value});
    }
    auto const text = bcauth::form_encode(all);
    return std::string(text.expose());
}

std::string with_query(std::string_view url, std::string_view query) {
    std::string made(url);
    made += url.find('?') == std::string_view::npos ? '?' : '&';
    return made.append(query);
}

std::string_view origin_of(std::string_view url) {
    auto const scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    return url.substr(0, url.find_first_of("/?#", scheme + 3));
}

std::string at_origin(std::string_view url, std::string_view origin) {
    if (origin.empty()) return std::string(url);
    return std::string(origin).append(url.substr(origin_of(url).size()));
}

std::string value_of(bcauth::http::query const& query, std::string_view name) {
    auto const found = query.find(name);
    if (!found) return {};
    auto const text = found->text(bcauth::http::plus_sign::space);
    return std::string(text.expose());
}

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return {};
    return number;
}

std::string time_text(std::chrono::sys_seconds at) {
    auto const second = (at.time_since_epoch().count() % 86400 + 86400) % 86400;
    return two_digits(second / 3600) + ':' + two_digits(second / 60 % 60) + ':' +
           two_digits(second % 60);
}

std::string date_text(std::chrono::sys_seconds at) {
    auto const day = std::chrono::floor<std::chrono::days>(at);
    std::chrono::year_month_day const date(day);
    return std::to_string(static_cast<int>(date.year())) + '-' +
           two_digits(static_cast<unsigned>(date.month())) + '-' +
           two_digits(static_cast<unsigned>(date.day())) + 'T' + time_text(at) + 'Z';
}

std::string redacted(std::string_view target) {
    static constexpr std::array<std::string_view, 9> harmless{
        "scope",         "context", "account_uuid", "external_install", "url", "grant",
        "app_client_id", "payload", "action"};
    constexpr std::string_view login = "/login/token/";
    if (target.starts_with(login)) return std::string(login) + "[redacted]";
    auto const mark = target.find('?');
    std::string made(target.substr(0, std::min<std::size_t>(mark, 200)));
    if (mark == std::string_view::npos) return made;
    auto const query = bcauth::http::query::of_target(target);
    if (!query) return made + "?[malformed]";
    char before = '?';
    query->for_each([&](bcauth::http::parameter const& each) {
        auto const name = each.raw_name().substr(0, 60);
        bool const shown = std::find(harmless.begin(), harmless.end(), name) != harmless.end();
        made += before;
        made += name;
        made += '=';
        made += shown ? each.raw().substr(0, 200) : std::string_view("[redacted]");
        before = '&';
    });
    return made;
}

}  // namespace platform
