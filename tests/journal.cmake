# The journal, sweep and merge: one binary. tools/soak.sh runs parts of it with larger figures.
redblue_test(test_journal LIBRARIES redblue_study SOURCES
  430_journal_lines.cpp 431_journal.cpp 432_journal_damage.cpp 433_journal_calls.cpp 434_sweep.cpp 435_merge.cpp
  436_journal_model.cpp)
