// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_CALL_DRAFT_HPP
#define BCAUTH_DETAIL_CALL_DRAFT_HPP

#include <bcauth/api/access.hpp>
#include <bcauth/api/request.hpp>
#include <bcauth/diagnostics.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>

#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// A request, or the name of the argument that none could be made of.
struct call_draft {
    api::request what = {};
    std::string_view refused = {};
};

inline result<http::request> message_of(result<api::access> const& as, call_draft draft,
                                        diagnostics& why) {
    if (!as) {
        return as.error();
    }
    if (!draft.refused.empty()) {
        why.subject(draft.refused);
        return errc::invalid_parameter;
    }
    return api::make_request(*as, std::move(draft.what), why);
}

}  // namespace bcauth::inline v0::detail

#endif
