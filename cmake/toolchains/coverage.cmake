# SPDX-License-Identifier: BSL-1.0
include("${CMAKE_CURRENT_LIST_DIR}/clang.cmake")
set(CMAKE_CXX_FLAGS_INIT "-O0 -fprofile-instr-generate -fcoverage-mapping")
