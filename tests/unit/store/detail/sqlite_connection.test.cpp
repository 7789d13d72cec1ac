// SPDX-License-Identifier: BSL-1.0
#include <bcauth/store/detail/sqlite_connection.hpp>

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace {

using bcauth::detail::sqlite_connection;
using namespace std::chrono_literals;

class SqliteConnection : public testing::Test {
protected:
    void SetUp() override {
        write_bytes(path, "");
        ASSERT_EQ(connection.open(path, 50ms), SQLITE_OK);
    }

    temporary_folder folder;
    std::string path = folder / "file";
    sqlite_connection connection;
};

TEST_F(SqliteConnection, MakesNoFile) {
    sqlite_connection other;
    EXPECT_EQ(other.open(folder / "missing", 0ms) & 0xff, SQLITE_CANTOPEN);
}

TEST_F(SqliteConnection, ReadsNumbersAndTexts) {
    std::int64_t number = 0;
    std::string text;
    EXPECT_EQ(connection.read("SELECT 9223372036854775807", number), SQLITE_OK);
    EXPECT_EQ(number, INT64_MAX);
    EXPECT_EQ(connection.read("SELECT 'words'", text), SQLITE_OK);
    EXPECT_EQ(text, "words");
    EXPECT_EQ(connection.read("SELECT NULL", text), SQLITE_OK);
    EXPECT_EQ(text, "");
    EXPECT_EQ(connection.read("SELECT 1 WHERE 0", number), SQLITE_EMPTY);
    EXPECT_EQ(connection.read("not SQL", number), SQLITE_ERROR);
}

TEST_F(SqliteConnection, DoesNotTrustTheSchema) {
    std::int64_t value = 1;
    EXPECT_EQ(connection.read("PRAGMA trusted_schema", value), SQLITE_OK);
    EXPECT_EQ(value, 0);
    ASSERT_EQ(connection.execute("CREATE TABLE t(a); PRAGMA writable_schema = ON"), SQLITE_OK);
    EXPECT_NE(connection.execute("UPDATE sqlite_schema SET sql = ''"), SQLITE_OK);
}

TEST_F(SqliteConnection, EmptiesTheLogAndKeepsItsPatience) {
    ASSERT_EQ(connection.execute("PRAGMA journal_mode = WAL; CREATE TABLE t(a)"), SQLITE_OK);
    EXPECT_FALSE(bytes_of(path + "-wal").empty());
    EXPECT_TRUE(connection.empty_log());
    EXPECT_TRUE(bytes_of(path + "-wal").empty());
    std::int64_t timeout = 0;
    EXPECT_EQ(connection.read("PRAGMA busy_timeout", timeout), SQLITE_OK);
    EXPECT_EQ(timeout, 50);
}

TEST(SqliteWords, AreFixedForACode) {
    EXPECT_EQ(bcauth::detail::sqlite_words("write", SQLITE_IOERR_WRITE),
              "write: disk I/O error (778)");
}

}  // namespace
