# SPDX-License-Identifier: BSL-1.0
# What our own tests, examples and benchmarks are compiled with. Nothing here reaches a user.

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(bcauth_warnings INTERFACE)
target_compile_options(bcauth_warnings INTERFACE
  -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Werror)

# bcauth_own_executable(<target> <source>...): an executable under the project's own rules.
function(bcauth_own_executable target)
  add_executable(${target} ${ARGN})
  target_link_libraries(${target} PRIVATE bcauth::bcauth bcauth_warnings)
endfunction()

# bcauth_link_usable(<target>): links every component whose dependency was found here.
function(bcauth_link_usable target scope)
  get_property(names GLOBAL PROPERTY bcauth_components)
  foreach(name IN LISTS names)
    get_property(usable GLOBAL PROPERTY bcauth_${name}_USABLE)
    if(usable)
      target_link_libraries(${target} ${scope} bcauth::${name})
    endif()
  endforeach()
endfunction()
