// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include <bcauth/clock.hpp>
#include <bcauth/secret.hpp>
#include "files.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

namespace cli {

namespace {

constexpr std::size_t max_secret_bytes = std::size_t{64} * 1024;

bcauth::secret secret_of_environment(std::string const& name) {
    auto const* const value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0') {
        throw misuse{"a variable of --secret-env is not set, or empty"};
    }
    return bcauth::secret{value};
}

bcauth::secret secret_of_file(std::string const& path) {
    auto const whole = read_secret_file(path, max_secret_bytes);
    if (!whole) {
        throw misuse{"a file of --secret-file could not be read, or is above 64 KiB"};
    }
    auto bytes = whole->expose();
    if (bytes.ends_with('\n')) {
        bytes.remove_suffix(1);
    }
    if (bytes.empty()) {
        throw misuse{"a file of --secret-file is empty"};
    }
    return bcauth::secret{bytes};
}

}  // namespace

void secret_options::add_to(CLI::App& verb) {
    x_verb = &verb;
    x_environment = verb.add_option("--secret-env", "Environment variable with a client secret");
    x_file = verb.add_option("--secret-file",
                             "File with the exact bytes of a client secret; one final newline is "
                             "dropped");
    for (auto* const each : {x_environment, x_file}) {
        each->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        each->allow_extra_args(false);
    }
    x_environment->type_name("NAME");
    x_file->type_name("PATH");
    x_environment->description(
        "Environment variable with a client secret (default BCAUTH_CLIENT_SECRET); repeatable, "
        "as --secret-file is: all are tried, in their order");
}

bcauth::key_ring secret_options::ring_of(std::vector<bcauth::secret> secrets) const {
    auto ring = bcauth::key_ring::make(std::move(secrets));
    if (!ring) {
        throw misuse{ring.error().message()};
    }
    return std::move(*ring);
}

std::optional<bcauth::key_ring> secret_options::read_if_any() const {
    std::vector<bcauth::secret> secrets;
    std::size_t environments = 0;
    std::size_t files = 0;
    for (auto const* const each : x_verb->parse_order()) {
        if (each == x_environment) {
            secrets.push_back(secret_of_environment(each->results().at(environments++)));
        } else if (each == x_file) {
            secrets.push_back(secret_of_file(each->results().at(files++)));
        }
    }
    if (secrets.empty()) {
        auto const* const value = std::getenv(default_variable.data());
        if (value == nullptr || *value == '\0') {
            return std::nullopt;
        }
        secrets.emplace_back(value);
    }
    return ring_of(std::move(secrets));
}

bcauth::key_ring secret_options::read() const {
    auto ring = read_if_any();
    if (!ring) {
        throw misuse{
            "there is no client secret: set BCAUTH_CLIENT_SECRET, or name where it is with "
            "--secret-env or --secret-file"};
    }
    return std::move(*ring);
}

std::int64_t natural(std::string_view option, std::string const& text) {
    constexpr std::int64_t most = 253'402'300'799;
    std::int64_t number = -1;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end || number < 0 || number > most) {
        throw misuse{std::string(option) + " takes a whole number of seconds, not below 0"};
    }
    return number;
}

std::chrono::sys_seconds time_of(std::string const& text) {
    return text.empty() ? bcauth::system_clock{}.now()
                        : std::chrono::sys_seconds{std::chrono::seconds{natural("--at", text)}};
}

bcauth::store_hash store_of(std::string const& text) {
    auto const store = bcauth::store_hash::make(text);
    if (!store) {
        throw misuse{"--store takes a store hash: 1 to 32 lower-case letters and digits"};
    }
    return *store;
}

bcauth::app_config config_of(std::string client_id, bcauth::key_ring secrets) {
    auto app = bcauth::app_config::make(
        {.client_id = std::move(client_id), .client_secrets = std::move(secrets)});
    if (!app) {
        throw misuse{app.error().message()};
    }
    return std::move(*app);
}

}  // namespace cli
