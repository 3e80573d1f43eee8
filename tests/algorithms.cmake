redblue_test(test_algorithms
  LIBRARIES redblue::algorithms
  SOURCES 100_search.cpp 101_vectors.cpp 102_best_plans.cpp 103_options.cpp 104_scale.cpp 105_numerics.cpp
          106_claims.cpp)
