// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_STEP_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_STEP_HPP

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace bcauth::inline v0::detail {

// The one handler of all of an exchange's operations, so that each of them is compiled once.
template <class Exchange>
struct beast_step {
    using executor_type = boost::asio::strand<boost::asio::any_io_executor>;
    using error = boost::system::error_code;
    using tcp = boost::asio::ip::tcp;
    using next = void (Exchange::*)(error const&, std::size_t);

    std::shared_ptr<Exchange> self;
    next to;

    [[nodiscard]] executor_type get_executor() const noexcept { return self->x_session.strand; }

    void operator()(error const& code = {}, std::size_t bytes = 0) { self->run(to, code, bytes); }
    void operator()(error const& code, tcp::resolver::results_type found) {
        self->x_session.found = std::move(found);
        (*this)(code);
    }
    void operator()(error const& code, tcp::endpoint const&) { (*this)(code); }
};

}  // namespace bcauth::inline v0::detail

#endif
