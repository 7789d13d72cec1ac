// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_STORE_DETAIL_SQLITE_STATEMENT_HPP
#define BCAUTH_STORE_DETAIL_SQLITE_STATEMENT_HPP

#include <bcauth/store/detail/sqlite_connection.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <string_view>

namespace bcauth::inline v0::detail {

struct sqlite_finalizer {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};

// A statement that is prepared once and used many times.
class sqlite_statement {
public:
    [[nodiscard]] int prepare(sqlite_connection const& connection, std::string_view text) noexcept {
        sqlite3_stmt* prepared = nullptr;
        auto const code =
            sqlite3_prepare_v3(connection.get(), text.data(), static_cast<int>(text.size()),
                               SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
        x_statement.reset(prepared);
        return code;
    }

    [[nodiscard]] sqlite3_stmt* get() const noexcept { return x_statement.get(); }

private:
    std::unique_ptr<sqlite3_stmt, sqlite_finalizer> x_statement;
};

enum class sqlite_outcome : unsigned char {
    row,
    done,
    no_parent,  // a foreign key names nothing
    failed,     // `code()` says why
};

// One use of a statement. What is bound is not copied, so it has to live as long; at the end the statement lets go
// of it and of every lock.
class sqlite_call {
public:
    explicit sqlite_call(sqlite_statement const& statement) noexcept
        : x_statement(statement.get()) {}
    ~sqlite_call() {
        sqlite3_reset(x_statement);
        sqlite3_clear_bindings(x_statement);
    }
    sqlite_call(sqlite_call const&) = delete;
    sqlite_call& operator=(sqlite_call const&) = delete;

    // parameters from the first one on
    sqlite_call& text(std::string_view value) noexcept {
        return keep(sqlite3_bind_text64(x_statement, ++x_bound, data(value), value.size(),
                                        SQLITE_STATIC, SQLITE_UTF8));
    }
    sqlite_call& text(std::string&&) = delete;
    sqlite_call& bytes(std::string_view value) noexcept {
        return keep(
            sqlite3_bind_blob64(x_statement, ++x_bound, data(value), value.size(), SQLITE_STATIC));
    }
    sqlite_call& bytes(std::string&&) = delete;
    sqlite_call& integer(std::int64_t value) noexcept {
        return keep(sqlite3_bind_int64(x_statement, ++x_bound, value));
    }
    sqlite_call& null() noexcept { return keep(sqlite3_bind_null(x_statement, ++x_bound)); }

    [[nodiscard]] sqlite_outcome step() noexcept {
        if (x_code != SQLITE_OK) return sqlite_outcome::failed;
        auto const code = sqlite3_step(x_statement);
        if (code == SQLITE_ROW) return sqlite_outcome::row;
        if (code == SQLITE_DONE) return sqlite_outcome::done;
        x_code = code;
        return code == SQLITE_CONSTRAINT_FOREIGNKEY ? sqlite_outcome::no_parent
                                                    : sqlite_outcome::failed;
    }

    [[nodiscard]] int code() const noexcept { return x_code; }

    // Columns of the row, until the next step. The bytes are SQLite's own, not converted and not copied.
    [[nodiscard]] bool is_null(int column) const noexcept {
        return sqlite3_column_type(x_statement, column) == SQLITE_NULL;
    }
    [[nodiscard]] std::int64_t integer_at(int column) const noexcept {
        return sqlite3_column_int64(x_statement, column);
    }
    [[nodiscard]] std::string_view bytes_at(int column) const noexcept {
        auto const* const bytes = sqlite3_column_blob(x_statement, column);
        auto const size = sqlite3_column_bytes(x_statement, column);
        if (bytes == nullptr || size <= 0) return {};
        return {static_cast<char const*>(bytes), static_cast<std::size_t>(size)};
    }

private:
    // SQLite takes a null pointer for NULL, which an empty text is not
    static char const* data(std::string_view value) noexcept {
        return value.data() == nullptr ? "" : value.data();
    }

    sqlite_call& keep(int code) noexcept {
        if (x_code == SQLITE_OK) x_code = code;
        return *this;
    }

    sqlite3_stmt* x_statement;
    int x_bound = 0;
    int x_code = SQLITE_OK;
};

}  // namespace bcauth::inline v0::detail

#endif
