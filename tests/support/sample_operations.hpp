// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_SAMPLE_OPERATIONS_HPP
#define BCAUTH_TESTS_SUPPORT_SAMPLE_OPERATIONS_HPP

#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/op/operation.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

// Asks for two statuses, the second after a pause, and adds them. It can be moved and not copied.
class sum_of_two {
public:
    using value_type = std::unique_ptr<int>;

    explicit sum_of_two(std::string first, std::string second, std::chrono::milliseconds pause = {})
        : x_first(std::move(first)),
          x_second(std::move(second)),
          x_pause(pause) {}

    bcauth::op::step<value_type> start() {
        return bcauth::op::step<value_type>::send(get(std::move(x_first)));
    }
    bcauth::op::step<value_type> resume(bcauth::result<bcauth::http::response> reply) {
        using step = bcauth::op::step<value_type>;
        if (!reply) {
            x_why.message("no answer", {});
            return step::done(reply.error());
        }
        x_why.status(reply->status);
        x_sum += reply->status;
        return ++x_answers == 1 ? step::wait_then_send(x_pause, get(std::move(x_second)))
                                : step::done(std::make_unique<int>(x_sum));
    }
    [[nodiscard]] bcauth::diagnostics const& why() const& { return x_why; }

private:
    static bcauth::http::request get(std::string url) {
        bcauth::http::request made;
        made.url = std::move(url);
        made.idempotent = true;
        return made;
    }

    std::string x_first;
    std::string x_second;
    std::chrono::milliseconds x_pause;
    bcauth::diagnostics x_why;
    int x_sum = 0;
    int x_answers = 0;
};

// Is done without sending anything.
struct done_at_once {
    using value_type = int;
    bcauth::op::step<int> start() { return bcauth::op::step<int>::done(1); }
    bcauth::op::step<int> resume(bcauth::result<bcauth::http::response>) {
        return bcauth::op::step<int>::done(bcauth::errc::operation_misused);
    }
    [[nodiscard]] bcauth::diagnostics const& why() const& { return words; }
    bcauth::diagnostics words;
};

#endif
