// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_REPLY_PROBE_HPP
#define BCAUTH_DETAIL_REPLY_PROBE_HPP

#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

namespace bcauth::inline v0::detail {

// The least that a completion handler is: it can be moved, and called with a reply. No client ever gets one at run
// time; it asks the compiler whether a client would take it. Its functions have bodies, since a client whose return
// type is deduced has its own body compiled for the answer.
class reply_probe {
public:
    reply_probe() = default;
    reply_probe(reply_probe const&) = delete;
    reply_probe& operator=(reply_probe const&) = delete;
    reply_probe(reply_probe&&) noexcept {}
    reply_probe& operator=(reply_probe&&) = delete;
    ~reply_probe() = default;

    void operator()(result<http::response> const&) {}
};

}  // namespace bcauth::inline v0::detail

#endif
