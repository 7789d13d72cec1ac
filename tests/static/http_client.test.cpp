// SPDX-License-Identifier: BSL-1.0
#include <bcauth/http/client.hpp>

#include <memory>

namespace {

namespace http = bcauth::http;
using answer = bcauth::result<http::response>;

struct by_value {
    answer send(http::request);
};
struct by_reference {
    answer send(http::request const&);
};
struct by_rvalue {
    answer send(http::request&&);
};
struct const_sender {
    answer send(http::request) const;
};
struct immovable : by_value {
    immovable() = default;
    immovable(immovable const&) = delete;
    immovable& operator=(immovable const&) = delete;
};
static_assert(http::client<by_value> && http::client<by_reference> && http::client<by_rvalue>);
static_assert(http::client<const_sender> && http::client<const_sender const>);
static_assert(http::client<immovable>);

// each of these misses one thing
struct without_send {};
struct bare_response {
    http::response send(http::request);
};
struct other_error {
    std::unique_ptr<http::response> send(http::request);
};
struct reference_result {
    answer& send(http::request);
};
struct nothing_back {
    void send(http::request);
};
struct other_name {
    answer perform(http::request);
};
struct more_arguments {
    answer send(http::request, int);
};
struct url_only {
    answer send(char const*);
};
struct changes_the_callers_request {
    answer send(http::request&);
};
class hidden {
    [[maybe_unused]] answer send(http::request);
};
static_assert(!http::client<without_send> && !http::client<bare_response>);
static_assert(!http::client<other_error> && !http::client<reference_result>);
static_assert(!http::client<nothing_back> && !http::client<other_name>);
static_assert(!http::client<more_arguments> && !http::client<url_only>);
static_assert(!http::client<changes_the_callers_request> && !http::client<hidden>);
static_assert(!http::client<by_value const> && !http::client<int>);

using good_function = answer (*)(http::request const&);
using bad_function = http::response (*)(http::request const&);
template <class Function>
concept makes_a_client = requires {
    typename http::function_client<Function>;
};
static_assert(makes_a_client<good_function> && http::client<http::function_client<good_function>>);
static_assert(!makes_a_client<bad_function>);

}  // namespace
