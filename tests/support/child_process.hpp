// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_CHILD_PROCESS_HPP
#define BCAUTH_TESTS_SUPPORT_CHILD_PROCESS_HPP

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

#include <sys/wait.h>
#include <unistd.h>

// A forked child that runs a function and exits with what it returns. Only for a test that has no thread running.
// The child can tell numbers, which the parent reads also after the child's death.
class child_process {
public:
    template <class Function>
    explicit child_process(Function const& run) {
        int ends[2];
        if (::pipe(ends) != 0) std::abort();
        x_child = ::fork();
        if (x_child < 0) std::abort();
        if (x_child == 0) {
            ::close(ends[0]);
            auto const tell = [end = ends[1]](int number) {
                if (::write(end, &number, sizeof number) != sizeof number) ::_exit(99);
            };
            ::_exit(run(tell));
        }
        ::close(ends[1]);
        x_told = ends[0];
    }
    ~child_process() {
        kill();
        ::close(x_told);
    }
    child_process(child_process const&) = delete;
    child_process& operator=(child_process const&) = delete;

    // waits for the next number; false at the end of all
    bool hear(int& number) const {
        ssize_t got = 0;
        do {
            got = ::read(x_told, &number, sizeof number);
        } while (got < 0 && errno == EINTR);
        return got == sizeof number;
    }

    // the exit code; -1 for a child that was killed
    int wait() {
        if (x_child > 0) {
            int status = 0;
            while (::waitpid(x_child, &status, 0) < 0 && errno == EINTR) {
            }
            x_child = 0;
            x_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        }
        return x_code;
    }

    void kill() {
        if (x_child > 0) ::kill(x_child, SIGKILL);
        wait();
    }

private:
    pid_t x_child = 0;
    int x_told = -1;
    int x_code = -1;
};

#endif
