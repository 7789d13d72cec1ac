// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_STORE_DETAIL_SQLITE_CONNECTION_HPP
#define BCAUTH_STORE_DETAIL_SQLITE_CONNECTION_HPP

#include <bcauth/store/detail/private_file.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <string_view>

namespace bcauth::inline v0::detail {

// What went wrong, in SQLite's fixed words for its code: never in those of a statement, a row or a path.
inline std::string sqlite_words(std::string_view step, int code) {
    std::string words(step);
    words.append(": ").append(sqlite3_errstr(code));
    return words.append(" (").append(std::to_string(code)).append(")");
}

struct sqlite_closer {
    void operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
};

// A connection to a file. Not for two threads at once: whoever owns it has the mutex.
class sqlite_connection {
public:
    sqlite_connection() = default;

    // Opens a file that is there. "./" keeps SQLite from reading a meaning into the name.
    int open(std::string const& path, std::chrono::milliseconds busy_timeout) {
        auto const name = path.front() == '/' ? path : "./" + path;
        sqlite3* opened = nullptr;
        auto const code = sqlite3_open_v2(name.c_str(), &opened,
                                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
        x_connection.reset(opened);
        if (code != SQLITE_OK) return code;
        auto const most = std::chrono::milliseconds{std::numeric_limits<int>::max()};
        x_busy_ms = static_cast<int>(std::min(busy_timeout, most).count());
        sqlite3_extended_result_codes(opened, 1);
        sqlite3_busy_timeout(opened, x_busy_ms);
        // a file from elsewhere runs nothing of its own, and nobody writes past its tables
        sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        return SQLITE_OK;
    }

    [[nodiscard]] sqlite3* get() const noexcept { return x_connection.get(); }

    [[nodiscard]] int execute(char const* statements) const noexcept {
        return sqlite3_exec(get(), statements, nullptr, nullptr, nullptr);
    }

    // the first column of the first row
    [[nodiscard]] int read(char const* statement, std::int64_t& value) const noexcept {
        return first_row(statement,
                         [&](sqlite3_stmt* row) { value = sqlite3_column_int64(row, 0); });
    }
    [[nodiscard]] int read(char const* statement, std::string& value) const {
        return first_row(statement, [&](sqlite3_stmt* row) {
            auto const* const text = sqlite3_column_text(row, 0);
            value = text == nullptr ? "" : reinterpret_cast<char const*>(text);
        });
    }

    // the file and what SQLite puts beside it
    [[nodiscard]] bool make_private() const {
        auto const* const file = sqlite3_db_filename(get(), "main");
        return file != nullptr && make_file_private(file) &&
               make_file_private(sqlite3_filename_wal(file)) &&
               make_file_private((std::string(file) + "-shm").c_str());
    }

    // Moves the log into the file and empties it, so that it keeps no earlier content. Does not wait for others.
    [[nodiscard]] bool empty_log() const noexcept {
        sqlite3_busy_timeout(get(), 0);
        auto const code =
            sqlite3_wal_checkpoint_v2(get(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        sqlite3_busy_timeout(get(), x_busy_ms);
        return code == SQLITE_OK;
    }

private:
    template <class Take>
    int first_row(char const* statement, Take const& take) const {
        sqlite3_stmt* prepared = nullptr;
        auto code = sqlite3_prepare_v2(get(), statement, -1, &prepared, nullptr);
        std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> const owner(prepared,
                                                                          sqlite3_finalize);
        if (code != SQLITE_OK) return code;
        code = sqlite3_step(prepared);
        if (code != SQLITE_ROW) return code == SQLITE_DONE ? SQLITE_EMPTY : code;
        take(prepared);
        return SQLITE_OK;
    }

    std::unique_ptr<sqlite3, sqlite_closer> x_connection;
    int x_busy_ms = 0;
};

}  // namespace bcauth::inline v0::detail

#endif
