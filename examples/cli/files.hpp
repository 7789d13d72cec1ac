// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CLI_FILES_HPP
#define BCAUTH_CLI_FILES_HPP

#include <bcauth/secret.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cli {

// The bytes of a file; nothing where it can't be read or is longer.
[[nodiscard]] std::optional<bcauth::secret> read_secret_file(std::string const& path,
                                                             std::size_t most);

// A new file that is its owner's alone (0600). It is made before what it is for is asked for, since a token that can't
// be kept is lost; without `keep` nothing is left of it.
class new_secret_file {
public:
    // not open where there is such a file already, or none can be made
    explicit new_secret_file(std::string path);
    new_secret_file(new_secret_file const&) = delete;
    new_secret_file& operator=(new_secret_file const&) = delete;
    ~new_secret_file();

    [[nodiscard]] bool is_open() const noexcept { return x_file >= 0; }

    // whether all of it is on the disk
    [[nodiscard]] bool keep(std::string_view bytes);

private:
    std::string x_path;
    int x_file;
    bool x_kept = false;
};

}  // namespace cli

#endif
