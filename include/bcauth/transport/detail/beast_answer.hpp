// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_ANSWER_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_ANSWER_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>

#include <utility>

namespace bcauth::inline v0::detail {

// Who waits for an exchange: told once, at home, and able to give up.
class beast_answer {
public:
    using handler = boost::asio::any_completion_handler<void(result<http::response>)>;

    beast_answer(handler&& completion, boost::asio::any_io_executor const& otherwise)
        : x_handler(std::move(completion)),
          x_home(boost::asio::prefer(boost::asio::get_associated_executor(x_handler, otherwise),
                                     boost::asio::execution::outstanding_work.tracked)) {}

    // `stop` is called where the handler's owner gives the signal, maybe when all is over: the slot is its owner's, and
    // to clear it from here would race with that
    template <class Stop>
    void on_cancellation(Stop stop) {
        auto slot = boost::asio::get_associated_cancellation_slot(x_handler);
        if (!slot.is_connected()) return;
        slot.assign([stop = std::move(stop)](boost::asio::cancellation_type) { stop(); });
    }

    void tell(result<http::response>&& outcome) {
        auto const home = std::exchange(x_home, nullptr);
        home.execute([waiting = std::move(x_handler), reply = std::move(outcome)]() mutable {
            std::move(waiting)(std::move(reply));
        });
    }

private:
    handler x_handler;
    boost::asio::any_completion_executor x_home;
};

}  // namespace bcauth::inline v0::detail

#endif
