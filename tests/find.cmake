redblue_test(test_find
  LIBRARIES redblue_find redblue_check_core redblue::proofs_check redblue::algorithms rapidcheck
  SOURCES 220_known_optima.cpp 221_plain_twin.cpp 222_search_limits.cpp 223_good_plays.cpp 224_bounds_and_optima.cpp
          225_optima_on_record.cpp 226_pruned_and_parallel.cpp 227_exhausted_plain.cpp
          230_wavefront.cpp 231_graph_bounds_hold.cpp 232_parts_and_dominators.cpp 233_spectral.cpp
          236_bounds_above_compulsory.cpp)
