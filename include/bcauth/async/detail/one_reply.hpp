// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_ASYNC_DETAIL_ONE_REPLY_HPP
#define BCAUTH_ASYNC_DETAIL_ONE_REPLY_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

#include <boost/asio/append.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <utility>

namespace bcauth::inline v0::detail {

// A handler that waits for its reply, and keeps what would run it at work meanwhile. It is told by way of the client's
// executor, not by a post to its own: that of `use_future` would take a thread of the system's, and what comes next
// would ask the client from there.
template <class Handler, class Executor>
class one_reply {
public:
    one_reply(Handler handler, Executor const& executor)
        : x_client_work(boost::asio::make_work_guard(executor)),
          x_work(boost::asio::make_work_guard(handler, executor)),
          x_handler(std::move(handler)) {}

    // on any thread
    void give(result<http::response> answer) {
        if (x_given.test_and_set()) {
            return;
        }
        auto const work = std::move(x_work);
        auto const client_work = std::move(x_client_work);
        boost::asio::post(client_work.get_executor(),
                          boost::asio::append(std::move(x_handler), std::move(answer)));
    }

private:
    using associated = boost::asio::associated_executor_t<Handler, Executor>;

    boost::asio::executor_work_guard<Executor> x_client_work;
    boost::asio::executor_work_guard<associated> x_work;
    Handler x_handler;
    std::atomic_flag x_given;
};

}  // namespace bcauth::inline v0::detail

#endif
