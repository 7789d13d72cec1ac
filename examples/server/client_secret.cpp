// SPDX-License-Identifier: BSL-1.0
#include "client_secret.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace examples {

bcauth::secret read_secret(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + ": can't be read");
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.ends_with('\n')) bytes.pop_back();
    if (bytes.empty()) throw std::runtime_error(path + ": is empty");
    return bcauth::secret(bytes);
}

std::optional<bcauth::secret> client_secret(std::string const& path) {
    if (!path.empty()) return read_secret(path);
    auto const* const value = std::getenv("BCAUTH_CLIENT_SECRET");
    if (value == nullptr || *value == '\0') return {};
    return bcauth::secret(value);
}

}  // namespace examples
