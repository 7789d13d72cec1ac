// SPDX-License-Identifier: BSL-1.0
#include <bcauth/store/sqlite.hpp>
#include <bcauth/testing/detail/store_samples.hpp>
#include <bcauth/testing/detail/store_thread_rules.hpp>

#include "support/child_process.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <sys/resource.h>

namespace {

namespace battery = bcauth::detail::battery;
using bcauth::errc;
using bcauth::sqlite_store;
using namespace std::chrono_literals;

auto const name = battery::sample_store();

struct closer {
    void operator()(sqlite3* file) const { sqlite3_close(file); }
};

// another program with the same file
class stranger {
public:
    explicit stranger(std::string const& path) {
        sqlite3* file = nullptr;
        EXPECT_EQ(sqlite3_open(path.c_str(), &file), SQLITE_OK);
        x_file.reset(file);
    }
    int run(char const* sql) { return sqlite3_exec(x_file.get(), sql, nullptr, nullptr, nullptr); }

private:
    std::unique_ptr<sqlite3, closer> x_file;
};

bcauth::installation with_token(std::string_view token) {
    auto made = battery::full_installation();
    made.access_token = bcauth::secret(token);
    return made;
}

class Sqlite : public testing::Test {
protected:
    // whether eight bytes in a row of a token stand in the file or its log
    [[nodiscard]] bool on_disk(std::string_view token) const {
        auto const bytes = bytes_of(path) + bytes_of(path + "-wal");
        for (std::size_t at = 0; at + 8 <= token.size(); ++at) {
            if (bytes.find(token.substr(at, 8)) != std::string::npos) return true;
        }
        return false;
    }

    temporary_folder folder;
    std::string path = folder / "app.db";
    std::string const old_token = "g3y3ab5cctiu0edpy9n8gzl0p25og9u";
    std::string const new_token = "zq81k2mxv7w4h6s5r0tjb3nfd9cela1";
};

TEST_F(Sqlite, IsWholeToThreadsThatEachHaveTheirOwnStore) {
    std::atomic<int> broken{0};
    ASSERT_TRUE(sqlite_store::open(path)->put_installation(battery::variant(0)));
    auto const write = [&](int which) {
        auto store = *sqlite_store::open(path);
        for (int i = 0; i < 40; ++i) {
            broken += store.put_installation(battery::variant((i + which) % 2)) ? 0 : 1;
            broken += store.put_user(name, battery::full_user()) ? 0 : 1;
        }
    };
    auto const read = [&] {
        auto store = *sqlite_store::open(path);
        for (int i = 0; i < 200; ++i) {
            auto const found = store.find_installation(name);
            bool const whole =
                battery::is(found, battery::variant(0)) || battery::is(found, battery::variant(1));
            broken += whole ? 0 : 1;
        }
    };
    battery::run_together({[&] { write(0); }, [&] { write(1); }, read});
    EXPECT_EQ(broken, 0);
}

TEST_F(Sqlite, IsMadeOnceByProcessesThatComeTogether) {
    auto const memory = temporary_folder::in_memory();
    for (int round = 0; round < 200; ++round) {
        auto const file = memory / ("round" + std::to_string(round));
        std::vector<std::unique_ptr<child_process>> children;
        for (int i = 0; i < 6; ++i) {
            children.push_back(std::make_unique<child_process>([&](auto const&) {
                auto store = sqlite_store::open(file);
                if (!store) return 1;
                auto const mine = "s" + std::to_string(i);
                return store->put_installation(battery::bare_installation(mine, mine)) ? 0 : 2;
            }));
        }
        for (auto const& child : children) {
            EXPECT_EQ(child->wait(), 0) << "1: could not open, 2: could not write";
        }
        EXPECT_EQ(sqlite_store::open(file)->list_installations({}, 99)->size(), 6U);
    }
}

TEST_F(Sqlite, ShowsAProcessWhatAnotherOneWrote) {
    auto store = *sqlite_store::open(path);
    ASSERT_TRUE(store.put_installation(with_token(old_token)));
    child_process child([&](auto const&) {
        auto other = sqlite_store::open(path);
        if (!other || !battery::is(other->find_installation(name), with_token(old_token))) return 1;
        return other->put_installation(with_token(new_token)) ? 0 : 2;
    });
    EXPECT_EQ(child.wait(), 0);
    EXPECT_TRUE(battery::is(store.find_installation(name), with_token(new_token)));
}

TEST_F(Sqlite, OverwritesAReplacedToken) {
    auto store = *sqlite_store::open(path);
    ASSERT_TRUE(store.put_installation(with_token(old_token)));
    EXPECT_TRUE(on_disk(old_token)) << "tokens are stored as they are; else nothing is shown here";
    ASSERT_TRUE(store.put_installation(with_token(new_token)));
    EXPECT_FALSE(on_disk(old_token));
    EXPECT_TRUE(on_disk(new_token));
}

TEST_F(Sqlite, OverwritesAnErasedToken) {
    auto store = *sqlite_store::open(path);
    ASSERT_TRUE(store.put_installation(with_token(old_token)));
    ASSERT_TRUE(store.erase_installation(name));
    EXPECT_FALSE(on_disk(old_token));
}

TEST_F(Sqlite, EmptiesTheLogLaterWhereAReaderIsInTheWay) {
    auto store = *sqlite_store::open(path);
    ASSERT_TRUE(store.put_installation(with_token(old_token)));
    stranger reader(path);
    ASSERT_EQ(reader.run("BEGIN; SELECT * FROM installation"), SQLITE_OK);
    auto const begin = std::chrono::steady_clock::now();
    ASSERT_TRUE(store.put_installation(with_token(new_token)));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s) << "it waited for the reader";
    EXPECT_TRUE(on_disk(old_token));
    ASSERT_EQ(reader.run("COMMIT"), SQLITE_OK);
    ASSERT_TRUE(store.put_user(name, battery::full_user()));
    EXPECT_FALSE(on_disk(old_token));
}

TEST_F(Sqlite, EmptiesTheLogOfAProcessThatDied) {
    {
        child_process child([&](auto const& tell) {
            auto store = sqlite_store::open(path);
            if (!store || !store->put_installation(with_token(old_token))) return 1;
            stranger reader(path);
            reader.run("BEGIN; SELECT * FROM installation");
            if (!store->put_installation(with_token(new_token))) return 2;
            tell(1);
            ::pause();
            return 0;
        });
        int told = 0;
        ASSERT_TRUE(child.hear(told));
        child.kill();
    }
    ASSERT_TRUE(on_disk(old_token));
    auto store = *sqlite_store::open(path);
    EXPECT_FALSE(on_disk(old_token));
    EXPECT_TRUE(battery::is(store.find_installation(name), with_token(new_token)));
}

TEST_F(Sqlite, WaitsForAWriterAndThenFails) {
    auto store = *sqlite_store::open(path, bcauth::sqlite_options{.busy_timeout = 100ms});
    ASSERT_TRUE(store.put_installation(with_token(old_token)));
    stranger writer(path);
    ASSERT_EQ(writer.run("BEGIN IMMEDIATE"), SQLITE_OK);
    auto const begin = std::chrono::steady_clock::now();
    EXPECT_EQ(store.put_installation(with_token(new_token)).error(), errc::store_failed);
    auto const took = std::chrono::steady_clock::now() - begin;
    EXPECT_GE(took, 90ms);
    EXPECT_LT(took, 3s);
    EXPECT_EQ(store.last_failure(), "the call failed: database is locked (5)");
    EXPECT_TRUE(battery::is(store.find_installation(name), with_token(old_token)))
        << "readers don't wait for a writer";
    ASSERT_EQ(writer.run("COMMIT"), SQLITE_OK);
    EXPECT_TRUE(store.put_installation(with_token(new_token)));
}

TEST_F(Sqlite, WaitsForAWriterThatIsDoneInTime) {
    auto store = *sqlite_store::open(path);
    stranger writer(path);
    ASSERT_EQ(writer.run("BEGIN IMMEDIATE"), SQLITE_OK);
    std::thread release([&] {
        std::this_thread::sleep_for(200ms);
        writer.run("COMMIT");
    });
    EXPECT_TRUE(store.put_installation(with_token(new_token)));
    release.join();
}

TEST_F(Sqlite, IsMadeOnceTheFileIsFree) {
    for (auto const* const held : {"BEGIN; SELECT * FROM sqlite_schema", "BEGIN EXCLUSIVE"}) {
        auto const file = folder / held;
        write_bytes(file, "");
        stranger other(file);
        ASSERT_EQ(other.run(held), SQLITE_OK);
        EXPECT_FALSE(sqlite_store::open(file, bcauth::sqlite_options{.busy_timeout = 50ms}))
            << held;
        std::thread release([&] {
            std::this_thread::sleep_for(200ms);
            other.run("COMMIT");
        });
        EXPECT_TRUE(sqlite_store::open(file)) << held;
        release.join();
    }
}

// a full disk, as a limit on the size of the child's files
TEST_F(Sqlite, KeepsTheEarlierInstallationWhereTheDiskIsFull) {
    ASSERT_TRUE(sqlite_store::open(path)->put_installation(with_token(old_token)));
    child_process child([&](auto const&) {
        std::signal(SIGXFSZ, SIG_IGN);
        auto store = sqlite_store::open(path);
        rlimit const full{4000, 4000};
        if (!store || ::setrlimit(RLIMIT_FSIZE, &full) != 0) return 1;
        auto const put = store->put_installation(with_token(new_token));
        if (put || put.error() != errc::store_failed) return 2;
        if (store->put_user(name, battery::full_user())) return 3;
        return battery::is(store->find_installation(name), with_token(old_token)) ? 0 : 4;
    });
    EXPECT_EQ(child.wait(), 0);
    auto store = *sqlite_store::open(path);
    EXPECT_TRUE(battery::is(store.find_installation(name), with_token(old_token)));
    EXPECT_TRUE(battery::is(store.find_user(name, battery::full_user().id), battery::nobody));
}

// the same as SQLite itself has it: the file has no page more, while the disk has
TEST_F(Sqlite, StaysWholeWhereNoPageIsLeft) {
    ASSERT_TRUE(sqlite_store::open(path));
    bcauth::detail::sqlite_connection connection;
    ASSERT_EQ(connection.open(path, 100ms), SQLITE_OK);
    ASSERT_EQ(connection.execute("PRAGMA foreign_keys = ON; PRAGMA max_page_count = 1"), SQLITE_OK);
    bcauth::detail::sqlite_statement put;
    ASSERT_EQ(put.prepare(connection, bcauth::detail::sqlite_queries[0]), SQLITE_OK);
    std::string const large(9000, 't');
    {
        bcauth::detail::sqlite_call call(put);
        call.text(name.view()).bytes(large).text(large).integer(1).null().text(large);
        call.null().null().null().text(large).integer(0);
        EXPECT_EQ(call.step(), bcauth::detail::sqlite_outcome::failed);
        EXPECT_EQ(call.code(), SQLITE_FULL);
    }
    auto store = *sqlite_store::open(path);
    EXPECT_TRUE(store.list_installations({}, 9)->empty());
    EXPECT_TRUE(store.put_installation(with_token(new_token)));
}

TEST_F(Sqlite, FailsWithADamagedPage) {
    {
        auto store = *sqlite_store::open(path);
        for (int i = 0; i < 40; ++i) {
            auto large = battery::bare_installation("s" + std::to_string(i));
            large.access_token = bcauth::secret(std::string(800, 't'));
            ASSERT_TRUE(store.put_installation(large));
        }
    }
    auto bytes = bytes_of(path);
    ASSERT_GT(bytes.size(), 3U * 4096);
    for (std::size_t page = 2 * 4096; page < bytes.size(); page += 4096) {
        bytes.replace(page, 4096, 4096, '\x55');
    }
    write_bytes(path, bytes);
    auto store = sqlite_store::open(path);
    ASSERT_TRUE(store) << "the first pages are whole";
    int failed = 0;
    for (int i = 0; i < 40; ++i) {
        auto const found = store->find_installation(battery::sample_store("s" + std::to_string(i)));
        failed += !found && found.error() == errc::store_failed ? 1 : 0;
    }
    EXPECT_GT(failed, 20);
    EXPECT_NE(store->last_failure().find("malformed"), std::string::npos) << store->last_failure();
}

// whatever stands in the file, a call ends with a value or an error
TEST_F(Sqlite, SurvivesAnyDamage) {
    {
        auto store = *sqlite_store::open(path);
        ASSERT_TRUE(store.put_installation(with_token(new_token)));
        ASSERT_TRUE(store.put_user(name, battery::full_user()));
    }
    auto const whole = bytes_of(path);
    std::mt19937 random(1);
    int refused = 0;
    for (int i = 0; i < 150; ++i) {
        auto bytes = whole.substr(0, i % 10 == 0 ? random() % whole.size() : whole.size());
        for (int flips = 0; flips < 1 + i % 30 && !bytes.empty(); ++flips) {
            bytes[random() % bytes.size()] = static_cast<char>(random() & 0xffU);
        }
        write_bytes(path, bytes);
        std::filesystem::remove(path + "-wal");
        auto store = sqlite_store::open(path, bcauth::sqlite_options{.busy_timeout = 0ms});
        refused += store ? 0 : 1;
        if (!store) continue;
        static_cast<void>(store->find_installation(name));
        static_cast<void>(store->find_user(name, 1));
        static_cast<void>(store->list_installations({}, 9));
        static_cast<void>(store->put_installation(with_token(old_token)));
        static_cast<void>(store->erase_installation(name));
    }
    EXPECT_GT(refused, 0);
}

// One cycle of a store's life; after step k the file must hold exactly what `holds_after(k)` says.
enum step { erased, installed, user_put, reinstalled, step_count };

bool take_step(sqlite_store& store, int which) {
    switch (which % step_count) {
        case erased: return bool(store.erase_installation(name));
        case installed: return bool(store.put_installation(battery::variant(0)));
        case user_put: return bool(store.put_user(name, battery::full_user()));
        default: return bool(store.put_installation(battery::variant(1)));
    }
}

bool holds_after(sqlite_store& store, int which) {
    auto const at = which % step_count;
    auto const wanted = at == erased ? battery::nothing
                                     : std::optional(battery::variant(at == reinstalled ? 1 : 0));
    bool const peopled = at == user_put || at == reinstalled;
    auto const person = peopled ? std::optional(battery::full_user()) : battery::nobody;
    return battery::is(store.find_installation(name), wanted) &&
           battery::is(store.find_user(name, battery::full_user().id), person);
}

TEST_F(Sqlite, IsWholeWheneverItsProcessIsKilled) {
    std::mt19937 random(7);
    int steps = 0;
    int in_between = 0;
    for (int round = 0; round < 100; ++round) {
        child_process child([&](auto const& tell) {
            auto store = sqlite_store::open(path);
            if (!store) return 1;
            for (int which = 0;; ++which) {
                if (!take_step(*store, which)) return 2;
                tell(which);
            }
        });
        int last = -1;
        for (auto ahead = 1 + random() % 6; ahead > 0; --ahead) {
            ASSERT_TRUE(child.hear(last)) << "exit code " << child.wait();
        }
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 8000));
        child.kill();
        for (int told = 0; child.hear(told);) {
            last = told;
        }
        ASSERT_EQ(child.wait(), -1) << "the child failed before it was killed";
        auto store = *sqlite_store::open(path);
        // what was told is there; the next step may be, whole
        bool const before = holds_after(store, last);
        EXPECT_TRUE(before || holds_after(store, last + 1)) << "round " << round;
        steps += last;
        in_between += before ? 0 : 1;
    }
    std::cout << "[ sqlite   ] killed 100 times in " << steps << " steps, " << in_between
              << " times between a commit and its answer" << std::endl;
    EXPECT_GT(steps, 100);
}

}  // namespace
