// SPDX-License-Identifier: BSL-1.0
#include "ledger.hpp"

#include <sqlite3.h>
#include <stdexcept>
#include <string_view>

namespace loyalty {

namespace {

using bcauth::errc;
using bcauth::result;
using bcauth::store_hash;

constexpr auto schema = R"(
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS points (
        store TEXT NOT NULL, customer INTEGER NOT NULL,
        points INTEGER NOT NULL CHECK (points BETWEEN 0 AND 1000000),
        PRIMARY KEY (store, customer)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS told_tier (
        store TEXT NOT NULL, customer INTEGER NOT NULL, tier TEXT NOT NULL,
        PRIMARY KEY (store, customer)) STRICT, WITHOUT ROWID)";
static_assert(ledger::most_points == 1'000'000, "the schema says it too");

// One statement, used once.
class query {
public:
    query(sqlite3* file, std::string_view text) {
        sqlite3_prepare_v2(file, text.data(), static_cast<int>(text.size()), &x_statement, nullptr);
    }
    ~query() { sqlite3_finalize(x_statement); }
    query(query const&) = delete;
    query& operator=(query const&) = delete;

    // the text, and the store, live as long as the query
    query& with(store_hash const& store) { return with(store.view()); }
    query& with(std::string_view text) {
        sqlite3_bind_text(x_statement, ++x_bound, text.data(), static_cast<int>(text.size()),
                          SQLITE_STATIC);
        return *this;
    }
    query& with(std::int64_t number) {
        sqlite3_bind_int64(x_statement, ++x_bound, number);
        return *this;
    }

    int step() { return sqlite3_step(x_statement); }
    [[nodiscard]] std::int64_t number(int column) const {
        return sqlite3_column_int64(x_statement, column);
    }
    [[nodiscard]] std::string text(int column) const {
        auto const* const bytes = sqlite3_column_blob(x_statement, column);
        auto const size = static_cast<std::size_t>(sqlite3_column_bytes(x_statement, column));
        return size == 0 ? std::string() : std::string(static_cast<char const*>(bytes), size);
    }

private:
    sqlite3_stmt* x_statement = nullptr;
    int x_bound = 0;
};

}  // namespace

void ledger::closer::operator()(sqlite3* file) const noexcept {
    sqlite3_close_v2(file);
}

ledger::ledger(std::string const& path) {
    sqlite3* opened = nullptr;
    auto const code =
        sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    x_file.reset(opened);
    if (code != SQLITE_OK) throw std::runtime_error("the ledger can't be opened");
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_busy_timeout(opened, 5000);
    if (sqlite3_exec(opened, schema, nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw std::runtime_error("the ledger is not one");
    }
}

result<std::int64_t> ledger::points_of(store_hash const& store, std::int64_t customer) {
    std::lock_guard const lock(x_mutex);
    query one(x_file.get(), "SELECT points FROM points WHERE store = ? AND customer = ?");
    auto const found = one.with(store).with(customer).step();
    if (found == SQLITE_ROW) return one.number(0);
    return found == SQLITE_DONE ? result<std::int64_t>(0) : errc::store_failed;
}

result<std::optional<std::int64_t>> ledger::change(store_hash const& store, std::int64_t customer,
                                                   std::int64_t by) {
    std::lock_guard const lock(x_mutex);
    query one(x_file.get(),
              "INSERT OR REPLACE INTO points SELECT ?1, ?2, ?3 + coalesce((SELECT points FROM "
              "points WHERE store = ?1 AND customer = ?2), 0) RETURNING points");
    auto const changed = one.with(store).with(customer).with(by).step();
    if (changed == SQLITE_CONSTRAINT_CHECK) return std::optional<std::int64_t>();
    if (changed != SQLITE_ROW) return errc::store_failed;
    std::optional const points(one.number(0));
    if (one.step() != SQLITE_DONE) return errc::store_failed;
    return points;
}

result<std::vector<balance>> ledger::top(store_hash const& store, std::size_t limit) {
    std::lock_guard const lock(x_mutex);
    query one(x_file.get(),
              "SELECT customer, points FROM points WHERE store = ? "
              "ORDER BY points DESC, customer LIMIT ?");
    one.with(store).with(static_cast<std::int64_t>(limit));
    std::vector<balance> all;
    auto next = one.step();
    for (; next == SQLITE_ROW; next = one.step()) {
        all.push_back({one.number(0), one.number(1)});
    }
    if (next != SQLITE_DONE) return errc::store_failed;
    return result<std::vector<balance>>(std::move(all));
}

result<std::string> ledger::told_tier(store_hash const& store, std::int64_t customer) {
    std::lock_guard const lock(x_mutex);
    query one(x_file.get(), "SELECT tier FROM told_tier WHERE store = ? AND customer = ?");
    auto const found = one.with(store).with(customer).step();
    if (found == SQLITE_ROW) return one.text(0);
    return found == SQLITE_DONE ? result<std::string>(std::string()) : errc::store_failed;
}

result<void> ledger::note_tier(store_hash const& store, std::int64_t customer,
                               std::string_view tier) {
    std::lock_guard const lock(x_mutex);
    query one(x_file.get(), "INSERT OR REPLACE INTO told_tier VALUES (?, ?, ?)");
    if (one.with(store).with(customer).with(tier).step() != SQLITE_DONE) return errc::store_failed;
    return {};
}

result<void> ledger::erase(store_hash const& store) {
    std::lock_guard const lock(x_mutex);
    // the points last: as long as they are there, this is not done
    for (auto const* const text :
         {"DELETE FROM told_tier WHERE store = ?", "DELETE FROM points WHERE store = ?"}) {
        query one(x_file.get(), text);
        if (one.with(store).step() != SQLITE_DONE) return errc::store_failed;
    }
    return {};
}

}  // namespace loyalty
