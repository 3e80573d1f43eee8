# The journal, sweep and merge: one binary. tools/soak.sh runs parts of it with larger figures.
redblue_test(test_journal LIBRARIES redblue_study rapidcheck SOURCES
  430_journal_lines.cpp 431_journal.cpp 432_journal_damage.cpp 433_journal_calls.cpp 434_sweep.cpp 435_merge.cpp
  436_journal_model.cpp)
# The program itself, killed, interrupted and refused.
redblue_test(test_sweep LIBRARIES redblue_study rapidcheck SOURCES
  support/process.cpp 437_journal_kills.cpp 438_sweep_program.cpp)
target_compile_definitions(test_sweep PRIVATE REDBLUE_PROGRAM="$<TARGET_FILE:redblue>")
add_dependencies(test_sweep redblue)
