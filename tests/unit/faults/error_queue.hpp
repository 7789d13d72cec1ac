// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_UNIT_FAULTS_ERROR_QUEUE_HPP
#define BCAUTH_TESTS_UNIT_FAULTS_ERROR_QUEUE_HPP

#include <openssl/err.h>

#include <cstddef>
#include <vector>

// This thread's error queue as a caller of the library left it: empty, or with errors of its own that it has not looked
// at yet. threats row 61
class error_queue {
public:
    explicit error_queue(std::size_t stale) {
        ERR_clear_error();
        for (std::size_t i = 0; i < stale; ++i) {
            ERR_raise(ERR_LIB_USER, static_cast<int>(11 + i));
        }
        x_first = ERR_peek_error();
        x_last = ERR_peek_last_error();
        x_stale = stale;
    }
    ~error_queue() { ERR_clear_error(); }
    error_queue(error_queue const&) = delete;
    error_queue& operator=(error_queue const&) = delete;

    // whether it is as it was; empties it
    [[nodiscard]] bool is_unchanged() const {
        bool same = ERR_peek_error() == x_first && ERR_peek_last_error() == x_last;
        std::size_t count = 0;
        while (auto const error = ERR_get_error()) {
            same = same && ERR_GET_LIB(error) == ERR_LIB_USER &&
                   ERR_GET_REASON(error) == static_cast<int>(11 + count);
            ++count;
        }
        return same && count == x_stale;
    }

private:
    unsigned long x_first = 0;
    unsigned long x_last = 0;
    std::size_t x_stale = 0;
};

#endif
