// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CLI_CONSOLE_HPP
#define BCAUTH_CLI_CONSOLE_HPP

#include <string>
#include <string_view>

namespace cli {

// The exit codes: these and no others, ever.
enum class outcome { done = 0, refused = 1, misuse = 2, failed = 3 };

// Thrown where the command is used or set up wrongly. The message never repeats what was typed: it may be a secret.
struct misuse {
    std::string message;
};

enum class colour { plain, good, bad, faint };

// Standard output and standard error, without buffers, so that a failed write is known when it happens.
class console {
public:
    console();

    void out(std::string_view text);
    void line(std::string_view text);
    void error(std::string_view message);

    // a text in a colour where standard output is a terminal and NO_COLOR is not set
    [[nodiscard]] std::string paint(colour in, std::string_view text) const;

    // whether something could not be written
    [[nodiscard]] bool broken() const noexcept { return x_broken; }

private:
    bool x_coloured;
    bool x_broken = false;
};

// The text as a terminal may see it: controls, invisible and direction-changing characters and what is not UTF-8 are
// written as escapes.
[[nodiscard]] std::string printable(std::string_view text);

// "2022-07-28T18:07:06Z"
[[nodiscard]] std::string utc(long long unix_seconds);

}  // namespace cli

#endif
