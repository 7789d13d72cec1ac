// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CLI_OPTIONS_HPP
#define BCAUTH_CLI_OPTIONS_HPP

#include <bcauth/app_config.hpp>
#include <bcauth/key_ring.hpp>
#include <bcauth/store_hash.hpp>
#include "console.hpp"

#include <CLI/App.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// What a verb does once the arguments are read.
using action = std::function<outcome(console&)>;

// `--secret-env` and `--secret-file`. They name where the secrets are; no secret is ever an argument.
class secret_options {
public:
    static constexpr std::string_view default_variable = "BCAUTH_CLIENT_SECRET";

    void add_to(CLI::App& verb);

    // in the order of the arguments; throws misuse where one can't be had
    [[nodiscard]] bcauth::key_ring read() const;

    // the same, or nothing where none is named and the default variable is not set
    [[nodiscard]] std::optional<bcauth::key_ring> read_if_any() const;

private:
    [[nodiscard]] bcauth::key_ring ring_of(std::vector<bcauth::secret> secrets) const;

    CLI::App* x_verb = nullptr;
    CLI::Option* x_environment = nullptr;
    CLI::Option* x_file = nullptr;
};

// the Unix seconds of `--at`, or now
[[nodiscard]] std::chrono::sys_seconds time_of(std::string const& text);

// decimal digits, 0 to the year 9999; throws misuse
[[nodiscard]] std::int64_t natural(std::string_view option, std::string const& text);

// throws misuse
[[nodiscard]] bcauth::store_hash store_of(std::string const& text);

// throws misuse where it is not valid
[[nodiscard]] bcauth::app_config config_of(std::string client_id, bcauth::key_ring secrets);

}  // namespace cli

#endif
