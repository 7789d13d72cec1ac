// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TRANSPORT_DETAIL_CURL_REQUEST_HPP
#define BCAUTH_TRANSPORT_DETAIL_CURL_REQUEST_HPP

#include <bcauth/connection/proxy.hpp>
#include <bcauth/detail/message_framing.hpp>
#include <bcauth/detail/wiping_allocator.hpp>
#include <bcauth/http/message.hpp>
#include <bcauth/transport/detail/curl_handle.hpp>
#include <bcauth/version.hpp>

#include <curl/curl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace bcauth::inline v0::detail {

// An address as curl understands it: what is judged here is what curl uses, there is no second parser.
class curl_address {
public:
    explicit curl_address(std::string const& text) : x_url(curl_url()) {
        if (!x_url) throw std::bad_alloc();
        bool const whole = text.find('\0') == std::string::npos;
        x_good = whole && curl_url_set(x_url.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK &&
                 part(CURLUPART_USER).empty() && part(CURLUPART_PASSWORD).empty() &&
                 !part(CURLUPART_HOST).empty();
    }

    [[nodiscard]] bool is_https() const { return x_good && part(CURLUPART_SCHEME) == "https"; }

    [[nodiscard]] bool is_loopback_http() const {
        auto const host = part(CURLUPART_HOST);
        return x_good && part(CURLUPART_SCHEME) == "http" &&
               (host == "127.0.0.1" || host == "[::1]" || host == "localhost");
    }

    // an IPv6 address is without its brackets
    [[nodiscard]] std::string host() const {
        auto const host = x_good ? part(CURLUPART_HOST) : std::string();
        return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
    }
    [[nodiscard]] std::uint16_t port() const {
        auto const text = x_good ? part(CURLUPART_PORT, CURLU_DEFAULT_PORT) : std::string();
        return static_cast<std::uint16_t>(small_number(text, 65535));
    }

    [[nodiscard]] CURLU* get() const noexcept { return x_url.get(); }

private:
    struct closer {
        void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
    };

    [[nodiscard]] std::string part(CURLUPart which, unsigned int flags = 0) const {
        char* text = nullptr;
        if (curl_url_get(x_url.get(), which, &text, flags) != CURLUE_OK) return {};
        std::unique_ptr<char, void (*)(void*)> const owner(text, curl_free);
        return text;
    }

    std::unique_ptr<CURLU, closer> x_url;
    bool x_good = false;
};

// A request's fields as curl's list. curl only reads it, so the lines can stay in wiping storage.
class curl_fields {
public:
    explicit curl_fields(http::fields const& fields) {
        x_lines.reserve(fields.size() + defaults.size() + 1);
        for (auto const& each : fields) {
            auto const value = each.value.expose();
            // "Name:" would take a field away
            add(each.name, value.empty() ? ";" : ": ", value);
        }
        for (auto const name : defaults) {
            if (fields.count(name) == 0) add(name, ":", {});
        }
        if (fields.count("User-Agent") == 0) add("User-Agent", ": bcauth/", version);
        x_nodes.resize(x_lines.size());
        for (std::size_t i = 0; i < x_nodes.size(); ++i) {
            x_nodes[i] = {x_lines[i].data(), i + 1 < x_nodes.size() ? &x_nodes[i + 1] : nullptr};
        }
    }
    curl_fields(curl_fields const&) = delete;
    curl_fields& operator=(curl_fields const&) = delete;
    ~curl_fields() = default;

    [[nodiscard]] curl_slist* get() noexcept { return x_nodes.data(); }

private:
    using line = std::vector<char, wiping_allocator<char>>;

    // what curl would add of its own, and what only looks harmless: a form's Content-Type
    static constexpr std::array<std::string_view, 3> defaults{"Accept", "Content-Type", "Expect"};

    void add(std::string_view name, std::string_view mark, std::string_view value) {
        line made;
        made.reserve(name.size() + mark.size() + value.size() + 1);
        for (auto const piece : {name, mark, value}) {
            made.insert(made.end(), piece.begin(), piece.end());
        }
        made.push_back('\0');
        x_lines.push_back(std::move(made));
    }

    std::vector<line> x_lines;
    std::vector<curl_slist> x_nodes;
};

// method, body and fields; everything pointed at must live until the handle is reset
inline void set_message(curl_handle& handle, http::request const& message, curl_fields& fields) {
    if (has_body(message)) {
        // with a null pointer curl would read the program's standard input
        auto const* const body = message.body.empty() ? "" : message.body.expose().data();
        handle.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(message.body.size()));
        handle.set(CURLOPT_POSTFIELDS, body);
    } else {
        handle.set(CURLOPT_HTTPGET, 1L);
    }
    handle.set(CURLOPT_CUSTOMREQUEST, http::name(message.verb).data());
    handle.set(CURLOPT_HTTPHEADER, fields.get());
}

}  // namespace bcauth::inline v0::detail

#endif
