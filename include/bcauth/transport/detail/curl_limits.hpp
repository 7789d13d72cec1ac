// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_CURL_LIMITS_HPP
#define BCAUTH_TRANSPORT_DETAIL_CURL_LIMITS_HPP

#include <algorithm>
#include <chrono>
#include <limits>

namespace bcauth::inline v0::detail {

// A limit, 0 being none, as CURLOPT_TIMEOUT_MS takes it: curl takes no more than an int holds; what is negative has run
// out already.
inline long curl_limit(std::chrono::milliseconds limit) noexcept {
    using std::chrono::milliseconds;
    if (limit == milliseconds{0}) return 0;
    milliseconds const most{std::numeric_limits<int>::max()};
    return static_cast<long>(std::clamp(limit, milliseconds{1}, most).count());
}

// The same as CURLOPT_CONNECTTIMEOUT_MS takes it, where curl's 0 is 300 seconds.
inline long curl_connect_limit(std::chrono::milliseconds limit) noexcept {
    using std::chrono::milliseconds;
    return curl_limit(limit == milliseconds{0} ? milliseconds::max() : limit);
}

}  // namespace bcauth::inline v0::detail

#endif
