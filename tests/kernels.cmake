# The kernels on their CPU back end.
find_package(nlohmann_json REQUIRED)
redblue_test(test_kernels LIBRARIES redblue_kernels redblue::algorithms SOURCES
  300_kernel_plans.cpp 301_cpu_back_end.cpp 302_kernels.cpp 304_warp_log.cpp 306_ncu.cpp
  307_fiber.cpp)

# The fibers of other machines than x86-64: the back end's tests again, with this object in place of the library's.
add_library(fiber_ucontext OBJECT ${PROJECT_SOURCE_DIR}/kernels/cpu/fiber.cpp)
target_compile_definitions(fiber_ucontext PRIVATE REDBLUE_UCONTEXT)
target_include_directories(fiber_ucontext PRIVATE ${REDBLUE_INCLUDE_DIR})
target_link_libraries(fiber_ucontext PRIVATE redblue_options)
redblue_test(test_ucontext LIBRARIES fiber_ucontext redblue_kernels redblue::algorithms SOURCES 307_fiber.cpp
  301_cpu_back_end.cpp)

# Kernels with a fault each: patched copies of their text, written at build time into the build directory.
set(parts 4)
set(planted "")
math(EXPR last_part "${parts} - 1")
foreach(part RANGE ${last_part})
  list(APPEND planted ${CMAKE_CURRENT_BINARY_DIR}/planted_${part}.cpp)
endforeach()
set(kernel_files "")
foreach(file policy.hpp tile.cuh tile_ops.cuh score_tiles.cuh flash_attention.cuh flash_attention_2.cuh standard.cuh
             two_phase.cuh)
  list(APPEND kernel_files ${PROJECT_SOURCE_DIR}/kernels/${file})
endforeach()
set(plant ${CMAKE_CURRENT_LIST_DIR}/kernels)
add_custom_command(OUTPUT ${planted}
  COMMAND ${CMAKE_COMMAND} -D KERNELS=${PROJECT_SOURCE_DIR}/kernels -D FAULTS=${plant}/faults.cmake
          -D OUTPUT=${CMAKE_CURRENT_BINARY_DIR}/planted -D PARTS=${parts} -P ${plant}/plant.cmake
  DEPENDS ${kernel_files} ${plant}/plant.cmake ${plant}/patch.cmake ${plant}/faults.cmake VERBATIM)
redblue_test(test_planted LIBRARIES redblue_kernels redblue::algorithms SOURCES 303_planted_faults.cpp ${planted})
# A fault may well make a variable useless, and what it does is for the back end to catch, not for UBSan.
set_source_files_properties(${planted} PROPERTIES COMPILE_OPTIONS
  "-O0;-g0;-fno-sanitize=undefined;-Wno-unused-parameter;-Wno-unused-variable;-Wno-unused-but-set-variable;-Wno-shadow")

redblue_test(test_confirm LIBRARIES redblue_kernels redblue::algorithms nlohmann_json::nlohmann_json SOURCES
  support/process.cpp 305_confirm.cpp 311_evidence.cpp 314_evidence_script.cpp
  315_stand_alone.cpp 316_peers.cpp)
target_compile_definitions(test_confirm PRIVATE REDBLUE_PROGRAM="$<TARGET_FILE:redblue>"
                           REDBLUE_CONFIRM="$<TARGET_FILE:redblue-confirm>"
                           REDBLUE_EVIDENCE="${PROJECT_SOURCE_DIR}/tools/gpu_evidence.sh"
                           REDBLUE_FAKE_TRITON="${CMAKE_CURRENT_LIST_DIR}/kernels"
                           REDBLUE_PEERS="${PROJECT_SOURCE_DIR}/kernels/bench/peers.py"
                           REDBLUE_KERNELS_PAGE="${PROJECT_SOURCE_DIR}/docs/kernels.md"
                           REDBLUE_RESULTS="${PROJECT_SOURCE_DIR}/kernels/results")
add_dependencies(test_confirm redblue redblue-confirm)

# What nvcc made of the kernels, where it was there; launches without a GPU; and counters, where CUPTI is.
redblue_test(test_nvcc LIBRARIES redblue_kernels redblue::algorithms ${CMAKE_DL_LIBS} SOURCES 310_nvcc.cpp
  312_gpu_launch.cpp 313_cupti.cpp)
if(REDBLUE_CUDA)
  foreach(what PTXAS_LOG CUDA_OBJECT BF16_PTXAS_LOG BF16_CUDA_OBJECT)
    get_target_property(file redblue_kernels REDBLUE_${what})
    target_compile_definitions(test_nvcc PRIVATE REDBLUE_${what}="${file}")
  endforeach()
  find_program(REDBLUE_CUOBJDUMP cuobjdump PATHS ${CUDAToolkit_BIN_DIR})
  if(NOT REDBLUE_CUOBJDUMP)
    set(REDBLUE_CUOBJDUMP "")
  endif()
  target_compile_definitions(test_nvcc PRIVATE REDBLUE_CUOBJDUMP="${REDBLUE_CUOBJDUMP}")
  get_source_file_property(cupti ${PROJECT_SOURCE_DIR}/kernels/cupti.cpp TARGET_DIRECTORY redblue_kernels
                           INCLUDE_DIRECTORIES)
  if(cupti)
    add_library(fake_cupti MODULE kernels/fake_cupti.cpp)
    target_include_directories(fake_cupti SYSTEM PRIVATE ${cupti})
    add_dependencies(test_nvcc fake_cupti)
    target_compile_definitions(test_nvcc PRIVATE REDBLUE_CUPTI_LIBRARY="${CUDA_cupti_LIBRARY}"
                               REDBLUE_FAKE_CUPTI="$<TARGET_FILE:fake_cupti>")
  endif()
endif()

# A fiber switches stacks thousands of times a run, and AddressSanitizer's search for uses of a stack frame after its
# return walks a list of frames each time: minutes for seconds. Everything else that it looks for stays on.
set_tests_properties(test_kernels test_ucontext test_planted test_confirm PROPERTIES ENVIRONMENT
  "ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=0:strict_string_checks=1:check_initialization_order=1")

# Policy Plain against a kernel without counters, in machine code. A sanitizer would put its own into it.
find_program(REDBLUE_OBJDUMP objdump)
if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  add_test(NAME plain_is_raw COMMAND ${CMAKE_COMMAND} -D CXX=${CMAKE_CXX_COMPILER} -D LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}
    -D NVCC=${CUDAToolkit_NVCC_EXECUTABLE} -D OBJDUMP=${REDBLUE_OBJDUMP} -D INCLUDE=${REDBLUE_INCLUDE_DIR}
    -D OUTPUT=${CMAKE_CURRENT_BINARY_DIR}/plain -P ${CMAKE_CURRENT_LIST_DIR}/kernels/plain.cmake)
endif()

# kernels/ as a project of its own. Once is enough: under preset ci.
find_program(REDBLUE_NINJA ninja)
if(REDBLUE_WERROR AND REDBLUE_NINJA AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  add_test(NAME stand_alone COMMAND ${CMAKE_COMMAND} -D SOURCE=${PROJECT_SOURCE_DIR}/kernels
    -D SCRATCH=${PROJECT_BINARY_DIR}/stand_alone -D PROGRAM=$<TARGET_FILE:redblue> -D COMPILER=${CMAKE_CXX_COMPILER}
    -D LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER} -P ${CMAKE_CURRENT_LIST_DIR}/kernels/stand_alone.cmake)
endif()
