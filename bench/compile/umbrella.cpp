// SPDX-License-Identifier: BSL-1.0
// The umbrella alone.
#include <bcauth/bcauth.hpp>
