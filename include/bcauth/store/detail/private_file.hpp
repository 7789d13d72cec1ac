// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_STORE_DETAIL_PRIVATE_FILE_HPP
#define BCAUTH_STORE_DETAIL_PRIVATE_FILE_HPP

#include <cerrno>
#include <cstdlib>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace bcauth::inline v0::detail {

// Makes an empty file that its owner alone may read and write, unless there is a file already. It is made under
// another name and linked, so that it is never there with another mode, and never opened under its own: closing a
// file drops every lock that this process holds on it, those of another connection too.
inline bool make_private_file(std::string const& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) == 0) return S_ISREG(found.st_mode);
    auto fresh = path + ".XXXXXX";
    auto const file = ::mkstemp(fresh.data());
    if (file < 0) return false;
    ::close(file);
    bool const is_there = ::link(fresh.c_str(), path.c_str()) == 0 || errno == EEXIST;
    ::unlink(fresh.c_str());
    return is_there;
}

// Takes a file from everybody but its owner. One that isn't there is as good.
inline bool make_file_private(char const* path) noexcept {
    struct stat found {};
    if (::stat(path, &found) != 0) return errno == ENOENT;
    return (found.st_mode & 0177U) == 0 || ::chmod(path, 0600) == 0;
}

}  // namespace bcauth::inline v0::detail

#endif
