// SPDX-License-Identifier: BSL-1.0
#include <bcauth/version.hpp>
#include "console.hpp"
#include "verbs.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <csignal>
#include <exception>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace cli {
namespace {

constexpr auto exit_codes =
    "Exit codes: 0 done, accepted, covered; 1 the input was refused, or not covered; 2 wrong usage "
    "or\nconfiguration; 3 something outside failed, such as standard output that can't be written "
    "to.\nExample: bcauth verify load-jwt --client-id \"$ID\" \"$TOKEN\"";

// A closed descriptor would be given to the next file that is opened. It is taken by one that refuses instead.
void hold_standard_streams() {
    for (int each = STDIN_FILENO; each <= STDERR_FILENO; ++each) {
        if (::fcntl(each, F_GETFD) == -1) {
            static_cast<void>(::open("/dev/null", each == STDIN_FILENO ? O_WRONLY : O_RDONLY));
        }
    }
}

void describe(CLI::App& command, action& chosen) {
    command.name("bcauth");
    command.set_version_flag("--version", "bcauth " + std::string(bcauth::version));
    command.require_subcommand(1);
    command.footer(exit_codes);
    add_verify(command, chosen);
    add_inspect(command, chosen);
    add_mint(command, chosen);
    add_login_url(command, chosen);
    add_scopes(command, chosen);
    add_store_hash(command, chosen);
    add_exchange(command, chosen);
    add_connect(command, chosen);
}

// The parser's own messages may repeat what was typed, and that may be a token.
std::string usage_message(CLI::ParseError const& error) {
    std::string what = "the arguments are not valid";
    if (dynamic_cast<CLI::ExtrasError const*>(&error) != nullptr) {
        what = "an argument is unknown, or one too many";
    } else if (dynamic_cast<CLI::RequiredError const*>(&error) != nullptr) {
        what = error.what();
    } else if (dynamic_cast<CLI::ArgumentMismatch const*>(&error) != nullptr) {
        what = "an option has too few or too many values";
    }
    return what + "; see bcauth --help";
}

outcome run(int argc, char** argv, console& to) {
    CLI::App command{"Judges, shows and makes what BigCommerce sends to an app."};
    action chosen;
    try {
        describe(command, chosen);
        command.parse(argc, argv);
        return chosen(to);
    } catch (CLI::CallForVersion const& version) {
        to.line(version.what());
        return outcome::done;
    } catch (CLI::Success const&) {
        to.out(command.help());
        return outcome::done;
    } catch (CLI::ParseError const& error) {
        to.error(usage_message(error));
        return outcome::misuse;
    } catch (misuse const& error) {
        to.error(error.message);
        return outcome::misuse;
    } catch (std::exception const&) {
        to.error("out of memory, or another failure of the machine");
        return outcome::failed;
    }
}

}  // namespace
}  // namespace cli

int main(int argc, char** argv) {
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    cli::hold_standard_streams();
    cli::console to;
    auto const code = cli::run(argc, argv, to);
    return static_cast<int>(to.broken() ? cli::outcome::failed : code);
}
