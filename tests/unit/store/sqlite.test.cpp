// SPDX-License-Identifier: BSL-1.0
#include <bcauth/store/sqlite.hpp>
#include <bcauth/testing/store_battery.hpp>
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sqlite3.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <type_traits>
#include <utility>

namespace {

using bcauth::errc;
using bcauth::installation;
using bcauth::sqlite_store;
using rule = bcauth::testing::store_rule<sqlite_store>;

static_assert(std::is_nothrow_move_constructible_v<sqlite_store>);
static_assert(!std::is_copy_constructible_v<sqlite_store>);
static_assert(!std::is_default_constructible_v<sqlite_store>);

auto const store_name = *bcauth::store_hash::make("z4zn3wo");

installation with_token(std::string_view token) {
    return {store_name, bcauth::secret(token), {}, {1, {}, "a@example.com"}, {}, {}};
}

// past the library, as a person with the sqlite3 command would
void run_sql(std::string const& path, char const* sql) {
    sqlite3* file = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &file), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(file, sql, nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(file);
    sqlite3_close(file);
}

unsigned mode_of(std::string const& path) {
    struct stat found {};
    EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 07777U;
}

class SqliteStore : public testing::TestWithParam<rule> {};

TEST_P(SqliteStore, KeepsTheRule) {
    temporary_folder const folder;
    auto store = sqlite_store::open(folder / "app.db");
    ASSERT_TRUE(store);
    EXPECT_EQ(GetParam().judge(*store), "");
    EXPECT_EQ(store->last_failure(), "");
}
INSTANTIATE_TEST_SUITE_P(Battery, SqliteStore,
                         testing::ValuesIn(bcauth::testing::store_battery<sqlite_store>()),
                         [](auto const& test) { return std::string(test.param.name); });

class SqliteFile : public testing::Test {
protected:
    // the reason of a refusal, empty where there is none
    std::string refusal(std::string const& name) {
        bcauth::diagnostics why;
        auto const opened = sqlite_store::open(name, why);
        if (opened) return {};
        EXPECT_EQ(opened.error(), errc::store_failed);
        EXPECT_EQ(why.message().find(folder.path()), std::string::npos) << why.message();
        return why.message();
    }

    temporary_folder folder;
    std::string path = folder / "app.db";
};

TEST_F(SqliteFile, KeepsWhatItHasWhenItIsOpenedAgain) {
    {
        auto store = *sqlite_store::open(path);
        ASSERT_TRUE(store.put_installation(with_token("t")));
        ASSERT_TRUE(store.put_user(store_name, {2, "B", "b@example.com"}));
    }
    auto store = *sqlite_store::open(path);
    auto const found = *store.find_installation(store_name);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->access_token.expose(), "t");
    auto const person = *store.find_user(store_name, 2);
    ASSERT_TRUE(person);
    EXPECT_EQ(person->username, "B");
}

TEST_F(SqliteFile, IsForItsOwnerAloneTogetherWithItsLog) {
    auto const mask = ::umask(0);
    auto store = *sqlite_store::open(path);
    ASSERT_TRUE(store.put_installation(with_token("t")));
    ::umask(mask);
    EXPECT_EQ(mode_of(path), 0600U);
    EXPECT_EQ(mode_of(path + "-wal"), 0600U);
    EXPECT_EQ(mode_of(path + "-shm"), 0600U);
    int files = 0;
    for (auto const& each : std::filesystem::directory_iterator(folder.path())) {
        files += each.is_regular_file() ? 1 : 0;
    }
    EXPECT_EQ(files, 3) << "something else was left beside the file";
}

TEST_F(SqliteFile, IsTakenFromOthersWhoCouldReadIt) {
    ASSERT_TRUE(sqlite_store::open(path));
    ASSERT_EQ(::chmod(path.c_str(), 0664), 0);
    write_bytes(path + "-shm", "");
    ASSERT_EQ(::chmod((path + "-shm").c_str(), 0666), 0);
    auto store = *sqlite_store::open(path);
    ASSERT_TRUE(store.put_installation(with_token("t")));
    EXPECT_EQ(mode_of(path), 0600U);
    EXPECT_EQ(mode_of(path + "-wal"), 0600U);
    EXPECT_EQ(mode_of(path + "-shm"), 0600U);
}

TEST_F(SqliteFile, OfANewerSchemaIsRefusedAndLeftAsItIs) {
    ASSERT_TRUE(sqlite_store::open(path));
    run_sql(path, "PRAGMA user_version = 3");
    auto const before = bytes_of(path);
    EXPECT_EQ(refusal(path), "the file has a newer schema than this library knows");
    EXPECT_EQ(bytes_of(path), before);
}

TEST_F(SqliteFile, OfTheFirstSchemaIsCarriedOver) {
    {
        auto store = *sqlite_store::open(path);
        ASSERT_TRUE(store.put_installation(with_token("of before")));
        ASSERT_TRUE(store.put_user(with_token("").store, {7, "seven", "s@example.com"}));
    }
    run_sql(path, "ALTER TABLE installation DROP COLUMN withheld; PRAGMA user_version = 1");
    auto made = with_token("of before");
    auto store = *sqlite_store::open(path);
    auto found = *store.find_installation(made.store);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->access_token.expose(), "of before");
    EXPECT_FALSE(found->is_withheld());
    EXPECT_TRUE(*store.find_user(made.store, 7));
    made.withhold();
    ASSERT_TRUE(store.put_installation(made));
    EXPECT_TRUE((*sqlite_store::open(path)->find_installation(made.store))->is_withheld());
}

TEST_F(SqliteFile, OfSomethingElseIsRefusedAndLeftAsItIs) {
    run_sql(path, "CREATE TABLE theirs(a); INSERT INTO theirs VALUES('private')");
    ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
    auto const before = bytes_of(path);
    EXPECT_EQ(refusal(path), "the file is a database of something else");
    EXPECT_EQ(bytes_of(path), before);
    EXPECT_EQ(mode_of(path), 0644U);
    run_sql(path, "PRAGMA application_id = 7; DROP TABLE theirs");
    EXPECT_EQ(refusal(path), "the file is a database of something else");
    run_sql(path, "PRAGMA application_id = 0; PRAGMA user_version = 1");
    EXPECT_EQ(refusal(path), "the file is a database of something else");
}

TEST_F(SqliteFile, ThatIsNoDatabaseIsRefusedAndLeftAsItIs) {
    std::string const text(9000, 'x');
    write_bytes(path, text);
    EXPECT_EQ(refusal(path), "read the file: file is not a database (26)");
    EXPECT_EQ(bytes_of(path), text);
}

TEST_F(SqliteFile, ThatIsEmptyIsTaken) {
    write_bytes(path, "");
    EXPECT_EQ(refusal(path), "");
    EXPECT_EQ(mode_of(path), 0600U);
}

TEST_F(SqliteFile, MustHaveANameOfAFile) {
    constexpr auto no_file = "there is no regular file of that name, and none can be made";
    EXPECT_EQ(refusal(""), no_file);
    EXPECT_EQ(refusal(path + std::string("\0.db", 4)), no_file);
    EXPECT_EQ(refusal(folder.path()), no_file);
    EXPECT_EQ(refusal(folder / "missing/app.db"), no_file);
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(refusal(folder / "pipe"), no_file);
    std::filesystem::create_symlink("nowhere", folder / "link");
    EXPECT_NE(refusal(folder / "link"), "");
    EXPECT_FALSE(std::filesystem::exists(folder / "nowhere"));
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(SqliteFile, HasNoSpecialName) {
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    EXPECT_TRUE(sqlite_store::open(":memory:"));
    EXPECT_TRUE(sqlite_store::open("file:app.db?mode=memory"));
    std::filesystem::current_path(before);
    EXPECT_TRUE(std::filesystem::exists(folder / ":memory:"));
    EXPECT_TRUE(std::filesystem::exists(folder / "file:app.db?mode=memory"));
}

TEST_F(SqliteFile, MayBeOpenTwiceInOneProcess) {
    auto one = *sqlite_store::open(path);
    ASSERT_TRUE(one.put_installation(with_token("t")));
    {
        auto other = *sqlite_store::open(path);
        EXPECT_TRUE(*other.find_installation(store_name));
    }
    ASSERT_TRUE(one.put_installation(with_token("u")));
}

TEST_F(SqliteFile, ServesAStoreThatWasMoved) {
    auto first = *sqlite_store::open(path);
    auto second = std::move(first);
    ASSERT_TRUE(second.put_installation(with_token("t")));
    auto third = *sqlite_store::open(folder / "other.db");
    third = std::move(second);
    EXPECT_TRUE(*third.find_installation(store_name));
}

TEST_F(SqliteFile, IsNotWrittenWithScopesThatCouldNotBeReadAgain) {
    auto store = *sqlite_store::open(path);
    auto many = with_token("t");
    for (int i = 0; i < 300; ++i) {
        many.scopes = many.scopes | *bcauth::scope_set::parse("new_scope_" + std::to_string(i));
    }
    EXPECT_EQ(store.put_installation(many).error(), errc::invalid_scope);
    EXPECT_FALSE(*store.find_installation(store_name));
}

TEST_F(SqliteFile, WithRowsThatNobodyPutThereFailsWithoutTellingThem) {
    auto store = *sqlite_store::open(path);
    ASSERT_TRUE(store.put_installation(with_token("t")));
    run_sql(path, "UPDATE installation SET scopes = 'forged\nscope'");
    EXPECT_EQ(store.find_installation(store_name).error(), errc::store_failed);
    EXPECT_EQ(store.last_failure(), "a row has what no store has put there");
    run_sql(path, "UPDATE installation SET store = 'FORGED'");
    EXPECT_EQ(store.list_installations({}, 9).error(), errc::store_failed);
    EXPECT_EQ(store.last_failure(), "a row has what no store has put there");
}

TEST_F(SqliteFile, ThatLostATableFailsInEveryCall) {
    auto store = *sqlite_store::open(path);
    run_sql(path, "DROP TABLE person; DROP TABLE installation");
    EXPECT_EQ(store.put_installation(with_token("sEcr3tT0ken")).error(), errc::store_failed);
    EXPECT_EQ(store.last_failure(), "the call failed: SQL logic error (1)");
    EXPECT_EQ(store.find_installation(store_name).error(), errc::store_failed);
    EXPECT_EQ(store.erase_installation(store_name).error(), errc::store_failed);
    EXPECT_EQ(store.put_user(store_name, {}).error(), errc::store_failed);
    EXPECT_EQ(store.find_user(store_name, 1).error(), errc::store_failed);
    EXPECT_EQ(store.erase_user(store_name, 1).error(), errc::store_failed);
    EXPECT_EQ(store.list_installations({}, 1).error(), errc::store_failed);
}

}  // namespace
