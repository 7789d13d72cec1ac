// SPDX-License-Identifier: BSL-1.0
#include <bcauth/store/detail/sqlite_statement.hpp>

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using bcauth::detail::sqlite_call;
using bcauth::detail::sqlite_connection;
using bcauth::detail::sqlite_outcome;
using bcauth::detail::sqlite_statement;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

class SqliteStatement : public testing::Test {
protected:
    void SetUp() override {
        write_bytes(path, "");
        ASSERT_EQ(connection.open(path, 50ms), SQLITE_OK);
        ASSERT_EQ(connection.execute("PRAGMA foreign_keys = ON;"
                                     "CREATE TABLE parent(id INTEGER PRIMARY KEY);"
                                     "CREATE TABLE t(a TEXT NOT NULL, b BLOB NOT NULL, c INTEGER "
                                     "REFERENCES parent(id)) STRICT"),
                  SQLITE_OK);
        ASSERT_EQ(put.prepare(connection, "INSERT INTO t VALUES(?1, ?2, ?3)"), SQLITE_OK);
        ASSERT_EQ(find.prepare(connection, "SELECT a, b, c FROM t"), SQLITE_OK);
    }

    temporary_folder folder;
    std::string path = folder / "file";
    sqlite_connection connection;
    sqlite_statement put;
    sqlite_statement find;
};

TEST_F(SqliteStatement, CarriesEveryByteAndAnEmptyTextIsNoNull) {
    std::string const bytes("\0\xff\x80'", 4);
    for (auto const each : {std::string_view(), std::string_view(bytes)}) {
        ASSERT_EQ(sqlite_call(put).text(each).bytes(each).null().step(), sqlite_outcome::done);
        {
            sqlite_call call(find);
            ASSERT_EQ(call.step(), sqlite_outcome::row);
            EXPECT_EQ(call.bytes_at(0), each);
            EXPECT_EQ(call.bytes_at(1), each);
            EXPECT_FALSE(call.is_null(0));
            EXPECT_TRUE(call.is_null(2));
            EXPECT_EQ(call.step(), sqlite_outcome::done);
        }
        ASSERT_EQ(connection.execute("DELETE FROM t"), SQLITE_OK);
    }
}

TEST_F(SqliteStatement, LetsGoOfWhatWasBoundAndOfItsLocks) {
    {
        sqlite_call call(put);
        ASSERT_EQ(call.text("a"sv).bytes("b"sv).null().step(), sqlite_outcome::done);
    }
    EXPECT_EQ(sqlite_call(put).step(), sqlite_outcome::failed) << "the earlier values were kept";
    {
        sqlite_call call(find);
        ASSERT_EQ(call.step(), sqlite_outcome::row);
    }
    EXPECT_EQ(sqlite3_stmt_busy(find.get()), 0);
    EXPECT_EQ(connection.execute("DROP TABLE t"), SQLITE_OK);
}

TEST_F(SqliteStatement, TellsAMissingParentFromOtherFailures) {
    sqlite_call orphan(put);
    EXPECT_EQ(orphan.text("a"sv).bytes("b"sv).integer(7).step(), sqlite_outcome::no_parent);
    sqlite_statement other;
    ASSERT_EQ(other.prepare(connection, "INSERT INTO t VALUES(?1, ?2, ?3)"), SQLITE_OK);
    sqlite_call wrong(other);
    EXPECT_EQ(wrong.null().bytes("b"sv).null().step(), sqlite_outcome::failed);
    EXPECT_EQ(wrong.code(), SQLITE_CONSTRAINT_NOTNULL);
}

TEST_F(SqliteStatement, KeepsTheFirstFailure) {
    sqlite_call call(find);
    EXPECT_EQ(call.text("one too many"sv).step(), sqlite_outcome::failed);
    EXPECT_EQ(call.code(), SQLITE_RANGE);
}

TEST_F(SqliteStatement, ThatIsNoSqlIsNotPrepared) {
    sqlite_statement wrong;
    EXPECT_NE(wrong.prepare(connection, "SELECT nothing FROM nowhere"), SQLITE_OK);
}

}  // namespace
