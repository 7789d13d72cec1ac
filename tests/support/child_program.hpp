// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_CHILD_PROGRAM_HPP
#define BCAUTH_TESTS_SUPPORT_CHILD_PROGRAM_HPP

#include <cerrno>
#include <csignal>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

// Another program, which goes with the object, its own children too, and with the test if that is killed. Its
// output goes to a file.
class child_program {
public:
    // empty where it isn't installed; servers are not on everybody's PATH
    static std::string find(std::string const& name) {
        for (auto const* folder : {"/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/",
                                   "/usr/lib/squid/"}) {
            if (::access((folder + name).c_str(), X_OK) == 0) return folder + name;
        }
        return {};
    }

    child_program(std::vector<std::string> words, std::string const& output) {
        words.insert(words.begin(), {find("setpriv"), "--pdeathsig", "KILL", "--"});
        std::vector<char*> arguments;
        for (auto& each : words) {
            arguments.push_back(each.data());
        }
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&files, 1, output.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                         0600);
        posix_spawn_file_actions_adddup2(&files, 1, 2);
        posix_spawnattr_t how;
        posix_spawnattr_init(&how);
        posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP);
        if (::posix_spawn(&x_child, arguments[0], &files, &how, arguments.data(), environ) != 0) {
            x_child = 0;
        }
        posix_spawnattr_destroy(&how);
        posix_spawn_file_actions_destroy(&files);
    }
    child_program(child_program&& other) noexcept : x_child(std::exchange(other.x_child, 0)) {}
    child_program(child_program const&) = delete;
    child_program& operator=(child_program const&) = delete;
    ~child_program() {
        if (x_child == 0) return;
        ::kill(-x_child, SIGKILL);
        while (::waitpid(x_child, nullptr, 0) < 0 && errno == EINTR) {
        }
    }

    [[nodiscard]] bool runs() {
        if (x_child != 0 && ::waitpid(x_child, nullptr, WNOHANG) == x_child) {
            ::kill(-x_child, SIGKILL);
            x_child = 0;
        }
        return x_child != 0;
    }

private:
    pid_t x_child = 0;
};

#endif
