// SPDX-License-Identifier: BSL-1.0
#include <bcauth/codec/base64.hpp>
#include <bcauth/error.hpp>
#include <bcauth/policy.hpp>
#include "input.hpp"
#include "verbs.hpp"

#include <algorithm>
#include <memory>
#include <vector>

namespace cli {

namespace {

constexpr std::string_view mark = "NOT VERIFIED  ";

bcauth::result<std::string> decode(std::string_view text, bool is_jwt) {
    std::string bytes(bcauth::base64_decoded_size(text.size()), '\0');
    std::span<unsigned char> const out(reinterpret_cast<unsigned char*>(bytes.data()),
                                       bytes.size());
    auto size = bcauth::base64_decode(
        text, out, bcauth::base64_alphabet::url,
        is_jwt ? bcauth::base64_padding::none : bcauth::base64_padding::optional);
    if (!size && !is_jwt) {
        size = bcauth::base64_decode(text, out, bcauth::base64_alphabet::standard,
                                     bcauth::base64_padding::optional);
    }
    if (!size) {
        return size.error();
    }
    bytes.resize(*size);
    return bytes;
}

// Breaks JSON into lines without reading it: what no parser takes, or two would take differently, is to be seen too.
class layout {
public:
    explicit layout(std::string_view json) {
        for (auto const c : json) {
            take(c);
        }
        end_line();
    }

    [[nodiscard]] std::vector<std::string> const& lines() const& noexcept { return x_lines; }
    std::vector<std::string> const& lines() const&& = delete;

private:
    static constexpr std::size_t max_indent = 16;

    void take(char c) {
        if (x_in_text) {
            x_line += c;
            x_in_text = x_escaped || c != '"';
            x_escaped = !x_escaped && c == '\\';
            return;
        }
        if (c == '}' || c == ']') {
            end_line();
            x_depth -= x_depth == 0 ? 0U : 1U;
        }
        x_line += c;
        x_in_text = c == '"';
        if (c == '{' || c == '[' || c == ',') {
            end_line();
            x_depth += c == ',' ? 0U : 1U;
        }
    }

    void end_line() {
        if (!x_line.empty()) {
            x_lines.push_back(std::string(2 * std::min(x_depth, max_indent), ' ') + x_line);
        }
        x_line.clear();
    }

    std::vector<std::string> x_lines;
    std::string x_line;
    std::size_t x_depth = 0;
    bool x_in_text = false;
    bool x_escaped = false;
};

void add_part(std::string& shown, std::string_view title, std::string_view json) {
    shown += std::string(mark) + std::string(title) + '\n';
    layout const laid_out(json);
    for (auto const& each : laid_out.lines()) {
        shown += std::string(mark) + "  " + printable(each) + '\n';
    }
}

// what is to be printed
bcauth::result<std::string> show(std::string_view token) {
    if (token.size() > bcauth::strict_policy::token_bytes) {
        return bcauth::errc::token_too_large;
    }
    auto const dots = std::count(token.begin(), token.end(), '.');
    if (dots != 1 && dots != 2) {
        return bcauth::errc::token_shape;
    }
    bool const is_jwt = dots == 2;
    auto const first = token.substr(0, token.find('.'));
    auto const rest = token.substr(first.size() + 1);
    auto const payload = decode(is_jwt ? rest.substr(0, rest.find('.')) : first, is_jwt);
    auto const header = is_jwt ? decode(first, true) : std::string();
    if (!payload || !header) {
        return bcauth::errc::invalid_base64;
    }
    std::string shown;
    if (is_jwt) {
        add_part(shown, "header", *header);
    }
    add_part(shown, is_jwt ? "claims" : "payload", *payload);
    return shown;
}

outcome inspect(console& to, std::string const& token) {
    auto const shown = show(token == "-" ? input{}.all() : token);
    if (!shown) {
        to.error("this can't be shown: " + shown.error().message());
        return outcome::refused;
    }
    to.out(*shown);
    return outcome::done;
}

}  // namespace

void add_inspect(CLI::App& command, action& chosen) {
    auto& verb = *command.add_subcommand(
        "inspect", "Shows what a token says, without asking whether it is true");
    auto const token = std::make_shared<std::string>();
    verb.add_option("TOKEN", *token,
                    "The token, or - for standard input, of which one final newline is dropped")
        ->required()
        ->type_name("");
    verb.footer("Example: bcauth inspect \"$TOKEN\"");
    verb.callback(
        [&chosen, token] { chosen = [token](console& to) { return inspect(to, *token); }; });
}

}  // namespace cli
