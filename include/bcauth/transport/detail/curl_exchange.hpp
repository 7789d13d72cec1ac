// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_CURL_EXCHANGE_HPP
#define BCAUTH_TRANSPORT_DETAIL_CURL_EXCHANGE_HPP

#include <bcauth/detail/ascii_case.hpp>
#include <bcauth/detail/wiping_allocator.hpp>
#include <bcauth/error.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/transport/detail/curl_handle.hpp>
#include <bcauth/transport/detail/curl_trust.hpp>

#include <curl/curl.h>

#include <cstddef>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

// One request on its way: counts how often it is sent, and collects what comes back.
class curl_exchange {
public:
    // `looks` into TLS for whoever wants to be told
    curl_exchange(http::request const& message, std::size_t header_bytes, bool over_tls, bool looks)
        : x_body_limit(message.limits.response_bytes),
          x_header_limit(header_bytes),
          x_idempotent(message.idempotent),
          x_over_tls(over_tls),
          x_looks(looks && over_tls) {}
    curl_exchange(curl_exchange const&) = delete;
    curl_exchange& operator=(curl_exchange const&) = delete;
    ~curl_exchange() = default;

    void listen(curl_handle& handle) noexcept {
        x_handle = &handle;
        handle.set(CURLOPT_PREREQFUNCTION, &curl_exchange::on_connected);
        handle.set(CURLOPT_PREREQDATA, static_cast<void*>(this));
        handle.set(CURLOPT_HEADERFUNCTION, &curl_exchange::on_header);
        handle.set(CURLOPT_HEADERDATA, static_cast<void*>(this));
        handle.set(CURLOPT_WRITEFUNCTION, &curl_exchange::on_body);
        handle.set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    }

    [[nodiscard]] result<http::response> outcome(CURLcode code, curl_handle const& handle) {
        if (x_out_of_memory) throw std::bad_alloc();
        x_reply.status = handle.status();
        if (code == CURLE_OK && is_whole()) {
            x_reply.body = secret({x_body.data(), x_body.size()});
            return std::move(x_reply);
        }
        if (!x_sent) return errc::transport_failed;
        if (x_too_large) return errc::response_too_large;
        return code == CURLE_OPERATION_TIMEDOUT ? errc::timed_out : errc::outcome_unknown;
    }

    [[nodiscard]] bool was_sent() const noexcept { return x_sent; }
    [[nodiscard]] bool was_too_large() const noexcept { return x_too_large; }
    [[nodiscard]] std::size_t bytes() const noexcept { return x_header_bytes + x_body.size(); }

private:
    // curl sends a request again by itself when a kept connection dies under it
    static int on_connected(void* self, char*, char*, int, int) noexcept {
        auto& exchange = *static_cast<curl_exchange*>(self);
        bool const again = std::exchange(exchange.x_sent, true);
        if (exchange.x_looks) curl_trust::look(*exchange.x_handle);
        return again && !exchange.x_idempotent ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
    }

    static std::size_t on_header(char* data, std::size_t one, std::size_t size,
                                 void* self) noexcept {
        return static_cast<curl_exchange*>(self)->guarded(&curl_exchange::take_line,
                                                          {data, one * size});
    }

    static std::size_t on_body(char* data, std::size_t one, std::size_t size, void* self) noexcept {
        return static_cast<curl_exchange*>(self)->guarded(&curl_exchange::take_body,
                                                          {data, one * size});
    }

    // no exception may pass through curl; to take less than all stops the transfer
    std::size_t guarded(bool (curl_exchange::*take)(std::string_view),
                        std::string_view bytes) noexcept {
        try {
            return (this->*take)(bytes) ? bytes.size() : refusal(bytes);
        } catch (std::bad_alloc const&) {
            x_out_of_memory = true;
            return refusal(bytes);
        }
    }
    static std::size_t refusal(std::string_view bytes) noexcept { return bytes.empty() ? 1 : 0; }

    bool take_line(std::string_view line) {
        x_header_bytes += line.size();
        if (x_header_bytes > x_header_limit) {
            x_too_large = true;
            return false;
        }
        while (!line.empty() && (line.back() == '\r' || line.back() == '\n'))
            line.remove_suffix(1);
        if (x_head == head::none) return begin_head(line);
        // a trailer, which may come from another than who sent the head
        if (x_head == head::over) return true;
        if (line.empty()) {
            x_head = x_interim ? head::none : head::over;
            return true;
        }
        return take_field(line);
    }

    // an interim answer (1xx) is followed by the real one
    bool begin_head(std::string_view line) {
        auto const space = line.find(' ');
        x_interim = space != std::string_view::npos && line.substr(space + 1, 1) == "1";
        x_reply.fields = {};
        x_head = head::inside;
        return true;
    }

    // A folded line is refused, since half a value may mean something else. A value that `fields` can't hold,
    // such as one in Latin-1, is left out.
    bool take_field(std::string_view line) {
        auto const colon = line.find(':');
        if (is_blank(line.front()) || colon == std::string_view::npos) return false;
        auto value = line.substr(colon + 1);
        while (!value.empty() && is_blank(value.front()))
            value.remove_prefix(1);
        while (!value.empty() && is_blank(value.back()))
            value.remove_suffix(1);
        static_cast<void>(x_reply.fields.add(line.substr(0, colon), value));
        return true;
    }

    bool take_body(std::string_view bytes) {
        if (bytes.size() > x_body_limit - x_body.size()) {
            x_too_large = true;
            return false;
        }
        x_body.insert(x_body.end(), bytes.begin(), bytes.end());
        return true;
    }

    // curl takes a connection that closes for the end of a head, and of a body without a length even where TLS was
    // cut: whoever sits on the wire could shorten an answer
    [[nodiscard]] bool is_whole() const noexcept {
        auto const& fields = x_reply.fields;
        bool const has_no_body = x_reply.status == 204 || x_reply.status == 304;
        auto const coding = fields.find("Transfer-Encoding");
        bool const tells_its_end = has_no_body || fields.count("Content-Length") != 0 ||
                                   (coding && equal_ignoring_case(*coding, "chunked"));
        return x_head == head::over && (tells_its_end || !x_over_tls);
    }

    static bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

    enum class head : unsigned char { none, inside, over };

    std::size_t x_body_limit;
    std::size_t x_header_limit;
    std::size_t x_header_bytes = 0;
    bool x_idempotent;
    bool x_over_tls;
    bool x_looks;
    curl_handle* x_handle = nullptr;
    bool x_sent = false;
    bool x_too_large = false;
    bool x_out_of_memory = false;
    bool x_interim = false;
    head x_head = head::none;
    http::response x_reply;
    std::vector<char, wiping_allocator<char>> x_body;
};

}  // namespace bcauth::inline v0::detail

#endif
