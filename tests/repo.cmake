# Tests of the tree itself: who includes whom, file sizes, titles, the installed package.
foreach(check includes shape)
  add_test(NAME repo_${check}
           COMMAND ${CMAKE_COMMAND} -D ROOT=${PROJECT_SOURCE_DIR} -P ${CMAKE_CURRENT_LIST_DIR}/repo/${check}.cmake)
endforeach()

add_test(NAME repo_width COMMAND ${CMAKE_CURRENT_LIST_DIR}/repo/width.sh ${PROJECT_SOURCE_DIR})

# A check that nothing can fail proves nothing: every rule is broken once, on purpose.
add_test(NAME repo_planted_violations
         COMMAND ${CMAKE_COMMAND} -D CHECKS=${CMAKE_CURRENT_LIST_DIR}/repo
                 -D SCRATCH=${PROJECT_BINARY_DIR}/planted -P ${CMAKE_CURRENT_LIST_DIR}/repo/planted.cmake)

# A doctest binary that runs no case counts as a failure (redblue_test), shown on one that is told to run none.
get_property(binaries DIRECTORY PROPERTY REDBLUE_TEST_BINARIES)
list(GET binaries 0 binary)
add_test(NAME repo_empty_run_is_a_failure COMMAND ${binary} --test-case=no-case-has-this-name)
set_tests_properties(repo_empty_run_is_a_failure PROPERTIES WILL_FAIL TRUE
                     FAIL_REGULAR_EXPRESSION "${REDBLUE_EMPTY_RUN}")

# examples/ built against the installed package and nothing else.
if(REDBLUE_INSTALL)
  add_test(NAME consumer
           COMMAND ${CMAKE_COMMAND} -D BUILD=${PROJECT_BINARY_DIR} -D EXAMPLES=${PROJECT_SOURCE_DIR}/examples
                   -D SCRATCH=${PROJECT_BINARY_DIR}/consumer -D GENERATOR=${CMAKE_GENERATOR}
                   -D COMPILER=${CMAKE_CXX_COMPILER} -D LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}
                   -D FLAGS=${CMAKE_CXX_FLAGS} -P ${CMAKE_CURRENT_LIST_DIR}/repo/consumer.cmake)
endif()

# What the pages show is what the program prints.
if(TARGET redblue)
  add_test(NAME repo_shown_output
           COMMAND ${CMAKE_CURRENT_LIST_DIR}/repo/shown.sh $<TARGET_FILE:redblue> ${PROJECT_SOURCE_DIR}/README.md
                   ${PROJECT_SOURCE_DIR}/docs/bounds.md ${PROJECT_SOURCE_DIR}/docs/proofs.md)
endif()

# The generated tables too. The sanitizers watch the same commands in other tests.
if(TARGET redblue AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  add_test(NAME repo_generated
           COMMAND ${CMAKE_CURRENT_LIST_DIR}/repo/generated.sh $<TARGET_FILE:redblue> ${PROJECT_SOURCE_DIR})
endif()

# What the page of reliability claims is in its log.
find_program(REDBLUE_PYTHON python3)
if(REDBLUE_PYTHON)
  add_test(NAME repo_reliability COMMAND ${REDBLUE_PYTHON} ${PROJECT_SOURCE_DIR}/tools/reliability.py --check)
endif()
