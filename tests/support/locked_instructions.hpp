// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_LOCKED_INSTRUCTIONS_HPP
#define BCAUTH_TESTS_SUPPORT_LOCKED_INSTRUCTIONS_HPP

#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <thread>

#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

// Counts the instructions of a call that hold other cores up: those with a LOCK prefix, and XCHG with memory, which
// needs none. A forked child runs the call between two breakpoints and is stepped from the one to the other.
namespace locked_instructions {

struct count {
    long all = 0;
    long locked = 0;
};

#if defined(__x86_64__) && defined(__linux__)

// Intel's manual, volume 2, section 2.1.1: legacy prefixes come in any order, a REX prefix last
inline bool is_locked(std::span<unsigned char const> code) noexcept {
    constexpr std::string_view prefixes = "\x66\x67\xf2\xf3\x2e\x36\x3e\x26\x64\x65";
    std::size_t at = 0;
    while (at + 3 < code.size() && prefixes.find(static_cast<char>(code[at])) != prefixes.npos) {
        ++at;
    }
    if (code[at] == 0xf0) return true;
    at += (code[at] & 0xf0U) == 0x40 ? 1U : 0U;
    bool const exchanges = code[at] == 0x86 || code[at] == 0x87;
    return exchanges && (code[at + 1] & 0xc0U) != 0xc0;
}

using instruction = std::array<unsigned char, 8>;

// what a stopped child does next; zeros where it can't be read
inline instruction next_of(pid_t child) noexcept {
    instruction code{};
    user_regs_struct registers{};
    if (::ptrace(PTRACE_GETREGS, child, nullptr, &registers) == 0) {
        iovec here{code.data(), code.size()};
        iovec there{reinterpret_cast<void*>(registers.rip), code.size()};
        static_cast<void>(::process_vm_readv(child, &here, 1, &there, 1, 0));
    }
    return code;
}

inline bool step(pid_t child) noexcept {
    int status = 0;
    return ::ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) == 0 &&
           ::waitpid(child, &status, 0) == child && WIFSTOPPED(status);
}

// Does the call between two breakpoints. It is done three times before, so that what it sets up once is left out; and
// another thread is there, since the C library takes no locks where there is none.
template <class Call>
[[noreturn]] void run_in_child(Call const& call) {
    std::atomic<bool> const ends = false;
    std::thread const other([&ends] {
        while (!ends) {
            ::usleep(1000);
        }
    });
    for (int i = 0; i < 3; ++i) {
        call();
    }
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(1);
    __asm__ volatile("int3");
    call();
    __asm__ volatile("int3");
    ::_exit(0);
}

// nothing where a process may not be traced
template <class Call>
std::optional<count> of(Call const& call) {
    constexpr unsigned char breakpoint = 0xcc;
    auto const child = ::fork();
    if (child == 0) run_in_child(call);
    int status = 0;
    if (::waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return std::nullopt;
    count counted;
    bool arrived = false;
    for (bool goes = true; goes; goes = !arrived && step(child)) {
        auto const code = next_of(child);
        arrived = code[0] == breakpoint;
        if (arrived) continue;
        ++counted.all;
        counted.locked += is_locked(code) ? 1 : 0;
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
    return arrived ? std::optional(counted) : std::nullopt;
}

#else

template <class Call>
std::optional<count> of(Call const&) {
    return std::nullopt;
}

#endif

}  // namespace locked_instructions

#endif
