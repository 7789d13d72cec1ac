// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_SERVER_CLIENT_SECRET_HPP
#define EXAMPLES_SERVER_CLIENT_SECRET_HPP

#include <bcauth/secret.hpp>

#include <optional>
#include <string>

namespace examples {

/** The text of a file without one newline at its end.
    @throws std::runtime_error when it can't be read or is empty
*/
[[nodiscard]] bcauth::secret read_secret(std::string const& path);

/** An app's client secret: that of the file, or without one what BCAUTH_CLIENT_SECRET of the environment has.
    @return none when there is neither
    @throws std::runtime_error as `read_secret`
*/
[[nodiscard]] std::optional<bcauth::secret> client_secret(std::string const& path);

}  // namespace examples

#endif
