# SPDX-License-Identifier: BSL-1.0
# `char` as on ARM and PowerPC, optimised.
include("${CMAKE_CURRENT_LIST_DIR}/clang.cmake")
set(CMAKE_CXX_FLAGS_INIT "-O2 -funsigned-char -DBCAUTH_EXPECTS_UNSIGNED_CHAR")
