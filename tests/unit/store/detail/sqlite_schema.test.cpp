// SPDX-License-Identifier: BSL-1.0
#include <bcauth/store/detail/sqlite_schema.hpp>

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace {

using bcauth::detail::sqlite_connection;
using bcauth::detail::sqlite_opening;
using bcauth::detail::sqlite_script_for;
using namespace std::chrono_literals;

class SqliteSchema : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(bcauth::detail::open_sqlite(connection, path, 50ms).why, "");
    }

    std::int64_t number(char const* sql) {
        std::int64_t value = -1;
        EXPECT_EQ(connection.read(sql, value), SQLITE_OK) << sql;
        return value;
    }

    temporary_folder folder;
    std::string path = folder / "file";
    sqlite_connection connection;
};

TEST_F(SqliteSchema, IsMarkedAsOurs) {
    EXPECT_EQ(number("PRAGMA application_id"), bcauth::detail::sqlite_application);
    EXPECT_EQ(number("PRAGMA user_version"), bcauth::detail::sqlite_schema_version);
    sqlite_opening opening;
    EXPECT_EQ(sqlite_script_for(connection, opening), nullptr);
    EXPECT_FALSE(opening.failed());
    ASSERT_EQ(connection.execute("PRAGMA user_version = 1"), SQLITE_OK);
    EXPECT_EQ(sqlite_script_for(connection, opening), bcauth::detail::sqlite_upgrade);
    EXPECT_FALSE(opening.failed());
}

TEST_F(SqliteSchema, IsSafeInEveryConnection) {
    for (int times = 0; times < 2; ++times) {
        std::string mode;
        EXPECT_EQ(connection.read("PRAGMA journal_mode", mode), SQLITE_OK);
        EXPECT_EQ(mode, "wal");
        EXPECT_EQ(number("PRAGMA synchronous"), 2) << "FULL";
        EXPECT_EQ(number("PRAGMA foreign_keys"), 1);
        EXPECT_EQ(number("PRAGMA secure_delete"), 1);
        EXPECT_EQ(number("PRAGMA temp_store"), 2) << "memory";
        EXPECT_EQ(number("PRAGMA cell_size_check"), 1);
        EXPECT_EQ(number("PRAGMA busy_timeout"), 50);
        connection = {};
        ASSERT_EQ(bcauth::detail::open_sqlite(connection, path, 50ms).why, "");
    }
}

TEST_F(SqliteSchema, HoldsTypesAndParents) {
    EXPECT_EQ(connection.execute("INSERT INTO person VALUES('a', 1, NULL, '')"),
              SQLITE_CONSTRAINT_FOREIGNKEY);
    EXPECT_EQ(connection.execute("INSERT INTO installation VALUES('a', 'text for a blob', '', 1, "
                                 "NULL, '', NULL, NULL, NULL, '', 0)"),
              SQLITE_CONSTRAINT_DATATYPE);
    EXPECT_EQ(connection.execute("INSERT INTO installation VALUES('a', x'00', '', 1, NULL, '', 2, "
                                 "NULL, NULL, '', 0)"),
              SQLITE_CONSTRAINT_CHECK)
        << "an owner without an address";
}

TEST_F(SqliteSchema, IsRefusedWhereItIsNewerOrAnothers) {
    for (auto const* const sql : {"PRAGMA user_version = 3", "PRAGMA user_version = 0",
                                  "PRAGMA application_id = 1; PRAGMA user_version = 2"}) {
        ASSERT_EQ(connection.execute(sql), SQLITE_OK);
        sqlite_opening opening;
        EXPECT_EQ(sqlite_script_for(connection, opening), nullptr);
        EXPECT_TRUE(opening.failed()) << sql;
        EXPECT_FALSE(opening.busy);
    }
}

TEST(SqliteOpening, IsBusyForEachKindOfBusy) {
    sqlite_opening opening;
    EXPECT_FALSE(opening.failed());
    opening.refuse("open", SQLITE_BUSY_RECOVERY);
    EXPECT_TRUE(opening.busy);
    opening.refuse("open", SQLITE_CANTOPEN);
    EXPECT_FALSE(opening.busy);
    EXPECT_EQ(opening.why, "open: unable to open database file (14)");
}

}  // namespace
