redblue_test(test_conformance
  LIBRARIES redblue::algorithms redblue::proofs_check
  SOURCES 900_roads.cpp 901_replay.cpp)
