// SPDX-License-Identifier: BSL-1.0
// A load callback, verified by a unit that includes the umbrella.
#include <bcauth/bcauth.hpp>

#include "load_callback.cpp"
