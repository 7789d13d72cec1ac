// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_LOYALTY_OR_THROW_HPP
#define EXAMPLES_LOYALTY_OR_THROW_HPP

#include <bcauth/error.hpp>
#include "log.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace loyalty {

/** For what is set up as the program starts: the value, or `std::runtime_error` with the name of the error. */
template <class Value>
Value or_throw(bcauth::result<Value> made) {
    if (!made) throw std::runtime_error(std::string(error_name(made.error())));
    return std::move(*made);
}

}  // namespace loyalty

#endif
