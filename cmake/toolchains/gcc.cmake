# SPDX-License-Identifier: BSL-1.0
find_program(CMAKE_CXX_COMPILER NAMES g++-12 g++ REQUIRED)
