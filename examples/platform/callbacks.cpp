// SPDX-License-Identifier: BSL-1.0
#include "callbacks.hpp"

#include <bcauth/testing/mint.hpp>
#include "text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;

namespace platform {

namespace {

namespace testing = bcauth::testing;

constexpr std::chrono::seconds patience{20};
constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

struct address {
    std::string authority;
    std::string target;
    std::uint16_t port = 80;
};

std::optional<address> address_of(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    auto const origin = origin_of(url);
    if (!origin.starts_with(scheme)) return {};
    address made{std::string(origin.substr(scheme.size())), std::string(url.substr(origin.size()))};
    if (made.target.empty() || made.target.front() == '?') made.target.insert(0, 1, '/');
    auto const colon = made.authority.rfind(':');
    auto const host = std::string_view(made.authority).substr(0, colon);
    if (host != "127.0.0.1" && host != "localhost" && !host.ends_with(".localhost")) return {};
    if (colon == std::string::npos) return made;
    auto const port = number_of(std::string_view(made.authority).substr(colon + 1));
    if (!port || *port < 1 || *port > 65535) return {};
    made.port = static_cast<std::uint16_t>(*port);
    return made;
}

asio::awaitable<void> get(address to, call_result& out) {
    beast::tcp_stream stream(co_await asio::this_coro::executor);
    stream.expires_after(patience);
    asio::ip::tcp::endpoint const at(asio::ip::address_v4::loopback(), to.port);
    auto [refused] = co_await stream.async_connect(at, as_values);
    if (refused) {
        out.failure = refused.message();
        co_return;
    }
    wire::request<wire::empty_body> message(wire::verb::get, to.target, 11);
    message.set(wire::field::host, to.authority);
    message.set(wire::field::user_agent, "bcauth-platform");
    message.set(wire::field::connection, "close");
    auto [unsent, sent] = co_await wire::async_write(stream, message, as_values);
    beast::flat_buffer buffer;
    wire::response<wire::string_body> answer;
    auto [error, size] = co_await wire::async_read(stream, buffer, answer, as_values);
    if (error) {
        out.failure = unsent ? unsent.message() : error.message();
        co_return;
    }
    out.status = static_cast<int>(answer.result_int());
}

testing::mint_options options_of(world const& all, store const& in, app const& what) {
    testing::mint_options made;
    made.client_id = what.client_id;
    made.client_secret = what.client_secret;
    made.store = in.hash;
    made.owner_id = in.people.front().id;
    made.owner_email = in.people.front().email;
    made.at = all.now();
    made.token_id = random_uuid();
    return made;
}

bcauth::result<std::string> as_text(bcauth::result<bcauth::secret> const& token) {
    if (!token) return token.error();
    return std::string(token->expose());
}

struct planned_call {
    std::string url;
    std::string query;
};

planned_call plan_call(world const& all, std::string_view door, std::string const& store,
                       std::string const& client_id, std::int64_t user) {
    auto const* const in = all.find_store(store);
    auto const* const what = all.find_app(client_id);
    if (in == nullptr || what == nullptr) return {};
    callback_claims claims;
    claims.user = user;
    claims.legacy = what->legacy_payload;
    auto const query = callback_query(all, *in, *what, claims);
    return {door == "uninstall" ? what->uninstall_url : what->remove_user_url,
            query ? *query : std::string()};
}

}  // namespace

bcauth::result<std::string> callback_query(world const& all, store const& in, app const& what,
                                           callback_claims const& claims) {
    auto options = options_of(all, in, what);
    auto const* const who = find_person(in, claims.user);
    options.user_id = claims.user;
    options.user_email = who == nullptr ? "nobody@example.com" : who->email;
    options.url = claims.url;
    options.channel_id = claims.channel;
    options.at -= claims.age;
    return as_text(testing::mint_query(
        claims.legacy ? testing::token_kind::signed_payload : testing::token_kind::load_jwt,
        options));
}

bcauth::result<std::string> customer_token(world const& all, store const& in, app const& what,
                                           customer const& who, bcauth::mac_algorithm algorithm,
                                           std::chrono::seconds age) {
    auto options = options_of(all, in, what);
    options.customer_id = who.id;
    options.customer_email = who.email;
    options.customer_group = who.group;
    options.algorithm = algorithm;
    options.at -= age;
    return as_text(testing::mint(testing::token_kind::current_customer, options));
}

call_result call(std::string_view url) {
    call_result out;
    auto const to = address_of(url);
    if (!to) {
        out.failure = "not an http address of this machine";
        return out;
    }
    asio::io_context context;
    asio::co_spawn(context, get(*to, out), asio::detached);
    context.run();
    return out;
}

std::string send_callback(shared_world& shared, std::string_view door, std::string const& store,
                          std::string const& client_id, std::int64_t user) {
    auto const planned =
        shared.use([&](world const& all) { return plan_call(all, door, store, client_id, user); });
    if (planned.url.empty())
        return std::string("The app has no ") + std::string(door) + " callback.";
    auto const came = call(with_query(planned.url, planned.query));
    shared.use([&](world& all) {
        all.callbacks.push_back(
            {std::string(door), store, client_id, user, came.status, came.failure, all.now()});
        log_request(all, {{}, "to the app", "GET", planned.url, came.status, 0, came.failure});
    });
    auto const result = came.status == 0 ? "got no answer: " + came.failure
                                         : "was answered with " + std::to_string(came.status);
    return "The " + std::string(door) + " callback " + result + ".";
}

}  // namespace platform
