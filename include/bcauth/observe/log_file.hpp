// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_LOG_FILE_HPP
#define BCAUTH_OBSERVE_LOG_FILE_HPP

#include <bcauth/app/handlers.hpp>
#include <bcauth/clock.hpp>
#include <bcauth/connection/event.hpp>
#include <bcauth/connection/options.hpp>
#include <bcauth/error.hpp>
#include <bcauth/observe/detail/event_line.hpp>
#include <bcauth/observe/detail/rotating_file.hpp>
#include <bcauth/observe/event_text.hpp>
#include <bcauth/observe/exchange_event.hpp>
#include <bcauth/observer.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace bcauth::inline v0 {

/** Where a `log_file` writes, and how much. */
struct log_file_options {
    std::string path = {};
    int verbosity = 1;  ///< 1 to 5, as `event_text` has them
    /// Above this many bytes the file is renamed and begun anew; 0 is never.
    std::uint64_t max_bytes = std::uint64_t{100} * 1000 * 1000;
    /// How many earlier files are kept: PATH.1 is the one before, the highest number is the oldest and goes first.
    unsigned kept_files = 9;

    /** What connection settings ask of a log; they ask for none where their path is empty. */
    [[nodiscard]] static log_file_options from(connection_options const& given) {
        log_file_options made;
        made.path = given.log_file;
        made.verbosity = given.verbosity;
        made.max_bytes = given.max_log_file_bytes;
        return made;
    }
};

/** An observer that writes a line for each event: the time in UTC, the event's text.

        2026-11-22T13:30:51Z exchange POST login.bigcommerce.com/oauth2/token status=200 error=none duration=0.182031s

    At every verbosity what is written comes out of typed events and redacted texts, so no secret can be in it; all else
    from outside is escaped, so that nobody can write lines of their own. The file is its owner's alone (0600), is made
    if it isn't there, and is never reached over a symbolic link. Written to by one process at a time: another one would
    go on in a file that was renamed.

    A failure, say of a full disk, stops nobody: the line is counted in `failures()` and what was written stays. A file
    that can't be renamed is written on.

    @par Exception safety
    `on_event` throws nothing.
    @par Lifetime
    A log that was moved from writes nothing.
    @par Thread safety
    `on_event` may be called from any number of threads; lines don't mix. Needs POSIX.
*/
template <clock_source Clock = system_clock>
class log_file {
public:
    /** Opens the file.
        @par Errors
        `errc::log_unusable` when it can't be opened or made, is reached over a link, is no regular file, belongs to
        somebody else, or has a second name; when the verbosity isn't 1 to 5, or no earlier file would be kept.
        @par Exception safety
        Throws `std::bad_alloc`.
    */
    [[nodiscard]] static result<log_file> open(log_file_options options, Clock clock = {}) {
        bool const sound = options.verbosity >= 1 && options.verbosity <= 5 &&
                           options.kept_files >= 1 && options.kept_files <= 9999 &&
                           !options.path.empty() && options.path.find('\0') == std::string::npos;
        if (!sound) return errc::log_unusable;
        auto made = std::make_unique<state>(std::move(options), std::move(clock));
        if (!made->file.open()) return errc::log_unusable;
        return result<log_file>(log_file(std::move(made)));
    }

    void on_event(app_event const& event) const noexcept { write(event); }
    void on_event(exchange_event const& event) const noexcept { write(event); }
    void on_event(connection_event const& event) const noexcept { write(event); }

    /** Whether fields and bodies are written. */
    [[nodiscard]] bool wants_messages() const noexcept {
        return x_state && x_state->verbosity >= 3;
    }

    /** How many lines aren't in the file whole, or could not begin a new file when it was time. */
    [[nodiscard]] std::uint64_t failures() const noexcept {
        if (!x_state) return 0;
        std::lock_guard const lock(x_state->mutex);
        return x_state->failures;
    }

private:
    struct state {
        state(log_file_options given, Clock now)
            : verbosity(given.verbosity),
              file(std::move(given.path), given.max_bytes, given.kept_files),
              clock(std::move(now)) {}

        int const verbosity;
        std::mutex mutex;
        detail::rotating_file file;
        Clock clock;
        std::uint64_t failures = 0;
    };

    explicit log_file(std::unique_ptr<state> made) noexcept : x_state(std::move(made)) {}

    template <class Event>
    void write(Event const& event) const noexcept {
        if (!x_state) return;
        try {
            auto text = event_text(event, x_state->verbosity);
            if (text.empty()) return;
            text += '\n';
            std::lock_guard const lock(x_state->mutex);
            // under the lock, so that times don't go backwards in the file
            text.insert(0, detail::utc_text(x_state->clock.now()) + ' ');
            if (x_state->file.add(text)) return;
        } catch (...) {  // NOLINT(bugprone-empty-catch): no memory is a failure like another
        }
        std::lock_guard const lock(x_state->mutex);
        ++x_state->failures;
    }

    std::unique_ptr<state> x_state;
};

static_assert(observer<log_file<>, app_event, exchange_event, connection_event>);

}  // namespace bcauth::inline v0

#endif
