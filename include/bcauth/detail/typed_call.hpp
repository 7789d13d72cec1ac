// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_TYPED_CALL_HPP
#define BCAUTH_DETAIL_TYPED_CALL_HPP

#include <bcauth/api/access.hpp>
#include <bcauth/detail/call_draft.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/op/api_call.hpp>
#include <bcauth/op/operation.hpp>
#include <bcauth/random.hpp>

#include <utility>

namespace bcauth::inline v0::detail {

// An API call whose answer of status 200 is read into a value by `Reader::operator()(body)`, which gives `result` of it.
// What is derived from it says what is asked for.
template <class Value, class Reader, random_source Random>
class typed_call {
public:
    using value_type = Value;

    [[nodiscard]] op::step<Value> start() { return read(x_call.start()); }

    [[nodiscard]] op::step<Value> resume(result<http::response> reply) {
        return read(x_call.resume(std::move(reply)));
    }

    [[nodiscard]] diagnostics const& why() const& noexcept { return x_call.why(); }
    diagnostics const& why() const&& = delete;

protected:
    typed_call(result<api::access> const& as, call_draft draft, op::api_call_options options,
               Random random, Reader reader)
        : x_call(as, std::move(draft), options, std::move(random)),
          x_reader(std::move(reader)) {}

private:
    op::step<Value> read(op::step<http::response> next) {
        using made = op::step<Value>;
        if (!next.is_done()) {
            auto const delay = next.delay();
            return made::wait_then_send(delay, std::move(next).request());
        }
        auto const& answer = next.outcome();
        if (!answer) {
            return made::done(answer.error());
        }
        return answer->status == 200 ? made::done(x_reader(answer->body.expose()))
                                     : made::done(errc::unexpected_status);
    }

    op::api_call<Random> x_call;
    Reader x_reader;
};

}  // namespace bcauth::inline v0::detail

#endif
