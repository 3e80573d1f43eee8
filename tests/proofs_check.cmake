redblue_test(test_proofs_check
  LIBRARIES redblue::proofs_check rapidcheck
  SOURCES 200_rules.cpp 201_growth.cpp 202_finite_form.cpp 203_choice_of_X.cpp 204_phase_consequences.cpp
          205_published_bounds.cpp 206_lower_bounds.cpp 207_values_of_scores.cpp)
