// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_STORE_SQLITE_HPP
#define BCAUTH_STORE_SQLITE_HPP

#include <bcauth/app/app_store.hpp>
#include <bcauth/error.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/scope_set.hpp>
#include <bcauth/store/detail/sqlite_connection.hpp>
#include <bcauth/store/detail/sqlite_rows.hpp>
#include <bcauth/store/detail/sqlite_schema.hpp>
#include <bcauth/store/detail/sqlite_statement.hpp>
#include <bcauth/store_hash.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0 {

/** How a `sqlite_store` is opened. */
struct sqlite_options {
    /// How long a call waits for another process that is writing, before it fails.
    std::chrono::milliseconds busy_timeout{5000};
};

/** An `app_store` in one SQLite file.

    Every call is one transaction, on the disk when it returns (write-ahead log, `synchronous=FULL`): a process that
    is killed, or a machine that loses power, leaves each installation whole or absent. The file is made for its owner
    alone (mode 0600), and taken from others if they could read it. Several stores and processes may share it.

    Tokens are stored as they are: who reads the file has them. Replaced and erased ones are overwritten in the file
    (`secure_delete`), and the log is emptied behind them; where SQLite moved a row within the file, a piece of it may
    stay in unused space until `VACUUM`. SQLite's own memory is not wiped. See SECURITY.md.

    @par Errors
    `errc::store_failed` when SQLite can't read or write: the file is locked for longer than
    `sqlite_options::busy_timeout`, the disk is full, the file is damaged. `last_failure()` has SQLite's words.
    `errc::not_installed` from `put_user`; `errc::invalid_scope` from `put_installation` for scopes beyond the limits
    of `scope_set::parse`, which could not be read again.
    @par Exception safety
    Strong; throws nothing but `std::bad_alloc`.
    @par Thread safety
    Every call may be made from any number of threads: one connection and one mutex serve them all. A store is not
    carried over a `fork`.
*/
class sqlite_store {
public:
    /** Opens the file, and makes it where there is none.
        @param path a file, never one of SQLite's special names
        @par Errors
        `errc::store_failed` for a file that can't be opened, isn't a database, belongs to something else or has a
        newer schema: such a file is left as it is.
    */
    [[nodiscard]] static result<sqlite_store> open(std::string const& path,
                                                   sqlite_options const& options = {}) {
        diagnostics unheard;
        return open(path, unheard, options);
    }

    /** The same; on failure `why.message()` has the reason, without the path. */
    [[nodiscard]] static result<sqlite_store> open(std::string const& path, diagnostics& why,
                                                   sqlite_options const& options = {}) {
        auto made = std::make_unique<state>();
        auto opening = detail::open_sqlite(made->connection, path, options.busy_timeout);
        for (std::size_t i = 0; i < detail::sqlite_queries.size() && !opening.failed(); ++i) {
            auto const code =
                made->statements[i].prepare(made->connection, detail::sqlite_queries[i]);
            if (code != 0) opening.refuse("prepare the statements", code);
        }
        if (opening.failed()) {
            why.message(opening.why, {});
            return errc::store_failed;
        }
        made->log_is_empty = made->connection.empty_log();  // of who was killed before it could
        return sqlite_store(std::move(made));
    }

    result<void> put_installation(installation const& installed) {
        auto const scopes = installed.scopes.to_string();
        if (!scope_set::parse(scopes)) return errc::invalid_scope;
        std::lock_guard const lock(x_state->mutex);
        x_state->log_is_empty = false;
        {
            detail::sqlite_call call(statement(query::put_installation));
            detail::write_installation(call, installed, scopes);
            if (call.step() != outcome::done) return failure(call);
        }
        return written();
    }

    [[nodiscard]] result<std::optional<installation>> find_installation(
        store_hash const& store) const {
        std::lock_guard const lock(x_state->mutex);
        detail::sqlite_call call(statement(query::find_installation));
        auto const found = call.text(store.view()).step();
        if (found == outcome::done) return std::optional<installation>();
        if (found != outcome::row) return failure(call);
        auto made = detail::read_installation(call, store);
        if (!made) return unreadable();
        return result<std::optional<installation>>(std::move(made));
    }

    result<void> erase_installation(store_hash const& store) {
        std::lock_guard const lock(x_state->mutex);
        x_state->log_is_empty = false;
        {
            detail::sqlite_call call(statement(query::erase_installation));
            if (call.text(store.view()).step() != outcome::done) return failure(call);
        }
        return written();
    }

    result<void> put_user(store_hash const& store, user const& person) {
        std::lock_guard const lock(x_state->mutex);
        {
            detail::sqlite_call call(statement(query::put_user));
            detail::write_names(call.text(store.view()).integer(person.id), person);
            auto const put = call.step();
            if (put == outcome::no_parent) return errc::not_installed;
            if (put != outcome::done) return failure(call);
        }
        return written();
    }

    [[nodiscard]] result<std::optional<user>> find_user(store_hash const& store,
                                                        std::int64_t id) const {
        std::lock_guard const lock(x_state->mutex);
        detail::sqlite_call call(statement(query::find_user));
        auto const found = call.text(store.view()).integer(id).step();
        if (found == outcome::done) return std::optional<user>();
        if (found != outcome::row) return failure(call);
        return std::optional<user>(detail::read_person(call, 0));
    }

    result<void> erase_user(store_hash const& store, std::int64_t id) {
        std::lock_guard const lock(x_state->mutex);
        {
            detail::sqlite_call call(statement(query::erase_user));
            if (call.text(store.view()).integer(id).step() != outcome::done) return failure(call);
        }
        return written();
    }

    [[nodiscard]] result<std::vector<store_hash>> list_installations(
        std::optional<store_hash> after, std::size_t limit) const {
        constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
        auto const rows = static_cast<std::int64_t>(limit < most ? limit : most);
        std::string_view const behind = after ? after->view() : std::string_view();
        std::vector<store_hash> listed;
        std::lock_guard const lock(x_state->mutex);
        detail::sqlite_call call(statement(query::list_installations));
        call.text(behind).integer(rows);
        auto next = call.step();
        for (; next == outcome::row; next = call.step()) {
            auto const store = store_hash::make(call.bytes_at(0));
            if (!store) return unreadable();
            listed.push_back(*store);
        }
        if (next != outcome::done) return failure(call);
        return result<std::vector<store_hash>>(std::move(listed));
    }

    /** What SQLite said to the latest call that failed, in whichever thread: fixed words and a code, nothing stored. */
    [[nodiscard]] std::string last_failure() const {
        std::lock_guard const lock(x_state->mutex);
        return x_state->last_failure;
    }

private:
    using query = detail::sqlite_query;
    using outcome = detail::sqlite_outcome;

    struct state {
        std::mutex mutex;
        detail::sqlite_connection connection;
        std::array<detail::sqlite_statement, detail::sqlite_queries.size()> statements;
        bool log_is_empty = false;
        std::string last_failure;
    };

    explicit sqlite_store(std::unique_ptr<state> opened) noexcept : x_state(std::move(opened)) {}

    [[nodiscard]] detail::sqlite_statement const& statement(query which) const noexcept {
        return x_state->statements[static_cast<std::size_t>(which)];
    }

    // after a change: what an installation left in the log goes, at the latest with the next change
    result<void> written() {
        if (!x_state->log_is_empty) x_state->log_is_empty = x_state->connection.empty_log();
        return {};
    }

    errc failure(detail::sqlite_call const& call) const {
        x_state->last_failure = detail::sqlite_words("the call failed", call.code());
        return errc::store_failed;
    }

    errc unreadable() const {
        x_state->last_failure = "a row has what no store has put there";
        return errc::store_failed;
    }

    std::unique_ptr<state> x_state;
};

static_assert(app_store<sqlite_store>);

}  // namespace bcauth::inline v0

#endif
