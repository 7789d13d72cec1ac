// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CLI_JUDGE_HPP
#define BCAUTH_CLI_JUDGE_HPP

#include "options.hpp"
#include "verdict.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

struct verify_options {
    std::string kind;
    std::string token;
    std::string door = "load";
    std::string client_id;
    std::string store;
    std::string at;
    std::string leeway;
    std::string max_age;
    std::vector<std::string> headers;
    bool allow_stale = false;
    bool json = false;
    bool batch = false;
    secret_options secrets;
};

// Judges one token, as the door of its kind would.
using judge = std::function<verdict(std::string_view)>;

// throws misuse where the options don't fit together or the configuration is not valid
[[nodiscard]] judge judge_of(verify_options const& options);

}  // namespace cli

#endif
