// SPDX-License-Identifier: BSL-1.0
// A server of Asio coroutines in one thread: while an installation waits for the platform, it serves whoever comes.
// A second server stands for the platform, and two merchants install the app at the same time.
#include <bcauth/async/asio.hpp>
#include <bcauth/bcauth.hpp>
#include <bcauth/transport/beast.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using asio::use_awaitable;
using request = beast::http::request<beast::http::string_body>;
using page = asio::awaitable<std::string>;

// One request of a connection, and its answer.
asio::awaitable<void> serve(tcp::socket socket, std::function<page(request const&)> answer) {
    beast::flat_buffer buffer;
    request came;
    co_await beast::http::async_read(socket, buffer, came, use_awaitable);
    beast::http::response<beast::http::string_body> reply{beast::http::status::ok, 11};
    reply.body() = co_await answer(came);
    reply.prepare_payload();
    co_await beast::http::async_write(socket, reply, use_awaitable);
}

asio::awaitable<void> listen(tcp::acceptor& acceptor, std::function<page(request const&)> answer) {
    for (;;) {
        auto socket = co_await acceptor.async_accept(use_awaitable);
        asio::co_spawn(acceptor.get_executor(), serve(std::move(socket), answer), asio::detached);
    }
}

// The auth callback: nothing here blocks the thread.
page install(bcauth::app_config const& app, bcauth::beast_client& http, std::string target) {
    auto const query = target.substr(std::min(target.find('?') + 1, target.size()));
    auto grant = bcauth::oauth::parse_auth_callback(query, app);
    if (!grant) co_return grant.error().message();
    bcauth::diagnostics why;
    auto const installed = co_await bcauth::async_run(
        http, bcauth::op::token_exchange{app, std::move(*grant)}, why, use_awaitable);
    co_return installed ? installed->store.context() : installed.error().message();
}

// Stands for the platform, and takes its time.
page give_token(request const& came) {
    asio::steady_timer wait(co_await asio::this_coro::executor, std::chrono::milliseconds{200});
    co_await wait.async_wait(use_awaitable);
    auto const at = came.body().find("stores%2F");
    auto const store = came.body().substr(at == std::string::npos ? 0 : at + 9, 3);
    co_return R"({"access_token": "g3y3ab5cctiu0edpy9n8gzl0p25og9u", "scope": "store_v2_orders",
        "user": {"id": 24654, "email": "merchant@mybigcommerce.com"}, "context": "stores/)" +
        store + "\"}";
}

std::string origin_of(tcp::acceptor const& acceptor) {
    return "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
}

// A merchant's browser comes back from the consent screen.
asio::awaitable<void> visit(bcauth::beast_client& browser, std::string url, std::string& seen) {
    // with a name, since g++ 12 destroys an aggregate within a co_await expression twice
    bcauth::http::request message{.url = std::move(url)};
    auto const reply = co_await browser.async_send(std::move(message), use_awaitable);
    seen = reply ? std::string(reply->body.expose()) : reply.error().message();
}

bcauth::result<bcauth::app_config> make_app(std::string platform) {
    auto secrets = bcauth::key_ring::make({"the-client-secret"});
    if (!secrets) return secrets.error();
    return bcauth::app_config::make<bcauth::loopback_http<>>(
        {.client_id = "the-client-id",
         .client_secrets = std::move(*secrets),
         .redirect_uri = "https://app.example.com/auth",
         .required_scopes = bcauth::scopes("store_v2_orders"),
         .login_url = std::move(platform)});
}

}  // namespace

int main() {
    asio::io_context io;
    tcp::acceptor platform(io, {asio::ip::address_v4::loopback(), 0});
    tcp::acceptor server(io, {asio::ip::address_v4::loopback(), 0});
    auto const app = make_app(origin_of(platform));
    if (!app) return 1;
    bcauth::beast_options options;
    options.allow_loopback_http = true;  // both servers are on this machine; otherwise https only
    bcauth::beast_client http(io, options);

    asio::co_spawn(io, listen(platform, give_token), asio::detached);
    asio::co_spawn(io,
                   listen(server,
                          [&](request const& came) {
                              return install(*app, http, std::string(came.target()));
                          }),
                   asio::detached);

    std::string seen[2];
    auto const begin = std::chrono::steady_clock::now();
    for (auto& each : seen) {
        std::string const store = &each == seen ? "abc" : "xyz";
        auto url = origin_of(server) +
                   "/auth?code=qr6h3thvbvag2ffq&scope=store_v2_orders&context=stores/" + store;
        asio::co_spawn(io, visit(http, std::move(url), each), [&](std::exception_ptr) {
            if (!seen[0].empty() && !seen[1].empty()) io.stop();
        });
    }
    io.run_for(std::chrono::seconds{20});
    auto const took = std::chrono::steady_clock::now() - begin;
    std::cout << seen[0] << " and " << seen[1] << " installed the app, in "
              << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms\n";
    return seen[0] == "stores/abc" && seen[1] == "stores/xyz" ? 0 : 1;
}
