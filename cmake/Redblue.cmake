# What every target of the project shares. Targets only: no global flags, no globs.
include(GNUInstallDirs)
get_filename_component(REDBLUE_ROOT ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)

# <redblue/sim/machine.hpp> in the tree: a link in the build directory to each floor.
set(REDBLUE_INCLUDE_DIR ${PROJECT_BINARY_DIR}/include)
foreach(floor sim algorithms kernels proofs_check study cli)
  file(MAKE_DIRECTORY ${REDBLUE_INCLUDE_DIR}/redblue)
  file(CREATE_LINK ${REDBLUE_ROOT}/${floor} ${REDBLUE_INCLUDE_DIR}/redblue/${floor} SYMBOLIC)
endforeach()

add_library(redblue_options INTERFACE)
target_compile_features(redblue_options INTERFACE cxx_std_20)
# -Wrestrict: gcc 12 and 13 warn wrongly about "text" + std::string under -O2 (their bug 105651).
# -Wshadow: of files compiled together, one may well have a local name that another has for itself.
target_compile_options(redblue_options INTERFACE -Wall -Wextra -Wconversion -Wshadow -ffp-contract=off
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>:-Wno-shadow>
  $<$<BOOL:${REDBLUE_WERROR}>:-Werror>)

# Compiles the files of a target six at a time, under REDBLUE_JOIN only: the sanitizers make most of their code from
# headers, once for each file. The other presets compile file by file, so that each says what it includes. Two files of
# a target that give one name to two things cannot be joined: rename one, or set SKIP_UNITY_BUILD_INCLUSION on it.
function(redblue_join)
  if(REDBLUE_JOIN)
    set_target_properties(${ARGN} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
  endif()
endfunction()

# What doctest prints when it ran no case; a binary that runs none has lost its tests.
set(REDBLUE_EMPTY_RUN "test cases: +0 [|]")

# redblue_test(NAME LIBRARIES ... SOURCES ...): one doctest binary = one CTest test.
function(redblue_test name)
  cmake_parse_arguments(arg "" "" "LIBRARIES;SOURCES" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} redblue_options redblue_test_main)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE REDBLUE_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES FAIL_REGULAR_EXPRESSION "${REDBLUE_EMPTY_RUN}")
  set_property(DIRECTORY APPEND PROPERTY REDBLUE_TEST_BINARIES ${name})
endfunction()
