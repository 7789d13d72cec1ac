// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_CURL_FAILURE_HPP
#define BCAUTH_TRANSPORT_DETAIL_CURL_FAILURE_HPP

#include <bcauth/connection/event.hpp>
#include <bcauth/connection/proxy.hpp>
#include <bcauth/transport/detail/curl_handle.hpp>

#include <curl/curl.h>

namespace bcauth::inline v0::detail {

// Where an exchange failed, and why, read from what curl tells afterwards.
class curl_failure {
public:
    // before a byte of the request went out
    static curl_failure before_sending(CURLcode code, curl_handle const& handle, proxy const& via) {
        curl_failure made;
        made.x_stage = stage_before_sending(handle, via);
        made.x_trouble = trouble_before_sending(code, handle);
        auto const answer = handle.info<long>(CURLINFO_HTTP_CONNECTCODE);
        bool const refused = answer >= 300 && made.x_trouble == connection_trouble::closed;
        if (!refused) return made;
        // tinyproxy says 401 to wrong credentials
        made.x_trouble = answer == 407 || answer == 401 ? connection_trouble::proxy_authentication
                                                        : connection_trouble::proxy_refused;
        made.x_status = static_cast<int>(answer);
        return made;
    }

    static curl_failure after_sending(CURLcode code, curl_handle const& handle, bool too_large) {
        curl_failure made;
        bool const answered = handle.info<curl_off_t>(CURLINFO_STARTTRANSFER_TIME_T) != 0;
        made.x_stage = code == CURLE_SEND_ERROR && !answered ? connection_stage::send
                                                             : connection_stage::receive;
        if (too_large) {
            made.x_trouble = connection_trouble::too_large;
        } else if (code == CURLE_OPERATION_TIMEDOUT) {
            made.x_trouble = connection_trouble::timed_out;
        } else {
            // CURLE_OK is an answer that the end of the connection cut
            bool const ended = code == CURLE_OK || code == CURLE_SEND_ERROR ||
                               code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING ||
                               code == CURLE_PARTIAL_FILE || code == CURLE_ABORTED_BY_CALLBACK;
            made.x_trouble = ended ? connection_trouble::closed : connection_trouble::other;
        }
        return made;
    }

    [[nodiscard]] connection_stage stage() const noexcept { return x_stage; }
    [[nodiscard]] connection_trouble trouble() const noexcept { return x_trouble; }
    // of the proxy's refusal, or 0
    [[nodiscard]] int status() const noexcept { return x_status; }

private:
    // by what is over: curl's own codes don't tell in which stage a limit ran out
    static connection_stage stage_before_sending(curl_handle const& handle, proxy const& via) {
        if (handle.notes().handshakes > (via.tls ? 1 : 0)) return connection_stage::tls;
        if (handle.info<curl_off_t>(CURLINFO_NAMELOOKUP_TIME_T) == 0)
            return connection_stage::resolve;
        // the time of connecting comes only when the proxy is done, the socket has its port before
        if (handle.info<long>(CURLINFO_LOCAL_PORT) == 0) return connection_stage::connect;
        return via.kind != proxy_kind::none ? connection_stage::proxy : connection_stage::tls;
    }

    static connection_trouble trouble_before_sending(CURLcode code, curl_handle const& handle) {
        switch (code) {
            case CURLE_COULDNT_RESOLVE_PROXY:
            case CURLE_COULDNT_RESOLVE_HOST: return connection_trouble::name_not_found;
            case CURLE_COULDNT_CONNECT: return connection_trouble::refused;
            case CURLE_OPERATION_TIMEDOUT: return connection_trouble::timed_out;
            case CURLE_PROXY: return trouble_of_socks(handle.info<long>(CURLINFO_PROXY_ERROR));
            case CURLE_AUTH_ERROR:
            case CURLE_LOGIN_DENIED: return connection_trouble::proxy_authentication;
            case CURLE_PEER_FAILED_VERIFICATION: return trouble_of_certificate(handle);
            case CURLE_SSL_CONNECT_ERROR:
            case CURLE_SSL_CERTPROBLEM:
            case CURLE_SSL_CIPHER: return connection_trouble::tls_failed;
            case CURLE_SSL_CACERT_BADFILE: return connection_trouble::trust_unreadable;
            case CURLE_SEND_ERROR:
            case CURLE_RECV_ERROR:
            case CURLE_GOT_NOTHING: return connection_trouble::closed;
            default: return connection_trouble::other;
        }
    }

    static connection_trouble trouble_of_socks(long error) noexcept {
        switch (error) {
            case CURLPX_USER_REJECTED:
            case CURLPX_NO_AUTH:
            case CURLPX_IDENTD:
            case CURLPX_IDENTD_DIFFER: break;
            case CURLPX_CLOSED:
            case CURLPX_RECV_CONNECT:
            case CURLPX_RECV_AUTH:
            case CURLPX_RECV_ADDRESS:
            case CURLPX_RECV_REQACK:
            case CURLPX_SEND_CONNECT:
            case CURLPX_SEND_AUTH:
            case CURLPX_SEND_REQUEST: return connection_trouble::closed;
            case CURLPX_RESOLVE_HOST: return connection_trouble::name_not_found;
            case CURLPX_BAD_ADDRESS_TYPE:
            case CURLPX_BAD_VERSION:
            case CURLPX_LONG_HOSTNAME:
            case CURLPX_LONG_PASSWD:
            case CURLPX_LONG_USER:
            case CURLPX_GSSAPI:
            case CURLPX_GSSAPI_PERMSG:
            case CURLPX_GSSAPI_PROTECTION:
            case CURLPX_UNKNOWN_FAIL:
            case CURLPX_UNKNOWN_MODE: return connection_trouble::other;
            default: return connection_trouble::proxy_refused;
        }
        return connection_trouble::proxy_authentication;
    }

    // what OpenSSL found good, curl refused for the name
    static connection_trouble trouble_of_certificate(curl_handle const& handle) {
        auto const& notes = handle.notes();
        if (notes.verdict != connection_trouble::none) return notes.verdict;
        return notes.handshakes != 0 ? connection_trouble::certificate_name
                                     : connection_trouble::certificate_untrusted;
    }

    connection_stage x_stage = connection_stage::setup;
    connection_trouble x_trouble = connection_trouble::none;
    int x_status = 0;
};

}  // namespace bcauth::inline v0::detail

#endif
