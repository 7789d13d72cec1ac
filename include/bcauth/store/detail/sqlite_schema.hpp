// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_STORE_DETAIL_SQLITE_SCHEMA_HPP
#define BCAUTH_STORE_DETAIL_SQLITE_SCHEMA_HPP

#include <bcauth/store/detail/sqlite_connection.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <sqlite3.h>
#include <string>
#include <string_view>

namespace bcauth::inline v0::detail {

// "bcau": whose file it is
inline constexpr std::int64_t sqlite_application = 0x62636175;
inline constexpr std::int64_t sqlite_schema_version = 2;

inline constexpr char const* sqlite_create = R"(
CREATE TABLE installation(
    store TEXT NOT NULL PRIMARY KEY,
    token BLOB NOT NULL,
    scopes TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    user_name TEXT,
    user_email TEXT NOT NULL,
    owner_id INTEGER,
    owner_name TEXT,
    owner_email TEXT,
    account TEXT NOT NULL,
    withheld INTEGER NOT NULL DEFAULT 0,
    CHECK((owner_id IS NULL) = (owner_email IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE person(
    store TEXT NOT NULL REFERENCES installation(store) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    name TEXT,
    email TEXT NOT NULL,
    PRIMARY KEY(store, id)
) STRICT, WITHOUT ROWID;
PRAGMA application_id = 1650680181;
PRAGMA user_version = 2;
)";

// from the schema of version 1
inline constexpr char const* sqlite_upgrade = R"(
ALTER TABLE installation ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 2;
)";

enum class sqlite_query : std::size_t {
    put_installation,
    find_installation,
    erase_installation,
    put_user,
    find_user,
    erase_user,
    list_installations,
};

// One statement each, so that each is a transaction of its own. An upsert and not REPLACE, which deletes the row
// first and the people with it.
inline constexpr std::array<std::string_view, 7> sqlite_queries{
    R"(INSERT INTO installation VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
       ON CONFLICT(store) DO UPDATE SET
           token = excluded.token, scopes = excluded.scopes,
           user_id = excluded.user_id, user_name = excluded.user_name,
           user_email = excluded.user_email, owner_id = excluded.owner_id,
           owner_name = excluded.owner_name, owner_email = excluded.owner_email,
           account = excluded.account, withheld = excluded.withheld)",
    R"(SELECT token, scopes, user_id, user_name, user_email, owner_id, owner_name, owner_email,
           account, withheld FROM installation WHERE store = ?1)",
    "DELETE FROM installation WHERE store = ?1",
    R"(INSERT INTO person VALUES(?1, ?2, ?3, ?4)
       ON CONFLICT(store, id) DO UPDATE SET name = excluded.name, email = excluded.email)",
    "SELECT id, name, email FROM person WHERE store = ?1 AND id = ?2",
    "DELETE FROM person WHERE store = ?1 AND id = ?2",
    "SELECT store FROM installation WHERE store > ?1 ORDER BY store LIMIT ?2",
};

// How far the opening of a file came: `why` is empty when it is open.
struct sqlite_opening {
    std::string why;
    bool busy = false;  // somebody else has the file for a moment

    void refuse(std::string_view step, int code) {
        why = sqlite_words(step, code);
        busy = (code & 0xff) == SQLITE_BUSY;
    }
    [[nodiscard]] bool failed() const noexcept { return !why.empty(); }
};

// What is to be executed before the tables are there: null when they are. A file of something else is refused and left
// as it is.
inline char const* sqlite_script_for(sqlite_connection const& file, sqlite_opening& opening) {
    std::int64_t application = 0;
    std::int64_t version = 0;
    std::int64_t tables = 0;
    auto code = file.read("PRAGMA application_id", application);
    if (code == SQLITE_OK) code = file.read("PRAGMA user_version", version);
    if (code == SQLITE_OK) code = file.read("SELECT count(*) FROM sqlite_schema", tables);
    if (code != SQLITE_OK) {
        opening.refuse("read the file", code);
    } else if (application == sqlite_application && version > sqlite_schema_version) {
        opening.why = "the file has a newer schema than this library knows";
    } else if (application == sqlite_application && version == 1) {
        return sqlite_upgrade;
    } else if (application == 0 && version == 0 && tables == 0) {
        return sqlite_create;
    } else if (application != sqlite_application || version != sqlite_schema_version) {
        opening.why = "the file is a database of something else";
    }
    return nullptr;
}

// Sets what must hold for every connection, and makes sure that SQLite understood.
inline void configure_sqlite(sqlite_connection const& file, sqlite_opening& opening) {
    std::string mode;
    std::int64_t foreign_keys = 0;
    std::int64_t secure_delete = 0;
    auto code = file.read("PRAGMA journal_mode = WAL", mode);
    if (code == SQLITE_OK) code = file.read("PRAGMA secure_delete = ON", secure_delete);
    if (code == SQLITE_OK) {
        code = file.execute(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
            "PRAGMA cell_size_check = ON");
    }
    if (code == SQLITE_OK) code = file.read("PRAGMA foreign_keys", foreign_keys);
    if (code != SQLITE_OK) {
        opening.refuse("configure the connection", code);
    } else if (mode != "wal" || foreign_keys != 1 || secure_delete != 1) {
        opening.why = "this SQLite or file system has no write-ahead log or foreign keys";
    }
}

// Creates or changes the tables unless somebody else has done so meanwhile.
inline void prepare_sqlite_tables(sqlite_connection const& file, sqlite_opening& opening) {
    auto code = file.execute("BEGIN IMMEDIATE");
    if (code != SQLITE_OK) return opening.refuse("begin", code);
    if (auto const* const script = sqlite_script_for(file, opening); script != nullptr) {
        code = file.execute(script);
        if (code != SQLITE_OK) opening.refuse("create the tables", code);
    }
    code = file.execute(opening.failed() ? "ROLLBACK" : "COMMIT");
    if (code != SQLITE_OK && !opening.failed()) opening.refuse("commit the tables", code);
}

inline sqlite_opening settle_sqlite(sqlite_connection const& file) {
    sqlite_opening opening;
    // in one transaction, so that what another process is just creating is seen whole or not at all
    auto const code = file.execute("BEGIN");
    if (code != SQLITE_OK) opening.refuse("begin", code);
    bool const is_ready = !opening.failed() && sqlite_script_for(file, opening) == nullptr;
    static_cast<void>(file.execute("ROLLBACK"));  // nothing was written
    if (!opening.failed() && !file.make_private()) {
        opening.why = "the file can't be made private";
    }
    if (!opening.failed()) configure_sqlite(file, opening);
    if (!opening.failed() && !is_ready) prepare_sqlite_tables(file, opening);
    return opening;
}

inline sqlite_opening open_sqlite(sqlite_connection& file, std::string const& path,
                                  std::chrono::milliseconds busy_timeout) {
    sqlite_opening opening;
    if (path.empty() || path.find('\0') != std::string::npos || !make_private_file(path)) {
        opening.why = "there is no regular file of that name, and none can be made";
        return opening;
    }
    auto const code = sqlite3_threadsafe() == 0 ? SQLITE_MISUSE : file.open(path, busy_timeout);
    if (code != SQLITE_OK) {
        opening.refuse("open the file", code);
        return opening;
    }
    // SQLite waits for no other process where both are about to turn the log on
    auto const until = std::chrono::steady_clock::now() + busy_timeout;
    opening = settle_sqlite(file);
    while (opening.busy && std::chrono::steady_clock::now() < until) {
        sqlite3_sleep(5);
        opening = settle_sqlite(file);
    }
    return opening;
}

}  // namespace bcauth::inline v0::detail

#endif
