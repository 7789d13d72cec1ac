// SPDX-License-Identifier: BSL-1.0
// Boost's compiled libraries, under the sanitizer like everything else.
#include <boost/json/src.hpp>
#include <boost/url/src.hpp>
