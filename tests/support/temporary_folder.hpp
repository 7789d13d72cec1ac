// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_TEMPORARY_FOLDER_HPP
#define BCAUTH_TESTS_SUPPORT_TEMPORARY_FOLDER_HPP

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

// A folder that goes with the object, and the bytes of files in it.
class temporary_folder {
public:
    temporary_folder() : temporary_folder(testing::TempDir()) {}

    // for a test of many files that has nothing to say about disks
    static temporary_folder in_memory() {
        bool const there = std::filesystem::is_directory("/dev/shm");
        return temporary_folder(there ? "/dev/shm/" : testing::TempDir());
    }

    explicit temporary_folder(std::string const& parent) : x_path(parent + "bcauth-XXXXXX") {
        if (::mkdtemp(x_path.data()) == nullptr) std::abort();
    }
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(x_path, ignored);
    }
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;

    [[nodiscard]] std::string operator/(std::string_view name) const {
        return x_path + '/' + std::string(name);
    }
    [[nodiscard]] std::string const& path() const noexcept { return x_path; }

private:
    std::string x_path;
};

inline std::string bytes_of(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_bytes(std::string const& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

#endif
