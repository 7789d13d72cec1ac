// SPDX-License-Identifier: BSL-1.0
#include "input.hpp"

#include "console.hpp"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <unistd.h>

namespace cli {

namespace {

void keep(std::string& text, std::string_view more) {
    text += more.substr(0, input::kept_bytes - std::min(text.size(), input::kept_bytes));
}

}  // namespace

bool input::fill() {
    constexpr std::size_t chunk = std::size_t{64} * 1024;
    x_buffer.resize(chunk);
    x_at = 0;
    ssize_t size = 0;
    do {
        size = ::read(STDIN_FILENO, x_buffer.data(), x_buffer.size());
    } while (size < 0 && errno == EINTR);
    x_buffer.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    if (size < 0) {
        throw misuse{"standard input could not be read"};
    }
    return size > 0;
}

std::string input::bytes() {
    std::string text;
    while (fill()) {
        keep(text, x_buffer);
    }
    return text;
}

std::string input::all() {
    std::string text;
    bool ends_with_newline = false;
    while (fill()) {
        keep(text, x_buffer);
        ends_with_newline = x_buffer.back() == '\n';
    }
    if (ends_with_newline && text.back() == '\n') {
        text.pop_back();
    }
    return text;
}

bool input::line(std::string& text) {
    text.clear();
    for (bool any = false;; any = true) {
        if (x_at == x_buffer.size() && !fill()) {
            return any;
        }
        auto const end = x_buffer.find('\n', x_at);
        auto const size = std::min(end, x_buffer.size()) - x_at;
        keep(text, std::string_view(x_buffer).substr(x_at, size));
        x_at += size;
        if (end != std::string::npos) {
            ++x_at;
            return true;
        }
    }
}

}  // namespace cli
