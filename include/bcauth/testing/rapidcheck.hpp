// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_RAPIDCHECK_HPP
#define BCAUTH_TESTING_RAPIDCHECK_HPP

#include <bcauth/scope.hpp>
#include <bcauth/scope_set.hpp>
#include <bcauth/store_hash.hpp>
#include <bcauth/testing/flaws.hpp>
#include <bcauth/testing/mint.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::testing {

// How RapidCheck tells what a property failed with. It looks for functions of this name, in its own case.
// NOLINTBEGIN(readability-identifier-naming)
inline void showValue(token_kind kind, std::ostream& to) {
    to << name(kind);
}
inline void showValue(flaw const& which, std::ostream& to) {
    to << which.name;
}
inline void showValue(mint_options const& options, std::ostream& to) {
    to << "issued at " << options.at.time_since_epoch().count() << ", store " << options.store
       << ", client " << options.client_id << ", user " << options.user_id << ' '
       << rc::toString(options.user_email) << ", customer " << options.customer_id << ' '
       << rc::toString(options.customer_email) << ", url " << options.url;
}
// NOLINTEND(readability-identifier-naming)

}  // namespace bcauth::inline v0::testing

/** Generators for properties of programs that use the library. Include it where RapidCheck is installed.

    @code
    rc::check("nothing flawed gets in, whatever else it says", [] {
        auto const options = *arbitrary::options();
        auto const flaw = *arbitrary::flaw_of(token_kind::load_jwt);
        auto const token = mint_flawed(token_kind::load_jwt, flaw, options);
        RC_ASSERT(!my_program(options).lets_in(token->expose()));
    });
    @endcode
*/
namespace bcauth::inline v0::testing::arbitrary {

/** Texts of one to `most` of the given characters. */
[[nodiscard]] inline rc::Gen<std::string> text_of(std::string characters, std::size_t most) {
    auto const of_size = [characters = std::move(characters)](std::size_t size) {
        return rc::gen::container<std::string>(size, rc::gen::elementOf(characters));
    };
    return rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, most + 1), of_size);
}

/** Store hashes, as texts. */
[[nodiscard]] inline rc::Gen<std::string> store() {
    return text_of("abcdefghijklmnopqrstuvwxyz0123456789", store_hash::max_size);
}

/** Any UTF-8 without control characters: what an address or a name may be. */
[[nodiscard]] inline rc::Gen<std::string> plain_text() {
    auto const piece = rc::gen::elementOf(std::vector<std::string>{"a",
                                                                   "Z",
                                                                   "0",
                                                                   " ",
                                                                   "\"",
                                                                   "\\",
                                                                   "/",
                                                                   "<",
                                                                   ">",
                                                                   "?",
                                                                   "~",
                                                                   "+",
                                                                   "%",
                                                                   "&",
                                                                   "=",
                                                                   ".",
                                                                   "@",
                                                                   "\xc3\xbc",
                                                                   "\xd0\xb0",
                                                                   "\xe2\x82\xac",
                                                                   "\xe2\x80\xae",
                                                                   "\xf0\x9f\x92\xa9"});
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                        [](std::vector<std::string> const& pieces) {
                            std::string text;
                            for (auto const& each : pieces) {
                                text += each;
                            }
                            return text;
                        });
}

/** Secrets: any bytes, at least one. */
[[nodiscard]] inline rc::Gen<std::string> secret_bytes() {
    return rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
}

/** Addresses that lead to a page of the app's own origin. */
[[nodiscard]] inline rc::Gen<std::string> relative_url() {
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(text_of("abcXYZ019-_~%20", 8)),
                        [](std::vector<std::string> const& segments) {
                            std::string url;
                            for (auto const& each : segments) {
                                url += '/' + each;
                            }
                            return url.empty() ? std::string("/") : url;
                        });
}

/** Options of a valid token: any people, store, secret and time. */
[[nodiscard]] inline rc::Gen<mint_options> options() {
    return rc::gen::exec([] {
        auto const id = rc::gen::inRange<std::int64_t>(1, std::numeric_limits<std::int64_t>::max());
        mint_options made;
        made.client_id = *text_of("abcdefghijklmnopqrstuvwxyzABC0123456789-_./", 64);
        made.client_secret = secret{*secret_bytes()};
        made.store = *store();
        made.user_id = *id;
        made.user_email = *plain_text();
        made.owner_id = *id;
        made.owner_email = *plain_text();
        made.customer_id = *id;
        made.customer_email = *plain_text();
        made.customer_group = *text_of("0123456789", 18);
        made.url = *relative_url();
        if (*rc::gen::arbitrary<bool>()) {
            made.channel_id = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
        }
        made.at = std::chrono::sys_seconds{
            std::chrono::seconds{*rc::gen::inRange<std::int64_t>(200'000, 253'402'000'000)}};
        made.algorithm = *rc::gen::element(mac_algorithm::hs256, mac_algorithm::hs512);
        return made;
    });
}

/** One of `token_kinds`. */
[[nodiscard]] inline rc::Gen<token_kind> kind() {
    return rc::gen::elementOf(token_kinds);
}

/** One of the flaws that tokens of a kind can have. */
[[nodiscard]] inline rc::Gen<flaw> flaw_of(token_kind of) {
    std::vector<flaw> fitting;
    std::copy_if(all_flaws.begin(), all_flaws.end(), std::back_inserter(fitting),
                 [of](flaw const& each) { return each.applies_to(of); });
    return rc::gen::elementOf(fitting);
}

/** What nobody should send: any bytes, JSON's and tokens' own characters in any order, dots without end. */
[[nodiscard]] inline rc::Gen<std::string> hostile() {
    using namespace std::string_literals;
    return rc::gen::oneOf(
        rc::gen::container<std::string>(rc::gen::arbitrary<char>()),
        text_of("eyJhbGciOi.=-_+/ \n\0%&"s, 200),
        rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
                         std::vector<std::string>{"{", "}", "[", "]", ":", ",", "\"", "\\u0000",
                                                  "1e400", "null", "\xff", "\"a\":", "\"iss\":"})),
                     [](std::vector<std::string> const& pieces) {
                         std::string text;
                         for (auto const& each : pieces) {
                             text += each;
                         }
                         return text;
                     }),
        rc::gen::map(rc::gen::inRange<std::size_t>(0, 40'000),
                     [](std::size_t size) { return std::string(size, '.'); }));
}

/** Lists of scopes as texts: known and unknown names, spaces and commas. */
[[nodiscard]] inline rc::Gen<std::string> scope_list() {
    scope_set const known = known_scopes::all();
    std::vector<std::string> names{"newer_scope", "newer_scope_read_only", "newer_scope_manage"};
    for (auto const name : known.names()) {
        names.emplace_back(name);
    }
    auto const names_of_some =
        rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(names));
    return rc::gen::map(
        rc::gen::pair(names_of_some, rc::gen::element<std::string>(" ", ",", ", ", "  ")),
        [](std::pair<std::vector<std::string>, std::string> const& made) {
            std::string text;
            for (std::size_t i = 0; i < made.first.size() && i < 64; ++i) {
                text += (i == 0 ? "" : made.second) + made.first[i];
            }
            return text;
        });
}

}  // namespace bcauth::inline v0::testing::arbitrary

#endif
