// SPDX-License-Identifier: BSL-1.0
#include <bcauth/observe/log_file.hpp>
#include <bcauth/observe/observed_client.hpp>
#include "support/app.hpp"
#include "support/observe.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

namespace files = std::filesystem;
namespace http = bcauth::http;
using bcauth::app_event;
using bcauth::errc;
using bcauth::log_file;
using bcauth::log_file_options;
using bcauth::testing::fixed_clock;
using bcauth::testing::make_response;
using observe_support::leak_in;
using log = log_file<fixed_clock>;

constexpr std::int64_t midnight = 1'700'006'400;  // 2023-11-15

bcauth::result<log> opened(log_file_options options) {
    return log::open(std::move(options), fixed_clock(midnight));
}

std::vector<std::string> lines_of(std::string const& path) {
    std::vector<std::string> lines;
    std::istringstream in(bytes_of(path));
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

// events whose lines differ and are equally long: the store tells their number
app_event numbered(int number) {
    auto const digits = std::to_string(10'000 + number);
    return {.at = bcauth::door::load, .store = bcauth::store_hash::make(digits).value()};
}
std::string line_of(int number) {
    return "2023-11-15T00:00:00Z app load store=" + std::to_string(10'000 + number) + " error=none";
}
constexpr std::size_t line_size = 52 + 1;

mode_t mode_of(std::string const& path) {
    struct stat found {};
    EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 07777U;
}

TEST(LogFile, WritesALineForEachEventWithItsTimeInUtc) {
    temporary_folder const folder;
    fixed_clock clock(midnight);
    auto const made = log::open({.path = folder / "log"}, clock);
    ASSERT_TRUE(made);
    made->on_event(numbered(1));
    clock.advance(std::chrono::seconds{3661});
    bcauth::exchange_event exchange;
    exchange.status = 200;
    made->on_event(exchange);
    bcauth::connection_event trouble;
    trouble.trouble = bcauth::connection_trouble::refused;
    made->on_event(trouble);
    EXPECT_EQ(lines_of(folder / "log"),
              (std::vector<std::string>{
                  line_of(1),
                  "2023-11-15T01:01:01Z exchange GET  status=200 error=none duration=0.000000s",
                  "2023-11-15T01:01:01Z connection stage=setup trouble=refused via=none error=none "
                  "duration=0.000000s"}));
    EXPECT_EQ(line_of(1).size() + 1, line_size);
    EXPECT_EQ(made->failures(), 0U);
}

TEST(LogFile, WritesWhatItsVerbosityTellsOf) {
    temporary_folder const folder;
    bcauth::connection_event connected;
    connected.stage = bcauth::connection_stage::done;
    for (int verbosity = 1; verbosity <= 5; ++verbosity) {
        auto const path = folder / std::to_string(verbosity);
        auto const made = opened({.path = path, .verbosity = verbosity});
        ASSERT_TRUE(made);
        EXPECT_EQ(made->wants_messages(), verbosity >= 3);
        made->on_event(connected);
        made->on_event(bcauth::exchange_event{});
        auto const lines = lines_of(path);
        EXPECT_EQ(lines.size(), verbosity >= 4 ? 2U : 1U) << verbosity;
        EXPECT_EQ(lines.back().find(" attempt=1") != std::string::npos, verbosity >= 2);
    }
}

TEST(LogFileOptions, AreWhatConnectionSettingsAskFor) {
    bcauth::connection_options given;
    auto const usual = log_file_options::from(given);
    EXPECT_EQ(usual.path, "");
    EXPECT_EQ(usual.verbosity, log_file_options{}.verbosity);
    EXPECT_EQ(usual.max_bytes, log_file_options{}.max_bytes);
    given.log_file = "/var/log/connector.log";
    given.verbosity = 4;
    given.max_log_file_bytes = 100'000;
    auto const made = log_file_options::from(given);
    EXPECT_EQ(made.path, "/var/log/connector.log");
    EXPECT_EQ(made.verbosity, 4);
    EXPECT_EQ(made.max_bytes, 100'000U);
    EXPECT_EQ(made.kept_files, log_file_options{}.kept_files);
}

TEST(LogFile, AddsToWhatIsThere) {
    temporary_folder const folder;
    write_bytes(folder / "log", "earlier\n");
    for (int i = 1; i <= 2; ++i) {
        auto const made = opened({.path = folder / "log"});
        ASSERT_TRUE(made);
        made->on_event(numbered(i));
    }
    EXPECT_EQ(lines_of(folder / "log"),
              (std::vector<std::string>{"earlier", line_of(1), line_of(2)}));
}

TEST(LogFile, IsItsOwnersAlone) {
    temporary_folder const folder;
    auto const before = ::umask(0);
    auto const fresh = opened({.path = folder / "fresh", .max_bytes = 1});
    ASSERT_TRUE(fresh);
    EXPECT_EQ(mode_of(folder / "fresh"), 0600U);
    fresh->on_event(numbered(1));
    fresh->on_event(numbered(2));
    ::umask(before);
    EXPECT_EQ(mode_of(folder / "fresh"), 0600U);
    EXPECT_EQ(mode_of(folder / "fresh.1"), 0600U);

    write_bytes(folder / "wide", "");
    files::permissions(folder / "wide", files::perms(0664));
    ASSERT_TRUE(opened({.path = folder / "wide"}));
    EXPECT_EQ(mode_of(folder / "wide"), 0600U);
}

// whoever can write into the folder could lead the log, and what it overwrites, elsewhere
TEST(LogFile, IsNotReachedOverALink) {
    temporary_folder const folder;
    write_bytes(folder / "target", "");
    files::create_symlink(folder / "target", folder / "link");
    EXPECT_EQ(opened({.path = folder / "link"}).error(), errc::log_unusable);
    files::create_symlink(folder / "nowhere", folder / "dangling");
    EXPECT_EQ(opened({.path = folder / "dangling"}).error(), errc::log_unusable);
    EXPECT_FALSE(files::exists(folder / "nowhere"));
    files::create_hard_link(folder / "target", folder / "second");
    EXPECT_EQ(opened({.path = folder / "second"}).error(), errc::log_unusable);
    EXPECT_EQ(bytes_of(folder / "target"), "");
}

TEST(LogFile, IsARegularFile) {
    temporary_folder const folder;
    EXPECT_EQ(opened({.path = folder.path()}).error(), errc::log_unusable);
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(opened({.path = folder / "pipe"}).error(), errc::log_unusable);
    EXPECT_EQ(opened({.path = "/dev/full"}).error(), errc::log_unusable);
    EXPECT_EQ(opened({.path = folder / "no" + "/log"}).error(), errc::log_unusable);
}

TEST(LogFile, RefusesOptionsThatAskForNothing) {
    temporary_folder const folder;
    EXPECT_EQ(opened({}).error(), errc::log_unusable);
    EXPECT_EQ(opened({.path = (folder / "log") + '\0' + "x"}).error(), errc::log_unusable);
    for (int const verbosity : {-1, 0, 6}) {
        EXPECT_EQ(opened({.path = folder / "log", .verbosity = verbosity}).error(),
                  errc::log_unusable);
    }
    for (unsigned const kept : {0U, 10'000U}) {
        EXPECT_EQ(opened({.path = folder / "log", .kept_files = kept}).error(), errc::log_unusable);
    }
    EXPECT_FALSE(files::exists(folder / "log"));
}

// threats row 67
TEST(LogFile, ThatWasMovedFromWritesNothing) {
    temporary_folder const folder;
    auto made = opened({.path = folder / "log", .verbosity = 5});
    ASSERT_TRUE(made);
    auto const second = std::move(*made);
    made->on_event(numbered(1));  // NOLINT(bugprone-use-after-move)
    EXPECT_FALSE(made->wants_messages());
    EXPECT_EQ(made->failures(), 0U);
    second.on_event(numbered(2));
    EXPECT_EQ(lines_of(folder / "log"), std::vector{line_of(2)});
}

// -- Rotation

TEST(LogFile, BeginsANewFileBeforeItGrowsOverItsLimit) {
    temporary_folder const folder;
    auto const made = opened({.path = folder / "log", .max_bytes = 2 * line_size, .kept_files = 3});
    ASSERT_TRUE(made);
    for (int i = 1; i <= 9; ++i) {
        made->on_event(numbered(i));
    }
    EXPECT_EQ(lines_of(folder / "log"), (std::vector{line_of(9)}));
    EXPECT_EQ(lines_of(folder / "log.1"), (std::vector{line_of(7), line_of(8)}));
    EXPECT_EQ(lines_of(folder / "log.2"), (std::vector{line_of(5), line_of(6)}));
    EXPECT_EQ(lines_of(folder / "log.3"), (std::vector{line_of(3), line_of(4)}));
    EXPECT_FALSE(files::exists(folder / "log.4"));
    EXPECT_FALSE(files::exists(folder / "log.new"));
    EXPECT_EQ(made->failures(), 0U);
}

TEST(LogFile, CountsWhatWasInTheFileBefore) {
    temporary_folder const folder;
    write_bytes(folder / "log", std::string(99, 'x') + "\n");
    auto const made = opened({.path = folder / "log", .max_bytes = 100 + line_size - 1});
    ASSERT_TRUE(made);
    made->on_event(numbered(1));
    EXPECT_EQ(lines_of(folder / "log"), std::vector{line_of(1)});
    EXPECT_EQ(bytes_of(folder / "log.1").size(), 100U);
}

// a limit below a line's length gives each line a file
TEST(LogFile, WritesALineThatIsLongerThanTheLimit) {
    temporary_folder const folder;
    auto const made = opened({.path = folder / "log", .max_bytes = 1, .kept_files = 1});
    ASSERT_TRUE(made);
    made->on_event(numbered(1));
    EXPECT_FALSE(files::exists(folder / "log.1"));
    made->on_event(numbered(2));
    made->on_event(numbered(3));
    EXPECT_EQ(lines_of(folder / "log"), std::vector{line_of(3)});
    EXPECT_EQ(lines_of(folder / "log.1"), std::vector{line_of(2)});
    EXPECT_FALSE(files::exists(folder / "log.2"));
}

TEST(LogFile, NeverBeginsANewFileWhereThereIsNoLimit) {
    temporary_folder const folder;
    auto const made = opened({.path = folder / "log", .max_bytes = 0});
    ASSERT_TRUE(made);
    for (int i = 0; i < 100; ++i) {
        made->on_event(numbered(i));
    }
    EXPECT_EQ(lines_of(folder / "log").size(), 100U);
    EXPECT_FALSE(files::exists(folder / "log.1"));
}

TEST(LogFile, RotatesOverNoLink) {
    temporary_folder const folder;
    write_bytes(folder / "target", "precious");
    files::create_symlink(folder / "target", folder / "log.1");
    files::create_symlink(folder / "target", folder / "log.new");
    auto const made = opened({.path = folder / "log", .max_bytes = 1, .kept_files = 1});
    ASSERT_TRUE(made);
    made->on_event(numbered(1));
    made->on_event(numbered(2));
    EXPECT_EQ(bytes_of(folder / "target"), "precious");
    EXPECT_EQ(lines_of(folder / "log.1"), std::vector{line_of(1)});
    EXPECT_EQ(lines_of(folder / "log"), std::vector{line_of(2)});
    EXPECT_FALSE(files::is_symlink(folder / "log"));
}

// -- Failures: nothing that was written is lost, and nobody is stopped

TEST(LogFile, WritesOnWhereItCanNotRename) {
    temporary_folder const folder;
    files::create_directories(folder / "log.1/occupied");
    auto const made = opened({.path = folder / "log", .max_bytes = 4 * line_size, .kept_files = 1});
    ASSERT_TRUE(made);
    std::vector<std::string> expected;
    for (int i = 1; i <= 6; ++i) {
        made->on_event(numbered(i));
        expected.push_back(line_of(i));
    }
    EXPECT_EQ(lines_of(folder / "log"), expected);
    EXPECT_EQ(made->failures(), 1U);  // it is tried again after half a limit
    EXPECT_FALSE(files::exists(folder / "log.new"));
    files::remove_all(folder / "log.1");
    for (int i = 7; i <= 8; ++i) {
        made->on_event(numbered(i));
    }
    EXPECT_EQ(lines_of(folder / "log"), (std::vector{line_of(7), line_of(8)}));
    EXPECT_EQ(lines_of(folder / "log.1"), expected);
    EXPECT_EQ(made->failures(), 1U);
}

TEST(LogFile, WritesOnWhereItCanNotMakeANewFile) {
    temporary_folder const folder;
    files::create_directories(folder / "log.new/occupied");
    auto const made = opened({.path = folder / "log", .max_bytes = 2 * line_size});
    ASSERT_TRUE(made);
    std::vector<std::string> expected;
    for (int i = 1; i <= 9; ++i) {
        made->on_event(numbered(i));
        expected.push_back(line_of(i));
    }
    EXPECT_EQ(lines_of(folder / "log"), expected);
    EXPECT_FALSE(files::exists(folder / "log.1"));
    EXPECT_GT(made->failures(), 1U);
}

// what is shifted stays in order, whichever of them is in the way
TEST(LogFile, ShiftsNothingTwiceWhereAnOlderFileIsInTheWay) {
    temporary_folder const folder;
    files::create_directories(folder / "log.3/occupied");
    write_bytes(folder / "log.2", "two\n");
    write_bytes(folder / "log.1", "one\n");
    auto const made = opened({.path = folder / "log", .max_bytes = line_size, .kept_files = 3});
    ASSERT_TRUE(made);
    made->on_event(numbered(1));
    made->on_event(numbered(2));
    EXPECT_EQ(bytes_of(folder / "log.2"), "two\n");
    EXPECT_EQ(bytes_of(folder / "log.1"), "one\n");
    EXPECT_EQ(lines_of(folder / "log"), (std::vector{line_of(1), line_of(2)}));
}

// as a failure leaves one
TEST(LogFile, FillsAGapBeforeTheOldestGoes) {
    temporary_folder const folder;
    write_bytes(folder / "log.3", "three\n");
    write_bytes(folder / "log.1", "one\n");
    auto const made = opened({.path = folder / "log", .max_bytes = line_size, .kept_files = 3});
    ASSERT_TRUE(made);
    made->on_event(numbered(1));
    made->on_event(numbered(2));
    EXPECT_EQ(bytes_of(folder / "log.3"), "three\n");
    EXPECT_EQ(bytes_of(folder / "log.2"), "one\n");
    EXPECT_EQ(lines_of(folder / "log.1"), std::vector{line_of(1)});
    made->on_event(numbered(3));
    EXPECT_EQ(bytes_of(folder / "log.3"), "one\n");
    EXPECT_EQ(made->failures(), 0U);
}

TEST(LogFile, MakesAFileThatWasTakenAwayAnewWhenItsTimeHasCome) {
    temporary_folder const folder;
    auto const made = opened({.path = folder / "log", .max_bytes = line_size});
    ASSERT_TRUE(made);
    made->on_event(numbered(1));
    files::remove(folder / "log");
    made->on_event(numbered(2));
    EXPECT_EQ(lines_of(folder / "log"), std::vector{line_of(2)});
    EXPECT_EQ(made->failures(), 0U);
}

// a disk that is full, as far as a process can have one of its own
class full_disk {
public:
    explicit full_disk(rlim_t bytes) {
        x_handler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &x_before);
        auto limit = x_before;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    full_disk(full_disk const&) = delete;
    full_disk& operator=(full_disk const&) = delete;
    ~full_disk() {
        ::setrlimit(RLIMIT_FSIZE, &x_before);
        std::signal(SIGXFSZ, x_handler);
    }

private:
    rlimit x_before{};
    void (*x_handler)(int) = nullptr;
};

TEST(LogFile, CountsWhatADiskDoesNotTakeAndBeginsALineOfItsOwnAfterIt) {
    temporary_folder const folder;
    auto const made = opened({.path = folder / "log"});
    ASSERT_TRUE(made);
    made->on_event(numbered(1));
    {
        full_disk const full(line_size + 10);
        made->on_event(numbered(2));  // ten bytes of it
        made->on_event(numbered(3));  // not one
    }
    EXPECT_EQ(made->failures(), 2U);
    made->on_event(numbered(4));
    made->on_event(numbered(5));
    EXPECT_EQ(lines_of(folder / "log"),
              (std::vector{line_of(1), line_of(2).substr(0, 10), line_of(4), line_of(5)}));
    EXPECT_EQ(made->failures(), 2U);
}

TEST(LogFile, CountsAClockThatThrows) {
    struct broken_clock {
        [[nodiscard]] std::chrono::sys_seconds now() const { throw std::runtime_error("no time"); }
    };
    temporary_folder const folder;
    auto const made = log_file<broken_clock>::open({.path = folder / "log"});
    ASSERT_TRUE(made);
    made->on_event(numbered(1));
    EXPECT_EQ(made->failures(), 1U);
    EXPECT_EQ(bytes_of(folder / "log"), "");
}

TEST(LogFile, MixesNoLinesOfThreads) {
    temporary_folder const folder;
    constexpr int each = 200;
    auto const made =
        opened({.path = folder / "log", .max_bytes = 100 * line_size, .kept_files = 20});
    ASSERT_TRUE(made);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&made, thread] {
            for (int i = 0; i < each; ++i) {
                made->on_event(numbered(thread * each + i));
                static_cast<void>(made->failures());
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    std::set<std::string> all;
    for (auto const& file : files::directory_iterator(folder.path())) {
        auto const lines = lines_of(file.path());
        EXPECT_LE(lines.size(), 100U);
        all.insert(lines.begin(), lines.end());
    }
    std::set<std::string> expected;
    for (int i = 0; i < 4 * each; ++i) {
        expected.insert(line_of(i));
    }
    EXPECT_EQ(all, expected);
    EXPECT_EQ(made->failures(), 0U);
}

// -- A whole app at verbosity 5

struct watched_handlers : bcauth::default_handlers {
    watched_handlers(log const& to, std::string& csrf) : x_log(&to), x_csrf(&csrf) {}

    http::response on_install(bcauth::installation const&, bcauth::grant_info const&,
                              bcauth::session const& who) const {
        *x_csrf = who.csrf_token().expose();
        return make_response(200, "installed");
    }
    http::response on_load(bcauth::verified_load const&, bcauth::installation const&,
                           bcauth::session const&) const {
        return make_response(200, "loaded");
    }
    void on_uninstall(bcauth::verified_uninstall const&) const {}
    void on_event(app_event const& event) const { x_log->on_event(event); }

private:
    log const* x_log;
    std::string* x_csrf;
};

constexpr std::string_view code = "qr6h3thvbvag2ffq";
constexpr std::string_view token = "g3y3ab5cctiu0edpy9n8gzl0p25og9u";

// a platform, or what stands in its place, that says what it was told wherever it can
http::response echo(int status) {
    auto const words = std::string(code) + " " + std::string(oauth_support::client_secret) + " " +
                       std::string(token);
    auto const encoded = observe_support::base64_of(
        words, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    return make_response(status,
                         "{\"error\":\"" + words + "\",\"" + std::string(token) + "\":\"" +
                             encoded + "\",\"title\":\"You sent " + encoded + " and " + words +
                             "\",\"status\":400}",
                         {{"Content-Type", "application/json; x=" + std::string(token)},
                          {"X-Request-Id", token},
                          {"Location", "https://evil.example/?" + std::string(code)},
                          {"Set-Cookie", "a=" + std::string(token)}});
}

// every answer to the token request that the platform may give, and that it should not
std::vector<bcauth::testing::scripted_exchange> answers() {
    auto const exchanged = [](bcauth::result<http::response> reply) {
        return bcauth::testing::scripted_exchange{
            http::method::post, std::string(oauth_support::token_url), std::move(reply)};
    };
    auto const asked = [](bcauth::result<http::response> reply) {
        return bcauth::testing::scripted_exchange{
            http::method::get, "https://api.bigcommerce.com/stores/g5cd38/v2/store",
            std::move(reply)};
    };
    return {exchanged(echo(400)),
            exchanged(echo(200)),
            exchanged(echo(302)),
            exchanged(echo(500)),
            exchanged(errc::timed_out),
            exchanged(make_response(200, oauth_support::token_body,
                                    {{"Content-Type", "application/json"}})),
            asked(echo(200)),
            asked(errc::transport_failed),
            asked(echo(401))};
}

TEST(LogFile, OfAWholeInstallHoldsNoneOfItsSecrets) {
    temporary_folder const folder;
    auto const made = opened({.path = folder / "log", .verbosity = 5});
    ASSERT_TRUE(made);
    bcauth::testing::scripted_client platform(answers());
    bcauth::observed_client client(platform, *made);
    bcauth::memory_store store;
    fixed_clock const clock(app_support::now);
    bcauth::memory_replay_guard<fixed_clock> seen(100, clock);
    std::string csrf;
    auto const app = bcauth::make_application<bcauth::strict_policy>(
        oauth_support::app(), store, seen, client, watched_handlers(*made, csrf),
        app_support::options(), clock);
    ASSERT_TRUE(app);

    std::vector<std::string> secrets{std::string(code), std::string(token),
                                     std::string(oauth_support::client_secret)};
    auto const get = [&](std::string const& target) {
        http::incoming request{.method = "GET", .target = target, .fields = {}, .body = {}};
        auto const page = (*app)(request);
        if (auto const cookie = app_support::cookie_of(page); !cookie.empty()) {
            secrets.push_back(cookie.substr(cookie.find('=') + 1));
        }
        return page.status;
    };
    std::vector<int> statuses;
    for (int i = 0; i < 6; ++i) {
        statuses.push_back(get(app_support::auth_target()));
    }
    EXPECT_EQ(statuses, (std::vector{502, 502, 502, 502, 503, 200}));
    auto const signed_for = [&](app_support::claims const& who, std::string_view path) {
        secrets.push_back(who.token());
        return get(who.at(path));
    };
    EXPECT_EQ(signed_for({.user = app_support::installer}, "/load"), 200);
    EXPECT_EQ(signed_for({.secret = "another secret of 32 characters."}, "/load"), 401);
    EXPECT_EQ(signed_for({.user = app_support::installer}, "/uninstall"), 403);
    EXPECT_EQ(signed_for({.user = app_support::installer}, "/uninstall"), 503);
    EXPECT_EQ(signed_for({.user = app_support::installer}, "/uninstall"), 200);
    EXPECT_TRUE(platform.finished()) << platform.complaint();
    secrets.push_back(csrf);

    auto const text = bytes_of(folder / "log");
    EXPECT_EQ(lines_of(folder / "log").size(), 11U + 9U) << text;
    EXPECT_GE(secrets.size(), 11U);
    for (auto const& each : secrets) {
        EXPECT_GE(each.size(), 16U) << each;
        EXPECT_EQ(leak_in(text, each), "") << each << '\n' << text;
    }
    // nor the names of what carries them
    for (std::string_view const name : {"Authorization", "X-Auth-Token", "access_token",
                                        "client_secret", "signed_payload", "Cookie", "code="}) {
        EXPECT_EQ(text.find(name), std::string::npos) << name << '\n' << text;
    }
    // and yet it says what a person wants to know
    for (std::string_view const words :
         {"exchange POST login.bigcommerce.com/oauth2/token status=400 error=none",
          "app auth store=g5cd38 error=none", "error=exchange_refused", "error=timed_out",
          "app load error=signature_mismatch condition=unauthenticated",
          "exchange GET api.bigcommerce.com/stores/g5cd38/v2/store status=401", "credentials=yes",
          "scope:15", "Content-Type: application/x-www-form-urlencoded",
          "platform_message=", "grant_type:18"}) {
        EXPECT_NE(text.find(words), std::string::npos) << words << '\n' << text;
    }
    EXPECT_EQ(made->failures(), 0U);
}

}  // namespace
