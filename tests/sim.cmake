redblue_test(test_sim
  LIBRARIES redblue::sim
  SOURCES 001_words.cpp 002_shape.cpp 003_counts.cpp 004_machine.cpp 005_levels.cpp 006_dag.cpp)
