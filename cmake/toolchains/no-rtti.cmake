# SPDX-License-Identifier: BSL-1.0
include("${CMAKE_CURRENT_LIST_DIR}/gcc.cmake")
set(CMAKE_CXX_FLAGS_INIT "-fno-rtti -DBCAUTH_EXPECTS_NO_RTTI")
