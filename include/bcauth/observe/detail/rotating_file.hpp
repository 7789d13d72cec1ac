// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_DETAIL_ROTATING_FILE_HPP
#define BCAUTH_OBSERVE_DETAIL_ROTATING_FILE_HPP

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace bcauth::inline v0::detail {

// A file descriptor that is closed with its owner.
class open_file {
public:
    open_file() = default;
    explicit open_file(int number) noexcept : x_number(number) {}
    open_file(open_file&& other) noexcept : x_number(std::exchange(other.x_number, -1)) {}
    open_file& operator=(open_file&& other) noexcept {
        std::swap(x_number, other.x_number);
        return *this;
    }
    ~open_file() {
        if (x_number >= 0) ::close(x_number);
    }

    [[nodiscard]] int get() const noexcept { return x_number; }
    explicit operator bool() const noexcept { return x_number >= 0; }

private:
    int x_number = -1;
};

// A file that lines are added to, and that is renamed when it gets too large: FILE, FILE.1 (the one before), ... Nothing
// that was written is lost by a failure: what can't be renamed is written on.
class rotating_file {
public:
    rotating_file(std::string path, std::uint64_t most_bytes, unsigned kept)
        : x_path(std::move(path)),
          x_most(most_bytes),
          x_rotate_at(most_bytes),
          x_kept(kept) {}

    // Opens the file, makes it if it isn't there, and takes it from everybody but its owner.
    [[nodiscard]] bool open() noexcept {
        // a pipe that nobody reads would hold up an open without O_NONBLOCK
        open_file file(::open(x_path.c_str(), flags | O_NONBLOCK, 0600));
        struct stat found {};
        if (!file || ::fstat(file.get(), &found) != 0 || !S_ISREG(found.st_mode)) return false;
        bool const ours = found.st_uid == ::geteuid() && found.st_nlink == 1;
        bool const open_to_others = (found.st_mode & 0177U) != 0;
        if (!ours || (open_to_others && ::fchmod(file.get(), 0600) != 0)) return false;
        x_size = static_cast<std::uint64_t>(found.st_size);
        x_file = std::move(file);
        return true;
    }

    // Adds a line, which has its end. False where it isn't in the file whole.
    [[nodiscard]] bool add(std::string_view line) noexcept {
        bool const rotated = !is_due(line.size()) || rotate();
        // the rest of a line that was cut off would be taken for a part of this one
        if (x_torn && !write("\n")) return false;
        return write(line) && rotated;
    }

private:
    static constexpr int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW;

    [[nodiscard]] bool is_due(std::size_t more) const noexcept {
        return x_most != 0 && x_size != 0 && x_size + more > x_rotate_at;
    }

    bool write(std::string_view bytes) noexcept {
        bool const any = !bytes.empty();
        while (!bytes.empty()) {
            auto const done = ::write(x_file.get(), bytes.data(), bytes.size());
            if (done < 0 && errno == EINTR) continue;
            if (done <= 0) return false;
            x_size += static_cast<std::uint64_t>(done);
            bytes.remove_prefix(static_cast<std::size_t>(done));
            x_torn = !bytes.empty();
        }
        return any;
    }

    // After a failure the file grows by half its limit before this is tried again.
    bool rotate() noexcept {
        try {
            if (replace()) {
                x_size = 0;
                x_torn = false;
                x_rotate_at = x_most;
                return true;
            }
        } catch (...) {  // NOLINT(bugprone-empty-catch): no memory for a name is such a failure
        }
        x_rotate_at = x_size + x_most / 2;
        return false;
    }

    // The new file is there under another name before the old one loses its own.
    bool replace() {
        auto const fresh = x_path + ".new";
        ::unlink(fresh.c_str());
        open_file file(::open(fresh.c_str(), flags | O_EXCL, 0600));
        if (!file) return false;
        if (!shift() || !rename_if_there(x_path, numbered(1))) {
            ::unlink(fresh.c_str());
            return false;
        }
        if (std::rename(fresh.c_str(), x_path.c_str()) != 0) {
            std::rename(numbered(1).c_str(), x_path.c_str());
            ::unlink(fresh.c_str());
            return false;
        }
        x_file = std::move(file);
        return true;
    }

    // Up to the first number that is free: after a failure there is one, and the oldest goes once and not each time.
    bool shift() {
        unsigned last = 1;
        while (last < x_kept && is_there(numbered(last))) {
            ++last;
        }
        for (auto number = last; number > 1; --number) {
            if (!rename_if_there(numbered(number - 1), numbered(number))) return false;
        }
        return true;
    }

    // somebody may have taken the file away
    static bool rename_if_there(std::string const& from, std::string const& to) noexcept {
        return std::rename(from.c_str(), to.c_str()) == 0 || errno == ENOENT;
    }

    static bool is_there(std::string const& path) noexcept {
        struct stat found {};
        return ::lstat(path.c_str(), &found) == 0;
    }

    [[nodiscard]] std::string numbered(unsigned number) const {
        return x_path + "." + std::to_string(number);
    }

    std::string x_path;
    std::uint64_t x_most;
    std::uint64_t x_rotate_at;
    std::uint64_t x_size = 0;
    unsigned x_kept;
    bool x_torn = false;
    open_file x_file;
};

}  // namespace bcauth::inline v0::detail

#endif
