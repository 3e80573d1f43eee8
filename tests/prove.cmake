redblue_test(test_prove
  LIBRARIES redblue_find redblue_check_core redblue::proofs_check redblue::algorithms
  SOURCES 230_bands.cpp 231_tile_and_element_phases.cpp 232_broken_executions.cpp
          233_random_executions.cpp 234_proof_search.cpp)
