# cmake --install and find_package(redblue): one target per floor, redblue::sim to redblue::study.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/redblue)

# The floors that other projects build on, and the finders, a library within proofs_check. cli is the program alone.
foreach(floor sim algorithms proofs_check find study)
  if(TARGET redblue_${floor})
    set_target_properties(redblue_${floor} PROPERTIES EXPORT_NAME ${floor})
    install(TARGETS redblue_${floor} EXPORT redblue_targets
            ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
    if(IS_DIRECTORY ${PROJECT_SOURCE_DIR}/${floor})
      install(DIRECTORY ${PROJECT_SOURCE_DIR}/${floor} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/redblue
              FILES_MATCHING PATTERN "*.hpp")
    endif()
  endif()
endforeach()

# What the floors link, named by its namespace (fmt::fmt is package fmt), is what the package has to find again.
set(redblue_dependencies "")
foreach(floor algorithms proofs_check find study)
  if(TARGET redblue_${floor})
    get_target_property(libraries redblue_${floor} LINK_LIBRARIES)
    foreach(library IN LISTS libraries)
      if(library MATCHES "^([A-Za-z0-9_+]+)::" AND NOT CMAKE_MATCH_1 STREQUAL redblue)
        string(APPEND redblue_dependencies "find_dependency(${CMAKE_MATCH_1})\n")
      endif()
    endforeach()
  endif()
endforeach()

# Static libraries name the options they were built with, so the package has to know that target.
set_target_properties(redblue_options PROPERTIES EXPORT_NAME options)
install(TARGETS redblue_options EXPORT redblue_targets)

install(EXPORT redblue_targets NAMESPACE redblue:: DESTINATION ${package_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/redblue-config.cmake.in
                              ${PROJECT_BINARY_DIR}/redblue-config.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/redblue-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/redblue-config.cmake ${PROJECT_BINARY_DIR}/redblue-config-version.cmake
        DESTINATION ${package_dir})

if(TARGET redblue)
  install(TARGETS redblue redblue-check RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
