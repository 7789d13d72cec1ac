// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_ENGINE_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_ENGINE_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/transport/beast_options.hpp>
#include <bcauth/transport/detail/beast_exchange.hpp>
#include <bcauth/transport/detail/beast_state.hpp>

#include <boost/asio/io_context.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

// What async_send hands the handler to. It is no lambda, so that its result is known without compiling it.
struct beast_initiation {
    std::shared_ptr<beast_state> state;

    template <class Handler>
    void operator()(Handler&& handler, http::request message) const {
        std::make_shared<beast_exchange>(state, std::move(message),
                                         beast_answer::handler(std::forward<Handler>(handler)))
            ->start();
    }
};

// The I/O of one thread at a time.
class beast_engine {
public:
    explicit beast_engine(std::shared_ptr<beast_setup> setup)
        : x_state(std::make_shared<beast_state>(x_context.get_executor(), std::move(setup))) {}

    // a name that is still looked up is left behind for the next time
    result<http::response> send(http::request message) {
        auto const answer = std::make_shared<std::optional<result<http::response>>>();
        x_context.restart();
        beast_initiation{x_state}(
            [answer](result<http::response> reply) { answer->emplace(std::move(reply)); },
            std::move(message));
        while (!*answer && x_context.run_one() != 0) {
        }
        return *answer ? std::move(**answer) : result<http::response>(errc::outcome_unknown);
    }

private:
    boost::asio::io_context x_context{1};
    std::shared_ptr<beast_state> x_state;
};

// As many engines as threads are at work, and some that wait.
class beast_engines {
public:
    explicit beast_engines(beast_options options)
        : x_setup(std::make_shared<beast_setup>(std::move(options))) {
        x_idle.reserve(x_setup->options.kept_connections);
    }

    [[nodiscard]] result<void> fault() const noexcept { return x_setup->fault(); }

    result<http::response> send(http::request message) {
        borrowed const engine(*this);
        return engine.get().send(std::move(message));
    }

private:
    using pointer = std::unique_ptr<beast_engine>;

    // an engine that goes back whatever happens
    class borrowed {
    public:
        explicit borrowed(beast_engines& from) : x_from(from), x_engine(from.take()) {}
        borrowed(borrowed const&) = delete;
        borrowed& operator=(borrowed const&) = delete;
        ~borrowed() { x_from.give_back(std::move(x_engine)); }

        [[nodiscard]] beast_engine& get() const noexcept { return *x_engine; }

    private:
        beast_engines& x_from;
        pointer x_engine;
    };

    pointer take() {
        {
            std::lock_guard const lock(x_mutex);
            if (!x_idle.empty()) {
                auto taken = std::move(x_idle.back());
                x_idle.pop_back();
                return taken;
            }
        }
        return std::make_unique<beast_engine>(x_setup);
    }

    void give_back(pointer engine) noexcept {
        std::lock_guard const lock(x_mutex);
        if (x_idle.size() < x_idle.capacity()) x_idle.push_back(std::move(engine));
    }

    std::shared_ptr<beast_setup> x_setup;
    std::mutex x_mutex;
    std::vector<pointer> x_idle;
};

}  // namespace bcauth::inline v0::detail

#endif
