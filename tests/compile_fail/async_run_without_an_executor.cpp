// SPDX-License-Identifier: BSL-1.0
// expect: get_executor
#include <bcauth/async/asio.hpp>
#include <bcauth/op/uninstall_check.hpp>

#include <boost/asio/io_context.hpp>

#include <utility>

struct my_client {
    template <class CompletionToken>
    void async_send(bcauth::http::request, CompletionToken&&) {}
#if !defined(BCAUTH_FAIL)
    boost::asio::io_context::executor_type get_executor();
#endif
};

void ask(my_client& http, bcauth::op::uninstall_check check) {
    bcauth::async_run(http, std::move(check), [](bcauth::result<bcauth::op::uninstall_verdict>) {});
}
