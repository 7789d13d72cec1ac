// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_CONSTANT_TIME_SECRECY_HPP
#define BCAUTH_TESTS_CONSTANT_TIME_SECRECY_HPP

#include <valgrind/memcheck.h>

#include <cstddef>
#include <string>
#include <string_view>

// Memcheck tells of each branch and each address that depends on bytes it was told to know nothing of. Where those
// bytes are the secret ones, it tells of each leak through time.
namespace secrecy {

// the same bytes, secret from here on; so is all that is computed from them
inline std::string hide(std::string_view bytes) {
    std::string copy(bytes);
    (void)VALGRIND_MAKE_MEM_UNDEFINED(copy.data(), copy.size());
    return copy;
}

// what is public by design
template <class T>
void show(T& value) {
    (void)VALGRIND_MAKE_MEM_DEFINED(&value, sizeof value);
}

// how often memcheck has spoken
inline unsigned long errors() {
    return VALGRIND_COUNT_ERRORS;
}

// Whether the answer of one comparison is public. It is where a whole door is judged, whose verdict everybody sees;
// it is not where a key ring is judged, of which only the last word may be seen.
inline bool comparisons_are_public = true;

class hidden_comparisons {
public:
    hidden_comparisons() { comparisons_are_public = false; }
    ~hidden_comparisons() { comparisons_are_public = true; }
    hidden_comparisons(hidden_comparisons const&) = delete;
    hidden_comparisons& operator=(hidden_comparisons const&) = delete;
};

}  // namespace secrecy

#endif
