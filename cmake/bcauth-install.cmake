# SPDX-License-Identifier: BSL-1.0
# `cmake --install` gives the headers and the package files. The command is a component of its own
# ("command"), left out of the default, so that the headers install without anything being built.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

# The text of package variables that bcauth-config.cmake reads for each component.
function(bcauth_describe_components result)
  get_property(names GLOBAL PROPERTY bcauth_components)
  set(text "set(bcauth_known_components \"${names}\")\n")
  foreach(name IN LISTS names)
    foreach(key IN ITEMS LINK REQUIRES LABEL DEBIAN NEEDS)
      get_property(value GLOBAL PROPERTY bcauth_${name}_${key})
      string(APPEND text "set(bcauth_${name}_${key} \"${value}\")\n")
    endforeach()
  endforeach()
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

function(bcauth_install)
  set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/bcauth")
  set(generated "${PROJECT_BINARY_DIR}/package")

  get_property(names GLOBAL PROPERTY bcauth_components)
  install(TARGETS bcauth EXPORT bcauth-core FILE_SET HEADERS
          DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT headers)
  install(EXPORT bcauth-core NAMESPACE bcauth:: FILE bcauth-core.cmake
          DESTINATION "${package_dir}" COMPONENT headers)
  foreach(name IN LISTS names)
    install(TARGETS bcauth_${name} EXPORT bcauth-${name} FILE_SET HEADERS
            DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT headers)
    install(EXPORT bcauth-${name} NAMESPACE bcauth:: FILE bcauth-${name}.cmake
            DESTINATION "${package_dir}" COMPONENT headers)
  endforeach()

  bcauth_describe_components(bcauth_component_table)
  configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/bcauth-config.cmake.in"
    "${generated}/bcauth-config.cmake" INSTALL_DESTINATION "${package_dir}"
    NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
  write_basic_package_version_file("${generated}/bcauth-config-version.cmake"
    COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
  install(FILES "${generated}/bcauth-config.cmake" "${generated}/bcauth-config-version.cmake"
                "${PROJECT_SOURCE_DIR}/cmake/bcauth-load-components.cmake"
          DESTINATION "${package_dir}" COMPONENT headers)

  configure_file("${PROJECT_SOURCE_DIR}/cmake/bcauth.pc.in" "${generated}/bcauth.pc" @ONLY)
  install(FILES "${generated}/bcauth.pc"
          DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig" COMPONENT headers)
  install(FILES "${PROJECT_SOURCE_DIR}/LICENSE"
          DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/bcauth" RENAME copyright COMPONENT headers)
endfunction()

function(bcauth_install_command target)
  install(TARGETS ${target} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
          COMPONENT command EXCLUDE_FROM_ALL)
endfunction()
