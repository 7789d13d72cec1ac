# SPDX-License-Identifier: BSL-1.0
# What the core needs, found once; a parent project that has the targets already keeps its own.

set(bcauth_boost_minimum 1.81)

function(bcauth_explain_boost)
  set(seen "no Boost with a CMake package was found")
  if(Boost_CONSIDERED_VERSIONS)
    list(JOIN Boost_CONSIDERED_VERSIONS ", " versions)
    set(seen "only Boost ${versions} was found")
  endif()
  message(FATAL_ERROR
    "bcauth needs Boost >= ${bcauth_boost_minimum} with Boost.JSON and Boost.URL, but ${seen}.\n"
    "On Debian 12:  apt install libboost-json1.81-dev libboost-url1.81-dev\n"
    "(these replace the 1.74 -dev packages; the 1.74 runtime libraries stay)")
endfunction()

# A macro would leak its variables, but imported targets made here must be seen by a parent project.
function(bcauth_find_core_dependencies)
  set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
  if(NOT TARGET Boost::json OR NOT TARGET Boost::url)
    find_package(Boost ${bcauth_boost_minimum} CONFIG QUIET COMPONENTS json url)
    if(NOT Boost_FOUND)
      bcauth_explain_boost()
    endif()
  endif()
  if(NOT TARGET OpenSSL::Crypto)
    find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
  endif()
endfunction()
