// SPDX-License-Identifier: BSL-1.0
#include "files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <span>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace cli {

namespace {

// the number of bytes read, at most the span's; negative on failure
ssize_t read_all(int file, std::span<char> to) {
    std::size_t size = 0;
    while (size < to.size()) {
        auto const more = ::read(file, to.data() + size, to.size() - size);
        if (more < 0 && errno == EINTR) {
            continue;
        }
        if (more < 0) {
            return -1;
        }
        if (more == 0) {
            break;
        }
        size += static_cast<std::size_t>(more);
    }
    return static_cast<ssize_t>(size);
}

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const done = ::write(file, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return ::fsync(file) == 0;
}

}  // namespace

std::optional<bcauth::secret> read_secret_file(std::string const& path, std::size_t most) {
    auto const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return std::nullopt;
    }
    ssize_t size = -1;
    auto const whole =
        bcauth::secret::of_size(most + 1, [&](std::span<char> out) { size = read_all(file, out); });
    ::close(file);
    if (size < 0 || static_cast<std::size_t>(size) > most) {
        return std::nullopt;
    }
    return bcauth::secret{whole.expose().substr(0, static_cast<std::size_t>(size))};
}

new_secret_file::new_secret_file(std::string path)
    : x_path(std::move(path)),
      x_file(::open(x_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                    S_IRUSR | S_IWUSR)) {}

new_secret_file::~new_secret_file() {
    if (is_open()) {
        ::close(x_file);
    }
    if (is_open() && !x_kept) {
        ::unlink(x_path.c_str());
    }
}

bool new_secret_file::keep(std::string_view bytes) {
    x_kept = is_open() && write_all(x_file, bytes);
    return x_kept;
}

}  // namespace cli
