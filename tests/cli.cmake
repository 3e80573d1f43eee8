# The command line: its parsers, and the program itself as a user runs it.
redblue_test(test_cli LIBRARIES redblue_cli rapidcheck SOURCES
  support/process.cpp 400_ranges.cpp 401_grid.cpp 402_bad_input.cpp 403_limits.cpp 404_commands.cpp 405_files.cpp
  406_hostile.cpp 407_plan_files.cpp 408_text_table.cpp 409_what_stands_beside.cpp
  451_pebble_limits.cpp 452_prove_command.cpp 453_bound_of_graphs.cpp)
target_compile_definitions(test_cli PRIVATE REDBLUE_PROGRAM="$<TARGET_FILE:redblue>")
add_dependencies(test_cli redblue)
redblue_test(test_out_of_memory LIBRARIES redblue_cli redblue_check_core redblue::proofs_check SOURCES
  support/failing_allocation.cpp support/process.cpp ${PROJECT_SOURCE_DIR}/proofs_check/check/main.cpp
  461_out_of_memory.cpp)
# The checker's program as a function. The property holds in this folder only.
set_source_files_properties(${PROJECT_SOURCE_DIR}/proofs_check/check/main.cpp PROPERTIES
  COMPILE_DEFINITIONS main=redblue_check_main)
target_compile_definitions(test_out_of_memory PRIVATE REDBLUE_PROGRAM="$<TARGET_FILE:redblue>")
redblue_test(test_limits LIBRARIES redblue::proofs_check SOURCES support/process.cpp 462_limits.cpp)
target_compile_definitions(test_limits PRIVATE REDBLUE_PROGRAM="$<TARGET_FILE:redblue>"
  REDBLUE_CHECK="$<TARGET_FILE:redblue-check>")
add_dependencies(test_limits redblue redblue-check)
