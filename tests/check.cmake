redblue_test(test_check
  LIBRARIES redblue_find redblue_check_core redblue::proofs_check redblue::algorithms rapidcheck
  SOURCES 207_budget.cpp 207_counting_by_hand.cpp 208_bound_lines.cpp 209_messages.cpp 210_arena.cpp 211_certificate_mutants.cpp 212_hostile_files.cpp 213_other_kinds.cpp 214_second_checker.cpp
          215_instances.cpp 216_dense_twin.cpp 216_factor_limits.cpp 216_intervals.cpp 216_spectral_certificates.cpp 216_spectral_rounding.cpp 217_families.cpp 218_check_program.cpp 219_bound_certificates.cpp 219_parts_agree.cpp)
target_compile_definitions(test_check PRIVATE REDBLUE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                           REDBLUE_CHECK_PROGRAM="$<TARGET_FILE:redblue-check>")
add_dependencies(test_check redblue-check)

redblue_test(test_graph_files
  LIBRARIES redblue_cli redblue::proofs_check
  SOURCES 450_graph_files.cpp)
