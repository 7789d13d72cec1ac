// SPDX-License-Identifier: BSL-1.0
#include "console.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <unistd.h>

namespace cli {

namespace {

bool write_all(int to, std::string_view text) {
    while (!text.empty()) {
        auto const written = ::write(to, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool wants_colour() {
    auto const* const no_color = std::getenv("NO_COLOR");
    auto const* const terminal = std::getenv("TERM");
    bool const refused = no_color != nullptr && *no_color != '\0';
    bool const dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
    return !refused && !dumb && ::isatty(STDOUT_FILENO) == 1;
}

struct character {
    unsigned long code;
    std::size_t bytes;  // 0: not UTF-8
};

unsigned byte_at(std::string_view text, std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

// the first character, by RFC 3629
character first_of(std::string_view text) {
    auto const lead = byte_at(text, 0);
    std::size_t const bytes = lead < 0x80                   ? 1
                              : lead >= 0xc2 && lead < 0xe0 ? 2
                              : lead >= 0xe0 && lead < 0xf0 ? 3
                              : lead >= 0xf0 && lead < 0xf5 ? 4
                                                            : 0;
    unsigned long code = bytes < 2 ? lead : lead & (0xffU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        auto const next = byte_at(text, i);
        if ((next & 0xc0U) != 0x80U) {
            return {0, 0};
        }
        code = code << 6 | (next & 0x3fU);
    }
    constexpr std::array<unsigned long, 5> least{0, 0, 0x80, 0x800, 0x10000};
    bool const ok =
        bytes != 0 && code >= least[bytes] && code < 0x110000 && (code < 0xd800 || code > 0xdfff);
    return {code, ok ? bytes : 0};
}

bool is_visible(unsigned long code) {
    bool const control = code < 0x20 || (code >= 0x7f && code < 0xa0) || code == '\\';
    bool const hidden = code == 0xad || code == 0x61c || (code >= 0x200b && code <= 0x200f) ||
                        (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) ||
                        (code >= 0xe000 && code <= 0xf8ff) || code == 0xfeff || code >= 0xe0000;
    return !control && !hidden;
}

}  // namespace

console::console() : x_coloured(wants_colour()) {}

void console::out(std::string_view text) {
    if (!x_broken && !write_all(STDOUT_FILENO, text)) {
        x_broken = true;
    }
}

void console::line(std::string_view text) {
    std::string whole(text);
    whole += '\n';
    out(whole);
}

void console::error(std::string_view message) {
    std::string whole = "bcauth: ";
    whole += message;
    whole += '\n';
    static_cast<void>(write_all(STDERR_FILENO, whole));
}

std::string console::paint(colour in, std::string_view text) const {
    constexpr std::array<std::string_view, 4> codes{"", "\x1b[32m", "\x1b[31m", "\x1b[2m"};
    std::string painted(text);
    if (x_coloured && in != colour::plain) {
        painted.insert(0, codes[static_cast<std::size_t>(in)]);
        painted += "\x1b[0m";
    }
    return painted;
}

std::string printable(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        auto const [code, bytes] = first_of(text);
        if (bytes != 0 && is_visible(code)) {
            shown += text.substr(0, bytes);
        } else {
            std::array<char, 16> escape{};
            auto const size =
                std::snprintf(escape.data(), escape.size(), bytes == 0 ? "\\x%02lx" : "\\u%04lx",
                              bytes == 0 ? byte_at(text, 0) : code);
            shown.append(escape.data(), static_cast<std::size_t>(size));
        }
        text.remove_prefix(bytes == 0 ? 1 : bytes);
    }
    return shown;
}

std::string utc(long long unix_seconds) {
    std::time_t const time = unix_seconds;
    std::tm parts{};
    std::array<char, 40> text{};
    if (::gmtime_r(&time, &parts) == nullptr) {
        return std::to_string(unix_seconds);
    }
    auto const size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), size};
}

}  // namespace cli
