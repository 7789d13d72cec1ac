// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_EXCHANGE_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_EXCHANGE_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/transport/detail/beast_answer.hpp>
#include <bcauth/transport/detail/beast_session.hpp>
#include <bcauth/transport/detail/beast_step.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <string>
#include <utility>

namespace bcauth::inline v0::detail {

// One request from its beginning to its one answer. All steps run in one strand. Whoever ends it first, an answer, a
// limit or the caller, closes the connection and tells the handler at once; what comes late finds it over.
class beast_exchange : public std::enable_shared_from_this<beast_exchange> {
public:
    beast_exchange(std::shared_ptr<beast_state> state, http::request message,
                   beast_answer::handler&& completion)
        : x_session(std::move(state), std::move(message)),
          x_answer(std::move(completion), x_session.executor()) {}

    void start() {
        x_answer.on_cancellation([weak = weak_from_this()] {
            if (auto self = weak.lock()) {
                boost::asio::post(step{std::move(self), &beast_exchange::give_up});
            }
        });
        boost::asio::post(then(&beast_exchange::begin));
    }

private:
    using error = boost::system::error_code;
    using tcp = boost::asio::ip::tcp;
    using step = beast_step<beast_exchange>;
    friend step;

    step then(step::next to) { return step{shared_from_this(), to}; }

    void run(step::next to, error const& code, std::size_t bytes) {
        if (x_over) return;
        try {
            (this->*to)(code, bytes);
        } catch (std::bad_alloc const&) {
            fail(connection_trouble::other);
        }
    }

    void give_up(error const&, std::size_t) { fail(connection_trouble::cancelled); }

    void begin(error const&, std::size_t) {
        if (auto const trouble = x_session.judge(); trouble != connection_trouble::none) {
            return fail(trouble);
        }
        x_session.limits.begin(
            x_session.options().timeout.value_or(x_session.message.limits.timeout));
        if (x_session.take_kept()) {
            await_limit();
            return send();
        }
        connect();
    }

    void connect() {
        x_session.prepare();
        await_limit();
        if (x_session.find_literal()) return on_resolved({}, 0);
        auto const hop = x_session.hop();
        x_session.resolver.async_resolve(hop.host, std::to_string(hop.port),
                                         tcp::resolver::numeric_service,
                                         then(&beast_exchange::on_resolved));
    }

    void on_resolved(error const& code, std::size_t) {
        if (code) return fail(connection_trouble::name_not_found);
        x_session.reach(connection_stage::connect);
        boost::asio::async_connect(x_session.connection->socket(), x_session.found,
                                   then(&beast_exchange::on_connected));
    }

    void on_connected(error const& code, std::size_t) {
        if (code == boost::asio::error::timed_out) return fail(connection_trouble::timed_out);
        if (code) return fail(connection_trouble::refused);
        error unlikely;
        x_session.connection->socket().set_option(tcp::no_delay(true), unlikely);
        if (!x_session.begin_talk()) return secure();
        x_session.reach(connection_stage::proxy);
        go_on(x_session.talk->begin());
    }

    void go_on(proxy_talk::next what) {
        auto& talk = *x_session.talk;
        switch (what) {
            case proxy_talk::next::done: return secure();
            case proxy_talk::next::failed: return fail(talk.trouble());
            case proxy_talk::next::read:
                return x_session.connection->socket().async_read_some(
                    x_session.room(talk.wanted()), then(&beast_exchange::on_talk_read));
            case proxy_talk::next::write: break;
        }
        boost::asio::async_write(x_session.connection->socket(),
                                 buffers{boost::asio::buffer(talk.output())},
                                 then(&beast_exchange::on_talk_written));
    }

    void on_talk_written(error const& code, std::size_t) {
        if (code) return fail(connection_trouble::closed);
        go_on(proxy_talk::next::read);
    }

    void on_talk_read(error const& code, std::size_t bytes) {
        if (code) return fail(connection_trouble::closed);
        go_on(x_session.talk->take({x_session.input.data(), bytes}));
    }

    void secure() {
        auto& connection = *x_session.connection;
        if (!connection.is_secure()) return connected();
        x_session.reach(connection_stage::tls);
        auto* const tls = connection.tls().native_handle();
        if (!beast_trust::name_server(tls, x_session.to.host)) {
            return fail(connection_trouble::tls_failed);
        }
        connection.tls().async_handshake(boost::asio::ssl::stream_base::client,
                                         then(&beast_exchange::on_secured));
    }

    void on_secured(error const& code, std::size_t) {
        if (code) return fail(x_session.handshake_trouble(code));
        connected();
    }

    void connected() {
        x_session.limits.end_connecting();
        await_limit();
        send();
    }

    void send() {
        x_session.begin_sending();
        auto& connection = *x_session.connection;
        buffers const all{boost::asio::buffer(x_session.head.data(), x_session.head.size()),
                          boost::asio::buffer(x_session.message.body.expose())};
        auto on_sent = then(&beast_exchange::on_sent);
        if (connection.is_secure()) {
            boost::asio::async_write(connection.tls(), all, std::move(on_sent));
        } else {
            boost::asio::async_write(connection.socket(), all, std::move(on_sent));
        }
    }

    void on_sent(error const& code, std::size_t bytes) {
        x_session.bytes_sent += bytes;
        if (code) return lose();
        x_session.stage = connection_stage::receive;
        receive();
    }

    void receive() {
        auto& connection = *x_session.connection;
        auto const into = x_session.room(std::numeric_limits<std::size_t>::max());
        if (connection.is_secure()) {
            connection.tls().async_read_some(into, then(&beast_exchange::on_received));
        } else {
            connection.socket().async_read_some(into, then(&beast_exchange::on_received));
        }
    }

    void on_received(error const& code, std::size_t bytes) {
        bool const over_tls = x_session.connection->is_secure();
        if (code && code != boost::asio::error::eof) return lose();
        auto const state = code ? x_session.reply->take_end(over_tls) : x_session.take(bytes);
        switch (state) {
            case reply_state::whole: return succeed();
            case reply_state::too_large: return fail(connection_trouble::too_large);
            case reply_state::broken: return code ? lose() : fail(connection_trouble::other);
            case reply_state::more: break;
        }
        bool const endless = over_tls && x_session.reply->needs_the_end();
        endless ? fail(connection_trouble::other) : receive();
    }

    // A kept connection can die at the moment of sending. What may arrive twice goes out again.
    void lose() {
        bool const again = x_session.reused && !x_session.reply->has_begun();
        if (!again) return fail(connection_trouble::closed);
        x_session.connection->close();
        connect();
    }

    void await_limit() {
        auto const limit = x_session.limits.next();
        x_session.timer.cancel();
        if (!limit) return;
        x_session.timer.expires_at(*limit);
        x_session.timer.async_wait(then(&beast_exchange::on_limit));
    }

    // it may have been set anew when this was under way already
    void on_limit(error const& code, std::size_t) {
        if (!code && x_session.limits.is_over()) fail(connection_trouble::timed_out);
    }

    void succeed() {
        x_session.stage = connection_stage::done;
        finish(x_session.reply->release(), connection_trouble::none);
    }

    void fail(connection_trouble trouble) {
        if (!x_over) finish(x_session.error_of(trouble), trouble);
    }

    void finish(result<http::response> outcome, connection_trouble trouble) {
        x_over = true;
        x_session.timer.cancel();
        x_session.resolver.cancel();
        x_session.report(outcome ? error_code{} : outcome.error(),
                         outcome ? outcome->status : x_session.refusal(), trouble);
        x_session.put_away();
        x_answer.tell(std::move(outcome));
    }

    using buffers = std::array<boost::asio::const_buffer, 2>;

    beast_session x_session;
    beast_answer x_answer;
    bool x_over = false;
};

}  // namespace bcauth::inline v0::detail

#endif
