# SPDX-License-Identifier: BSL-1.0
# As on a processor without vector instructions that the code looks for at run time.
include("${CMAKE_CURRENT_LIST_DIR}/clang.cmake")
set(CMAKE_CXX_FLAGS_INIT "-O1 -D'__builtin_cpu_supports(name)=0' -DBCAUTH_EXPECTS_SCALAR")
