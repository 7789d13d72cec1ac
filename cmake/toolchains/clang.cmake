# SPDX-License-Identifier: BSL-1.0
find_program(CMAKE_CXX_COMPILER NAMES clang++-14 clang++ REQUIRED)
