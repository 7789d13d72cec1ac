// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CLI_VERBS_HPP
#define BCAUTH_CLI_VERBS_HPP

#include "options.hpp"

namespace cli {

// Each adds its verb to the command; once the arguments are read, `chosen` is what the verb is to do.
void add_verify(CLI::App& command, action& chosen);
void add_inspect(CLI::App& command, action& chosen);
void add_mint(CLI::App& command, action& chosen);
void add_login_url(CLI::App& command, action& chosen);
void add_scopes(CLI::App& command, action& chosen);
void add_store_hash(CLI::App& command, action& chosen);
void add_connect(CLI::App& command, action& chosen);
void add_exchange(CLI::App& command, action& chosen);

}  // namespace cli

#endif
