# The kernels on their CPU back end.
redblue_test(test_kernels LIBRARIES redblue_kernels redblue::algorithms SOURCES
  300_kernel_plans.cpp 301_cpu_back_end.cpp 302_kernels.cpp 304_warp_log.cpp)
redblue_test(test_confirm LIBRARIES redblue_kernels SOURCES support/process.cpp 305_confirm.cpp)
target_compile_definitions(test_confirm PRIVATE REDBLUE_PROGRAM="$<TARGET_FILE:redblue>"
                           REDBLUE_CONFIRM="$<TARGET_FILE:redblue-confirm>")
add_dependencies(test_confirm redblue redblue-confirm)
