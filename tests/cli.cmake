# The command line: its parsers, and the program itself as a user runs it.
redblue_test(test_cli LIBRARIES redblue_cli rapidcheck SOURCES
  support/process.cpp 400_ranges.cpp 401_grid.cpp 402_bad_input.cpp 403_limits.cpp 404_commands.cpp 405_files.cpp
  406_hostile.cpp 407_plan_files.cpp 408_text_table.cpp 409_what_stands_beside.cpp)
target_compile_definitions(test_cli PRIVATE REDBLUE_PROGRAM="$<TARGET_FILE:redblue>")
add_dependencies(test_cli redblue)
