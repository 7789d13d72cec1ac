// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_PRECOMPILED_HPP
#define BCAUTH_TESTS_SUPPORT_PRECOMPILED_HPP

#include <boost/json.hpp>
#include <boost/system/result.hpp>
#include <boost/url.hpp>

#include <gtest/gtest.h>
#ifdef __cpp_rtti
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#endif

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#endif
