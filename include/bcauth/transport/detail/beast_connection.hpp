// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_CONNECTION_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_CONNECTION_HPP

#include <bcauth/transport/detail/beast_trust.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/ssl/verify_context.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

// A socket, and TLS on it where it is wanted. Stays where it is, since OpenSSL calls back.
class beast_connection {
public:
    using tcp = boost::asio::ip::tcp;
    using tls_stream = boost::asio::ssl::stream<tcp::socket>;

    beast_connection(boost::asio::any_io_executor const& executor, beast_trust& trust, bool secure)
        : x_stream(executor, trust.context()),
          x_secure(secure) {
        boost::system::error_code unlikely;
        x_stream.set_verify_callback(
            [this](bool good, boost::asio::ssl::verify_context& chain) {
                remember(X509_STORE_CTX_get0_cert(chain.native_handle()));
                return good;
            },
            unlikely);
    }
    beast_connection(beast_connection const&) = delete;
    beast_connection& operator=(beast_connection const&) = delete;
    ~beast_connection() = default;

    [[nodiscard]] tls_stream& tls() noexcept { return x_stream; }
    [[nodiscard]] tcp::socket& socket() noexcept { return x_stream.next_layer(); }
    [[nodiscard]] bool is_secure() const noexcept { return x_secure; }
    [[nodiscard]] X509 const* certificate() const noexcept { return x_shown.get(); }

    void close() noexcept {
        boost::system::error_code unlikely;
        socket().close(unlikely);
    }

    // nothing has come since the last answer, not even an end
    [[nodiscard]] bool is_quiet() {
        boost::system::error_code code;
        char byte = 0;
        socket().non_blocking(true, code);
        if (code) return false;
        socket().receive(boost::asio::buffer(&byte, 1), tcp::socket::message_peek, code);
        return code == boost::asio::error::would_block;
    }

private:
    struct freeing {
        void operator()(X509* shown) const noexcept { X509_free(shown); }
    };

    void remember(X509* leaf) noexcept {
        if (!x_shown && leaf != nullptr && X509_up_ref(leaf) == 1) x_shown.reset(leaf);
    }

    tls_stream x_stream;
    bool x_secure;
    std::unique_ptr<X509, freeing> x_shown;
};

// Connections that wait for another request to the same place by the same way.
class beast_pool {
public:
    using pointer = std::unique_ptr<beast_connection>;

    explicit beast_pool(std::size_t most) : x_most(most) {}

    [[nodiscard]] pointer take(std::string_view place) {
        std::lock_guard const lock(x_mutex);
        auto const stale = std::chrono::steady_clock::now() - longest_wait;
        std::erase_if(x_kept, [&](entry const& each) { return each.since < stale; });
        while (!x_kept.empty()) {
            auto const last = std::find_if(x_kept.rbegin(), x_kept.rend(),
                                           [&](entry const& each) { return each.place == place; });
            if (last == x_kept.rend()) return nullptr;
            auto found = std::move(last->connection);
            x_kept.erase(std::next(last).base());
            if (found->is_quiet()) return found;
        }
        return nullptr;
    }

    void keep(std::string place, pointer connection) {
        if (x_most == 0) return;
        std::lock_guard const lock(x_mutex);
        if (x_kept.size() >= x_most) x_kept.erase(x_kept.begin());
        x_kept.push_back(
            {std::move(place), std::chrono::steady_clock::now(), std::move(connection)});
    }

private:
    // less than what servers and what stands between have patience for
    static constexpr std::chrono::seconds longest_wait{60};

    struct entry {
        std::string place;
        std::chrono::steady_clock::time_point since;
        pointer connection;
    };

    std::size_t x_most;
    std::mutex x_mutex;
    std::vector<entry> x_kept;
};

}  // namespace bcauth::inline v0::detail

#endif
