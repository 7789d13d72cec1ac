# SPDX-License-Identifier: BSL-1.0
# The library's targets: one core, and one INTERFACE target for each optional component.

set(bcauth_include_dir "${PROJECT_SOURCE_DIR}/include")
# Folders whose headers belong to components, never to the core.
set(bcauth_optional_folders
    async transport connection store replay authorizer observe testing)

# bcauth_headers(<variable> <glob>...): headers under include/bcauth that match.
function(bcauth_headers result)
  list(TRANSFORM ARGN PREPEND "${bcauth_include_dir}/bcauth/")
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${ARGN})
  set(${result} ${found} PARENT_SCOPE)
endfunction()

# bcauth_define_target(<name> <export name> <header>...): what core and components share.
function(bcauth_define_target name export_name)
  add_library(${name} INTERFACE)
  add_library(bcauth::${export_name} ALIAS ${name})
  set_target_properties(${name} PROPERTIES EXPORT_NAME ${export_name})
  target_sources(${name} INTERFACE
    FILE_SET HEADERS BASE_DIRS "${bcauth_include_dir}" FILES ${ARGN})
endfunction()

function(bcauth_add_core)
  bcauth_headers(headers *.hpp)
  list(JOIN bcauth_optional_folders "|" optional)
  list(FILTER headers EXCLUDE REGEX "/bcauth/(${optional})/")
  bcauth_define_target(bcauth bcauth ${headers})
  target_compile_features(bcauth INTERFACE cxx_std_20)
  target_link_libraries(bcauth INTERFACE Boost::json Boost::url OpenSSL::Crypto)
  set_target_properties(bcauth PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()

# bcauth_add_component(<name>
#   HEADERS  <glob under include/bcauth>...
#   LINK     <target>...       linked by name, so it is exported whether or not it is found here
#   REQUIRES <"Package args">  what find_package is asked for, one quoted string for each package
#   LABEL    <text>            how a person calls what is missing
#   DEBIAN   <package>...      where Debian has it
#   NEEDS    <component>...)   other components, declared earlier
#
# For example: bcauth_add_component(curl HEADERS transport/curl.hpp LINK CURL::libcurl
#                REQUIRES "CURL 7.85" LABEL "libcurl >= 7.85" DEBIAN libcurl4-openssl-dev)
function(bcauth_add_component name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL" "HEADERS;LINK;REQUIRES;DEBIAN;NEEDS")
  if(DEFINED arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "bcauth_add_component(${name}): what is '${arg_UNPARSED_ARGUMENTS}'?")
  endif()
  bcauth_headers(headers ${arg_HEADERS})
  set(target bcauth_${name})
  bcauth_define_target(${target} ${name} ${headers})
  list(TRANSFORM arg_NEEDS PREPEND bcauth:: OUTPUT_VARIABLE needs)
  target_link_libraries(${target} INTERFACE bcauth::bcauth ${needs} ${arg_LINK})

  set_property(GLOBAL APPEND PROPERTY bcauth_components ${name})
  foreach(key IN ITEMS LINK REQUIRES LABEL DEBIAN NEEDS)
    set_property(GLOBAL PROPERTY bcauth_${name}_${key} "${arg_${key}}")
  endforeach()

  bcauth_component_is_usable(usable ${name})
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ${usable})
  set_property(GLOBAL PROPERTY bcauth_${name}_USABLE ${usable})
endfunction()

# Looks for a component's dependency, but only where this project itself would compile with it.
function(bcauth_component_is_usable result name)
  set(${result} OFF PARENT_SCOPE)
  if(NOT (BCAUTH_BUILD_TESTS OR BCAUTH_BUILD_EXAMPLES OR BCAUTH_BUILD_BENCH))
    return()
  endif()
  set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
  get_property(requires GLOBAL PROPERTY bcauth_${name}_REQUIRES)
  foreach(package IN LISTS requires)
    separate_arguments(package)
    find_package(${package} QUIET)
  endforeach()
  get_property(links GLOBAL PROPERTY bcauth_${name}_LINK)
  foreach(link IN LISTS links)
    if(NOT TARGET ${link})
      message(STATUS "bcauth::${name} is not tested here: ${link} was not found")
      return()
    endif()
  endforeach()
  get_property(needs GLOBAL PROPERTY bcauth_${name}_NEEDS)
  foreach(need IN LISTS needs)
    get_property(need_is_usable GLOBAL PROPERTY bcauth_${need}_USABLE)
    if(NOT need_is_usable)
      return()
    endif()
  endforeach()
  set(${result} ON PARENT_SCOPE)
endfunction()
