// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_SCRIPTED_CLIENT_HPP
#define BCAUTH_TESTING_SCRIPTED_CLIENT_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/http/message.hpp>

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::testing {

/** A response with a status, a body and fields.
    @par Preconditions
    The fields are such as HTTP can carry; others are left out.
*/
[[nodiscard]] inline http::response make_response(
    int status, std::string_view body = {},
    std::initializer_list<std::pair<std::string_view, std::string_view>> fields = {}) {
    http::response made;
    made.status = status;
    made.body = secret(body);
    for (auto const& [name, value] : fields) {
        static_cast<void>(made.fields.add(name, value));
    }
    return made;
}

/** One request that is expected, and what it is answered with: a response or the failure to get one. */
struct scripted_exchange {
    http::method verb = http::method::get;
    std::string url;
    result<http::response> reply;
};

/** A client that expects requests in order and answers from a script. It keeps what it was sent.

    A request that the script doesn't have, or has with another method or address, is answered with
    `errc::operation_misused` and spoils the script for good: `finished()` stays false and `complaint()` says why.
*/
class scripted_client {
public:
    explicit scripted_client(std::vector<scripted_exchange> script) : x_script(std::move(script)) {}

    result<http::response> send(http::request message) {
        auto const at = x_received.size();
        x_received.push_back(std::move(message));
        if (at >= x_script.size()) {
            complain("one request more than the script has: ", x_received.back());
        } else if (x_received.back().verb != x_script[at].verb ||
                   x_received.back().url != x_script[at].url) {
            complain("another request than the script has: ", x_received.back());
        }
        return x_complaint.empty() ? x_script[at].reply
                                   : result<http::response>(errc::operation_misused);
    }

    /** Every request that was sent, in order, unexpected ones included.
        @par Lifetime
        Until the next `send()`.
    */
    [[nodiscard]] std::vector<http::request> const& received() const& noexcept {
        return x_received;
    }
    std::vector<http::request> const& received() const&& = delete;

    /** Whether every expected request came, in order, and no other. */
    [[nodiscard]] bool finished() const noexcept {
        return x_complaint.empty() && x_received.size() == x_script.size();
    }

    /** What was wrong with the first unexpected request: its method and address; empty when there was none. */
    [[nodiscard]] std::string const& complaint() const& noexcept { return x_complaint; }
    std::string const& complaint() const&& = delete;

private:
    void complain(std::string_view what, http::request const& message) {
        if (x_complaint.empty()) {
            x_complaint = what;
            x_complaint += name(message.verb);
            x_complaint += ' ';
            x_complaint += message.url;
        }
    }

    std::vector<scripted_exchange> x_script;
    std::vector<http::request> x_received;
    std::string x_complaint;
};

static_assert(http::client<scripted_client>);

/** Plays a script once for each of its steps, with that step answered by `failure` and the later ones cut off.

    @param visit called with the client and the number of the failing step, from 0
*/
template <std::invocable<scripted_client&, std::size_t> Visit>
void fail_at_each_step(std::vector<scripted_exchange> const& script, error_code failure,
                       Visit&& visit) {
    for (std::size_t failing = 0; failing < script.size(); ++failing) {
        auto cut = std::vector<scripted_exchange>(
            script.begin(), script.begin() + static_cast<std::ptrdiff_t>(failing) + 1);
        cut.back().reply = failure;
        scripted_client client(std::move(cut));
        visit(client, failing);
    }
}

}  // namespace bcauth::inline v0::testing

#endif
