// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CLI_INPUT_HPP
#define BCAUTH_CLI_INPUT_HPP

#include <cstddef>
#include <string>

namespace cli {

// Standard input, read so that no input can fill the memory: of a token only its beginning is kept, which is more than
// any door takes, so the answer is the same.
class input {
public:
    static constexpr std::size_t kept_bytes = std::size_t{256} * 1024 + 1;

    // the whole of it, byte for byte
    [[nodiscard]] std::string bytes();

    // the same without one final newline
    [[nodiscard]] std::string all();

    // the next line without its newline; false at the end
    [[nodiscard]] bool line(std::string& text);

private:
    // throws misuse where it can't be read
    [[nodiscard]] bool fill();

    std::string x_buffer;
    std::size_t x_at = 0;
};

}  // namespace cli

#endif
