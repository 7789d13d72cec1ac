// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_BEAST_REPLY_HPP
#define BCAUTH_TRANSPORT_DETAIL_BEAST_REPLY_HPP

#include <bcauth/http/message.hpp>
#include <bcauth/transport/detail/beast_request.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/string_type.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>
#include <boost/optional/optional.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// Hands what Beast's parser finds to a response. The body and the values stay in wiping storage.
class beast_parser final : public boost::beast::http::basic_parser<false> {
public:
    beast_parser(http::response& reply, wiped_bytes& body) : x_reply(reply), x_body(body) {}

private:
    using text = boost::beast::string_view;
    using error = boost::beast::error_code;

    void on_request_impl(boost::beast::http::verb, text, text, int, error&) override {}
    void on_response_impl(int status, text, int, error&) override { x_reply.status = status; }
    // A trailer may come from another than who sent the head. A value that `fields` can't hold, such as one in
    // Latin-1, is left out.
    void on_field_impl(boost::beast::http::field, text name, text value, error&) override {
        if (x_in_head) {
            static_cast<void>(
                x_reply.fields.add({name.data(), name.size()}, {value.data(), value.size()}));
        }
    }
    void on_header_impl(error&) override { x_in_head = false; }
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error&) override {}
    std::size_t on_body_impl(text bytes, error&) override {
        x_body.insert(x_body.end(), bytes.begin(), bytes.end());
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t, text, error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, text bytes, error& code) override {
        return on_body_impl(bytes, code);
    }
    void on_finish_impl(error&) override {}

    http::response& x_reply;
    wiped_bytes& x_body;
    bool x_in_head = true;
};

enum class reply_state : unsigned char { more, whole, too_large, broken };

// An answer on its way in. Interim ones are passed over.
class beast_reply {
public:
    beast_reply(std::size_t header_bytes, std::size_t body_bytes)
        : x_header_limit(header_bytes),
          x_body_limit(body_bytes) {}
    beast_reply(beast_reply const&) = delete;
    beast_reply& operator=(beast_reply const&) = delete;
    ~beast_reply() = default;

    [[nodiscard]] bool has_begun() const noexcept { return x_begun; }
    [[nodiscard]] bool has_head() const noexcept { return x_head_over; }
    [[nodiscard]] int status() const noexcept { return x_reply.status; }

    reply_state take(std::string_view bytes) {
        x_begun = x_begun || !bytes.empty();
        x_pending.insert(x_pending.end(), bytes.begin(), bytes.end());
        while (!x_head_over) {
            auto const state = take_head();
            if (state != reply_state::whole) return state;
        }
        return take_body();
    }

    // The other side has no more. Over TLS nobody knows that an answer is whole that doesn't tell its end: whoever sits
    // on the wire could shorten it.
    reply_state take_end(bool over_tls) {
        if (!x_head_over || over_tls || !x_parser->need_eof()) return reply_state::broken;
        boost::beast::error_code code;
        x_parser->put_eof(code);
        return code ? reply_state::broken : reply_state::whole;
    }

    [[nodiscard]] bool needs_the_end() const { return x_head_over && x_parser->need_eof(); }

    // whether another request can follow on the same connection
    [[nodiscard]] bool keeps_alive() const {
        return x_head_over && x_parser->is_done() && x_parser->keep_alive() && x_pending.empty();
    }

    [[nodiscard]] bool is_head_alone() const noexcept {
        return x_head_over && x_pending.empty() && x_body.empty();
    }

    [[nodiscard]] http::response release() {
        x_reply.body = secret(view_of(x_body));
        return std::move(x_reply);
    }

private:
    static constexpr std::string_view head_end = "\r\n\r\n";

    // `whole` when a head was taken, which an interim answer's is too
    reply_state take_head() {
        auto const end = view_of(x_pending).find(head_end, x_seen);
        x_seen = x_pending.size() < head_end.size() ? 0 : x_pending.size() - head_end.size();
        auto const size = end == std::string_view::npos ? x_pending.size() : end + head_end.size();
        if (size > x_header_limit - x_header_bytes) return reply_state::too_large;
        if (end == std::string_view::npos) return reply_state::more;
        x_header_bytes += size;
        x_seen = 0;
        auto const head = view_of(x_pending).substr(0, size);
        // half a value may mean something else
        if (head.find("\r\n ") != std::string_view::npos ||
            head.find("\r\n\t") != std::string_view::npos) {
            return reply_state::broken;
        }
        return parse_head(size);
    }

    reply_state parse_head(std::size_t size) {
        x_reply.fields = {};
        x_parser.emplace(x_reply, x_body);
        x_parser->header_limit(static_cast<std::uint32_t>(size) + 1);
        x_parser->body_limit(x_body_limit);
        boost::beast::error_code code;
        auto const used = x_parser->put({x_pending.data(), size}, code);
        if (code == boost::beast::http::error::body_limit) return reply_state::too_large;
        bool const switches = x_reply.status < 100 || x_reply.status == 101;
        if (code || used != size || switches) return reply_state::broken;
        x_pending.erase(x_pending.begin(), x_pending.begin() + static_cast<std::ptrdiff_t>(size));
        x_head_over = x_reply.status >= 200;
        return reply_state::whole;
    }

    reply_state take_body() {
        // Beast 1.81 asserts that what may be the last chunk has not fewer bytes; as long as that isn't over, more come.
        std::size_t const least = x_parser->chunked() ? 5 : 1;
        x_parser->eager(true);
        boost::beast::error_code code;
        while (!x_parser->is_done() && x_pending.size() >= least && !code) {
            auto const used = x_parser->put({x_pending.data(), x_pending.size()}, code);
            x_pending.erase(x_pending.begin(),
                            x_pending.begin() + static_cast<std::ptrdiff_t>(used));
        }
        if (code == boost::beast::http::error::body_limit) return reply_state::too_large;
        if (code && code != boost::beast::http::error::need_more) return reply_state::broken;
        if (x_parser->is_done()) return reply_state::whole;
        // what waits here is the head of a chunk, or trailers
        return x_pending.size() > x_header_limit ? reply_state::too_large : reply_state::more;
    }

    std::size_t x_header_limit;
    std::size_t x_body_limit;
    std::size_t x_header_bytes = 0;
    std::size_t x_seen = 0;
    bool x_begun = false;
    bool x_head_over = false;
    http::response x_reply;
    wiped_bytes x_body;
    wiped_bytes x_pending;
    std::optional<beast_parser> x_parser;
};

}  // namespace bcauth::inline v0::detail

#endif
